"""Whose turn it is in a thread, and who may correct what was said."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from csrmatch.comments.rules import Said, can_correct_comment, whose_last_word

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def said(*offices: int, struck: tuple[int, ...] = ()) -> list[Said]:
    return [
        Said(office, START + timedelta(hours=number), is_struck=number in struck)
        for number, office in enumerate(offices)
    ]


class TestWhoseLastWord:
    def test_is_the_office_that_spoke_last(self) -> None:
        assert whose_last_word(said(1, 2, 2, 1), None) == 1

    def test_is_nobodys_in_an_empty_thread(self) -> None:
        assert whose_last_word([], None) is None

    def test_what_is_struck_was_not_said(self) -> None:
        assert whose_last_word(said(1, 2, struck=(1,)), None) == 1
        assert whose_last_word(said(1, struck=(0,)), None) is None

    def test_settled_waits_for_nobody_until_somebody_speaks_again(self) -> None:
        settled = START + timedelta(hours=1)
        assert whose_last_word(said(1, 2), settled) is None
        assert whose_last_word(said(1, 2, 1), settled) == 1

    @given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=8))
    def test_it_is_that_of_the_last_standing_comment_whatever_went_before(
        self, spoken: list[tuple[int, bool]]
    ) -> None:
        items = [Said(office, START, is_struck=struck) for office, struck in spoken]
        standing = [office for office, struck in spoken if not struck]
        assert whose_last_word(items, None) == (standing[-1] if standing else None)


class TestCorrecting:
    def test_is_for_the_author_of_what_is_not_struck(self) -> None:
        assert can_correct_comment(1, 1, is_struck=False)
        assert not can_correct_comment(2, 1, is_struck=False)
        assert not can_correct_comment(1, 1, is_struck=True)
