"""A matrix of dots: money by row and column, the size of a dot its class, the title what it shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["CLASSES", "Amount", "Dot", "DotMatrix", "DotRow", "Heading", "draw_dots", "size_of"]

# A dot is as large as the first of these that its rupees reach; the same everywhere, so that pages compare.
CLASSES = (1, 10**6, 10**7, 10**8, 10**9)


@dataclass(frozen=True)
class Heading:
    """A row or a column: what it is told apart by, its words, its page, and its place among columns."""

    key: str
    label: str
    url: str | None = None
    position: int = 0


@dataclass(frozen=True)
class Amount:
    """Money that belongs into one cell, and how many projects it is of; None is not known."""

    row: Heading
    column: Heading
    inr: int | None
    projects: int = 0


@dataclass(frozen=True)
class Dot:
    """One cell: its class from 0 (there, but its money is not known) to 5, and what it stands for."""

    size: int
    inr: int | None
    projects: int


@dataclass(frozen=True)
class DotRow:
    """A row with a dot or nothing for each column, and its sum."""

    heading: Heading
    cells: Sequence[Dot | None]
    inr: int | None


@dataclass(frozen=True)
class DotMatrix:
    """Rows with the largest sum first; `left_out` says how many of the smallest are folded into the last."""

    columns: Sequence[Heading]
    sums: Sequence[int | None]
    rows: Sequence[DotRow]
    inr: int | None
    left_out: int = 0

    @property
    def sizes(self) -> list[int]:
        """The classes that occur, from small to large."""
        return sorted({cell.size for row in self.rows for cell in row.cells if cell})

    @property
    def largest_row(self) -> DotRow | None:
        """The row with the most money; None where no money is known."""
        known = [row for row in self.rows if row.inr]
        return max(known, key=lambda row: row.inr or 0) if known else None

    @property
    def largest_column(self) -> tuple[Heading, int] | None:
        """The column with the most money, and how much; None where no money is known."""
        known = [(column, amount) for column, amount in zip(self.columns, self.sums, strict=True) if amount]
        return max(known, key=lambda item: item[1]) if known else None


def size_of(inr: int | None) -> int:
    """The class of an amount: 0 where it is not known or nothing, 5 from a hundred crore on."""
    return sum(inr is not None and inr >= least for least in CLASSES)


def draw_dots(
    amounts: Iterable[Amount],
    columns: Sequence[Heading],
    *,
    most_rows: int = 8,
    rest: Heading | None = None,
) -> DotMatrix:
    """Adds the amounts up by cell; rows beyond `most_rows` become one row `rest`, if that is given.

    What is not known adds nothing, and a sum of nothing known is not known, never 0.
    """
    money: dict[tuple[str, str], list[int]] = defaultdict(list)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    headings: dict[str, Heading] = {}
    for item in amounts:
        place = (item.row.key, item.column.key)
        headings.setdefault(item.row.key, item.row)
        counts[place] += item.projects
        money[place].extend([] if item.inr is None else [item.inr])
    order = sorted(headings, key=lambda key: (-_row_sum(money, key, columns), headings[key].label, key))
    kept, others = (order, []) if rest is None or len(order) <= most_rows else _cut(order, most_rows)
    groups = [(headings[key], [key]) for key in kept]
    if rest is not None and others:
        groups.append((rest, others))
    rows = [_row(heading, keys, columns, money, counts) for heading, keys in groups]
    sums = [_sum([money[key, column.key] for key in order]) for column in columns]
    return DotMatrix(
        columns=columns,
        sums=sums,
        rows=rows,
        inr=_sum([[amount] for amount in sums if amount is not None]),
        left_out=len(others),
    )


def _cut(order: list[str], most: int) -> tuple[list[str], list[str]]:
    return order[: most - 1], order[most - 1 :]


def _row_sum(money: dict[tuple[str, str], list[int]], key: str, columns: Sequence[Heading]) -> int:
    return _sum([money[key, column.key] for column in columns]) or 0


def _row(
    heading: Heading,
    keys: Sequence[str],
    columns: Sequence[Heading],
    money: dict[tuple[str, str], list[int]],
    counts: dict[tuple[str, str], int],
) -> DotRow:
    cells: list[Dot | None] = []
    for column in columns:
        inr = _sum([money[key, column.key] for key in keys])
        projects = sum(counts[key, column.key] for key in keys)
        cells.append(Dot(size_of(inr), inr, projects) if inr or projects else None)
    return DotRow(heading, cells, _sum([[cell.inr] for cell in cells if cell and cell.inr is not None]))


def _sum(parts: Iterable[Sequence[int]]) -> int | None:
    known = [amount for part in parts for amount in part]
    return sum(known) if known else None
