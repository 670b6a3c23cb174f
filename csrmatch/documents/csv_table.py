"""Writes a table as CSV that opens safely and rightly in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

__all__ = ["guard_text", "write_csv"]

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard_text(value: object) -> object:
    """Puts an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_TRIGGERS):
        return "'" + value
    return value


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as UTF-8 with a byte-order mark, so that spreadsheets show Hindi rightly."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([guard_text(header) for header in headers])
    for row in rows:
        writer.writerow(["" if cell is None else guard_text(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")
