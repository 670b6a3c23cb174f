"""The districts of a workshop as the tiles that every page shows them by, for a document."""

import re
from collections.abc import Sequence

from csrmatch.documents.drawings import Box, Drawing, Line, Words
from csrmatch.places.models import District
from csrmatch.places.tiles import lay_tiles

__all__ = ["draw_districts"]

_SIDE, _EDGE = 40.0, 1.0
_STROKE = re.compile(r"M(\d+) (\d+)([vh])(\d+)")


def draw_districts(districts: Sequence[District]) -> Drawing | None:
    """The tiles of these districts with the borders of their states; None where none has a tile."""
    tiles = lay_tiles(districts, kind=_nothing, label=_nothing, url=_nothing)
    if not tiles.tiles:
        return None
    shapes: list[Box | Line | Words] = []
    for tile in tiles.tiles:
        left, top = _EDGE + tile.x * _SIDE, _EDGE + tile.y * _SIDE
        shapes.append(Box(left + 1, top + 1, _SIDE - 2, _SIDE - 2, "soft"))
        shapes.append(Words(left + _SIDE / 2, top + _SIDE / 2, tile.code, 11, "middle", is_bold=True))
    for x, y, way, length in _STROKE.findall(tiles.outline):
        start = (_EDGE + float(x), _EDGE + float(y))
        across, down = (float(length), 0.0) if way == "h" else (0.0, float(length))
        shapes.append(Line(*start, start[0] + across, start[1] + down))
    return Drawing(2 * _EDGE + tiles.columns * _SIDE, 2 * _EDGE + tiles.rows * _SIDE, shapes)


def _nothing(_district: District) -> str:
    return ""
