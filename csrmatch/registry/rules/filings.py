"""Decisions about spending as filed, on plain rows: which amounts count, and how they add up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from csrmatch.reference.companies import SUSPECT_FLAGS

__all__ = ["Amounts", "Filed", "is_suspect", "split_suspect", "sum_by"]


class Filed(Protocol):
    """What a row of spending must have to be added up."""

    quality: str


F = TypeVar("F", bound=Filed)


@dataclass(frozen=True)
class Amounts:
    """Whole rupees by row and column, with the totals; a pair that no filing names is absent, not 0."""

    cells: dict[tuple[str, str], int]
    rows: dict[str, int]
    columns: dict[str, int]
    total: int

    @property
    def largest(self) -> int:
        """The largest cell; 1 where there is none, so that shares can be taken of it."""
        return max([1, *self.cells.values()])


def is_suspect(quality: str) -> bool:
    """Whether the flags, joined by semicolons, say that an amount cannot be trusted.

    A wrong unit, a total filed as a project, a duplicate and a negative entry cannot.
    """
    return not SUSPECT_FLAGS.isdisjoint(quality.split(";"))


def split_suspect(rows: Iterable[F]) -> tuple[list[F], list[F]]:
    """The rows that count, and the doubtful ones that are shown but not added up."""
    trusted: list[F] = []
    doubtful: list[F] = []
    for row in rows:
        (doubtful if is_suspect(row.quality) else trusted).append(row)
    return trusted, doubtful


def sum_by(rows: Sequence[tuple[str, str, int | None]]) -> Amounts:
    """Adds amounts up by the first and by the second key; an amount that is not known adds nothing."""
    cells: dict[tuple[str, str], int] = defaultdict(int)
    down: dict[str, int] = defaultdict(int)
    across: dict[str, int] = defaultdict(int)
    total = 0
    for row, column, amount in rows:
        if amount is None:
            continue
        cells[row, column] += amount
        down[row] += amount
        across[column] += amount
        total += amount
    return Amounts(dict(cells), dict(down), dict(across), total)
