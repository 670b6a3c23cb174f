"""Reports as PDF and Word: real headings, tables over pages, pictures told in words, the same bytes."""

import io
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from csrmatch.documents.drawings import draw_bars, drawing_png
from csrmatch.documents.parts import Heading, Items, Paragraph, Picture, Table
from csrmatch.documents.report import Report, report_pdf, report_word
from tests.documents.office import through_office
from tests.documents.test_letters import HOSTILE, pdf_pages, pdf_text

DAY = date(2026, 11, 22)
BARS = draw_bars([("ज़िला प्रशासन", 12, "12"), ("CPSEs", 30, "30"), (HOSTILE[:20], 0, "0")])
ROWS = [[str(number), f"row{number:03}", "कार्यशाला"] for number in range(90)]
REPORT = Report(
    language="hi",
    title="चौथी कार्यशाला की रिपोर्ट",
    office=["भारत सरकार", "वित्त मंत्रालय"],
    department="लोक उद्यम विभाग",
    subtitle="रायपुर, 2024",
    facts=[("स्थान", "रायपुर"), ("आयोजक", HOSTILE)],
    running="चौथी कार्यशाला",
    contents="विषय सूची",
    parts=[
        Heading("उद्देश्य"),
        Paragraph("श्रद्धा, क्षत्रिय, कार्यवृत्त, ₹12.50 करोड़"),
        Picture(BARS, "समूहवार प्रतिभागी", "ज़िला प्रशासन से 12, सीपीएसई से 30"),
        Heading("सत्र"),
        Heading("पहला सत्र", 2),
        Paragraph("पहला दिन", is_quiet=True),
        Paragraph(HOSTILE, "2."),
        Items(["पोषण", HOSTILE]),
        Table("सारणी", ["head", "नाम", "विषय"], ROWS, [0.1, 0.4, 0.5], frozenset({0}), "टिप्पणी"),
    ],
    footer="निर्गम 1",
    page_words="पृष्ठ {page}, कुल {pages}",
    draft="प्रारूप",
    draft_note="यह अंतिम नहीं है।",
)
SUMS = Table("योग", ["समूह", "संख्या"], [["ज़िला", "4"], ["कुल", "4"]], [0.7, 0.3], frozenset({1}), has_total=True)
EMPTY = replace(REPORT, parts=[], facts=[], subtitle="", draft="", draft_note="")


def opened(file: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(file))


class TestPdf:
    def test_every_word_is_read_back_and_nothing_in_the_data_is_run(self) -> None:
        text = pdf_text(report_pdf(REPORT, DAY))
        for words in (
            "कार्यवृत्त",
            "₹12.50 करोड़",
            "विषय सूची",
            "1. उद्देश्य",
            "ज़िला प्रशासन",
            "यह अंतिम नहीं है।",
            "टिप्पणी",
        ):
            assert words.replace(" ", "") in text, words
        assert text.count(HOSTILE.replace(" ", "")) == 3

    def test_it_is_tagged_with_bookmarks_and_its_language_and_holds_its_fonts(self) -> None:
        for language in ("en", "hi"):
            pdf = report_pdf(replace(REPORT, language=language), DAY)
            assert f"/Lang({language}-IN)".encode() in pdf.replace(b" ", b"")
            for mark in (b"pdfuaid", b"/MarkInfo", b"/StructTreeRoot", b"/Outlines", b"/FontFile"):
                assert mark in pdf, mark

    def test_a_long_table_repeats_its_head_on_each_page_and_loses_no_row(self) -> None:
        pages = pdf_pages(report_pdf(REPORT, DAY))
        holding = [page for page in pages if "row0" in page]
        assert len(holding) > 1
        assert all("head" in page for page in holding)
        assert [row[1] for row in ROWS if not any(row[1] in page for page in pages)] == []

    def test_a_short_table_is_not_parted_nor_a_row(self) -> None:
        rows = [[f"short{number}", "कार्यशाला"] for number in range(8)]
        short = Table("सारणी", ["head", "विषय"], rows, [0.5, 0.5])
        tall = Table(
            "लंबी", ["नाम", "विषय"], [[f"top{n}", "अ " * 250 + f"end{n}"] for n in range(9)], [0.5, 0.5]
        )
        for lines in range(24, 40, 3):
            filling = [Paragraph("पंक्ति") for _line in range(lines)]
            pages = pdf_pages(report_pdf(replace(REPORT, parts=[*filling, short, tall]), DAY))
            assert len([page for page in pages if "short" in page]) == 1
            for number in range(9):
                assert any(f"top{number}" in page and f"end{number}" in page for page in pages), number

    def test_a_heading_and_the_title_of_a_table_stand_above_its_first_rows(self) -> None:
        table = Table("title", ["head", "name", "topic"], ROWS, [0.1, 0.4, 0.5])
        for lines in range(24, 40):
            parts = [*(Paragraph("line") for _line in range(lines)), Heading("section"), table]
            pages = pdf_pages(report_pdf(replace(REPORT, parts=parts), DAY))
            # The contents name the section too, on the second page, which holds the first lines as well.
            (above,) = [page for page in pages if "title" in page]
            assert "row000" in above, lines
            assert above.count("section") == 1 + ("विषयसूची" in above), lines

    def test_a_row_that_fits_no_page_is_parted_and_loses_nothing(self) -> None:
        words = " ".join(f"word{number}" for number in range(1500))
        table = Table("सारणी", ["head", "विषय"], [["one", words]], [0.5, 0.5])
        text = pdf_text(report_pdf(replace(REPORT, parts=[table]), DAY))
        assert [number for number in range(1500) if f"word{number}" not in text] == []

    def test_a_cell_of_many_short_lines_is_parted_and_loses_none(self) -> None:
        lines = "\n".join(f"line{number}end" for number in range(120))
        table = Table("सारणी", ["head", "विषय"], [["one", lines]], [0.5, 0.5])
        text = pdf_text(report_pdf(replace(REPORT, parts=[table]), DAY))
        assert [number for number in range(120) if f"line{number}end" not in text] == []

    def test_a_draft_says_so_on_every_page_and_a_final_report_nowhere(self) -> None:
        assert all("प्रारूप" in page for page in pdf_pages(report_pdf(REPORT, DAY)) if page)
        assert "प्रारूप" not in pdf_text(report_pdf(replace(REPORT, draft="", draft_note=""), DAY))

    def test_equal_data_give_equal_bytes_and_an_empty_report_is_one(self) -> None:
        first = report_pdf(REPORT, DAY)
        time.sleep(1.1)
        assert report_pdf(REPORT, DAY) == first
        assert "विषयसूची" in pdf_text(report_pdf(EMPTY, DAY))


class TestWord:
    def test_headings_tables_and_pictures_are_what_word_calls_so(self) -> None:
        document = opened(report_word(REPORT, DAY))
        styles = [(line.style.name, line.text) for line in document.paragraphs if line.style is not None]
        for found in (("Heading 1", "1. उद्देश्य"), ("Heading 1", "2. सत्र"), ("Heading 2", "पहला सत्र")):
            assert found in styles
        assert ("Caption", "सारणी") in styles
        (table,) = document.tables
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [[cell.text for cell in row.cells] for row in table.rows] == [["head", "नाम", "विषय"], *ROWS]
        (shown,) = document.element.body.iter(qn("wp:docPr"))
        assert shown.get("descr") == "ज़िला प्रशासन से 12, सीपीएसई से 30"

    def test_figures_end_their_columns_a_sum_is_heavy_and_a_short_table_stays_whole(self) -> None:
        report = replace(REPORT, parts=[SUMS, Table("सारणी", ["head", "नाम", "विषय"], ROWS, [0.1, 0.4, 0.5])])
        short, long = opened(report_word(report, DAY)).tables
        for row in short.rows:
            assert [line.alignment for line in row.cells[1].paragraphs] == [WD_ALIGN_PARAGRAPH.RIGHT]
            assert row.cells[0].paragraphs[0].alignment is None
        assert [
            all(run.font.cs_bold for run in row.cells[0].paragraphs[0].runs) for row in short.rows[1:]
        ] == [
            False,
            True,
        ]
        kept = [
            [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in t.rows]
            for t in (short, long)
        ]
        assert kept[0] == [True, True, None]
        assert set(kept[1]) == {None}

    def test_the_contents_lead_to_every_heading(self) -> None:
        document = opened(report_word(REPORT, DAY))
        links = [
            (link.get(qn("w:anchor")), "".join(words.text for words in link.iter(qn("w:t"))))
            for link in document.element.body.iter(qn("w:hyperlink"))
        ]
        marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
        assert [text for _anchor, text in links] == ["1. उद्देश्य", "2. सत्र", "पहला सत्र"]
        assert {anchor for anchor, _text in links} == marks

    def test_hindi_has_its_font_and_language_in_every_style_of_a_heading(self) -> None:
        file = report_word(REPORT, DAY)
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            styles = package.read("word/styles.xml").decode()
        assert 'w:bidi="hi-IN"' in styles
        for name in ("Heading 1", "Heading 2", "Title", "Caption"):
            fonts = opened(file).styles[name].element.rPr.rFonts
            assert fonts.get(qn("w:cs")) == "Noto Sans Devanagari", name
            assert fonts.get(qn("w:cstheme")) is None, name

    def test_equal_data_give_equal_bytes_and_an_empty_report_is_one(self) -> None:
        first = report_word(REPORT, DAY)
        time.sleep(2.1)
        assert report_word(REPORT, DAY) == first
        assert opened(report_word(EMPTY, DAY)).tables == []

    def test_libreoffice_opens_it_and_reads_every_word(self, tmp_path: Path) -> None:
        text = pdf_text(through_office(report_word(REPORT, DAY), tmp_path))
        for words in ("कार्यवृत्त", "₹12.50 करोड़", "विषय सूची", "1. उद्देश्य", "यह अंतिम नहीं है।", "row089"):
            assert words.replace(" ", "") in text, words
        assert text.count("प्रारूप") > 1
        assert HOSTILE.replace(" ", "") in text


class TestDrawings:
    def test_a_picture_of_points_is_the_same_each_time(self) -> None:
        first = drawing_png(BARS)
        assert first.startswith(b"\x89PNG")
        assert drawing_png(BARS) == first
        assert drawing_png(draw_bars([])).startswith(b"\x89PNG")

    def test_the_longest_bar_fills_the_room_and_the_others_keep_the_proportion(self) -> None:
        widths = [shape.width for shape in BARS.shapes if hasattr(shape, "ink") and hasattr(shape, "height")]
        assert widths[2] == 0
        assert widths[0] / widths[1] == pytest.approx(12 / 30)
