"""Drawings for documents and pages as shapes in places: boxes, lines and words, and bars made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from csrmatch.documents.pdf import draw_png, printable_data

__all__ = ["Box", "Drawing", "Line", "Words", "draw_bars", "drawing_png"]

# How tall a bar and its words stand, and where the bars begin and end.
_ROW, _BAR, _START, _END = 24.0, 14.0, 190.0, 400.0
_WIDTH = 450.0


@dataclass(frozen=True)
class Box:
    """A filled rectangle; `ink` names a colour of the layouts: accent, soft, ground."""

    x: float
    y: float
    width: float
    height: float
    ink: str


@dataclass(frozen=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Words:
    """One line of words, in the middle of a height; `anchor` says which end of it lies at x."""

    x: float
    y: float
    text: str
    size: float
    anchor: str = "start"
    ink: str = "dark"
    is_bold: bool = False


@dataclass(frozen=True)
class Drawing:
    """Shapes on a ground of this size, drawn in their order."""

    width: float
    height: float
    shapes: Sequence[Box | Line | Words]

    def data(self) -> dict[str, object]:
        """The drawing as the layouts read it."""
        kinds = {Box: "box", Line: "line", Words: "words"}
        shapes = [{**vars(shape), "kind": kinds[type(shape)]} for shape in self.shapes]
        return {"width": self.width, "height": self.height, "shapes": shapes}


def draw_bars(rows: Sequence[tuple[str, float, str]]) -> Drawing:
    """A bar a row from its label, its amount and the amount in words; the longest bar fills the room."""
    most = max((amount for _label, amount, _words in rows), default=0) or 1
    shapes: list[Box | Line | Words] = []
    for place, (label, amount, words) in enumerate(rows):
        middle = _ROW * place + _ROW / 2
        length = (_END - _START) * max(0.0, amount) / most
        shapes += [
            Words(_START - 8, middle, label, 9, anchor="end"),
            Box(_START, middle - _BAR / 2, length, _BAR, "accent"),
            Words(_START + length + 6, middle, words, 9, is_bold=True),
        ]
    return Drawing(_WIDTH, _ROW * max(1, len(rows)), shapes)


def drawing_png(drawing: Drawing) -> bytes:
    """The drawing as a picture of points, for writers that know no shapes."""
    return draw_png("drawing.typ", printable_data(drawing.data()))
