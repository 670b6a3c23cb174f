"""Where a company stands: verdicts and last days of whole years, worked out by hand."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.registry.rules.csr_law import CsrRule
from csrmatch.registry.rules.csr_standing import CsrFacts, DueState, Standing, Verdict, judge

LAKH, CRORE = 10**5, 10**7

# A company with 2 % of (600 + 500 + 400) / 3 = 500 crore, so 10 crore, to spend in 2022-23; it sets 1 crore
# off and spends 7 crore, so 2 crore are unspent: 1.5 crore of ongoing projects and 0.5 crore of others.
COMPANY = CsrFacts(
    year="2022-23",
    net_worth_inr=4_000 * CRORE,
    turnover_inr=3_000 * CRORE,
    net_profit_1_inr=600 * CRORE,
    net_profit_2_inr=500 * CRORE,
    net_profit_3_inr=400 * CRORE,
    set_off_1_inr=0,
    set_off_2_inr=2 * CRORE,
    set_off_used_inr=1 * CRORE,
    set_off_resolved_on=date(2022, 6, 1),
    committed_inr=9 * CRORE,
    spent_inr=7 * CRORE,
    theme_inr=5 * CRORE,
    overheads_inr=30 * LAKH,
    impact_cost_inr=0,
    unspent_ongoing_inr=150 * LAKH,
    unspent_other_inr=50 * LAKH,
)
AFTER = date(2023, 4, 10)


def verdict(standing: Standing, rule: CsrRule) -> Verdict:
    return next(finding.verdict for finding in standing.findings if finding.rule is rule)


class TestAmounts:
    def test_the_worked_company_stands_as_worked_out(self) -> None:
        standing = judge(COMPANY, AFTER)
        assert standing.obligation_inr == 10 * CRORE
        assert standing.set_off_used_inr == 1 * CRORE
        assert standing.to_spend_inr == 9 * CRORE
        assert standing.shortfall_inr == 2 * CRORE
        assert standing.excess_inr == 0
        assert standing.unsplit_inr is None

    def test_money_of_which_nobody_says_what_it_was_for_is_shown_as_unsplit(self) -> None:
        standing = judge(replace(COMPANY, unspent_other_inr=20 * LAKH), AFTER)
        assert standing.unsplit_inr == 30 * LAKH

    def test_a_set_off_without_its_resolution_is_none(self) -> None:
        standing = judge(replace(COMPANY, set_off_resolved_on=None), AFTER)
        assert standing.set_off_used_inr == 0
        assert standing.shortfall_inr == 3 * CRORE
        assert verdict(standing, CsrRule.SET_OFF) is Verdict.BROKEN

    def test_money_from_a_surplus_does_not_meet_the_obligation(self) -> None:
        standing = judge(replace(COMPANY, surplus_spent_inr=1 * CRORE), AFTER)
        assert standing.shortfall_inr == 3 * CRORE

    def test_a_young_company_owes_by_the_years_it_has(self) -> None:
        young = replace(COMPANY, profit_years=2, net_profit_3_inr=None)
        # 2 % of (600 + 500) / 2 crore.
        assert judge(young, AFTER).obligation_inr == 11 * CRORE

    def test_a_missing_profit_makes_the_obligation_unknown_unless_the_average_is_given(self) -> None:
        missing = replace(COMPANY, net_profit_2_inr=None)
        assert judge(missing, AFTER).obligation_inr is None
        assert judge(missing, AFTER).shortfall_inr is None
        assert judge(replace(missing, average_net_profit_inr=500 * CRORE), AFTER).obligation_inr == 10 * CRORE


class TestVerdicts:
    def test_the_worked_company_breaks_what_it_breaks(self) -> None:
        standing = judge(COMPANY, AFTER, [10 * CRORE, 10 * CRORE, 9 * CRORE])
        assert verdict(standing, CsrRule.APPLIES) is Verdict.ASKED
        assert verdict(standing, CsrRule.OBLIGATION) is Verdict.BROKEN
        assert verdict(standing, CsrRule.SET_OFF) is Verdict.KEPT
        # 5 % of 7 crore is 35 lakh; 60 % is 4.2 crore.
        assert verdict(standing, CsrRule.OVERHEADS) is Verdict.KEPT
        assert verdict(standing, CsrRule.THEME) is Verdict.KEPT
        assert verdict(standing, CsrRule.IMPACT_DUTY) is Verdict.NOT_ASKED
        assert verdict(standing, CsrRule.COMMITTEE) is Verdict.ASKED

    def test_while_the_year_runs_nothing_is_broken_by_not_being_done_yet(self) -> None:
        standing = judge(replace(COMPANY, theme_inr=CRORE), date(2023, 3, 31))
        assert verdict(standing, CsrRule.OBLIGATION) is Verdict.OPEN
        assert verdict(standing, CsrRule.THEME) is Verdict.OPEN

    def test_one_rupee_above_a_cap_breaks_it(self) -> None:
        for overheads, expected in ((35 * LAKH, Verdict.KEPT), (35 * LAKH + 1, Verdict.BROKEN)):
            standing = judge(replace(COMPANY, overheads_inr=overheads), AFTER)
            assert verdict(standing, CsrRule.OVERHEADS) is expected
        for cost, expected in ((50 * LAKH, Verdict.KEPT), (50 * LAKH + 1, Verdict.BROKEN)):
            standing = judge(replace(COMPANY, impact_cost_inr=cost), AFTER)
            assert verdict(standing, CsrRule.IMPACT_COST) is expected

    def test_more_cannot_be_set_off_than_is_there(self) -> None:
        standing = judge(replace(COMPANY, set_off_used_inr=3 * CRORE), AFTER)
        assert standing.set_off_used_inr == 2 * CRORE
        assert verdict(standing, CsrRule.SET_OFF) is Verdict.BROKEN

    def test_what_nobody_told_is_not_known_and_never_broken(self) -> None:
        standing = judge(CsrFacts(year="2022-23"), date(2030, 1, 1))
        assert {finding.verdict for finding in standing.findings} <= {Verdict.NOT_KNOWN, Verdict.NOT_ASKED}
        assert all(due.amount_inr is None for due in standing.dues)


def states(standing: Standing) -> dict[CsrRule, tuple[date, int | None, DueState]]:
    return {due.rule: (due.due_on, due.amount_inr, due.state) for due in standing.dues}


class TestDues:
    def test_while_the_year_runs_the_rest_is_due_on_its_last_day(self) -> None:
        running = replace(COMPANY, unspent_ongoing_inr=None, unspent_other_inr=None)
        assert states(judge(running, date(2022, 12, 1))) == {
            CsrRule.OBLIGATION: (date(2023, 3, 31), 2 * CRORE, DueState.AHEAD)
        }
        assert judge(running, date(2023, 2, 1)).dues[0].state is DueState.SOON

    def test_afterwards_the_two_clocks_of_unspent_money_run(self) -> None:
        assert states(judge(COMPANY, AFTER)) == {
            CsrRule.UNSPENT_ONGOING: (date(2023, 4, 30), 150 * LAKH, DueState.SOON),
            CsrRule.UNSPENT_OTHER: (date(2023, 9, 30), 50 * LAKH, DueState.AHEAD),
        }

    @pytest.mark.parametrize(
        ("done", "expected"),
        [
            (date(2023, 4, 30), DueState.DONE),
            (date(2023, 5, 1), DueState.DONE_LATE),
            (None, DueState.OVERDUE),
        ],
    )
    def test_the_last_day_itself_is_in_time(self, done: date | None, expected: DueState) -> None:
        standing = judge(replace(COMPANY, ongoing_transferred_on=done), date(2023, 5, 1))
        assert states(standing)[CsrRule.UNSPENT_ONGOING][2] is expected

    def test_money_in_the_account_is_spent_in_three_years_or_goes_to_a_fund(self) -> None:
        paid_in = replace(COMPANY, ongoing_transferred_on=date(2023, 4, 20), account_spent_inr=100 * LAKH)
        due = states(judge(paid_in, date(2026, 3, 1)))
        assert due[CsrRule.ACCOUNT_SPEND] == (date(2026, 3, 31), 50 * LAKH, DueState.SOON)
        due = states(judge(paid_in, date(2026, 4, 1)))
        assert due[CsrRule.ACCOUNT_FUND] == (date(2026, 4, 30), 50 * LAKH, DueState.SOON)
        assert CsrRule.ACCOUNT_SPEND not in due
        assert judge(paid_in, AFTER).in_account_inr == 50 * LAKH
        paid_out = replace(paid_in, account_spent_inr=150 * LAKH)
        assert not [d for d in judge(paid_out, AFTER).dues if d.rule is CsrRule.ACCOUNT_SPEND]

    def test_a_company_that_spent_enough_has_nothing_to_transfer(self) -> None:
        enough = replace(COMPANY, spent_inr=9 * CRORE, unspent_ongoing_inr=None, unspent_other_inr=None)
        assert judge(enough, AFTER).dues == []

    def test_an_amount_nobody_split_is_due_as_not_known(self) -> None:
        silent = replace(COMPANY, unspent_ongoing_inr=None, unspent_other_inr=None)
        due = states(judge(silent, AFTER))
        assert due[CsrRule.UNSPENT_ONGOING][1] is None
        half = replace(COMPANY, unspent_other_inr=None)
        assert states(judge(half, AFTER))[CsrRule.UNSPENT_OTHER][1] == 50 * LAKH

    def test_a_surplus_stays_csr(self) -> None:
        surplus = replace(COMPANY, surplus_inr=10 * LAKH, surplus_spent_inr=4 * LAKH)
        assert states(judge(surplus, AFTER))[CsrRule.SURPLUS][:2] == (date(2023, 9, 30), 6 * LAKH)

    def test_the_next_due_is_the_first_that_is_open(self) -> None:
        standing = judge(replace(COMPANY, ongoing_transferred_on=date(2023, 4, 5)), AFTER)
        assert standing.next_due is not None
        assert standing.next_due.rule is CsrRule.UNSPENT_OTHER


_MONEY = st.none() | st.integers(0, 10**11)
_DATES = st.none() | st.dates(date(2022, 4, 1), date(2028, 1, 1))


def _value(name: str) -> st.SearchStrategy[Any]:
    if name.startswith("net_profit") or name.startswith("average"):
        return st.none() | st.integers(-(10**12), 10**12)
    if name == "profit_years":
        return st.integers(1, 3)
    return _DATES if name.endswith("_on") else _MONEY


ANYTHING = st.builds(
    CsrFacts,
    year=st.just("2022-23"),
    **{field.name: _value(field.name) for field in fields(CsrFacts) if field.name != "year"},
)


class TestAnyCompany:
    @given(ANYTHING, st.dates(date(2022, 4, 1), date(2028, 1, 1)))
    def test_every_rupee_owed_is_set_off_spent_or_unspent(self, facts: CsrFacts, day: date) -> None:
        standing = judge(facts, day)
        if standing.obligation_inr is None or standing.shortfall_inr is None:
            return
        own = max(0, (facts.spent_inr or 0) - (facts.surplus_spent_inr or 0))
        assert standing.excess_inr is not None
        assert (
            standing.obligation_inr
            == standing.set_off_used_inr + own + standing.shortfall_inr - standing.excess_inr
        )

    @given(ANYTHING, st.dates(date(2022, 4, 1), date(2028, 1, 1)))
    def test_dues_come_by_date_with_a_state_that_fits_the_day(self, facts: CsrFacts, day: date) -> None:
        dues = judge(facts, day).dues
        assert [due.due_on for due in dues] == sorted(due.due_on for due in dues)
        for due in dues:
            assert due.amount_inr is None or due.amount_inr > 0
            assert (due.state is DueState.OVERDUE) == (due.done_on is None and day > due.due_on)

    @given(ANYTHING, st.dates(date(2023, 4, 1), date(2028, 1, 1)))
    def test_without_the_spending_nothing_that_rests_on_it_is_judged(
        self, facts: CsrFacts, day: date
    ) -> None:
        silent = replace(facts, spent_inr=None)
        for finding in judge(silent, day).findings:
            if finding.rule in {CsrRule.OBLIGATION, CsrRule.OVERHEADS, CsrRule.THEME}:
                assert finding.verdict is Verdict.NOT_KNOWN
