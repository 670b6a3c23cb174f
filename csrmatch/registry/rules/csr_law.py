"""The arithmetic of CSR law: each rule a function of plain values, with its citation.

Amounts are whole rupees. The Act knows no rounding, so what must at least be spent is rounded up and what
may at most be charged is rounded down to the rupee: a figure given here never breaks the rule it follows.
The rules are those in force since 22 January 2021, so they are asked of 2020-21 and later years only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from csrmatch.registry.rules.years import last_day, shift_year

__all__ = [
    "CITATIONS",
    "FIRST_YEAR",
    "CsrRule",
    "Penalty",
    "Ruling",
    "SetOff",
    "excess",
    "fund_after_account",
    "impact_cost_cap",
    "is_bound",
    "is_impact_study_due",
    "last_day_of_account",
    "needs_committee",
    "needs_impact_assessment",
    "obligation",
    "obligation_of_average",
    "overheads_cap",
    "penalty",
    "set_off",
    "shortfall",
    "surplus_transfer",
    "theme_share",
    "transfer_of_ongoing",
    "transfer_of_other",
]

_LAKH, _CRORE = 10**5, 10**7
_NET_WORTH, _TURNOVER, _NET_PROFIT = 500 * _CRORE, 1_000 * _CRORE, 5 * _CRORE
_COMMITTEE_ABOVE = 50 * _LAKH
_IMPACT_AVERAGE, _IMPACT_OUTLAY, _IMPACT_FLOOR = 10 * _CRORE, 1 * _CRORE, 50 * _LAKH
# The first year to which the transfers of unspent money and the set-off of an excess apply.
FIRST_YEAR = "2020-21"
# The year in which the cap on the cost of impact assessments became 2 % or ₹50 lakh, whichever is higher.
_NEW_IMPACT_CAP = "2022-23"


class CsrRule(StrEnum):
    """One rule of law, or of DPE's guidance, on the CSR of a company in a year."""

    APPLIES = "applies"
    OBLIGATION = "obligation"
    SET_OFF = "set_off"
    OVERHEADS = "overheads"
    THEME = "theme"
    UNSPENT_ONGOING = "unspent_ongoing"
    ACCOUNT_SPEND = "account_spend"
    ACCOUNT_FUND = "account_fund"
    UNSPENT_OTHER = "unspent_other"
    SURPLUS = "surplus"
    COMMITTEE = "committee"
    IMPACT_DUTY = "impact_duty"
    IMPACT_COST = "impact_cost"
    PENALTY = "penalty"


CITATIONS: dict[CsrRule, str] = {
    CsrRule.APPLIES: "Companies Act, 2013, section 135(1)",
    CsrRule.OBLIGATION: "Companies Act, 2013, section 135(5)",
    CsrRule.SET_OFF: "Companies Act, 2013, section 135(5); CSR Rules, 2014, rule 7(3)",
    CsrRule.OVERHEADS: "CSR Rules, 2014, rule 7(1)",
    CsrRule.THEME: "DPE, Office Memorandum of 10 December 2018",
    CsrRule.UNSPENT_ONGOING: "Companies Act, 2013, section 135(6)",
    CsrRule.ACCOUNT_SPEND: "Companies Act, 2013, section 135(6)",
    CsrRule.ACCOUNT_FUND: "Companies Act, 2013, section 135(6)",
    CsrRule.UNSPENT_OTHER: "Companies Act, 2013, section 135(5)",
    CsrRule.SURPLUS: "CSR Rules, 2014, rule 7(2)",
    CsrRule.COMMITTEE: "Companies Act, 2013, section 135(9); CSR Rules, 2014, rule 3(1)",
    CsrRule.IMPACT_DUTY: "CSR Rules, 2014, rule 8(3)(a)",
    CsrRule.IMPACT_COST: "CSR Rules, 2014, rule 8(3)(c)",
    CsrRule.PENALTY: "Companies Act, 2013, section 135(7)",
}


@dataclass(frozen=True)
class Ruling:
    """What a rule asks or allows: an amount in whole rupees, and its last day where it has one."""

    rule: CsrRule
    amount_inr: int
    due_on: date | None = None

    @property
    def citation(self) -> str:
        """Where the rule stands."""
        return CITATIONS[self.rule]


@dataclass(frozen=True)
class SetOff:
    """An excess of an earlier year: how much of it is used this year, what is left, and when that lapses."""

    year: str
    available_inr: int
    used_inr: int
    lapses_on: date

    @property
    def left_inr(self) -> int:
        """What may still be set off in a later year, until it lapses."""
        return self.available_inr - self.used_inr


@dataclass(frozen=True)
class Penalty:
    """What a missed transfer may cost the company, and each officer in default."""

    company_inr: int
    officer_inr: int


def is_bound(net_worth_inr: int | None, turnover_inr: int | None, net_profit_inr: int | None) -> bool | None:
    """Whether section 135 binds a company, by the figures of the year before; None where that is not known.

    One figure at its threshold is enough: net worth of ₹500 crore, turnover of ₹1,000 crore, or net profit
    of ₹5 crore. (Companies Act, 2013, section 135(1))
    """
    figures = ((net_worth_inr, _NET_WORTH), (turnover_inr, _TURNOVER), (net_profit_inr, _NET_PROFIT))
    if any(figure is not None and figure >= threshold for figure, threshold in figures):
        return True
    return None if any(figure is None for figure, _threshold in figures) else False


def obligation(net_profits_inr: Sequence[int]) -> Ruling:
    """At least 2 % of the average net profit of the three years before, or of the years since incorporation.

    Net profits are those of section 198, before tax; a loss counts with its minus sign. Where the average
    is no profit, nothing is owed. (Companies Act, 2013, section 135(5))
    """
    if not 1 <= len(net_profits_inr) <= 3:
        raise ValueError("the average is taken of one to three years")
    return Ruling(CsrRule.OBLIGATION, max(0, _up(2 * sum(net_profits_inr), 100 * len(net_profits_inr))))


def obligation_of_average(average_inr: int) -> Ruling:
    """At least 2 % of an average that the company has computed itself (Companies Act, section 135(5))."""
    return obligation([average_inr])


def shortfall(obligation_inr: int, set_off_inr: int, spent_inr: int) -> int:
    """What of the obligation is neither set off nor spent (Companies Act, 2013, section 135(5)).

    `spent_inr` is money of the company's own: what came from a surplus of CSR does not count.
    """
    return max(0, obligation_inr - set_off_inr - spent_inr)


def excess(obligation_inr: int, set_off_inr: int, spent_inr: int) -> int:
    """What was spent above the obligation and may be set off later, if the board so resolves.

    `spent_inr` is money of the company's own: what came from a surplus of CSR does not count.
    (Companies Act, 2013, section 135(5); CSR Rules, 2014, rule 7(3))
    """
    return max(0, spent_inr - max(0, obligation_inr - set_off_inr))


def set_off(year: str, available_inr: Mapping[str, int], resolved_inr: int) -> list[SetOff]:
    """Uses the excess of up to three years before, the oldest first, as far as the board has resolved.

    An excess may be set off in the three years that follow its own, and lapses with the last of them; one
    from before 2020-21 may not be carried at all. (Section 135(5); CSR Rules, 2014, rule 7(3))
    """
    left = max(0, resolved_inr)
    found = []
    for count in (3, 2, 1):
        origin = shift_year(year, -count)
        here = available_inr.get(origin, 0) if origin >= FIRST_YEAR else 0
        if here > 0:
            used = min(here, left)
            left -= used
            found.append(SetOff(origin, here, used, last_day(shift_year(origin, 3))))
    return found


def overheads_cap(spent_inr: int) -> Ruling:
    """Administrative overheads: at most 5 % of the year's CSR spending (CSR Rules, 2014, rule 7(1))."""
    return Ruling(CsrRule.OVERHEADS, 5 * spent_inr // 100)


def theme_share(spent_inr: int) -> Ruling:
    """About 60 % of the year's CSR goes to DPE's theme of that year, wherever in India it is spent.

    (DPE, Office Memorandum of 10 December 2018)
    """
    return Ruling(CsrRule.THEME, _up(60 * spent_inr, 100))


def transfer_of_ongoing(year: str, amount_inr: int) -> Ruling:
    """Unspent money of ongoing projects: into the Unspent CSR Account within 30 days of the year's end.

    (Companies Act, 2013, section 135(6))
    """
    return Ruling(CsrRule.UNSPENT_ONGOING, amount_inr, _thirty_days_after(last_day(year)))


def last_day_of_account(year: str, amount_inr: int) -> Ruling:
    """Money in the Unspent CSR Account is spent within the three years after its own (section 135(6))."""
    return Ruling(CsrRule.ACCOUNT_SPEND, amount_inr, last_day(shift_year(year, 3)))


def fund_after_account(year: str, amount_inr: int) -> Ruling:
    """What is left in the account goes to a fund of Schedule VII within 30 days of the third year.

    (Companies Act, 2013, section 135(6))
    """
    return Ruling(CsrRule.ACCOUNT_FUND, amount_inr, _thirty_days_after(last_day(shift_year(year, 3))))


def transfer_of_other(year: str, amount_inr: int) -> Ruling:
    """Other unspent money: to a fund of Schedule VII within six months of the year's end (section 135(5))."""
    return Ruling(CsrRule.UNSPENT_OTHER, amount_inr, _six_months_after(year))


def surplus_transfer(year: str, surplus_inr: int, spent_inr: int) -> Ruling:
    """A surplus from CSR stays CSR: what is not put back into it goes to a fund within six months.

    (CSR Rules, 2014, rule 7(2))
    """
    return Ruling(CsrRule.SURPLUS, max(0, surplus_inr - spent_inr), _six_months_after(year))


def needs_committee(obligation_inr: int, in_account_inr: int) -> bool:
    """Whether a CSR committee is needed: above ₹50 lakh, or with money in the Unspent CSR Account.

    (Companies Act, 2013, section 135(9); CSR Rules, 2014, rule 3(1))
    """
    return obligation_inr > _COMMITTEE_ABOVE or in_account_inr > 0


def needs_impact_assessment(obligations_inr: Sequence[int | None]) -> bool | None:
    """Whether the average obligation of the three years before is ₹10 crore or more; None if not known.

    (CSR Rules, 2014, rule 8(3)(a))
    """
    if len(obligations_inr) != 3:
        raise ValueError("the average is taken of three years")
    known = [amount for amount in obligations_inr if amount is not None]
    if sum(known) >= 3 * _IMPACT_AVERAGE:
        return True
    return None if len(known) < 3 else False


def is_impact_study_due(outlay_inr: int, completed_on: date, day: date) -> bool:
    """Whether a project calls for an impact study: ₹1 crore or more, completed at least a year before.

    (CSR Rules, 2014, rule 8(3)(a))
    """
    return outlay_inr >= _IMPACT_OUTLAY and _a_year_after(completed_on) <= day


def impact_cost_cap(year: str, spent_inr: int) -> Ruling:
    """What impact assessments may cost within CSR: 2 % of the year's spending or ₹50 lakh, the higher.

    Until 2021-22 it was 5 % or ₹50 lakh, the lower. (CSR Rules, 2014, rule 8(3)(c))
    """
    if year >= _NEW_IMPACT_CAP:
        return Ruling(CsrRule.IMPACT_COST, max(2 * spent_inr // 100, _IMPACT_FLOOR))
    return Ruling(CsrRule.IMPACT_COST, min(5 * spent_inr // 100, _IMPACT_FLOOR))


def penalty(missed_inr: int) -> Penalty:
    """A missed transfer: for the company twice the amount or ₹1 crore, for an officer a tenth or ₹2 lakh.

    Whichever is less. (Companies Act, 2013, section 135(7))
    """
    return Penalty(min(2 * missed_inr, _CRORE), min(missed_inr // 10, 2 * _LAKH))


def _up(amount: int, divisor: int) -> int:
    return -(-amount // divisor)


def _thirty_days_after(day: date) -> date:
    return day + timedelta(days=30)


def _six_months_after(year: str) -> date:
    """The 30 September that ends the six months after a financial year."""
    return date(last_day(year).year, 9, 30)


def _a_year_after(day: date) -> date:
    """The same day a year later; after 29 February the 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
