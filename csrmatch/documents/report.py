"""A report of any length as plain data: title page, contents, parts; written as PDF and as Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csrmatch.documents.drawings import drawing_png
from csrmatch.documents.parts import Heading, Part, Picture, Table, plain_part
from csrmatch.documents.pdf import printable_data, write_pdf
from csrmatch.documents.word import Finish, fill_word

__all__ = ["Report", "report_pdf", "report_word"]


@dataclass(frozen=True)
class Report:
    """A report in one language; every text is already in that language.

    `running` stands at the head of each page, `draft` over every page of what is not final yet; the pairs
    of `facts` stand on the title page. Headings of level 1 are counted.
    """

    language: str
    title: str
    office: Sequence[str]
    department: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    running: str
    contents: str
    parts: Sequence[Part]
    footer: str
    page_words: str
    draft: str = ""
    draft_note: str = ""

    def counted(self) -> list[Part]:
        """The parts, with the headings of level 1 counted from 1."""
        found, number = list[Part](), 0
        for part in self.parts:
            if isinstance(part, Heading) and part.level == 1:
                number += 1
                found.append(Heading(f"{number}. {part.text}"))
            else:
                found.append(part)
        return found

    def data(self) -> dict[str, object]:
        """The report as the layouts read it."""
        plain = {name: value for name, value in vars(self).items() if name not in {"parts", "facts"}}
        facts = [{"name": name, "value": value} for name, value in self.facts]
        return {**plain, "facts": facts, "parts": [plain_part(part) for part in self.counted()]}


def report_pdf(report: Report, day: date) -> bytes:
    """The report as PDF/UA-1 with bookmarks; signs that no font has are shown as �."""
    return write_pdf("report.typ", printable_data(report.data()), dated=day)


def report_word(report: Report, day: date) -> bytes:
    """The report as a Word file that can be edited, with its contents, styles and texts for pictures."""
    parts = report.counted()
    finish = Finish(
        pictures=[
            (drawing_png(part.drawing), part.alt, part.drawing.width)
            for part in parts
            if isinstance(part, Picture)
        ],
        tables=[part for part in parts if isinstance(part, Table)],
        headings=[(part.text, part.level) for part in parts if isinstance(part, Heading)],
    )
    return fill_word("report.docx", report.data(), dated=day, finish=finish)
