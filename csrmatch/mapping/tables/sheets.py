"""Raw sheets: rows of cells as they stand in a CSV file, before any cell is understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csrmatch.documents.reading import Limits, Unreadable, read_csv
from csrmatch.mapping.tables.cells import Raw
from csrmatch.mapping.tables.issues import Issue

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "ReadRow", "Sheet", "sheet_from_csv"]

MOST_BYTES = Limits().megabytes * 1_000_000
MOST_ROWS = Limits().rows
MOST_COLUMNS = Limits().columns


@dataclass(frozen=True)
class ReadRow:
    """One understood row and where it stands."""

    file: str
    number: int
    values: Mapping[str, object]


@dataclass(frozen=True)
class Sheet:
    """The rows of one file, each with its number as a person counts it; the header comes first."""

    table: str
    file: str
    rows: Sequence[tuple[int, Sequence[Raw]]]
    issues: tuple[Issue, ...] = field(default=())


def sheet_from_csv(table: str, file: str, content: bytes) -> Sheet:
    """The rows of a CSV file in UTF-8, with or without a byte order mark; what cannot be read is an issue."""
    try:
        rows = [(row.number, _raw(row.values)) for row in read_csv(file, content, Limits())]
    except Unreadable as error:
        return Sheet(table, file, (), (Issue(error.code, file, error.row, params=_params(error.code)),))
    return Sheet(table, file, rows)


def _raw(cells: Sequence[object]) -> Sequence[Raw]:
    return [cell if isinstance(cell, str) else str(cell) for cell in cells]


def _params(code: str) -> tuple[tuple[str, str], ...]:
    if code == "too_large":
        return (("columns", str(MOST_COLUMNS)), ("rows", str(MOST_ROWS)))
    if code == "file_too_large":
        return (("megabytes", str(MOST_BYTES // 1_000_000)),)
    return ()
