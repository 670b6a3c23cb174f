"""The child process that reads one workbook within its limits and prints its cells as JSON."""

import json
import re
import resource
import sys
import warnings
import zipfile
from datetime import date, datetime
from typing import Any

from csrmatch.mapping.tables.sheets import MOST_CELL, MOST_COLUMNS, MOST_ROWS

__all__ = ["main"]

MEMORY = 280_000_000
SECONDS = 25
BROKEN = 3
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Za-z]{1,4})([0-9]{1,9})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="([0-9]{1,9})"')
_CHUNK = 1_000_000


def main(path: str) -> int:
    """Prints `{sheet: {"rows": [[number, cells]], "issues": [[code, row, column]]}}`; 3 if it is damaged."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # openpyxl uses numpy only to recognise its types; without it the child starts fast and stays small.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    try:
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        with zipfile.ZipFile(path) as package:
            answer = {sheet.title: _read(sheet, package) for sheet in book.worksheets}
    except MemoryError:
        return 1
    except Exception:
        return BROKEN
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    return 0


def _read(sheet: Any, package: zipfile.ZipFile) -> dict[str, list[Any]]:
    found = _scan(package, sheet._worksheet_path)
    if found:
        return {"rows": [], "issues": [[found, 0, ""]]}
    sheet.reset_dimensions()
    rows: list[list[Any]] = []
    issues: list[list[Any]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1), start=1):
        values = [_plain(cell, number, issues) for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if values:
            rows.append([number, values])
    width = len(rows[0][1]) if rows else 0
    for row in rows:
        row[1] += [None] * (width - len(row[1]))
    return {"rows": rows, "issues": issues}


def _scan(package: zipfile.ZipFile, member: str) -> str | None:
    """Looks for cells beyond what is read, and for merged cells, without building the sheet."""
    tail = b""
    merged = False
    with package.open(member.lstrip("/")) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            if any(
                _column(letters) > MOST_COLUMNS or int(row) > MOST_ROWS
                for letters, row in set(_CELL.findall(text))
            ):
                return "too_large"
            merged = merged or b"mergeCell " in text
            tail = text[-300:]
    return "merged_cells" if merged else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _plain(cell: Any, row: int, issues: list[list[Any]]) -> object:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | date):
        issues.append(["formula_cell", row, cell.column_letter])
        return None
    if cell.data_type == "e":
        issues.append(["error_cell", row, cell.column_letter])
        return None
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > MOST_CELL:
        issues.append(["cell_too_long", row, cell.column_letter])
        return None
    return value


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
