"""Needs from gaps, expertise and free money from filings, capacities from money: pure rules on plain rows."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csrmatch.mapping.tables.rows import NeedRow, ProjectRow

__all__ = [
    "Filing",
    "Measured",
    "capacities_from_money",
    "free_money_from_filings",
    "needs_from_gaps",
    "projects_from_filings",
    "severity_of",
    "spent_by_usable_year",
]


_OUTLAY_WRONG = "outlay_suspect"
_NOT_MONEY = {"unit_suspect", "duplicate", "negative_spend", "incomplete_year"}
_ONLY_PLACE = {"rollup_suspect"}


@dataclass(frozen=True)
class Measured:
    """One indicator of one district beside its benchmark; `value` is None where it is suppressed."""

    lgd: str
    theme: str
    indicator: str
    label: str
    value: float | None
    benchmark: float | None
    better: str


@dataclass(frozen=True)
class Filing:
    """What one CPSE filed for one year, sector and place; a suspect amount cannot be trusted."""

    cpse: str
    year: str
    theme: str
    sector: str
    spent_inr: int
    outlay_inr: int | None = None
    lgd: str | None = None
    state: str | None = None
    suspect: bool = False
    quality: str = ""


def severity_of(need: NeedRow) -> float | None:
    """How severe a need is, in [0, 1]: as given, else its shortfall against the benchmark, else None.

    The shortfall is 1 − value / benchmark where more is better and 1 − benchmark / value where less is
    better, 0 where the benchmark is reached: half the benchmark, or twice it, is a severity of 0.5.
    """
    if need.severity is not None:
        return need.severity
    if need.value is None or need.benchmark is None or need.better is None:
        return None
    worse, aim = (need.value, need.benchmark) if need.better == "higher" else (need.benchmark, need.value)
    if worse >= aim or aim <= 0:
        return 0.0
    return min(1.0, 1.0 - worse / aim)


def needs_from_gaps(measured: Iterable[Measured]) -> list[NeedRow]:
    """One need for each district and theme, named after its worst indicator.

    The severity is the mean, over the theme's indicators that are known, of the shortfall against the
    benchmark (`severity_of`: 1 − value / benchmark where more is better, 1 − benchmark / value where less
    is, 0 where it is reached), rounded to six decimals. A suppressed figure counts neither way. A theme
    without a gap makes no need, unless the district has no gap in any theme. What a need costs is not known.
    """
    cells: dict[tuple[str, str], list[tuple[float, Measured]]] = defaultdict(list)
    for item in measured:
        gap = severity_of(
            NeedRow(item.lgd, item.theme, "", value=item.value, benchmark=item.benchmark, better=item.better)
        )
        if gap is not None:
            cells[item.lgd, item.theme].append((gap, item))
    needs = [_need(lgd, theme, gaps) for (lgd, theme), gaps in sorted(cells.items())]
    behind = {need.lgd for need in needs if need.severity}
    return [need for need in needs if need.severity or need.lgd not in behind]


def _need(lgd: str, theme: str, gaps: Sequence[tuple[float, Measured]]) -> NeedRow:
    _, worst = min(gaps, key=lambda gap: (-gap[0], gap[1].indicator))
    return NeedRow(
        lgd=lgd,
        theme=theme,
        title=worst.label,
        severity=round(math.fsum(gap for gap, _ in gaps) / len(gaps), 6),
        indicator=worst.indicator,
        value=worst.value,
        benchmark=worst.benchmark,
        better=worst.better,
    )


def projects_from_filings(filings: Iterable[Filing]) -> list[ProjectRow]:
    """One project row for each filing; a suspect amount stays out of it and is told in `status`."""
    return [
        ProjectRow(
            cpse=filing.cpse,
            theme=filing.theme,
            year=filing.year,
            spent_inr=None if filing.suspect else filing.spent_inr,
            title=filing.sector,
            lgd=filing.lgd,
            state=filing.state,
            outlay_inr=None if _OUTLAY_WRONG in filing.quality or filing.suspect else filing.outlay_inr,
            status=f"as filed; {filing.quality}" if filing.quality else "as filed",
        )
        for filing in filings
    ]


def free_money_from_filings(filings: Iterable[Filing]) -> dict[str, int]:
    """What each CPSE spent in its latest usable year: a stand-in for its free money.

    A CPSE without a usable year is left out: its money is not known.
    """
    return {cpse: years[max(years)] for cpse, years in sorted(spent_by_usable_year(filings).items())}


def spent_by_usable_year(filings: Iterable[Filing]) -> dict[str, dict[str, int]]:
    """By CPSE and year, the total filed, where it can be used and is above 0.

    A year marked incomplete, an amount in a doubtful unit, a negative one and a duplicate do not count. A
    whole year posted on one project counts here, for its total is right though its place and theme are not.
    """
    spent: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for filing in filings:
        flags = set(filing.quality.split(", "))
        if (
            filing.spent_inr > 0
            and _NOT_MONEY.isdisjoint(flags)
            and (not filing.suspect or flags & _ONLY_PLACE)
        ):
            spent[filing.cpse][filing.year] += filing.spent_inr
    return {cpse: dict(years) for cpse, years in spent.items()}


def capacities_from_money(free_inr: Mapping[str, int | None], districts: int) -> dict[str, int]:
    """How many districts each CPSE may lead: ⌈districts × its share of the known free money⌉, at least 1.

    A CPSE whose money is not known may lead 1. The capacities always hold every district: where no money
    is known at all, each CPSE may lead ⌈districts / CPSEs⌉.
    """
    total = sum(money for money in free_inr.values() if money is not None)
    if not total:
        return {code: max(1, -(-districts // len(free_inr))) for code in free_inr}
    return {code: max(1, -(-districts * (money or 0) // total)) for code, money in free_inr.items()}
