"""The words of the mapping in both languages."""

import pytest

from csrmatch.i18n import speaking
from csrmatch.mapping.wording.codes import name_of_state
from csrmatch.mapping.wording.firmness import name_of_answer
from csrmatch.reference import read_states


class TestNameOfState:
    @pytest.mark.parametrize("state", read_states(), ids=lambda state: state.iso)
    def test_every_state_is_named_in_hindi_for_a_hindi_reader(self, state):
        with speaking("hi"):
            assert name_of_state(state.name_en) == state.name_hi
        with speaking("en"):
            assert name_of_state(state.name_en) == state.name_en

    def test_a_state_that_is_not_known_stays_as_it_was_given(self):
        with speaking("hi"):
            assert name_of_state("Kosala") == "Kosala"


class TestNameOfAnswer:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ("total", "Greatest total"),
            ("stable", "Stable"),
            ("frontier-3", "Point 3 of the trade-offs"),
            ("repair-0", "Repair that moves no other district"),
            ("repair-1", "Repair that moves at most 1 other district"),
        ],
    )
    def test_says_what_a_proposal_can_follow(self, answer, words):
        with speaking("en"):
            assert name_of_answer(answer) == words
