"""An office's boundary file is read feature by feature, and every fault is named."""

import json
import math
from typing import Any

import pytest

from csrmatch.places.tables import KnownName, match_key, project, read_boundaries

KNOWN = [KnownName(376, "Chhattisgarh", "Dantewada"), KnownName(376, "छत्तीसगढ़", "दंतेवाड़ा")]
SQUARE = [[81.0, 18.5], [81.5, 18.5], [81.5, 19.0], [81.0, 18.5]]


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(properties: dict[str, Any], ring: Any = SQUARE, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": [ring]}}


class TestReadBoundaries:
    @pytest.mark.parametrize(
        "properties",
        [
            {"lgd": 376},
            {"LGD": "376"},
            {"district": "DANTEWADA", "state": "chhattisgarh"},
            {"district": "दंतेवाड़ा", "state": "छत्तीसगढ़"},
        ],
    )
    def test_a_feature_is_joined_on_code_or_on_state_and_name(self, properties: dict[str, Any]) -> None:
        found = read_boundaries(collection(feature(properties)), KNOWN)
        assert [outline.lgd for outline in found.outlines] == [376]
        assert found.outlines[0].path.startswith("M")
        assert found.outlines[0].path.endswith("Z")

    def test_the_same_name_in_another_state_is_not_joined(self) -> None:
        found = read_boundaries(collection(feature({"district": "Dantewada", "state": "Bihar"})), KNOWN)
        assert not found.outlines
        assert found.others == ["Dantewada"]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe",
            b"[1, 2]",
            b'{"type": "Feature"}',
            b"{" * 100_000,
            b'{"type":"FeatureCollection"}',
        ],
    )
    def test_what_is_not_a_feature_collection_is_refused(self, content: bytes) -> None:
        assert read_boundaries(content, KNOWN).errors

    @pytest.mark.parametrize(
        ("ring", "kind"),
        [
            ([[8100000, 1850000]] * 4, "Polygon"),
            ([[81, 18]], "Polygon"),
            (None, "Polygon"),
            ([["x", "y"]] * 4, "Polygon"),
            (SQUARE, "Point"),
        ],
    )
    def test_an_outline_that_is_not_degrees_is_named_by_its_feature(self, ring: Any, kind: str) -> None:
        found = read_boundaries(collection(feature({"lgd": 376}, ring, kind)), KNOWN)
        assert not found.outlines
        assert "Feature 1" in str(found.errors[0])

    def test_a_district_given_twice_is_an_error_that_names_both(self) -> None:
        found = read_boundaries(collection(feature({"lgd": 376}), feature({"lgd": 376})), KNOWN)
        assert "1 and 2" in str(found.errors[0])

    def test_a_file_with_no_district_of_ours_is_an_error(self) -> None:
        assert read_boundaries(collection(feature({"lgd": 1})), KNOWN).errors


class TestProject:
    @pytest.mark.parametrize("latitude", [8, 20, 34])
    def test_equal_areas_stay_equal(self, latitude: float) -> None:
        west, east, north = project(80, latitude), project(82, latitude), project(80, latitude + 2)
        drawn = (east[0] - west[0]) * (west[1] - north[1])
        on_earth = math.cos(math.radians(latitude + 1)) * math.radians(2) ** 2
        assert drawn / on_earth == pytest.approx(2000**2, rel=0.03)


class TestMatchKey:
    def test_joiners_case_and_marks_of_punctuation_do_not_matter(self) -> None:
        assert match_key("Y.S.R. Kadapa") == match_key("ysr kadapa")
        assert match_key("दंते\u200dवाड़ा") == match_key("दंतेवाड़ा")
