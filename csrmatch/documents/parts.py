"""The parts that documents are made of, as plain data; every text is already in the document's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from csrmatch.documents.drawings import Drawing

__all__ = ["Heading", "Items", "Paragraph", "Part", "Picture", "Table", "plain_part"]

# What fits a page whatever else is on it.
_FEW_ROWS, _FEW_SIGNS, _LINE = 12, 900, 40


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, numbered as offices do where it has a number ("2."); a quiet one says where and when."""

    text: str
    number: str = ""
    is_quiet: bool = False


@dataclass(frozen=True)
class Heading:
    """A line above the parts that follow; below a heading of level 1 come those of level 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Items:
    """A list of points."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with a caption; `widths` are shares of the line, `numeric` names the columns of figures.

    The last row is a sum of the others where it `has_total`.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numeric: frozenset[int] = frozenset()
    note: str = ""
    has_total: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it is so short that it stands on one page and need not be parted."""
        signs = sum(len(words) + _LINE * words.count("\n") for row in self.rows for words in row)
        return len(self.rows) <= _FEW_ROWS and signs < _FEW_SIGNS


@dataclass(frozen=True)
class Picture:
    """A drawing with a caption; `alt` says in words what it shows to whoever cannot see it."""

    drawing: Drawing
    caption: str
    alt: str
    note: str = ""


Part = Paragraph | Heading | Items | Table | Picture


def plain_part(part: Part) -> dict[str, object]:
    """The part as the layouts read it."""
    match part:
        case Table():
            numeric = [column in part.numeric for column in range(len(part.heads))]
            return {**vars(part), "kind": "table", "numeric": numeric, "is_short": part.is_short}
        case Items():
            return {"kind": "items", "items": list(part.items)}
        case Heading():
            return {"kind": "heading", "text": part.text, "level": part.level}
        case Picture():
            return {**vars(part), "kind": "picture", "drawing": part.drawing.data()}
    return {"kind": "paragraph", "text": part.text, "number": part.number, "is_quiet": part.is_quiet}
