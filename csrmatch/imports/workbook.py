"""Writes the workbook that goes out: records of today with locked ids, drop-downs, and how to fill it in."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from csrmatch.documents.guarding import unguarded
from csrmatch.i18n import LANGUAGES, LazyText, speaking

__all__ = ["SheetColumn", "write_marked", "write_template"]

_SPARE_ROWS = 2_000
_HEAD_ROWS = 3
_LANGUAGE_OF_ROW = tuple(LANGUAGES)
# A workbook counts its days from here; an earlier one, a slip of the pen, goes out as it is written.
_FIRST_DAY = "1900-01-01"


@dataclass(frozen=True)
class SheetColumn:
    """One column of a workbook: its code and words, how wide, locked or hidden, and the list it offers."""

    code: str
    label: LazyText
    width: int = 16
    is_locked: bool = False
    is_hidden: bool = False
    is_date: bool = False
    is_text: bool = True
    offers: str = ""


def write_template(
    *,
    sheet: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[object]],
    lists: Mapping[str, Sequence[str]],
    instructions: Sequence[LazyText],
) -> bytes:
    """A workbook of one sheet of records, one of instructions in both languages and one of the lists.

    The first row holds the codes by which the columns are read, the next two their words. Text is never a
    formula; only what may be changed is unlocked.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(sheet)
    formats = _formats(book)
    _write_head(page, columns, formats)
    last = _HEAD_ROWS - 1
    for last, row in enumerate(rows, start=_HEAD_ROWS):
        for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
            _write_cell(page, last, index, column, cell, formats)
    _offer(page, columns, lists, last + _SPARE_ROWS)
    page.freeze_panes(_HEAD_ROWS, min(4, len(columns)))
    page.protect("", {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True})
    _write_instructions(book, columns, instructions, formats)
    _write_lists(book, lists, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "code": book.add_format({"font_color": "#5B6470", "font_size": 8}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F2"}),
        "open": book.add_format({"locked": False, "num_format": "@"}),
        "number": book.add_format({"locked": False}),
        "date": book.add_format({"locked": False, "num_format": "dd-mm-yyyy"}),
        "locked": book.add_format({"bg_color": "#EEF2F6"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrong": book.add_format({"bg_color": "#F8D7DA"}),
    }


def _format_of(column: SheetColumn, formats: Mapping[str, Any]) -> Any:
    if column.is_locked:
        return formats["locked"]
    return formats["date" if column.is_date else "open" if column.is_text else "number"]


def _write_head(page: Any, columns: Sequence[SheetColumn], formats: Mapping[str, Any]) -> None:
    for index, column in enumerate(columns):
        options = {"hidden": 1} if column.is_hidden else {}
        page.set_column(index, index, column.width, _format_of(column, formats), options)
        page.write_string(0, index, column.code, formats["code"])
        for row, language in enumerate(_LANGUAGE_OF_ROW, start=1):
            with speaking(language):
                page.write_string(row, index, str(column.label), formats["head"])


def _write_cell(
    page: Any, row: int, index: int, column: SheetColumn, cell: object, formats: Mapping[str, Any]
) -> None:
    kind = _format_of(column, formats)
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_string(row, index, "yes / हाँ" if cell else "no / नहीं", kind)
    elif isinstance(cell, int | float):
        page.write_number(row, index, cell, formats["locked" if column.is_locked else "number"])
    elif column.is_date and str(cell) >= _FIRST_DAY:
        day = date.fromisoformat(str(cell))
        page.write_datetime(row, index, datetime(day.year, day.month, day.day), kind)  # noqa: DTZ001
    else:
        text = str(cell)
        # What the reader would take for the mark before a formula gets one more, which it takes off again.
        page.write_string(row, index, f"'{text}" if unguarded(text) != text else text, kind)


def _offer(page: Any, columns: Sequence[SheetColumn], lists: Mapping[str, Sequence[str]], last: int) -> None:
    """Puts a drop-down on every column that is chosen from a list."""
    names = list(lists)
    for index, column in enumerate(columns):
        if column.offers:
            letter = _letter(names.index(column.offers))
            source = f"=lists!${letter}$2:${letter}${len(lists[column.offers]) + 1}"
            page.data_validation(
                _HEAD_ROWS,
                index,
                last,
                index,
                # Names that the register writes otherwise may be typed: they are told apart afterwards.
                {"validate": "list", "source": source, "error_type": "warning"},
            )


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _write_instructions(
    book: Any, columns: Sequence[SheetColumn], instructions: Sequence[LazyText], formats: Mapping[str, Any]
) -> None:
    page = book.add_worksheet("instructions")
    page.set_column(0, 0, 24)
    page.set_column(1, len(LANGUAGES), 70, formats["wrapped"])
    for index, language in enumerate(LANGUAGES, start=1):
        with speaking(language):
            for row, text in enumerate(instructions):
                page.write_string(row, index, str(text), formats["title" if row == 0 else "wrapped"])
            for row, column in enumerate(columns, start=len(instructions) + 1):
                page.write_string(row, 0, column.code, formats["code"])
                page.write_string(row, index, str(column.label), formats["wrapped"])


def _write_lists(book: Any, lists: Mapping[str, Sequence[str]], formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet("lists")
    for index, (name, entries) in enumerate(lists.items()):
        page.set_column(index, index, 40)
        page.write_string(0, index, name, formats["head"])
        for row, entry in enumerate(entries, start=1):
            page.write_string(row, index, entry)


def write_marked(
    header: Sequence[str],
    rows: Iterable[tuple[Sequence[object], Mapping[int, str]]],
) -> bytes:
    """Rows of a file with the cells that are wrong coloured, and why as a note on each."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page, formats = book.add_worksheet("errors"), _formats(book)
    for index, name in enumerate(header):
        page.write_string(0, index, name, formats["head"])
        page.set_column(index, index, 18)
    for number, (cells, notes) in enumerate(rows, start=1):
        for index, cell in enumerate(cells):
            kind = formats["wrong"] if index in notes else None
            text = "" if cell is None else str(cell)
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                page.write_number(number, index, cell, kind)
            elif text or kind is not None:
                page.write_string(number, index, text, kind)
            if index in notes:
                page.write_comment(number, index, notes[index][:2_000], {"author": "csrmatch", "x_scale": 2})
    page.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
