"""What may be pledged to a request for support, and how it ends, on plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.registry.rules.support import (
    PledgeSum,
    SupportProblem,
    SupportStatus,
    add_pledges,
    check_closing,
    check_pledge,
)

AMOUNTS = st.none() | st.integers(1, 10**12)


class TestSums:
    @given(st.lists(AMOUNTS, max_size=8))
    def test_count_what_is_named_and_what_is_not(self, amounts: list[int | None]) -> None:
        found = add_pledges(amounts)
        assert found.count == len(amounts)
        assert found.unnamed == amounts.count(None)
        assert found.inr == sum(amount or 0 for amount in amounts)

    @given(st.integers(0, 10**12), st.integers(0, 10**12))
    def test_what_is_left_and_what_is_over_add_up_to_the_difference(self, asked: int, pledged: int) -> None:
        found = PledgeSum(1, pledged, 0)
        left, over = found.left(asked), found.over(asked)
        assert left is not None
        assert left - over == asked - pledged
        assert min(left, over) == 0

    def test_an_unknown_amount_asked_for_leaves_what_is_left_unknown(self) -> None:
        assert PledgeSum(1, 5, 0).left(None) is None
        assert PledgeSum(1, 5, 0).over(None) == 0


class TestPledges:
    @pytest.mark.parametrize(
        ("asked", "others", "amount", "note", "means_more", "problem"),
        [
            (100, 0, 100, "", False, None),
            (100, 60, 40, "", False, None),
            (100, 60, 41, "", False, SupportProblem.MORE_THAN_ASKED),
            (100, 60, 41, "", True, None),
            (None, 60, 10**9, "", False, None),
            (100, 200, None, "A van for a month.", False, None),
            (100, 0, None, "  ", False, SupportProblem.EMPTY_PLEDGE),
            (0, 0, 1, "", False, SupportProblem.MORE_THAN_ASKED),
        ],
    )
    def test_name_something_and_pass_what_is_asked_only_where_that_is_meant(
        self,
        asked: int | None,
        others: int,
        amount: int | None,
        note: str,
        means_more: bool,
        problem: SupportProblem | None,
    ) -> None:
        found = check_pledge(asked, PledgeSum(1, others, 0), amount, note, means_more=means_more)
        assert found is problem


class TestClosing:
    def test_takes_an_open_request_and_a_reason(self) -> None:
        assert check_closing(SupportStatus.OPEN, "The aids are there.") is None
        assert check_closing(SupportStatus.OPEN, " ") is SupportProblem.NO_REASON
        for status in (SupportStatus.MET, SupportStatus.WITHDRAWN):
            assert check_closing(status, "Again.") is SupportProblem.NOT_OPEN
