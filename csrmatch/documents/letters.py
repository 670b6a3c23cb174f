"""What a letter says, as plain data, and the letter as PDF and as Word in one layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csrmatch.documents.pdf import printable, write_pdf
from csrmatch.documents.word import fill_word

__all__ = ["Heading", "Items", "Letter", "Paragraph", "Part", "Table", "letter_pdf", "letter_word"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, numbered as offices do where it has a number ("2.")."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Heading:
    """A line above the parts that follow."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list of points."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with a caption; `widths` are shares of the line, `numeric` names the columns of figures."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numeric: frozenset[int] = frozenset()
    note: str = ""


Part = Paragraph | Heading | Items | Table


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
        return {**plain, "parts": [_plain(part) for part in self.parts]}


def letter_pdf(letter: Letter, day: date) -> bytes:
    """The letter as PDF/UA-1; signs that no font has are shown as �."""
    return write_pdf("letter.typ", _printable(letter.data()), dated=day)


def letter_word(letter: Letter, day: date) -> bytes:
    """The letter as a Word file that can be edited."""
    return fill_word("letter.docx", letter.data(), dated=day)


def _plain(part: Part) -> dict[str, object]:
    match part:
        case Table():
            numeric = [column in part.numeric for column in range(len(part.heads))]
            return {**vars(part), "kind": "table", "numeric": numeric}
        case Items():
            return {"kind": "items", "items": list(part.items)}
        case Heading():
            return {"kind": "heading", "text": part.text}
    return {"kind": "paragraph", "text": part.text, "number": part.number}


def _printable(value: dict[str, object]) -> dict[str, object]:
    return {name: _shown(held) for name, held in value.items()}


def _shown(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: _shown(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(held) for held in value]
    return value
