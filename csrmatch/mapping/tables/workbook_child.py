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
SECONDS = 15
MOST_CELLS = 300_000
BROKEN = 3
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Za-z]{1,4})([0-9]{1,9})["']""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CHUNK = 1_000_000


def main(path: str) -> int:
    """Prints `{sheet: {"rows": [[number, cells]], "issues": [[code, row, column]]}}`; 3 if it is damaged.

    Prints the code alone where the whole workbook is refused.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # openpyxl uses numpy only to recognise its types; without it the child starts fast and stays small.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    try:
        answer = _answer(path)
    except MemoryError:
        return 1
    except Exception:
        return BROKEN
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    return 0


def _answer(path: str) -> object:
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if "sheets/" in name.lower()]
        # Looked at before openpyxl opens the file, because opening it already walks through the cells.
        merged = {name: _has_merged_cells(package, name) for name in sheets}
        if None in merged.values():
            return "too_large"
    from openpyxl import load_workbook

    book: Any = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    return {
        sheet.title: {"rows": [], "issues": [["merged_cells", 0, ""]]}
        if merged.get(sheet._worksheet_path.lstrip("/"))
        else _read(sheet)
        for sheet in book.worksheets
    }


def _read(sheet: Any) -> dict[str, list[Any]]:
    sheet.reset_dimensions()
    rows: list[list[Any]] = []
    issues: list[list[Any]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1), start=1):
        if len(cells) > MOST_COLUMNS or (number > MOST_ROWS and cells):
            return {"rows": [], "issues": [["too_large", 0, ""]]}
        values = [_plain(cell, number, issues) for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if values:
            rows.append([number, values])
    width = len(rows[0][1]) if rows else 0
    for row in rows:
        row[1] += [None] * (width - len(row[1]))
    return {"rows": rows, "issues": issues}


def _has_merged_cells(package: zipfile.ZipFile, member: str) -> bool | None:
    """Whether a sheet has merged cells; None if it has cells beyond what is read. Builds nothing."""
    tail = b""
    merged = False
    cells = 0
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            cells += len(_ANY_CELL.findall(chunk))
            places = set(_CELL.findall(text))
            # A NUL byte means XML in UTF-16, in which the patterns above would find nothing.
            if (
                b"\0" in chunk
                or cells > MOST_CELLS
                or any(_column(letters) > MOST_COLUMNS or int(row) > MOST_ROWS for letters, row in places)
            ):
                return None
            merged = merged or b"mergeCell " in text
            tail = text[-300:]
    return merged


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
