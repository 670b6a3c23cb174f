"""Builds the Word layout of reports once, for people to change in Word afterwards.

It is run by `python -m tools.word_report`.
The result is committed. Whoever changes it in Word keeps the words in double braces, the lines in {%…%} and
the names of the styles: headings make the contents, and pictures come where the style Picture stands.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from tools.word_templates import count_pages, heavy, speak_both

TARGET = Path(__file__).resolve().parent.parent / "templates" / "documents" / "report.docx"
DARK, FAINT, ALARM = RGBColor(0x1C, 0x19, 0x17), RGBColor(0x57, 0x53, 0x4E), RGBColor(0xB4, 0x23, 0x18)
LINE = 16.3


def build() -> None:
    """Writes the layout: title page, contents, parts, with heads and feet."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.4), Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.7), Cm(2.4)
    section.different_first_page_header_footer = True
    make_styles(document)
    title_page(document)
    contents(document)
    parts(document)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.style = foot.style = document.styles["Running"]
    head.add_run("{{ running }}\t")
    mark = head.add_run("{{ draft }}")
    mark.bold, mark.font.color.rgb = True, ALARM
    foot.add_run("{{ footer }}\t")
    count_pages(foot)
    first = section.first_page_footer.paragraphs[0]
    first.style = document.styles["Running"]
    first.add_run("{{ footer }}")
    document.core_properties.author = "Department of Public Enterprises"
    document.core_properties.comments = ""
    document.save(str(TARGET))


def make_styles(document: Docx) -> None:
    """Both scripts in every style, the real headings, and the few styles of our own."""
    normal = document.styles["Normal"]
    speak_both(normal.element)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.2
    for name, size, above in (("Title", 22, 0), ("Heading 1", 15, 20), ("Heading 2", 11.5, 13)):
        style = document.styles[name]
        dress(style, size, DARK, is_bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(6)
        style.paragraph_format.keep_with_next = name != "Title"
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    caption = document.styles["Caption"]
    dress(caption, 9.5, DARK, is_bold=True)
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(10), Pt(3)
    for name, size in (("Quiet", 9), ("Picture", 9), ("Cell", 9), ("Running", 8.5), ("TOC Heading", 15)):
        style = own_style(document, name)
        dress(style, size, FAINT if name in {"Quiet", "Running"} else DARK, is_bold=name == "TOC Heading")
    document.styles["Quiet"].paragraph_format.keep_with_next = True
    document.styles["Quiet"].paragraph_format.space_after = Pt(4)
    # Signs of Hindi stand higher than those of English and would touch the line above.
    cell = document.styles["Cell"].paragraph_format
    cell.space_before, cell.space_after = Pt(3), Pt(3)
    document.styles["Running"].paragraph_format.tab_stops.add_tab_stop(Cm(LINE), WD_TAB_ALIGNMENT.RIGHT)
    for name, indent in (("TOC 1", 0), ("TOC 2", 0.6)):
        style = own_style(document, name)
        style.paragraph_format.left_indent = Cm(indent)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.tab_stops.add_tab_stop(Cm(LINE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def own_style(document: Docx, name: str) -> ParagraphStyle:
    """A style of that name on the ground of the plain text."""
    has = name in document.styles
    style: ParagraphStyle = (
        document.styles[name] if has else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    style.base_style = document.styles["Normal"]
    return style


def dress(style: ParagraphStyle, size: float, colour: RGBColor, *, is_bold: bool = False) -> None:
    """Size, weight and colour for both scripts, and the fonts of the text instead of the theme's."""
    marks = style.element.get_or_add_rPr()
    for name in ("w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:sz", "w:szCs", "w:spacing", "w:kern"):
        for old in marks.findall(qn(name)):
            marks.remove(old)
    fonts = marks.get_or_add_rFonts()
    for script in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), "Noto Sans")
    fonts.set(qn("w:cs"), "Noto Sans Devanagari")
    style.font.bold, style.font.size, style.font.color.rgb = is_bold, Pt(size), colour
    for name, value in (("w:bCs", "1" if is_bold else "0"), ("w:szCs", str(round(size * 2)))):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), value)
        marks.find(qn("w:b" if name == "w:bCs" else "w:sz")).addnext(mark)


def title_page(document: Docx) -> None:
    """The office, the title, whether it is a draft, and the facts, on a page of their own."""
    say = document.add_paragraph
    for words in ("{%p for words in office %}", "{{ words }}", "{%p endfor %}"):
        say(words, style="Quiet")
    heavy(say(), "{{ department }}")
    title = say("{{ title }}", style="Title")
    title.paragraph_format.space_before = Pt(110)
    subtitle = say("{{ subtitle }}")
    subtitle.runs[0].font.color.rgb = FAINT
    say("{%p if draft %}")
    heavy(say(), "{{ draft }}")
    document.paragraphs[-1].runs[0].font.color.rgb = ALARM
    for words in ("{{ draft_note }}", "{%p endif %}"):
        say(words)
    say("").paragraph_format.space_after = Pt(60)
    for words in ("{%p for fact in facts %}", "{{ fact.name }}:\t{{ fact.value }}", "{%p endfor %}"):
        line = say(words)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(4.6))
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(4.6), Cm(-4.6)


def contents(document: Docx) -> None:
    """The place of the contents, on a new page; they are filled in when the headings are known."""
    head = document.add_paragraph("{{ contents }}", style="TOC Heading")
    head.paragraph_format.page_break_before = True
    document.add_paragraph("", style="TOC 1")


def parts(document: Docx) -> None:
    """The parts of the report in their order."""
    say = document.add_paragraph
    say("{%p for part in parts %}")
    say("{%p if part.kind == 'paragraph' and part.is_quiet %}")
    say("{{ part.text }}", style="Quiet")
    say("{%p elif part.kind == 'paragraph' %}")
    say("{% if part.number %}{{ part.number }}    {% endif %}{{ part.text }}")
    for level in (1, 2):
        say(f"{{%p elif part.kind == 'heading' and part.level == {level} %}}")
        say("{{ part.text }}", style=f"Heading {level}")
    for words in ("{%p elif part.kind == 'items' %}", "{%p for words in part['items'] %}"):
        say(words)
    say("{{ words }}", style="List Bullet")
    for words in ("{%p endfor %}", "{%p elif part.kind == 'picture' %}"):
        say(words)
    captioned(document)
    say("", style="Picture")
    say("{%p else %}")
    captioned(document)
    table = document.add_table(rows=4, cols=3)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(rule("w:tblBorders", ("bottom", "insideH"), 4))
    rows = table.rows
    rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in (0, 2):
        rows[row]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, loop in ((0, "part.heads"), (2, "row")):
        texts = (f"{{%tc for words in {loop} %}}", "", "{%tc endfor %}")
        for cell, words in zip(rows[place].cells, texts, strict=True):
            cell.paragraphs[0].style = "Cell"
            cell.paragraphs[0].add_run(words)
    heavy(rows[0].cells[1].paragraphs[0], "{{ words }}")
    rows[0].cells[1]._tc.get_or_add_tcPr().append(rule("w:tcBorders", ("bottom",), 10))
    rows[2].cells[1].paragraphs[0].add_run("{{ words }}")
    rows[1].cells[0].text = "{%tr for row in part.rows %}"
    rows[3].cells[0].text = "{%tr endfor %}"
    say("")
    for words in ("{%p endif %}", "{%p endfor %}"):
        say(words)


def rule(name: str, sides: tuple[str, ...], width: int) -> BaseOxmlElement:
    """Quiet lines at these sides of a table or cell, and none at the others."""
    borders = OxmlElement(name)
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(width)), ("space", "0"), ("color", "78716C")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    return borders


def captioned(document: Docx) -> None:
    """The caption above a table or picture, with its note where there is one."""
    document.add_paragraph("{{ part.caption }}", style="Caption")
    document.add_paragraph("{%p if part.note %}")
    document.add_paragraph("{{ part.note }}", style="Quiet")
    document.add_paragraph("{%p endif %}")


if __name__ == "__main__":
    build()
