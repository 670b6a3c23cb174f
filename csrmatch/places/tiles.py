"""The tile map: districts as equal tiles that keep neighbours and states together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from csrmatch.i18n import name_of
from csrmatch.places.models import Boundary, District
from csrmatch.places.outlines import OutlineMap, draw_outlines

__all__ = ["Tile", "TileMap", "lay_tiles"]

_SIDE = 40


@dataclass(frozen=True)
class Tile:
    """One district: where its tile lies, what it says, and its class of colour."""

    x: int
    y: int
    code: str
    label: str
    kind: str
    note: str
    url: str


@dataclass(frozen=True)
class TileMap:
    """Tiles with the borders of their states as SVG path data, cropped to what is shown.

    `outlines` is the true map of the same districts, where an office has given its outlines.
    """

    tiles: list[Tile]
    outline: str
    columns: int
    rows: int
    outlines: OutlineMap | None = None


def lay_tiles(
    districts: Iterable[District],
    *,
    kind: Callable[[District], str],
    label: Callable[[District], str],
    url: Callable[[District], str],
    note: Callable[[District], str] = lambda district: "",
    boundaries: Sequence[tuple[Boundary, District]] = (),
) -> TileMap:
    """Draws these districts; each function says something of one. Districts without a tile are left out.

    The states must be loaded. The tiles come in reading order, which is the order of the tab key.
    """
    placed = [
        (district.tile_row, district.tile_column, district)
        for district in districts
        if district.tile_row is not None and district.tile_column is not None
    ]
    if not placed:
        return TileMap([], "", 1, 1)
    top, left = min(row for row, _, _ in placed), min(column for _, column, _ in placed)
    placed.sort(key=lambda item: item[:2])
    tiles = [
        Tile(
            x=column - left,
            y=row - top,
            code=name_of(district, "tile_code"),
            label=label(district),
            kind=kind(district),
            note=note(district),
            url=url(district),
        )
        for row, column, district in placed
    ]
    states = {(column - left, row - top): district.state_id for row, column, district in placed}
    shown = {district.id for _, _, district in placed}
    return TileMap(
        tiles,
        _outline(states),
        1 + max(tile.x for tile in tiles),
        1 + max(tile.y for tile in tiles),
        draw_outlines(
            [(boundary, district) for boundary, district in boundaries if district.id in shown],
            kind=kind,
            label=label,
            url=url,
        ),
    )


def _outline(states: dict[tuple[int, int], int]) -> str:
    """A stroke along every side that has another state, or none, beyond it; each side once."""
    strokes = []
    for (x, y), state in sorted(states.items()):
        if states.get((x - 1, y)) != state:
            strokes.append(f"M{x * _SIDE} {y * _SIDE}v{_SIDE}")
        if states.get((x, y - 1)) != state:
            strokes.append(f"M{x * _SIDE} {y * _SIDE}h{_SIDE}")
        if (x + 1, y) not in states:
            strokes.append(f"M{(x + 1) * _SIDE} {y * _SIDE}v{_SIDE}")
        if (x, y + 1) not in states:
            strokes.append(f"M{x * _SIDE} {(y + 1) * _SIDE}h{_SIDE}")
    return "".join(strokes)
