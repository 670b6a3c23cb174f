"""The child process that reads one workbook within its limits and prints its rows as lines of JSON."""

import json
import re
import resource
import sys
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

__all__ = ["main"]

BROKEN = 3
_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\sr=["']([A-Za-z]{1,4})([0-9]{1,9})["']""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CHUNK = 1_000_000


def main(path: str, limits: dict[str, int]) -> int:
    """Prints `["sheet", name]`, `["row", number, cells]`, `["bad", code, row, column]` and `["end"]`.

    Prints `["refused", code]` where the whole workbook is refused; gives 3 if it is damaged.
    """
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"]))
    # openpyxl uses numpy only to recognise its types; without it the child starts fast and stays small.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    try:
        _print_book(path, limits)
    except MemoryError:
        return 1
    except BrokenPipeError:
        return 0
    except Exception:
        return BROKEN
    return 0


def _say(*words: object) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=True) + "\n")


def _print_book(path: str, limits: dict[str, int]) -> None:
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if "sheets/" in name.lower()]
        # Looked at before openpyxl opens the file, because opening it already walks through the cells.
        merged = {name: _has_merged_cells(package, name, limits) for name in sheets}
    if None in merged.values():
        _say("refused", "too_large")
        return
    from openpyxl import load_workbook

    book: Any = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    for sheet in book.worksheets:
        _say("sheet", sheet.title)
        if merged.get(sheet._worksheet_path.lstrip("/")):
            _say("bad", "merged_cells", 0, "")
        else:
            _print_sheet(sheet, limits)
    _say("end")
    sys.stdout.flush()


def _print_sheet(sheet: Any, limits: dict[str, int]) -> None:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_row=limits["rows"] + 1), start=1):
        if len(cells) > limits["columns"] or (number > limits["rows"] and cells):
            _say("bad", "too_large", 0, "")
            return
        values = [_plain(cell, number, limits) for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if values:
            _say("row", number, values)


def _has_merged_cells(package: zipfile.ZipFile, member: str, limits: dict[str, int]) -> bool | None:
    """Whether a sheet has merged cells; None if it has cells beyond what is read. Builds nothing."""
    tail = b""
    merged = False
    cells = 0
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            cells += len(_ANY_CELL.findall(chunk))
            # A NUL byte means XML in UTF-16, in which the patterns above would find nothing.
            if b"\0" in chunk or cells > limits["cells"] or _is_beyond(text, limits):
                return None
            merged = merged or b"mergeCell " in text
            tail = text[-300:]
    return merged


def _is_beyond(text: bytes, limits: dict[str, int]) -> bool:
    """Whether a cell stands in a column or row that is not read."""
    return any(
        _column(letters) > limits["columns"] or int(row) > limits["rows"]
        for letters, row in set(_CELL.findall(text))
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _plain(cell: Any, row: int, limits: dict[str, int]) -> object:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | date | time):
        _say("bad", "formula_cell", row, cell.column_letter)
        return None
    if cell.data_type == "e":
        _say("bad", "error_cell", row, cell.column_letter)
        return None
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str) and len(value) > limits["cell_letters"]:
        _say("bad", "cell_too_long", row, cell.column_letter)
        return None
    return value


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], json.loads(sys.argv[2])))
