"""How the sheets of a workbook look: one place for styles, headers and the page on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csrmatch.mapping.documents.matrix_sheet import MatrixSheet

__all__ = ["Book", "Layout"]

INK = "#1F2933"
HEAD = "#DCE6F2"
CHOSEN = "#FFE8A3"


@dataclass(frozen=True)
class Layout:
    """Where the body of a sheet stands: its name, first and last row counted from 0."""

    sheet: str
    first: int
    last: int

    @property
    def reference(self) -> str:
        """The sheet's name as a formula writes it."""
        return "'" + self.sheet.replace("'", "''") + "'"


class Book:
    """A workbook being written, with the few styles that all its sheets share."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self._names: set[str] = set()
        add = raw.add_format
        self.title = add({"bold": True, "font_size": 16, "font_color": INK})
        self.quiet = add({"italic": True, "font_color": "#52606D"})
        self.strong = add({"bold": True, "valign": "top"})
        self.top = add({"valign": "top"})
        self.wrapped = add({"text_wrap": True, "valign": "top"})
        self.head = add({"bold": True, "bg_color": HEAD, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self.fine = add({"num_format": "0.000000"})
        self.whole = add({"num_format": "0"})
        self.good = add({"bold": True, "bg_color": "#D3F0DA"})
        self.bad = add({"bold": True, "bg_color": "#F9D3D3"})
        self.heat = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#7FB3D5"}
        plain, italic = {"num_format": "0.000"}, {"num_format": "0.000", "italic": True}
        chosen = {"bold": True, "border": 2, "border_color": INK, "bg_color": CHOSEN}
        self._cells = {
            (False, False): add(plain),
            (False, True): add({**italic, "font_color": "#7B8794"}),
            (True, False): add({**plain, **chosen}),
            (True, True): add({**italic, **chosen}),
        }

    def cell(self, *, chosen: bool, doubtful: bool = False) -> Any:
        """The style of a cell of a matrix."""
        return self._cells[chosen, doubtful]

    def sheet(self, name: str) -> Any:
        """A new sheet, ready to be printed in landscape, one page wide."""
        short = "".join(" " if sign in "[]:*?/\\" else sign for sign in name).strip("' ")[:31]
        if short.casefold() in self._names:
            short = f"{short[:27]} ({len(self._names)})"
        self._names.add(short.casefold())
        sheet = self.raw.add_worksheet(short, MatrixSheet)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def header(self, sheet: Any, row: int, columns: Sequence[tuple[str, int]]) -> None:
        """Writes the names of the columns and sets their widths; the row repeats on every page."""
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(row, column, name, self.head)
        sheet.set_row(row, 30)
        sheet.repeat_rows(row)
