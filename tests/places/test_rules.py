"""Distances between points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.places.rules import distance_km

degrees = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


class TestDistanceKm:
    def test_raipur_to_dantewada_is_what_an_atlas_says(self) -> None:
        assert distance_km(21.2514, 81.6296, 18.8456, 81.3501) == pytest.approx(269, abs=3)

    def test_a_quarter_of_the_equator_is_a_quarter_of_its_length(self) -> None:
        assert distance_km(0, 0, 0, 90) == pytest.approx(10_007.5, abs=1)

    @given(degrees, degrees)
    def test_the_way_back_is_as_long(self, first: tuple[float, float], second: tuple[float, float]) -> None:
        assert distance_km(*first, *second) == pytest.approx(distance_km(*second, *first), abs=1e-6)

    @given(degrees)
    def test_a_point_is_at_no_distance_from_itself(self, point: tuple[float, float]) -> None:
        assert distance_km(*point, *point) == 0
