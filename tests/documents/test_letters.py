"""Letters as PDF and Word: the right words in both scripts, nothing run, the same bytes each time."""

import io
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from csrmatch.documents.letters import Heading, Items, Letter, Paragraph, Table, letter_pdf, letter_word
from csrmatch.documents.pdf import CannotPrint, printable, unprintable, write_pdf

DAY = date(2026, 11, 22)
HOSTILE = '#read("/etc/passwd") *bold* {{ 7*7 }} {% raw %} <w:p> & ]]> \\u{41} $x^2$ @label'
LETTER = Letter(
    language="hi",
    title="प्रस्ताव",
    office=["भारत सरकार", "वित्त मंत्रालय"],
    department="लोक उद्यम विभाग",
    number="सं. DPE/ADP/2024-25/7",
    dated="दिनांक 22 नवंबर 2026",
    addressee=["सेवा में,", "जिलाधिकारी, दंतेवाड़ा"],
    subject="विषय: अग्रणी उद्यम का प्रस्ताव",
    greeting="महोदय/महोदया,",
    parts=[
        Paragraph("श्रद्धा, क्षत्रिय, कार्यवृत्त, ₹12.50 करोड़ “उद्धरण” × → ≥ – …"),
        Paragraph(HOSTILE, "2."),
        Heading("जिले की आवश्यकताएँ"),
        Items(["पोषण", HOSTILE]),
        Table(
            "सारणी",
            ["विषय", "राशि"],
            [["शिक्षा", "1,25,000"], [HOSTILE, "–"]],
            [2, 1],
            frozenset({1}),
            "टिप्पणी",
        ),
    ],
    closing="भवदीय,",
    signature=["उप सचिव"],
    copies_to="प्रतिलिपि:",
    copies=["सचिव"],
    footer="यह प्रस्ताव है।",
    page_words="पृष्ठ {page}, कुल {pages}",
)


def pdf_text(pdf: bytes) -> str:
    """The text of a PDF as poppler reads it, without blanks, which it guesses at vowel signs."""
    return "".join(pdf_pages(pdf))


def pdf_pages(pdf: bytes) -> list[str]:
    """The text of each page, without blanks."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing: on Debian install poppler-utils")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return ["".join(page.split()) for page in done.stdout.decode().split("\f")]


def word_text(file: bytes) -> str:
    document = docx.Document(io.BytesIO(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [line.text for line in document.sections[0].footer.paragraphs]
    return "\n".join([line.text for line in document.paragraphs] + cells + foot)


class TestPdf:
    def test_hindi_is_read_back_exactly_and_nothing_in_the_data_is_run(self) -> None:
        text = pdf_text(letter_pdf(LETTER, DAY))
        for words in (
            "श्रद्धा, क्षत्रिय, कार्यवृत्त",
            "₹12.50 करोड़ “उद्धरण” × → ≥ – …",
            "पृष्ठ 1, कुल 1",
            "लोक उद्यम विभाग",
        ):
            assert words.replace(" ", "") in text, words
        assert text.count(HOSTILE.replace(" ", "")) == 3

    def test_it_is_tagged_and_says_its_language(self) -> None:
        for language in ("en", "hi"):
            pdf = letter_pdf(replace(LETTER, language=language), DAY)
            assert f"/Lang({language}-IN)".encode() in pdf.replace(b" ", b"")
            assert b"pdfuaid" in pdf

    def test_bold_hindi_stands_in_the_bold_hindi_font(self) -> None:
        pdf = letter_pdf(LETTER, DAY)
        assert b"noto-sans-devanagari-700" in pdf
        assert b"noto-sans-devanagari-400" in pdf

    def test_equal_data_give_equal_bytes_and_another_day_others(self) -> None:
        first = letter_pdf(LETTER, DAY)
        time.sleep(1.1)
        assert letter_pdf(LETTER, DAY) == first
        assert letter_pdf(LETTER, date(2026, 11, 23)) != first

    def test_a_sign_without_a_glyph_is_an_error_and_a_letter_shows_it_as_missing(self) -> None:
        data = replace(LETTER, subject="தமிழ் 🙂").data()
        with pytest.raises(CannotPrint) as refused:
            write_pdf("letter.typ", data, dated=DAY)
        assert refused.value.signs == "தமிழ்🙂"
        assert "\N{REPLACEMENT CHARACTER}" in pdf_text(letter_pdf(replace(LETTER, subject="க"), DAY))

    def test_the_layout_itself_refuses_a_sign_that_no_font_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("csrmatch.documents.pdf.unprintable", lambda text: "")
        with pytest.raises(Exception, match=r"could not be displayed|glyph"):
            write_pdf("letter.typ", replace(LETTER, subject="க").data(), dated=DAY)

    def test_a_table_longer_than_a_page_goes_on_and_loses_no_row(self) -> None:
        rows = [[f"row{number:03}", "–"] for number in range(112)]
        table = Table("caption", ["head", "sum"], rows, [2, 1], frozenset({1}), "note")
        text = pdf_text(letter_pdf(replace(LETTER, parts=[Paragraph("before"), table]), DAY))
        assert [row for row, _ in rows if row not in text] == []
        assert text.count("head") > 1
        assert text.index("before") < text.index("caption") < text.index("note") < text.index("row000")

    def test_a_word_longer_than_its_line_is_broken_and_loses_no_sign(self) -> None:
        for long in ("W" * 120, "कार्यक्रमक्रियान्वयन" * 8):
            table = Table("Table", ["A", "B"], [[f"{long}1", f"{long}2"]], [1, 3], frozenset(), "")
            letter = replace(LETTER, parts=[Paragraph(f"{long}3"), table], subject=f"{long}4")
            text = pdf_text(letter_pdf(letter, DAY)).replace("\u200b", "")
            assert [mark for mark in "1234" if f"{long}{mark}" not in text] == []

    def test_a_text_of_many_long_words_is_printed(self) -> None:
        words = " ".join(f"{'W' * 40}{number}" for number in range(400))
        pages = pdf_pages(letter_pdf(replace(LETTER, parts=[Paragraph(words)]), DAY))
        text = "".join(pages).replace("\u200b", "")
        found = [number for number in range(400) if f"{'W' * 40}{number}" in text]
        # Where a page ends within a word, its foot stands between.
        assert len(found) > 400 - len(pages)

    def test_last_words_of_more_than_a_page_are_not_cut_off(self) -> None:
        remarks = [
            f"start{number} " + "as was said in the room " * 6 + f"end{number}" for number in range(60)
        ]
        for part in (Items(remarks), Paragraph("\n".join(f"start{n} end{n}" for n in range(120)))):
            text = pdf_text(letter_pdf(replace(LETTER, parts=[part]), DAY))
            count = 60 if isinstance(part, Items) else 120
            assert [n for n in range(count) if f"start{n}" not in text or f"end{n}" not in text] == []

    def test_an_order_says_so_above_whom_it_is_for_and_a_signature_never_stands_alone(self) -> None:
        filling = [Paragraph(f"line{number:02}") for number in range(60)]
        for count in range(16, 34):
            pages = pdf_pages(letter_pdf(replace(LETTER, parts=filling[:count], heading="आदेश"), DAY))
            assert pages[0].index("आदेश") < pages[0].index("सेवामें")
            assert f"line{count - 1:02}" in next(page for page in pages if "उपसचिव" in page)

    def test_what_papers_of_the_office_need_can_be_printed(self) -> None:
        assert unprintable("₹ – “ ” ‘ ’ × → ≥ ≤ · • … § ½ ० १ ९ । ॥ क्‍ष ऑफ़ ʼ Ā") == ""
        assert printable("e\u0301\u200e க") == "é \N{REPLACEMENT CHARACTER}"


class TestWord:
    def test_it_is_reopened_with_every_word_and_nothing_is_run(self) -> None:
        text = word_text(letter_word(LETTER, DAY))
        for words in ("कार्यवृत्त", "₹12.50 करोड़", "1,25,000", "यह प्रस्ताव है।", "सचिव"):
            assert words in text
        assert text.count(HOSTILE) == 3
        assert "{{ words" not in text

    def test_hindi_has_its_font_and_language(self) -> None:
        with zipfile.ZipFile(io.BytesIO(letter_word(LETTER, DAY))) as package:
            styles = package.read("word/styles.xml").decode()
        assert 'w:cs="Noto Sans Devanagari"' in styles
        assert 'w:bidi="hi-IN"' in styles

    def test_equal_data_give_equal_bytes(self) -> None:
        first = letter_word(LETTER, DAY)
        time.sleep(2.1)
        assert letter_word(LETTER, DAY) == first

    def test_signs_that_no_xml_may_hold_are_dropped(self) -> None:
        assert "ab" in word_text(
            letter_word(replace(LETTER, subject="a\x0bb\x00\ufffe".replace("\x0b", "")), DAY)
        )

    def test_the_layout_can_be_changed_in_word_alone(self) -> None:
        """It is an ordinary document: its words in braces stand in paragraphs that Word shows."""
        layout = Path(__file__).parents[2] / "templates" / "documents" / "letter.docx"
        assert "{{ subject }}" in word_text(layout.read_bytes())
