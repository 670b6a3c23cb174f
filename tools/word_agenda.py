"""Builds the Word layout of agendas once, for people to change in Word afterwards.

It is run by `python -m tools.word_agenda`.
The result is committed. Whoever changes it in Word keeps the words in double braces and the lines in {%…%}.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from tools.word_templates import count_pages, heavy, speak_both, tight

TARGET = Path(__file__).resolve().parent.parent / "templates" / "documents" / "agenda.docx"
_TIME, _WHAT = Cm(3.0), Cm(13.6)


def build() -> None:
    """Writes the layout: what the workshop is, then a table for each day."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
    for style in ("Normal", "Title", "Heading 1"):
        speak_both(document.styles[style].element)
    document.styles["Title"].font.size = Pt(18)
    document.styles["Heading 1"].font.size = Pt(13)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
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
    table(document)
    say("{%p endfor %}")
    footer = section.footer.paragraphs[0]
    footer.text = "{{ stand }}\t"
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(16.3), 2)
    count_pages(footer)
    for run in footer.runs:
        run.font.size = Pt(8.5)
    document.core_properties.author = "Department of Public Enterprises"
    document.core_properties.comments = ""
    document.save(str(TARGET))


def table(document: object) -> None:
    """The sessions of a day: the time, and what happens then with its talks and speakers."""
    made = document.add_table(rows=4, cols=2)
    made.style = document.styles["Table Grid"]
    made.autofit = False
    for row in made.rows:
        for cell, width in zip(row.cells, (_TIME, _WHAT), strict=True):
            cell.width = width
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, words in zip(made.rows[0].cells, ("{{ time_head }}", "{{ what_head }}"), strict=True):
        heavy(tight(cell.paragraphs[0]), words)
    made.rows[1].cells[0].text = "{%tr for row in day.rows %}"
    made.rows[3].cells[0].text = "{%tr endfor %}"
    time, what = made.rows[2].cells
    heavy(time.paragraphs[0], "{{ row.time }}")
    heavy(tight(what.paragraphs[0]), "{{ row.title }}")
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


if __name__ == "__main__":
    build()
