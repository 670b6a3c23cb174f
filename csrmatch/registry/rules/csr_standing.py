"""Where a company stands with its CSR of one year: every rule's verdict, and what is due when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from csrmatch.registry.rules import csr_law as law
from csrmatch.registry.rules.csr_law import CITATIONS, CsrRule, Ruling, SetOff
from csrmatch.registry.rules.years import last_day, shift_year

__all__ = ["SOON", "CsrFacts", "Due", "DueState", "Finding", "Standing", "Verdict", "judge"]

# How long before its last day a duty counts as due soon.
SOON = timedelta(days=60)


class Verdict(StrEnum):
    """What a rule says of a year: kept; broken; open while there is time; or only that it asks or not."""

    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"
    ASKED = "asked"
    NOT_ASKED = "not_asked"
    NOT_KNOWN = "not_known"


class DueState(StrEnum):
    """How a duty stands against its last day."""

    DONE = "done"
    DONE_LATE = "done_late"
    OVERDUE = "overdue"
    SOON = "soon"
    AHEAD = "ahead"


@dataclass(frozen=True)
class CsrFacts:
    """What is known of a company's CSR in one year: whole rupees, None where it is not known.

    Net profits 1 to 3 are those of one, two and three years before, of which `profit_years` count;
    `set_off_1_inr` to `set_off_3_inr` are what is left of the excess of those years. Money spent out of the
    Unspent CSR Account is not part of `spent_inr`, what was spent out of a surplus of CSR is.
    """

    year: str
    profit_years: int = 3
    net_worth_inr: int | None = None
    turnover_inr: int | None = None
    net_profit_1_inr: int | None = None
    net_profit_2_inr: int | None = None
    net_profit_3_inr: int | None = None
    average_net_profit_inr: int | None = None
    set_off_1_inr: int | None = None
    set_off_2_inr: int | None = None
    set_off_3_inr: int | None = None
    set_off_used_inr: int | None = None
    set_off_resolved_on: date | None = None
    committed_inr: int | None = None
    spent_inr: int | None = None
    theme_inr: int | None = None
    overheads_inr: int | None = None
    impact_cost_inr: int | None = None
    unspent_ongoing_inr: int | None = None
    ongoing_transferred_on: date | None = None
    account_spent_inr: int | None = None
    account_fund_on: date | None = None
    unspent_other_inr: int | None = None
    other_transferred_on: date | None = None
    surplus_inr: int | None = None
    surplus_spent_inr: int | None = None
    surplus_transferred_on: date | None = None


@dataclass(frozen=True)
class Finding:
    """A rule's verdict with the amount it asks or allows, and the amount there is; None where not known."""

    rule: CsrRule
    verdict: Verdict
    limit_inr: int | None = None
    actual_inr: int | None = None

    @property
    def citation(self) -> str:
        """Where the rule stands."""
        return CITATIONS[self.rule]


@dataclass(frozen=True)
class Due:
    """Something to be done by a last day; an amount of None is not known, and may be nothing."""

    rule: CsrRule
    year: str
    amount_inr: int | None
    due_on: date
    done_on: date | None
    state: DueState

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state not in {DueState.DONE, DueState.DONE_LATE}


@dataclass(frozen=True)
class Standing:
    """The whole picture of one year; amounts in whole rupees, None where not known."""

    year: str
    is_over: bool
    obligation_inr: int | None
    set_off_used_inr: int
    set_offs: list[SetOff]
    to_spend_inr: int | None
    spent_inr: int | None
    shortfall_inr: int | None
    excess_inr: int | None
    unsplit_inr: int | None
    in_account_inr: int
    findings: list[Finding]
    dues: list[Due]

    @property
    def next_due(self) -> Due | None:
        """The open duty whose last day comes first."""
        return self.find_due()

    def find_due(self, rule: CsrRule | None = None, state: DueState | None = None) -> Due | None:
        """The first open duty of a rule and in a state; None for either stands for any."""
        return next(
            (
                due
                for due in self.dues
                if due.is_open and rule in {None, due.rule} and state in {None, due.state}
            ),
            None,
        )

    @property
    def broken(self) -> list[CsrRule]:
        """The rules that are not kept."""
        return [finding.rule for finding in self.findings if finding.verdict is Verdict.BROKEN]


def judge(
    facts: CsrFacts, day: date, earlier_obligations_inr: Sequence[int | None] = (None,) * 3
) -> Standing:
    """Asks every rule of the year, as things stand on that day.

    `earlier_obligations_inr` are those of the three years before, on which the duty to assess impact rests.
    """
    owed = _obligation(facts)
    set_offs = _set_offs(facts)
    used = min(sum(row.used_inr for row in set_offs), owed) if owed is not None else 0
    own = None if facts.spent_inr is None else max(0, facts.spent_inr - (facts.surplus_spent_inr or 0))
    missing = over = None
    if owed is not None and own is not None:
        missing, over = law.shortfall(owed, used, own), law.excess(owed, used, own)
    is_over = day > last_day(facts.year)
    split = (facts.unspent_ongoing_inr or 0) + (facts.unspent_other_inr or 0)
    standing = Standing(
        year=facts.year,
        is_over=is_over,
        obligation_inr=owed,
        set_off_used_inr=used,
        set_offs=set_offs,
        to_spend_inr=None if owed is None else owed - used,
        spent_inr=facts.spent_inr,
        shortfall_inr=missing,
        excess_inr=over,
        unsplit_inr=missing - split if is_over and missing is not None and missing != split else None,
        in_account_inr=_in_account(facts),
        findings=[],
        dues=[],
    )
    standing.findings.extend(
        [
            _applies(facts),
            _spending(standing, own),
            _set_off_finding(facts, owed),
            _cap(CsrRule.OVERHEADS, facts.spent_inr, facts.overheads_inr, facts.year),
            _theme(facts, is_over),
            *_impact(facts, earlier_obligations_inr),
            _committee(standing),
        ]
    )
    standing.dues.extend(sorted(_dues(facts, standing, day), key=lambda due: (due.due_on, due.rule)))
    return standing


def _obligation(facts: CsrFacts) -> int | None:
    """2 % of the average, from the profits where all that count are known, else from a stated average."""
    profits = [facts.net_profit_1_inr, facts.net_profit_2_inr, facts.net_profit_3_inr][: facts.profit_years]
    known = [profit for profit in profits if profit is not None]
    if known and len(known) == len(profits):
        return law.obligation(known).amount_inr
    if facts.average_net_profit_inr is not None:
        return law.obligation_of_average(facts.average_net_profit_inr).amount_inr
    return None


def _set_offs(facts: CsrFacts) -> list[SetOff]:
    carried = zip((1, 2, 3), (facts.set_off_1_inr, facts.set_off_2_inr, facts.set_off_3_inr), strict=True)
    available = {shift_year(facts.year, -count): amount for count, amount in carried if amount}
    # Without its date there is no resolution of the board, and without that no set-off.
    resolved = facts.set_off_used_inr if facts.set_off_resolved_on else None
    return law.set_off(facts.year, available, resolved or 0)


def _in_account(facts: CsrFacts) -> int:
    """What lies in this year's Unspent CSR Account."""
    if facts.ongoing_transferred_on is None or facts.account_fund_on is not None:
        return 0
    return max(0, (facts.unspent_ongoing_inr or 0) - (facts.account_spent_inr or 0))


def _applies(facts: CsrFacts) -> Finding:
    bound = law.is_bound(facts.net_worth_inr, facts.turnover_inr, facts.net_profit_1_inr)
    verdict = {True: Verdict.ASKED, False: Verdict.NOT_ASKED, None: Verdict.NOT_KNOWN}[bound]
    return Finding(CsrRule.APPLIES, verdict)


def _spending(standing: Standing, own: int | None) -> Finding:
    """Whether what had to be spent was spent; while the year runs there is still time."""
    if standing.to_spend_inr is None or own is None:
        verdict = Verdict.NOT_KNOWN
    elif own >= standing.to_spend_inr:
        verdict = Verdict.KEPT
    else:
        verdict = Verdict.BROKEN if standing.is_over else Verdict.OPEN
    return Finding(CsrRule.OBLIGATION, verdict, standing.to_spend_inr, own)


def _set_off_finding(facts: CsrFacts, owed: int | None) -> Finding:
    """Whether no more is set off than there is and is owed, and only by a dated resolution."""
    carried = [facts.set_off_1_inr, facts.set_off_2_inr, facts.set_off_3_inr]
    available = sum(row.available_inr for row in _set_offs(facts))
    used = facts.set_off_used_inr
    if used is None:
        verdict = Verdict.NOT_KNOWN if None in carried and not available else Verdict.NOT_ASKED
    elif used == 0:
        verdict = Verdict.NOT_ASKED
    else:
        fits = used <= available and (owed is None or used <= owed)
        verdict = Verdict.KEPT if fits and facts.set_off_resolved_on else Verdict.BROKEN
    return Finding(CsrRule.SET_OFF, verdict, available, used)


def _cap(rule: CsrRule, spent: int | None, cost: int | None, year: str) -> Finding:
    """Whether a cost stays within what the rule allows of the year's spending."""
    if spent is None:
        return Finding(rule, Verdict.NOT_KNOWN, None, cost)
    ruling = law.overheads_cap(spent) if rule is CsrRule.OVERHEADS else law.impact_cost_cap(year, spent)
    if cost is None:
        return Finding(rule, Verdict.NOT_KNOWN, ruling.amount_inr, None)
    verdict = Verdict.KEPT if cost <= ruling.amount_inr else Verdict.BROKEN
    return Finding(rule, verdict, ruling.amount_inr, cost)


def _theme(facts: CsrFacts, is_over: bool) -> Finding:
    if facts.spent_inr is None or facts.theme_inr is None:
        return Finding(CsrRule.THEME, Verdict.NOT_KNOWN, None, facts.theme_inr)
    asked = law.theme_share(facts.spent_inr).amount_inr
    missed = Verdict.BROKEN if is_over else Verdict.OPEN
    verdict = Verdict.KEPT if facts.theme_inr >= asked else missed
    return Finding(CsrRule.THEME, verdict, asked, facts.theme_inr)


def _impact(facts: CsrFacts, earlier: Sequence[int | None]) -> list[Finding]:
    """The duty to assess impact, and whether what it cost stays within its cap."""
    asked = law.needs_impact_assessment(earlier)
    verdict = {True: Verdict.ASKED, False: Verdict.NOT_ASKED, None: Verdict.NOT_KNOWN}[asked]
    if asked and facts.impact_cost_inr:
        verdict = Verdict.KEPT
    known = [amount for amount in earlier if amount is not None]
    average = sum(known) // 3 if len(known) == 3 else None
    duty = Finding(CsrRule.IMPACT_DUTY, verdict, None, average)
    if facts.impact_cost_inr == 0 or (asked is False and facts.impact_cost_inr is None):
        return [duty, Finding(CsrRule.IMPACT_COST, Verdict.NOT_ASKED, None, facts.impact_cost_inr)]
    return [duty, _cap(CsrRule.IMPACT_COST, facts.spent_inr, facts.impact_cost_inr, facts.year)]


def _committee(standing: Standing) -> Finding:
    """Whether a CSR committee is asked for; whether there is one is not among the facts."""
    if law.needs_committee(standing.obligation_inr or 0, standing.in_account_inr):
        return Finding(CsrRule.COMMITTEE, Verdict.ASKED, None, standing.obligation_inr)
    verdict = Verdict.NOT_KNOWN if standing.obligation_inr is None else Verdict.NOT_ASKED
    return Finding(CsrRule.COMMITTEE, verdict, None, standing.obligation_inr)


def _dues(facts: CsrFacts, standing: Standing, day: date) -> list[Due]:
    """Every duty of the year with a last day; one whose amount is known to be nothing is none."""
    found = []
    if not standing.is_over and standing.to_spend_inr is not None:
        spent = standing.to_spend_inr - (standing.shortfall_inr or 0) if standing.spent_inr is not None else 0
        left = Ruling(CsrRule.OBLIGATION, standing.to_spend_inr - spent, last_day(facts.year))
        found.append(_due(left, facts.year, left.amount_inr, None, day))
    ongoing = _unspent(facts.unspent_ongoing_inr, facts.unspent_other_inr, standing)
    other = _unspent(facts.unspent_other_inr, facts.unspent_ongoing_inr, standing)
    for ruling, amount, done_on in (
        (law.transfer_of_ongoing(facts.year, ongoing or 0), ongoing, facts.ongoing_transferred_on),
        (law.transfer_of_other(facts.year, other or 0), other, facts.other_transferred_on),
    ):
        found.append(_due(ruling, facts.year, amount, done_on, day))
    found.extend(_account_dues(facts, day))
    if facts.surplus_inr is not None:
        ruling = law.surplus_transfer(facts.year, facts.surplus_inr, facts.surplus_spent_inr or 0)
        found.append(_due(ruling, facts.year, ruling.amount_inr, facts.surplus_transferred_on, day))
    return [due for due in found if due.amount_inr != 0]


def _unspent(amount: int | None, other: int | None, standing: Standing) -> int | None:
    """What has to be transferred of one kind: as stated, else what the other kind leaves of the shortfall.

    While the year runs, money not yet spent is not yet unspent.
    """
    if amount is not None:
        return amount
    if not standing.is_over:
        return 0
    if standing.shortfall_inr == 0:
        return 0
    if other is not None and standing.shortfall_inr is not None:
        return max(0, standing.shortfall_inr - other)
    return None


def _account_dues(facts: CsrFacts, day: date) -> list[Due]:
    """The two last days of money once it lies in the Unspent CSR Account."""
    if facts.ongoing_transferred_on is None or not facts.unspent_ongoing_inr:
        return []
    left = max(0, facts.unspent_ongoing_inr - (facts.account_spent_inr or 0))
    spend = law.last_day_of_account(facts.year, left)
    fund = law.fund_after_account(facts.year, left)
    if facts.account_fund_on is not None or day > (spend.due_on or day):
        return [_due(fund, facts.year, left, facts.account_fund_on, day)]
    return [_due(spend, facts.year, left, None, day)]


def _due(ruling: Ruling, year: str, amount: int | None, done_on: date | None, day: date) -> Due:
    if ruling.due_on is None:
        raise ValueError(f"{ruling.rule} has no last day")
    if done_on is not None:
        state = DueState.DONE if done_on <= ruling.due_on else DueState.DONE_LATE
    elif day > ruling.due_on:
        state = DueState.OVERDUE
    else:
        state = DueState.SOON if ruling.due_on - day <= SOON else DueState.AHEAD
    return Due(ruling.rule, year, amount, ruling.due_on, done_on, state)
