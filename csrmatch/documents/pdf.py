"""Writes a PDF from a layout and plain data: tagged, right behind the picture, the same each time."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

__all__ = ["LAYOUTS", "CannotPrint", "draw_png", "printable", "printable_data", "unprintable", "write_pdf"]

LAYOUTS = Path(__file__).parents[2] / "templates" / "documents"
_FONTS = Path(__file__).parent / "fonts"
_PRINT_PPI = 220.0
_SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"
_DROPPED = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")


class CannotPrint(Exception):
    """The data hold a sign that none of the fonts of documents has."""

    def __init__(self, signs: str) -> None:
        super().__init__(signs)
        self.signs = signs


def write_pdf(layout: str, data: Mapping[str, object], *, dated: date) -> bytes:
    """The PDF (PDF/UA-1) that a layout of `templates/documents` gives for the data; equal data, equal bytes.

    The data are handed over as JSON and are only printed: nothing in them is run or read as markup.

    Raises
    ------
    CannotPrint
        When a text holds a sign that the fonts lack; a PDF with gaps is never written.
    """
    import typst

    given = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if missing := unprintable(given):
        raise CannotPrint(missing)
    written = typst.compile(
        LAYOUTS / layout,
        root=LAYOUTS,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": given},
        pdf_standards="ua-1",
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        format="pdf",
    )
    if not isinstance(written, bytes):
        raise TypeError("one PDF was expected")
    return written


def draw_png(layout: str, data: Mapping[str, object]) -> bytes:
    """The picture, fit for print, that a layout of one page gives for the data; equal data, equal bytes.

    Raises
    ------
    CannotPrint
        When a text holds a sign that the fonts lack.
    """
    import typst

    given = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if missing := unprintable(given):
        raise CannotPrint(missing)
    drawn = typst.compile(
        LAYOUTS / layout,
        root=LAYOUTS,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": given},
        ppi=_PRINT_PPI,
        format="png",
    )
    if not isinstance(drawn, bytes):
        raise TypeError("one picture was expected")
    return drawn


def unprintable(text: str) -> str:
    """The signs of a text that the fonts of documents lack, each once, in order of the text."""
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in _glyphs() and sign not in "\n\t"))


def printable(text: str) -> str:
    """The text as it can be printed: signs without a glyph become �, marks of direction are dropped."""
    text = _DROPPED.sub("", unicodedata.normalize("NFC", text))
    missing = set(unprintable(text))
    return "".join(_SUBSTITUTE if sign in missing else sign for sign in text) if missing else text


def printable_data(value: Mapping[str, object]) -> dict[str, object]:
    """The data with every text as it can be printed."""
    return {name: _shown(held) for name, held in value.items()}


def _shown(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return printable_data(value)
    if isinstance(value, list | tuple):
        return [_shown(held) for held in value]
    return value


@cache
def _glyphs() -> frozenset[int]:
    """Every sign that one of the fonts has, as listed when the fonts were made."""
    listed = (_FONTS / "signs.txt").read_text(encoding="ascii").split()
    spans = [tuple(int(end, 16) for end in line.split("-")) for line in listed]
    return frozenset(sign for span in spans for sign in range(span[0], span[-1] + 1))
