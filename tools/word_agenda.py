"""Builds the Word layout of agendas once, for people to change in Word afterwards.

It is run by `python -m tools.word_agenda`.
The result is committed. Whoever changes it in Word keeps the words in double braces and the lines in {%…%}.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from tools.word_templates import count_pages, heavy, speak_both, tight

TARGET = Path(__file__).resolve().parent.parent / "templates" / "documents" / "agenda.docx"
_TIME, _WHAT = Cm(3.0), Cm(13.6)
_FAINT = RGBColor(0x57, 0x53, 0x4E)
# Points; what is named twice is set in half points for both scripts.
_SIZES = {"Normal": 10.5, "Title": 18, "Heading 1": 13}


def build() -> None:
    """Writes the layout: what the workshop is, then a table for each day, with times where there are any."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
    for name, points in _SIZES.items():
        style = document.styles[name]
        speak_both(style.element)
        _size(style.element.rPr, points)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    say = document.add_paragraph
    for words in ("{%p if series %}", "{{ series }}", "{%p endif %}"):
        say(words)
    say("{{ title }}", style="Title")
    say("{{ when }}")
    for part in ("venue", "organisers"):
        for words in (f"{{%p if {part} %}}", f"{{{{ {part} }}}}", "{%p endif %}"):
            say(words)
    say("{{ heading }} ({{ status }})", style="Heading 1")
    say("{%p for day in days %}")
    say("{{ day.heading }}", style="Heading 1")
    say("{%p if day.is_timed %}")
    _sessions(document.add_table(rows=4, cols=2), has_times=True)
    say("{%p else %}")
    _sessions(document.add_table(rows=4, cols=1), has_times=False)
    say("{%p endif %}")
    say("{%p endfor %}")
    footer = section.footer.paragraphs[0]
    footer.text = "{{ stand }}\t"
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(16.6), 2)
    count_pages(footer)
    for run in footer.runs:
        run.font.size = Pt(8.5)
    document.core_properties.author = "Department of Public Enterprises"
    document.core_properties.comments = ""
    document.save(str(TARGET))


def _sessions(table: Table, *, has_times: bool) -> None:
    """The sessions of a day: the time, and what happens then with its talks and speakers."""
    table.style = "Table Grid"
    table.autofit = False
    widths = (_TIME, _WHAT) if has_times else (_TIME + _WHAT,)
    for column, width in zip(table.columns, widths, strict=True):
        # LibreOffice goes by the column, Word by the cell.
        column.width = width
        for cell in column.cells:
            cell.width = width
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    heads = ("{{ time_head }}", "{{ what_head }}") if has_times else ("{{ what_head }}",)
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        heavy(_airy(cell.paragraphs[0]), words)
    table.rows[1].cells[0].text = "{%tr for row in day.rows %}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    # A session is not torn by the end of a page, unless it is longer than one.
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    *times, what = table.rows[2].cells
    for cell in times:
        heavy(_airy(cell.paragraphs[0]), "{{ row.time }}")
    heavy(_airy(what.paragraphs[0]), "{{ row.title }}")
    for words in (
        "{%p if row.note %}",
        "{{ row.note }}",
        "{%p endif %}",
        "{%p for talk in row.talks %}",
        "{%p if talk.topic or talk.time %}",
        "{% if talk.time %}{{ talk.time }}  {% endif %}{{ talk.topic }}",
        "{%p endif %}",
        "{%p for words in talk.lines %}",
        "{{ words }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ):
        paragraph = tight(what.add_paragraph(words))
        if words == "{{ words }}":
            paragraph.paragraph_format.left_indent = Cm(0.6)
        elif words.startswith("{% if"):
            paragraph.paragraph_format.space_before = Pt(4)
            paragraph.paragraph_format.keep_with_next = True
        elif words == "{{ row.note }}":
            paragraph.runs[0].font.color.rgb = _FAINT
            _size(paragraph.runs[0]._r.get_or_add_rPr(), 9)


def _airy(paragraph: Paragraph) -> Paragraph:
    """The paragraph with a little room above and below, as the vowel signs of Devanagari need."""
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _size(marks: object, points: float) -> None:
    """Sets the size of Latin and of Devanagari alike, once each."""
    for name in ("w:sz", "w:szCs"):
        for old in marks.findall(qn(name)):
            marks.remove(old)
        size = OxmlElement(name)
        size.set(qn("w:val"), str(round(points * 2)))
        marks.append(size)


if __name__ == "__main__":
    build()
