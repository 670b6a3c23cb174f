"""Which filed rows cannot be what they say: wrong units, totals filed as one work, repeats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

__all__ = ["HELD", "Doubt", "FiledAmounts", "find_doubts"]


class Doubt(StrEnum):
    """Why a row is doubtful; the words are those of `quality` in the register of spending as filed."""

    UNIT = "unit_suspect"
    OUTLAY_UNIT = "outlay_suspect"
    ROLLUP = "rollup_suspect"
    SINGLE_ROW = "single_row_year"
    DUPLICATE = "duplicate"
    NEGATIVE = "negative_spend"
    ZERO = "zero_spend"
    OVER = "spent_over_outlay"


HELD = frozenset(
    {Doubt.UNIT, Doubt.OUTLAY_UNIT, Doubt.ROLLUP, Doubt.SINGLE_ROW, Doubt.DUPLICATE, Doubt.NEGATIVE}
)
"""These wait for somebody's decision; the others are only worth a look."""

# A title of so many words speaks of one work; a shorter one is a heading under which many are added up.
_WORDS_OF_A_WORK = 5
_FEWEST_WORKS = 3
_TIMES_A_WORK = 20
_TIMES_A_YEAR = 3
_TIMES_ANY_ROW = 20
_TIMES_SPENT = 50
_TIMES_SPENT_OF_ROW = 10
_FEWEST_PLANNED = 5


@dataclass(frozen=True, slots=True)
class FiledAmounts:
    """One filed row as far as it is judged; amounts in whole rupees, None where not known.

    `identity` holds all that two rows must have in common to be the same one twice.
    """

    number: int
    company: str
    year: str
    title: str
    names_place: bool
    outlay_inr: int | None
    spent_inr: int | None
    identity: tuple[object, ...]

    @property
    def is_work(self) -> bool:
        """Whether the title speaks of one work rather than of a heading."""
        return len(self.title.split()) >= _WORDS_OF_A_WORK


_Rows = Sequence[FiledAmounts]


def find_doubts(rows: Iterable[FiledAmounts]) -> dict[int, tuple[Doubt, ...]]:
    """The doubts about each row by its number, rows above all compared with the company's other years.

    A unit is doubted where the works of one year cost twenty times those of the company's other years and
    the year thrice as much; planned money where it is fifty times the money spent all through a year; a
    year's only row is a heading for all of it, or where it is told as one work of one place and costs
    twenty times any usual row, a total filed under one work. A doubt is a question, not a verdict.
    """
    by_company: dict[str, dict[str, list[FiledAmounts]]] = defaultdict(lambda: defaultdict(list))
    found: dict[int, set[Doubt]] = defaultdict(set)
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        by_company[row.company][row.year].append(row)
        found[row.number] |= _doubts_of_row(row)
        if row.identity in seen:
            found[row.number].add(Doubt.DUPLICATE)
        seen.add(row.identity)
    for years in by_company.values():
        for year, held in years.items():
            others = {name: kept for name, kept in years.items() if name != year}
            for row, doubt in _doubts_of_year(held, others):
                found[row.number].add(doubt)
    return {number: tuple(sorted(doubts)) for number, doubts in found.items() if doubts}


def _doubts_of_row(row: FiledAmounts) -> set[Doubt]:
    found = set()
    if row.spent_inr is not None and row.spent_inr < 0:
        found.add(Doubt.NEGATIVE)
    if row.spent_inr == 0:
        found.add(Doubt.ZERO)
    if row.spent_inr and row.outlay_inr and row.outlay_inr > 0 and row.spent_inr * 2 > row.outlay_inr * 3:
        found.add(Doubt.OVER)
    return found


def _doubts_of_year(held: _Rows, others: Mapping[str, _Rows]) -> Iterable[tuple[FiledAmounts, Doubt]]:
    if _is_in_wrong_unit(held, others):
        yield from ((row, Doubt.UNIT) for row in held)
    if _is_planned_in_wrong_unit(held):
        yield from ((row, Doubt.OUTLAY_UNIT) for row in held if _share(row) >= _TIMES_SPENT_OF_ROW)
    if len(held) == 1 and others:
        yield held[0], Doubt.SINGLE_ROW
        if _is_total_of_year(held[0], others):
            yield held[0], Doubt.ROLLUP


def _is_in_wrong_unit(held: _Rows, others: Mapping[str, _Rows]) -> bool:
    works = [row for row in held if row.is_work]
    usual = [row for kept in others.values() for row in kept if row.is_work]
    amounts, compared = _positive(works), _positive(usual)
    if len(amounts) < _FEWEST_WORKS or len(compared) < _FEWEST_WORKS:
        return False
    year = sum(_positive(held))
    usual_year = median(sum(_positive(kept)) for kept in others.values())
    return median(amounts) >= _TIMES_A_WORK * median(compared) and year >= _TIMES_A_YEAR * usual_year


def _is_planned_in_wrong_unit(held: _Rows) -> bool:
    shares = [_share(row) for row in held if row.spent_inr and row.spent_inr > 0 and row.outlay_inr]
    return len(shares) >= _FEWEST_PLANNED and median(shares) >= _TIMES_SPENT


def _is_total_of_year(row: FiledAmounts, others: Mapping[str, _Rows]) -> bool:
    compared = _positive([other for kept in others.values() for other in kept])
    spent = row.spent_inr or 0
    is_large = bool(compared) and spent >= _TIMES_ANY_ROW * median(compared)
    return is_large and row.is_work and row.names_place


def _share(row: FiledAmounts) -> float:
    """How many times the money spent was planned; 0 where one of the two is not known or not positive."""
    if not row.outlay_inr or not row.spent_inr or row.spent_inr < 0:
        return 0.0
    return row.outlay_inr / row.spent_inr


def _positive(rows: _Rows) -> list[int]:
    return [row.spent_inr for row in rows if row.spent_inr is not None and row.spent_inr > 0]
