"""Writes a table as CSV: for a spreadsheet, where it opens safely and rightly, or for programs."""

import csv
import io
from collections.abc import Iterable, Sequence

__all__ = ["guard_text", "write_csv", "write_plain_csv"]

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


def write_plain_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as they are, for programs: UTF-8 without a mark, plain line ends, nothing guarded."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
