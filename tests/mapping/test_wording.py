"""The words of the mapping in both languages."""

import pytest

from csrmatch.i18n import speaking
from csrmatch.mapping.wording.codes import name_of_state
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
