"""Raw sheets: rows of cells as they stand in a CSV file, before any cell is understood."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csrmatch.mapping.tables.cells import Raw
from csrmatch.mapping.tables.issues import Issue

__all__ = ["MOST_BYTES", "MOST_CELL", "MOST_COLUMNS", "MOST_ROWS", "ReadRow", "Sheet", "sheet_from_csv"]

MOST_BYTES = 25_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELL = 32_767


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
    text, issue = _decode(file, content)
    if issue:
        return Sheet(table, file, (), (issue,))
    rows: list[tuple[int, Sequence[Raw]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    last = 0
    try:
        for cells in reader:
            row, last = last + 1, last + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) > MOST_ROWS or len(cells) > MOST_COLUMNS:
                issue = Issue("too_large", file, row, params=_limits())
                return Sheet(table, file, (), (issue,))
            rows.append((row, cells))
    except csv.Error:
        return Sheet(table, file, (), (Issue("bad_csv", file, last + 1),))
    return Sheet(table, file, rows)


def _limits() -> tuple[tuple[str, str], ...]:
    return (("columns", str(MOST_COLUMNS)), ("rows", str(MOST_ROWS)))


def _decode(file: str, content: bytes) -> tuple[str, Issue | None]:
    if len(content) > MOST_BYTES:
        return "", Issue("file_too_large", file, params=(("megabytes", str(MOST_BYTES // 1_000_000)),))
    if not content.strip():
        return "", Issue("empty_file", file)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:64].count(0) > 8:
        return "", Issue("utf16", file)
    if 0 in content:
        return "", Issue("nul_byte", file, content.count(b"\n", 0, content.index(0)) + 1)
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        return "", Issue("not_text", file)
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return "", Issue("not_utf8", file, content.count(b"\n", 0, error.start) + 1)
