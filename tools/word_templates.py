"""Builds the Word layout of letters once, for people to change in Word afterwards.

It is run by `python -m tools.word_templates`.
The result is committed. Whoever changes it in Word keeps the words in double braces and the lines in {%…%}.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).resolve().parent.parent / "templates" / "documents" / "letter.docx"


def build() -> None:
    """Writes the layout: letterhead, number, date, addressee, subject, parts, signature, copies."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
    speak_both(document.styles["Normal"].element)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    say = document.add_paragraph
    letterhead(say)
    line = say("{{ number }}\t{{ dated }}")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(16.3), 2)
    say("{%p if heading %}")
    heading = say()
    heavy(heading, "{{ heading }}")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say("{%p endif %}")
    for words in ("{%p for words in addressee %}", "{{ words }}", "{%p endfor %}"):
        tight(say(words))
    subject = say()
    heavy(subject, "{{ subject }}")
    subject.paragraph_format.space_before = Pt(10)
    for words in ("{%p if greeting %}", "{{ greeting }}", "{%p endif %}"):
        say(words)
    parts(document)
    closing, room = say("{{ closing }}"), say("")
    closing.paragraph_format.left_indent = Cm(9)
    room.paragraph_format.space_after = Pt(30)
    for paragraph in (closing, room):  # a signature never stands alone on a page
        paragraph.paragraph_format.keep_with_next = True
    for words in ("{%p for words in signature %}", "{{ words }}", "{%p endfor %}"):
        tight(say(words)).paragraph_format.left_indent = Cm(9)
    for words in (
        "{%p if copies %}",
        "{{ copies_to }}",
        "{%p for words in copies %}",
        "{{ words }}",
        "{%p endfor %}",
        "{%p endif %}",
    ):
        tight(say(words))
    footer = section.footer.paragraphs[0]
    footer.text = "{{ footer }}\t"
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(16.3), 2)
    count_pages(footer)
    for run in footer.runs:
        run.font.size = Pt(8.5)
    document.core_properties.author = "Department of Public Enterprises"
    document.core_properties.comments = ""
    document.save(str(TARGET))


def letterhead(say: object) -> None:
    """The lines of the office in the middle, the last one large, with a rule below."""
    for words in ("{%p for words in office %}", "{{ words }}", "{%p endfor %}"):
        tight(say(words)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    large = tight(say())
    heavy(large, "{{ department }}")
    for size in ("w:sz", "w:szCs"):
        mark = OxmlElement(size)
        mark.set(qn("w:val"), "30")
        large.runs[0]._r.get_or_add_rPr().append(mark)
    large.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "10"), ("space", "6"), ("color", "4A2BC2")):
        bottom.set(qn(f"w:{name}"), value)
    border.append(bottom)
    large._p.get_or_add_pPr().append(border)
    large.paragraph_format.space_after = Pt(12)


def parts(document: object) -> None:
    """The parts of the letter in their order: paragraph, heading, items or table."""
    say = document.add_paragraph
    for words in ("{%p for part in parts %}", "{%p if part.kind == 'paragraph' %}"):
        say(words)
    say("{% if part.number %}{{ part.number }}    {% endif %}{{ part.text }}")
    say("{%p elif part.kind == 'heading' %}")
    heavy(say(), "{{ part.text }}")
    for words in ("{%p elif part.kind == 'items' %}", "{%p for words in part['items'] %}"):
        say(words)
    say("{{ words }}", style="List Bullet").paragraph_format.keep_with_next = True
    for words in ("{%p endfor %}", "{%p else %}"):
        say(words)
    caption = say()
    heavy(caption, "{{ part.caption }}")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=4, cols=3, style="Light Grid Accent 1")
    table.style = document.styles["Table Grid"]
    rows = table.rows
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, words in zip(
        rows[0].cells, ("{%tc for words in part.heads %}", "", "{%tc endfor %}"), strict=True
    ):
        cell.text = words
    heavy(rows[0].cells[1].paragraphs[0], "{{ words }}")
    rows[1].cells[0].text = "{%tr for row in part.rows %}"
    for cell, words in zip(
        rows[2].cells, ("{%tc for words in row %}", "{{ words }}", "{%tc endfor %}"), strict=True
    ):
        cell.text = words
    rows[3].cells[0].text = "{%tr endfor %}"
    for words in ("{{ part.note }}", "{%p endif %}", "{%p endfor %}"):
        say(words)


def tight(paragraph: Paragraph) -> Paragraph:
    """The paragraph without room below it."""
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def heavy(paragraph: Paragraph, words: str) -> None:
    """Adds words in bold, Latin and Devanagari alike."""
    run = paragraph.add_run(words)
    run.bold = True
    run._r.get_or_add_rPr().append(OxmlElement("w:bCs"))


def speak_both(style: object) -> None:
    """Names the fonts and languages of both scripts, so that Word shapes and spells Hindi as Hindi."""
    marks = style.get_or_add_rPr()
    fonts = marks.get_or_add_rFonts()
    for script in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), "Noto Sans")
    fonts.set(qn("w:cs"), "Noto Sans Devanagari")
    for name, value in (("w:sz", "21"), ("w:szCs", "21")):
        size = OxmlElement(name)
        size.set(qn("w:val"), value)
        marks.append(size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-IN")
    language.set(qn("w:bidi"), "hi-IN")
    marks.append(language)


def count_pages(footer: Paragraph) -> None:
    """Adds the field that Word fills with the number of the page."""
    for kind in ("begin", None, "end"):
        run = footer.add_run()
        if kind is None:
            field = OxmlElement("w:instrText")
            field.text = "PAGE"
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        run._r.append(field)


if __name__ == "__main__":
    build()
