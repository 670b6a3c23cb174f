"""What a Word layout cannot hold in words: contents with their links, pictures, the columns of tables."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from csrmatch.documents import parts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

__all__ = ["Finish"]

# The width of the text in centimetres, and of the drawing that fills it.
_LINE, _FULL = 16.3, 450.0


@dataclass(frozen=True)
class Finish:
    """What is put into a filled layout: pictures with their texts, columns of tables, the contents.

    `pictures` stand where the style Picture stands, in their order: bytes, text for who cannot see it,
    width of the drawing. `tables` are the tables as they were given, in their order.
    """

    pictures: Sequence[tuple[bytes, str, float]]
    tables: Sequence[parts.Table]
    headings: Sequence[tuple[str, int]]

    def apply(self, document: "Document") -> None:
        """Puts all of it into the document."""
        self._place_pictures(document)
        for table, given in zip(document.tables, self.tables, strict=True):
            _set_widths(table, given.widths)
            _set_figures(table, given)
            if given.is_short:
                _keep_together(table)
        _fill_contents(document, self.headings)

    def _place_pictures(self, document: "Document") -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm

        places = [line for line in document.paragraphs if _style(line) == "Picture"]
        for place, (content, alt, width) in zip(places, self.pictures, strict=True):
            shown = place.add_run().add_picture(
                io.BytesIO(content), width=Cm(_LINE * min(1.0, width / _FULL))
            )
            shown._inline.find(qn("wp:docPr")).set("descr", alt)


def _style(paragraph: "Paragraph") -> str:
    return str(paragraph.style.name) if paragraph.style is not None else ""


def _set_widths(table: "Table", shares: Sequence[float]) -> None:
    """Gives every cell of a column its share of the line; the last column ends where the line does."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    table.autofit = False
    total = sum(shares)
    widths = [Cm(_LINE * share / total) for share in shares]
    grid = table._tbl.tblGrid
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        column = _element("w:gridCol")
        column.set(qn("w:w"), str(width.twips))
        grid.append(column)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _set_figures(table: "Table", given: parts.Table) -> None:
    """Figures end where their column ends, as their heads do; a sum is as heavy as the heads."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if column in given.numeric:
                for line in cell.paragraphs:
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if given.has_total:
        for cell in table.rows[-1].cells:
            for line in cell.paragraphs:
                for run in line.runs:
                    run.font.bold = run.font.cs_bold = True


def _keep_together(table: "Table") -> None:
    """Each row stays with the next, so that none is alone on another page."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            for line in cell.paragraphs:
                line.paragraph_format.keep_with_next = True


def _fill_contents(document: "Document", headings: Sequence[tuple[str, int]]) -> None:
    """Writes the contents as a field that Word can renew, already filled, each line a link."""
    place = next(line for line in document.paragraphs if _style(line) == "TOC 1")
    heads = [line for line in document.paragraphs if _style(line).startswith("Heading ")]
    for number, (line, (_text, _level)) in enumerate(zip(heads, headings, strict=True), 1):
        _bookmark(line, number)
    if not headings:
        return
    lines = [place]
    for _each, _next in pairwise(headings):
        lines.append(_paragraph_after(lines[-1]))
    for number, (line, (text, level)) in enumerate(zip(lines, headings, strict=True), 1):
        line.style = document.styles[f"TOC {level}"]
        if number == 1:
            _append(line._p, [*_field_begin(r'TOC \o "1-2" \h \z \u')])
        _append(line._p, [_link(number, text)])
        if number == len(headings):
            _append(line._p, [_run(_mark("end"))])


def _bookmark(line: "Paragraph", number: int) -> None:
    from docx.oxml.ns import qn

    begin, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), _anchor(number))
    first = next(child for child in line._p if child.tag != qn("w:pPr"))
    first.addprevious(begin)
    line._p.append(end)


def _link(number: int, text: str) -> Any:
    """One line of the contents; the pages come when Word renews them, for only Word knows them."""
    from docx.oxml.ns import qn

    link = _element("w:hyperlink")
    link.set(qn("w:anchor"), _anchor(number))
    link.set(qn("w:history"), "1")
    words = _element("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    link.append(_run(words))
    return link


def _anchor(number: int) -> str:
    return f"_Toc{number:06}"


def _field_begin(code: str) -> Iterator[Any]:
    from docx.oxml.ns import qn

    text = _element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    yield _run(_mark("begin"))
    yield _run(text)
    yield _run(_mark("separate"))


def _mark(kind: str) -> Any:
    from docx.oxml.ns import qn

    mark = _element("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _run(content: Any) -> Any:
    run = _element("w:r")
    run.append(content)
    return run


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _append(parent: Any, children: Sequence[Any]) -> None:
    for child in children:
        parent.append(child)


def _paragraph_after(line: "Paragraph") -> "Paragraph":
    from docx.text.paragraph import Paragraph

    added = _element("w:p")
    line._p.addnext(added)
    return Paragraph(added, line._parent)
