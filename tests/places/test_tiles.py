"""The tile map of the 112."""

import csv
from collections import defaultdict
from pathlib import Path

from csrmatch.app import Application
from csrmatch.places import tiles as tiles_module
from csrmatch.places.queries import list_districts
from csrmatch.places.tiles import TileMap, lay_tiles
from csrmatch.reference import read_districts


def rows_of_table() -> list[dict[str, str]]:
    with (Path(tiles_module.__file__).parent / "tiles.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def draw(state_id: int | None = None) -> TileMap:
    return lay_tiles(
        list_districts(state_id),
        kind=lambda row: "q0",
        label=lambda row: row.name_en,
        url=lambda row: f"#{row.lgd}",
    )


class TestTable:
    def test_every_district_has_one_tile_of_its_own(self) -> None:
        rows = rows_of_table()
        assert {int(row["lgd"]) for row in rows} == {row.lgd for row in read_districts()}
        assert len({(row["col"], row["row"]) for row in rows}) == 112

    def test_short_codes_are_unique_in_each_script(self) -> None:
        rows = rows_of_table()
        assert len({row["code_en"] for row in rows}) == len({row["code_hi"] for row in rows}) == 112

    def test_twelve_columns_leave_24_pixels_a_tile_on_a_small_phone(self) -> None:
        assert max(int(row["col"]) for row in rows_of_table()) < 12

    def test_no_state_is_torn(self) -> None:
        state = {row.lgd: row.state_lgd for row in read_districts()}
        cells: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for row in rows_of_table():
            cells[state[int(row["lgd"])]].add((int(row["col"]), int(row["row"])))
        for left in cells.values():
            stack = [left.pop()]
            while stack:
                x, y = stack.pop()
                sides = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)} & left
                left -= sides
                stack += sides
            assert not left

    def test_north_lies_above_south(self) -> None:
        latitude = {row.lgd: row.hq_lat for row in read_districts()}
        rows = rows_of_table()
        top = [latitude[int(row["lgd"])] for row in rows if int(row["row"]) <= 3]
        bottom = [latitude[int(row["lgd"])] for row in rows if int(row["row"]) >= 10]
        assert min(top) > max(bottom)


class TestLayTiles:
    def test_the_nation_is_drawn_whole(self, sqlite_app: Application) -> None:
        assert len(draw().tiles) == 112

    def test_one_state_is_cropped_to_its_tiles(self, sqlite_app: Application) -> None:
        state = next(row.state for row in list_districts() if row.lgd == 376)
        picture = draw(state.id)
        assert len(picture.tiles) == 10
        assert min(tile.x for tile in picture.tiles) == min(tile.y for tile in picture.tiles) == 0
        assert picture.columns * picture.rows < 30

    def test_the_outline_has_as_many_strokes_as_sides_between_states(self, sqlite_app: Application) -> None:
        districts = list_districts()
        state = {(row.tile_column, row.tile_row): row.state_id for row in districts}
        sides = {
            frozenset((cell, (cell[0] + x, cell[1] + y)))
            for cell in state
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))
            if state.get((cell[0] + x, cell[1] + y)) != state[cell]
        }
        assert draw().outline.count("M") == len(sides)

    def test_nothing_is_drawn_of_nothing(self) -> None:
        assert lay_tiles([], kind=str, label=str, url=str).tiles == []
