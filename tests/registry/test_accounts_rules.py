"""The law's arithmetic against examples worked by hand from the text cited, and its own invariants."""

import itertools
import re
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.registry.rules import csr_law as law
from csrmatch.registry.rules.csr_law import CITATIONS, CsrRule
from csrmatch.registry.rules.years import is_year, last_day, shift_year, year_of

LAKH, CRORE = 10**5, 10**7
PROFITS = st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=3)
MONEY = st.integers(0, 10**12)


class TestCitations:
    def test_every_rule_says_where_it_stands(self) -> None:
        assert CITATIONS.keys() == set(CsrRule)
        for citation in CITATIONS.values():
            assert re.search(r"section 135\(\d\)|rule \d\(\d\)|Office Memorandum", citation), citation


class TestIsBound:
    """Section 135(1): net worth ₹500 crore, turnover ₹1,000 crore or net profit ₹5 crore, "or more"."""

    @pytest.mark.parametrize(
        ("worth", "turnover", "profit", "expected"),
        [
            (500 * CRORE, 0, 0, True),
            (500 * CRORE - 1, 1_000 * CRORE - 1, 5 * CRORE - 1, False),
            (0, 1_000 * CRORE, 0, True),
            (0, 0, 5 * CRORE, True),
            (None, None, 5 * CRORE, True),
            (None, 0, -3 * CRORE, None),
            (None, None, None, None),
        ],
    )
    def test_one_figure_at_its_threshold_is_enough_and_a_missing_one_is_not_nought(
        self, worth: int | None, turnover: int | None, profit: int | None, expected: bool | None
    ) -> None:
        assert law.is_bound(worth, turnover, profit) is expected


class TestObligation:
    """Section 135(5): at least two per cent of the average net profits of the three years before."""

    @pytest.mark.parametrize(
        ("profits", "expected"),
        [
            # (10 + 20 + 30) / 3 = 20 crore; 2 % of it is 40 lakh.
            ([30 * CRORE, 20 * CRORE, 10 * CRORE], 40 * LAKH),
            # A loss year stays in the average: (30 - 4 + 10) / 3 = 12 crore; 2 % is 24 lakh.
            ([10 * CRORE, -4 * CRORE, 30 * CRORE], 24 * LAKH),
            # Two years since incorporation: (10 + 5) / 2 = 7.5 crore; 2 % is 15 lakh.
            ([10 * CRORE, 5 * CRORE], 15 * LAKH),
            ([5 * CRORE], 10 * LAKH),
            # Losses outweigh: nothing is owed, and never less than nothing.
            ([-50 * CRORE, 10 * CRORE, 20 * CRORE], 0),
            ([0, 0, 0], 0),
            # 2 % of 100/3 rupees is 0.67: "at least" makes it one rupee.
            ([100, 0, 0], 1),
        ],
    )
    def test_worked_examples(self, profits: list[int], expected: int) -> None:
        ruling = law.obligation(profits)
        assert ruling.amount_inr == expected
        assert ruling.citation == "Companies Act, 2013, section 135(5)"

    @given(PROFITS)
    def test_it_is_the_least_whole_rupee_that_is_at_least_two_per_cent(self, profits: list[int]) -> None:
        exact = Fraction(2, 100) * Fraction(sum(profits), len(profits))
        assert law.obligation(profits).amount_inr == max(0, ceil(exact))

    @given(PROFITS, st.integers(0, 10**12))
    def test_more_profit_never_lessens_it(self, profits: list[int], more: int) -> None:
        raised = [profits[0] + more, *profits[1:]]
        assert law.obligation(raised).amount_inr >= law.obligation(profits).amount_inr

    def test_an_average_the_company_has_computed_is_taken_as_it_is(self) -> None:
        assert law.obligation_of_average(20 * CRORE).amount_inr == 40 * LAKH

    @pytest.mark.parametrize("profits", [[], [1, 2, 3, 4]])
    def test_an_average_of_no_year_or_of_four_is_refused(self, profits: list[int]) -> None:
        with pytest.raises(ValueError, match="one to three"):
            law.obligation(profits)


class TestShortfallAndExcess:
    """Section 135(5): what is not spent is unspent; what is spent above may be set off."""

    @pytest.mark.parametrize(
        ("owed", "used", "spent", "missing", "over"),
        [
            (100, 0, 70, 30, 0),
            (100, 30, 70, 0, 0),
            (100, 30, 90, 0, 20),
            (100, 0, 130, 0, 30),
            (0, 0, 5, 0, 5),
        ],
    )
    def test_worked_examples(self, owed: int, used: int, spent: int, missing: int, over: int) -> None:
        assert law.shortfall(owed, used, spent) == missing
        assert law.excess(owed, used, spent) == over

    @given(MONEY, MONEY, MONEY)
    def test_every_rupee_is_accounted_for_once(self, owed: int, used: int, spent: int) -> None:
        used = min(used, owed)
        missing, over = law.shortfall(owed, used, spent), law.excess(owed, used, spent)
        assert owed == used + spent + missing - over
        assert missing == 0 or over == 0


class TestSetOff:
    """Rule 7(3): up to the three years that follow, by resolution of the board."""

    def test_the_oldest_excess_is_used_first(self) -> None:
        rows = law.set_off("2024-25", {"2021-22": 10, "2022-23": 20, "2023-24": 30}, 25)
        assert [(row.year, row.used_inr, row.left_inr) for row in rows] == [
            ("2021-22", 10, 0),
            ("2022-23", 15, 5),
            ("2023-24", 0, 30),
        ]

    def test_an_excess_lapses_with_the_third_year_after_its_own(self) -> None:
        (row,) = law.set_off("2024-25", {"2021-22": 10}, 0)
        # The excess of 2021-22 may be set off in 2022-23, 2023-24 and 2024-25.
        assert row.lapses_on == date(2025, 3, 31)
        assert law.set_off("2025-26", {"2021-22": 10}, 10) == []

    def test_an_excess_of_before_the_rules_came_is_not_carried(self) -> None:
        assert law.set_off("2021-22", {"2019-20": 50, "2020-21": 5}, 50)[0].year == "2020-21"

    @given(st.lists(MONEY, min_size=3, max_size=3), MONEY)
    def test_no_more_is_used_than_resolved_or_there_and_none_out_of_turn(
        self, amounts: list[int], resolved: int
    ) -> None:
        years = [shift_year("2024-25", -count) for count in (3, 2, 1)]
        rows = law.set_off("2024-25", dict(zip(years, amounts, strict=True)), resolved)
        assert sum(row.used_inr for row in rows) == min(resolved, sum(amounts))
        assert all(0 <= row.used_inr <= row.available_inr for row in rows)
        for before, after in itertools.pairwise(rows):
            assert after.used_inr == 0 or before.left_inr == 0


class TestCaps:
    def test_overheads_are_at_most_five_per_cent_of_the_years_spending(self) -> None:
        # Rule 7(1): 5 % of 3 crore is 15 lakh.
        assert law.overheads_cap(3 * CRORE).amount_inr == 15 * LAKH
        assert law.overheads_cap(39).amount_inr == 1

    @pytest.mark.parametrize(
        ("year", "spent", "expected"),
        [
            # Rule 8(3)(c) as amended on 20 September 2022: 2 % or 50 lakh, whichever is higher.
            ("2022-23", 10 * CRORE, 50 * LAKH),
            ("2024-25", 100 * CRORE, 2 * CRORE),
            # Before: 5 % or 50 lakh, whichever is less.
            ("2021-22", 100 * CRORE, 50 * LAKH),
            ("2021-22", 4 * CRORE, 20 * LAKH),
        ],
    )
    def test_the_cost_of_impact_assessment_is_capped_as_the_rule_stood(
        self, year: str, spent: int, expected: int
    ) -> None:
        assert law.impact_cost_cap(year, spent).amount_inr == expected

    @given(MONEY)
    def test_a_cap_is_never_above_its_share_and_a_share_asked_never_below(self, spent: int) -> None:
        assert (
            law.overheads_cap(spent).amount_inr
            <= Fraction(5 * spent, 100)
            < law.overheads_cap(spent).amount_inr + 1
        )
        assert law.theme_share(spent).amount_inr - 1 < Fraction(60 * spent, 100)
        assert law.theme_share(spent).amount_inr >= Fraction(60 * spent, 100)


class TestImpactDuty:
    """Rule 8(3)(a): an average obligation of ten crore or more in the three preceding years."""

    @pytest.mark.parametrize(
        ("obligations", "expected"),
        [
            ([10 * CRORE, 10 * CRORE, 10 * CRORE], True),
            ([10 * CRORE, 10 * CRORE, 10 * CRORE - 1], False),
            ([30 * CRORE, None, None], True),
            ([29 * CRORE, None, 0], None),
        ],
    )
    def test_it_rests_on_the_average_and_is_not_known_where_that_is_not(
        self, obligations: list[int | None], expected: bool | None
    ) -> None:
        assert law.needs_impact_assessment(obligations) is expected

    def test_two_years_are_no_average_of_three(self) -> None:
        with pytest.raises(ValueError, match="three years"):
            law.needs_impact_assessment([1, 2])

    @pytest.mark.parametrize(
        ("outlay", "completed", "expected"),
        [
            (1 * CRORE, date(2023, 6, 1), True),
            (1 * CRORE, date(2023, 6, 2), False),
            (1 * CRORE - 1, date(2020, 1, 1), False),
        ],
    )
    def test_a_project_is_studied_from_one_crore_a_year_after_it_ended(
        self, outlay: int, completed: date, expected: bool
    ) -> None:
        assert law.is_impact_study_due(outlay, completed, date(2024, 6, 1)) is expected

    def test_a_project_that_ended_on_the_29th_of_february_is_due_on_the_1st_of_march(self) -> None:
        assert not law.is_impact_study_due(CRORE, date(2024, 2, 29), date(2025, 2, 28))
        assert law.is_impact_study_due(CRORE, date(2024, 2, 29), date(2025, 3, 1))


class TestCommittee:
    def test_it_is_needed_above_fifty_lakh_or_with_money_in_the_unspent_account(self) -> None:
        # Section 135(9) and the second proviso to rule 3(1).
        assert not law.needs_committee(50 * LAKH, 0)
        assert law.needs_committee(50 * LAKH + 1, 0)
        assert law.needs_committee(0, 1)


class TestLastDays:
    """Section 135(5) and (6), counted on the calendar for 2021-22, which ended on 31 March 2022."""

    def test_ongoing_money_has_thirty_days_three_years_and_thirty_days_more(self) -> None:
        assert law.transfer_of_ongoing("2021-22", 1).due_on == date(2022, 4, 30)
        assert law.last_day_of_account("2021-22", 1).due_on == date(2025, 3, 31)
        assert law.fund_after_account("2021-22", 1).due_on == date(2025, 4, 30)

    def test_other_money_and_a_surplus_have_six_months(self) -> None:
        assert law.transfer_of_other("2021-22", 1).due_on == date(2022, 9, 30)
        assert law.surplus_transfer("2021-22", 5, 2) == law.Ruling(CsrRule.SURPLUS, 3, date(2022, 9, 30))

    @given(st.integers(2020, 2090))
    def test_the_clocks_run_in_the_order_of_the_act(self, start: int) -> None:
        year = f"{start}-{(start + 1) % 100:02d}"
        end = last_day(year)
        ongoing = law.transfer_of_ongoing(year, 1).due_on
        other = law.transfer_of_other(year, 1).due_on
        spend, fund = law.last_day_of_account(year, 1).due_on, law.fund_after_account(year, 1).due_on
        assert ongoing is not None
        assert other is not None
        assert spend is not None
        assert fund is not None
        assert end < ongoing < other < spend < fund
        assert ongoing - end == fund - spend == timedelta(days=30)
        assert (other.month, other.day, other.year) == (9, 30, end.year)


class TestPenalty:
    @pytest.mark.parametrize(
        ("missed", "company", "officer"),
        [
            (30 * LAKH, 60 * LAKH, 2 * LAKH),
            (5 * CRORE, 1 * CRORE, 2 * LAKH),
            (10 * LAKH, 20 * LAKH, 1 * LAKH),
        ],
    )
    def test_it_is_the_less_of_the_two_amounts(self, missed: int, company: int, officer: int) -> None:
        # Section 135(7): twice the amount or one crore; one-tenth or two lakh.
        assert law.penalty(missed) == law.Penalty(company, officer)


class TestYears:
    @given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
    def test_every_day_lies_in_the_year_it_is_put_in(self, day: date) -> None:
        year = year_of(day)
        assert is_year(year)
        assert last_day(shift_year(year, -1)) < day <= last_day(year)

    @pytest.mark.parametrize("text", ["2024-26", "2024-2025", "24-25", "", "２０２４-25", "2024/25"])
    def test_what_is_no_year_is_refused(self, text: str) -> None:
        assert not is_year(text)

    def test_the_last_year_of_a_century_is_written_with_two_noughts(self) -> None:
        assert is_year("2099-00")
