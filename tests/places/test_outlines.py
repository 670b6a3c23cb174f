"""The true map is drawn from an office's outlines, cropped to what is shown, and absent without them."""

from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.places.queries import list_boundaries, list_districts
from csrmatch.places.services import replace_boundaries
from csrmatch.places.tables import Outline
from csrmatch.places.tiles import TileMap, lay_tiles


def lay(state: str) -> TileMap:
    return lay_tiles(
        [district for district in list_districts() if district.state.name_en == state],
        kind=lambda district: "q1",
        label=lambda district: district.name_en,
        url=lambda district: f"/{district.lgd}",
        boundaries=list_boundaries(),
    )


class TestDrawOutlines:
    def test_no_map_is_drawn_until_an_office_has_given_outlines(self, app: Application) -> None:
        assert lay("Chhattisgarh").outlines is None

    def test_the_map_holds_the_districts_shown_and_fits_them(self, app: Application) -> None:
        given = [Outline(376, "M100 200L130 200L130 260Z"), Outline(322, "M900 900L910 900L910 910Z")]
        run_write(
            lambda: replace_boundaries(outlines=given, source_name="office.geojson", source_digest="0" * 64)
        )
        outlines = lay("Chhattisgarh").outlines
        assert outlines is not None
        assert [shape.label for shape in outlines.shapes] == ["Dantewada"]
        assert outlines.view_box == "92 192 46 76"
        assert outlines.source_name == "office.geojson"
