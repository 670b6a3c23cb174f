"""Expertise and free money from what companies filed of their CSR."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from csrmatch.mapping.tables.rows import ProjectRow

__all__ = ["Filing", "free_money_from_filings", "projects_from_filings", "spent_by_usable_year"]


_OUTLAY_WRONG = "outlay_suspect"
_NOT_MONEY = {"unit_suspect", "duplicate", "negative_spend", "incomplete_year"}
_ONLY_PLACE = {"rollup_suspect"}


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
