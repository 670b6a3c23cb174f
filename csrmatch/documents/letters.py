"""What a letter says, as plain data, and the letter as PDF and as Word in one layout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csrmatch.documents.kinds import PDF, WORD
from csrmatch.documents.parts import Heading, Items, Paragraph, Part, Table, plain_part
from csrmatch.documents.pdf import printable_data, write_pdf
from csrmatch.documents.word import fill_word

__all__ = [
    "LETTER_WRITERS",
    "Heading",
    "Items",
    "Letter",
    "Paragraph",
    "Part",
    "Table",
    "letter_pdf",
    "letter_word",
]


@dataclass(frozen=True)
class Letter:
    """A letter in one language, ready to be laid out; every text is already in that language.

    `heading` names what is more than a letter, an order, above whom it is for.
    """

    language: str
    title: str
    office: Sequence[str]
    department: str
    number: str
    dated: str
    addressee: Sequence[str]
    subject: str
    greeting: str
    parts: Sequence[Part]
    closing: str
    signature: Sequence[str]
    copies_to: str
    copies: Sequence[str]
    footer: str
    page_words: str
    heading: str = ""

    def data(self) -> dict[str, object]:
        """The letter as the layouts read it."""
        plain = {name: value for name, value in vars(self).items() if name != "parts"}
        return {**plain, "parts": [plain_part(part) for part in self.parts]}


def letter_pdf(letter: Letter, day: date) -> bytes:
    """The letter as PDF/UA-1; signs that no font has are shown as �."""
    return write_pdf("letter.typ", printable_data(letter.data()), dated=day)


def letter_word(letter: Letter, day: date) -> bytes:
    """The letter as a Word file that can be edited."""
    return fill_word("letter.docx", letter.data(), dated=day)


# By the kind of file.
LETTER_WRITERS = {PDF: letter_pdf, WORD: letter_word}
