"""Decisions about projects on plain values: steps of life, splits, money, who implements, who holds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from csrmatch.registry.rules.years import last_day, quarter_start, year_of
from csrmatch.roles import Role

__all__ = [
    "AssetHolder",
    "Implementer",
    "ProjectFacts",
    "ProjectReach",
    "ProjectStatus",
    "Remark",
    "StepProblem",
    "TargetGroup",
    "Totals",
    "check_step",
    "find_remarks",
    "has_begun",
    "is_csr1",
    "is_in_order",
    "is_international_body",
    "last_day_of_ongoing",
    "next_steps",
    "steps_between",
    "sum_quarters",
    "sums_to_hundred",
]


class ProjectStatus(StrEnum):
    """Where a project stands; that it is under way is not what the law calls an ongoing project."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class ProjectReach(StrEnum):
    """Whether a project's money can be split by district."""

    DISTRICTS = "districts"
    NOT_BOUND = "not_bound"


class TargetGroup(StrEnum):
    """For whom a project is; one person may be in several groups, so heads are never added up."""

    WOMEN = "women"
    CHILDREN = "children"
    YOUTH = "youth"
    SC = "sc"
    ST = "st"
    PVTG = "pvtg"
    DISABILITY = "disability"
    ELDERLY = "elderly"
    FARMERS = "farmers"
    EVERYONE = "everyone"


class Implementer(StrEnum):
    """Who carries a project out: the company itself, or an agency with a CSR-1 number."""

    COMPANY = "company"
    AGENCY = "agency"


class AssetHolder(StrEnum):
    """Who may hold what a project builds; the company is not among them (CSR Rules 2014, rule 7(4))."""

    CHARITY = "charity"
    BENEFICIARIES = "beneficiaries"
    AUTHORITY = "public_authority"


class StepProblem(StrEnum):
    """Why a step in a project's life is refused."""

    NOT_NEXT = "not_next"
    NOT_YOURS = "not_yours"
    TOO_EARLY = "too_early"
    IN_FUTURE = "in_future"


_S = ProjectStatus
_NEXT: dict[ProjectStatus, tuple[ProjectStatus, ...]] = {
    _S.PROPOSED: (_S.APPROVED, _S.CLOSED),
    _S.APPROVED: (_S.UNDER_WAY, _S.CLOSED),
    _S.UNDER_WAY: (_S.COMPLETED, _S.SUSPENDED, _S.CLOSED),
    _S.SUSPENDED: (_S.UNDER_WAY, _S.CLOSED),
    # What was said to be complete may turn out not to be.
    _S.COMPLETED: (_S.CLOSED, _S.UNDER_WAY),
    _S.CLOSED: (),
}
# The board of the company decides, on the advice of its CSR committee (Companies Act 2013, s. 135(4) and
# (5)); no office of the government can take a step in its name.
_STEPPERS = frozenset({Role.CPSE_OFFICER})


def next_steps(status: ProjectStatus, role: Role) -> tuple[ProjectStatus, ...]:
    """The states to which a person of that role may take a project from where it stands."""
    return _NEXT[status] if role in _STEPPERS else ()


@lru_cache(maxsize=1_000)
def steps_between(old: ProjectStatus, new: ProjectStatus, role: Role) -> tuple[ProjectStatus, ...] | None:
    """The states through which a person of that role takes a project to another, by the shortest way.

    Empty where it stands there already, None where no way leads there.
    """
    ways: dict[ProjectStatus, tuple[ProjectStatus, ...]] = {old: ()}
    open_ends = [old]
    for end in open_ends:
        for step in next_steps(end, role):
            if step not in ways:
                ways[step] = (*ways[end], step)
                open_ends.append(step)
    return ways.get(new)


def check_step(
    old: ProjectStatus, new: ProjectStatus, *, role: Role, on: date, last_on: date | None, today: date
) -> StepProblem | None:
    """Why a step of that day cannot be taken, or None; `last_on` is the day of the step before it."""
    if role not in _STEPPERS:
        return StepProblem.NOT_YOURS
    if new not in _NEXT[old]:
        return StepProblem.NOT_NEXT
    if on > today:
        return StepProblem.IN_FUTURE
    if last_on is not None and on < last_on:
        return StepProblem.TOO_EARLY
    return None


def sums_to_hundred(shares: Iterable[int]) -> bool:
    """Whether shares in whole per cent, each above 0, make up the whole."""
    given = list(shares)
    return sum(given) == 100 and min(given) > 0


def is_in_order(starts_on: date | None, ends_on: date | None) -> bool:
    """Whether a beginning does not come after its end; a day that is not known contradicts nothing."""
    return starts_on is None or ends_on is None or starts_on <= ends_on


def last_day_of_ongoing(starts_on: date) -> date:
    """The last day of an ongoing project: three financial years after the one in which it starts.

    Source: CSR Rules 2014, rule 2(1)(i): not more than three years, excluding the year of commencement.
    """
    end = last_day(year_of(starts_on))
    return end.replace(year=end.year + 3)


def is_csr1(text: str) -> bool:
    """Whether a text has the form of the number that form CSR-1 gives an agency: CSR and eight digits."""
    return re.fullmatch(r"CSR0\d{7}", text) is not None


_BODIES = re.compile(
    r"\b(?:unicef|undp|unesco|unfpa|unhcr|unops|un women|united nations|world health organi[sz]ation"
    r"|world food programme|world bank|food and agriculture organi[sz]ation"
    r"|international labour organi[sz]ation)\b",
    re.IGNORECASE,
)
# Short names that are words of their own in small letters.
_SHORT_BODIES = re.compile(r"\b(?:WHO|WFP|FAO|ILO|UN)\b")
_HINDI_BODIES = ("यूनिसेफ", "यूएनडीपी", "यूनेस्को", "संयुक्त राष्ट्र", "विश्व स्वास्थ्य संगठन", "विश्व बैंक")


def is_international_body(name: str) -> bool:
    """Whether a name is that of an international organisation, which may design, watch and assess only.

    Source: CSR Rules 2014, rule 4(3): international organisations may be engaged for designing,
    monitoring and evaluating projects and for building capacity, not for implementing them.
    """
    return (
        _BODIES.search(name) is not None
        or _SHORT_BODIES.search(name) is not None
        or any(body in name for body in _HINDI_BODIES)
    )


@dataclass(frozen=True)
class Totals:
    """Whole rupees over quarters; None where no quarter's amount is known."""

    outlay_inr: int | None
    spent_inr: int | None

    @property
    def is_overspent(self) -> bool:
        """Whether more is known to be spent than is known to be set aside."""
        return self.outlay_inr is not None and (self.spent_inr or 0) > self.outlay_inr


def sum_quarters(amounts: Iterable[tuple[int | None, int | None]]) -> Totals:
    """Adds outlays and spending up; what is not known adds nothing, and nothing known is not known."""
    outlays: list[int] = []
    spendings: list[int] = []
    for outlay, spent in amounts:
        if outlay is not None:
            outlays.append(outlay)
        if spent is not None:
            spendings.append(spent)
    return Totals(sum(outlays) if outlays else None, sum(spendings) if spendings else None)


def has_begun(year: str, quarter: int, today: date) -> bool:
    """Whether money can have been spent in a quarter by now."""
    return quarter_start(year, quarter) <= today


class Remark(StrEnum):
    """What a reader is told to look at: something the law asks for, or something not known."""

    CSR1_MISSING = "csr1_missing"
    ASSET_HOLDER_MISSING = "asset_holder_missing"
    ASSET_CSR1_MISSING = "asset_csr1_missing"
    ONGOING_NOT_RECORDED = "ongoing_not_recorded"
    ONGOING_TOO_LONG = "ongoing_too_long"
    END_PASSED = "end_passed"
    DATES_UNKNOWN = "dates_unknown"
    THEMES_UNKNOWN = "themes_unknown"
    PLACES_UNKNOWN = "places_unknown"
    OUTLAY_UNKNOWN = "outlay_unknown"
    IMPLEMENTER_UNKNOWN = "implementer_unknown"


@dataclass(frozen=True)
class ProjectFacts:
    """What the remarks are made from; None is not known."""

    status: ProjectStatus
    starts_on: date | None = None
    ends_on: date | None = None
    is_ongoing: bool | None = None
    has_themes: bool = False
    reach: ProjectReach | None = None
    outlay_inr: int | None = None
    implementer: Implementer | None = None
    agency_csr1: str | None = None
    creates_asset: bool | None = None
    asset_holder: AssetHolder | None = None
    asset_holder_csr1: str | None = None


def find_remarks(facts: ProjectFacts, today: date) -> list[Remark]:
    """What of a project wants looking at, the law's demands first; nothing of a closed project does."""
    if facts.status is ProjectStatus.CLOSED:
        return []
    wants = {**_lawful(facts), **_timely(facts, today), **_known(facts)}
    return [remark for remark, is_wanted in wants.items() if is_wanted]


def _lawful(facts: ProjectFacts) -> Mapping[Remark, bool]:
    """Who implements (rule 4(1) and (2)), and who holds what is built (rule 7(4))."""
    by_charity = facts.asset_holder is AssetHolder.CHARITY
    return {
        Remark.CSR1_MISSING: facts.implementer is Implementer.AGENCY and not facts.agency_csr1,
        Remark.ASSET_HOLDER_MISSING: facts.creates_asset is True and facts.asset_holder is None,
        Remark.ASSET_CSR1_MISSING: by_charity and not facts.asset_holder_csr1,
    }


def _timely(facts: ProjectFacts, today: date) -> Mapping[Remark, bool]:
    """A project over the end of a year (s. 135(6), rule 2(1)(i)), and one past its own end."""
    starts, ends = facts.starts_on, facts.ends_on
    spans_years = starts is not None and ends is not None and year_of(starts) != year_of(ends)
    is_long = starts is not None and ends is not None and ends > last_day_of_ongoing(starts)
    return {
        Remark.ONGOING_NOT_RECORDED: spans_years and not facts.is_ongoing,
        Remark.ONGOING_TOO_LONG: is_long and facts.is_ongoing is True,
        Remark.END_PASSED: facts.status is ProjectStatus.UNDER_WAY and ends is not None and ends < today,
    }


def _known(facts: ProjectFacts) -> Mapping[Remark, bool]:
    return {
        Remark.DATES_UNKNOWN: facts.starts_on is None or facts.ends_on is None,
        Remark.THEMES_UNKNOWN: not facts.has_themes,
        Remark.PLACES_UNKNOWN: facts.reach is None,
        Remark.OUTLAY_UNKNOWN: facts.outlay_inr is None,
        Remark.IMPLEMENTER_UNKNOWN: facts.implementer is None,
    }
