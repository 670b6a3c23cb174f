"""Which filed amounts count, and how they add up."""

from dataclasses import dataclass

import pandas as pd
import pytest

from csrmatch.registry.rules import is_suspect, split_suspect, sum_by


@dataclass
class Row:
    quality: str


class TestIsSuspect:
    @pytest.mark.parametrize("flag", ["unit_suspect", "rollup_suspect", "duplicate", "negative_spend"])
    def test_an_amount_that_is_not_money_spent_there_is_doubtful(self, flag: str) -> None:
        assert is_suspect(flag)
        assert is_suspect(f"zero_spend;{flag}")

    @pytest.mark.parametrize("quality", ["none", "", "zero_spend", "spent_over_outlay;single_row_year"])
    def test_a_remark_alone_does_not_make_an_amount_doubtful(self, quality: str) -> None:
        assert not is_suspect(quality)

    def test_every_row_is_on_exactly_one_side(self) -> None:
        rows = [Row("none"), Row("duplicate"), Row("zero_spend")]
        trusted, doubtful = split_suspect(rows)
        assert (trusted, doubtful) == ([rows[0], rows[2]], [rows[1]])


class TestSumBy:
    def test_sums_agree_with_a_pivot_table(self) -> None:
        rows = [("HN", "2014-15", 7), ("HN", "2015-16", 5), ("ED", "2014-15", 11), ("HN", "2014-15", 2)]
        frame = pd.DataFrame(rows, columns=["row", "column", "amount"])
        expected = frame.groupby(["row", "column"])["amount"].sum().to_dict()
        amounts = sum_by(rows)
        assert amounts.cells == expected
        assert amounts.rows == frame.groupby("row")["amount"].sum().to_dict()
        assert amounts.columns == frame.groupby("column")["amount"].sum().to_dict()
        assert amounts.total == 25
        assert amounts.largest == 11

    def test_what_is_not_known_is_absent_and_not_nought(self) -> None:
        amounts = sum_by([("HN", "2014-15", None), ("ED", "2014-15", 0)])
        assert amounts.cells == {("ED", "2014-15"): 0}
        assert "HN" not in amounts.rows

    def test_nothing_adds_up_to_nothing(self) -> None:
        assert sum_by([]).total == 0
        assert sum_by([]).largest == 1
