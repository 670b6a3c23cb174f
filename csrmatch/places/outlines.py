"""The true map: outlines of districts as an office has given them; nothing is drawn where none are given."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csrmatch.places.models import Boundary, District

__all__ = ["OutlineMap", "Shape", "draw_outlines"]

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MARGIN = 8.0


@dataclass(frozen=True)
class Shape:
    """One district: its outline as path data, what it says, and its class of colour."""

    path: str
    label: str
    kind: str
    url: str


@dataclass(frozen=True)
class OutlineMap:
    """The shapes, the part of the picture that holds them, and the file they come from."""

    shapes: Sequence[Shape]
    view_box: str
    source_name: str


def draw_outlines(
    boundaries: Sequence[tuple[Boundary, District]],
    *,
    kind: Callable[[District], str],
    label: Callable[[District], str],
    url: Callable[[District], str],
) -> OutlineMap | None:
    """Draws the outlines of these districts, cropped to them; None where there are none."""
    if not boundaries:
        return None
    shapes = [
        Shape(boundary.path, label(district), kind(district), url(district))
        for boundary, district in boundaries
    ]
    across: list[float] = []
    down: list[float] = []
    for shape in shapes:
        numbers = [float(text) for text in _NUMBER.findall(shape.path)]
        across += numbers[0::2]
        down += numbers[1::2]
    left, top = min(across) - _MARGIN, min(down) - _MARGIN
    width, height = max(across) + _MARGIN - left, max(down) + _MARGIN - top
    return OutlineMap(shapes, f"{left:g} {top:g} {width:g} {height:g}", boundaries[0][0].source_name)
