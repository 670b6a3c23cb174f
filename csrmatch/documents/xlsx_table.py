"""Writes a table as an Excel workbook in which text is never a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

__all__ = ["write_xlsx"]

_WIDEST = 60


def write_xlsx(sheet: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet with a frozen, filterable heading row and columns as wide as their contents."""
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = workbook.add_worksheet(sheet[:31])
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "dd-mm-yyyy"})
    widths = [len(header) for header in headers]
    page.write_row(0, 0, list(headers), bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(page, count, column, cell, day)
            widths[column] = max(widths[column], len(str(cell)) if cell is not None else 0)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, _WIDEST))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(count, 1), max(len(headers) - 1, 0))
    workbook.close()
    return buffer.getvalue()


def _write_cell(page: Any, row: int, column: int, cell: object, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell)
    elif isinstance(cell, datetime):
        page.write_string(row, column, cell.isoformat(sep=" ", timespec="minutes"))
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    else:
        page.write_string(row, column, str(cell))
