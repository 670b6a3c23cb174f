"""Figures beside their benchmarks, as the database gives them."""

from csrmatch.app import Application
from csrmatch.indicators.queries import list_readings, list_standings, list_themes, pick_worst
from csrmatch.places.queries import get_district, list_districts
from csrmatch.reference import read_benchmarks, read_figures, read_indicators


class TestListReadings:
    def test_values_and_benchmarks_are_those_of_the_shipped_tables(self, app: Application) -> None:
        district = get_district(383)
        figures = {(row.indicator, row.round): row.value for row in read_figures() if row.lgd == 383}
        benchmarks = {
            (row.indicator, row.state_lgd): float(row.value)
            for row in read_benchmarks()
            if row.round == "NFHS-5"
        }
        readings = list_readings(district)
        assert len(readings) == 46
        for reading in readings:
            code = reading.indicator.code
            latest = figures[code, "NFHS-5"]
            assert reading.value == (None if latest is None else float(latest))
            assert reading.state == benchmarks.get((code, 22))
            assert reading.nation == benchmarks.get((code, None))

    def test_themes_come_together_in_the_order_of_the_programme(self, app: Application) -> None:
        order = {theme.code: theme.position for theme in list_themes()}
        positions = [order[reading.indicator.theme_code] for reading in list_readings(get_district(383))]
        assert positions == sorted(positions)


class TestPickWorst:
    def test_the_five_furthest_behind_are_picked(self, app: Application) -> None:
        readings = list_readings(get_district(383))
        gaps = sorted(
            (
                reading.gap
                for reading in readings
                if reading.gap is not None and reading.indicator.unit == "percent"
            ),
            reverse=True,
        )
        assert [reading.gap for reading in pick_worst(readings)] == gaps[:5]


class TestListStandings:
    def test_counts_agree_with_the_shipped_tables(self, app: Application) -> None:
        india = {
            row.indicator: row.value
            for row in read_benchmarks()
            if row.round == "NFHS-5" and row.state_lgd is None
        }
        better = {row.code: row.better for row in read_indicators()}
        expected: dict[int, tuple[int, int]] = {}
        for row in read_figures():
            if row.round != "NFHS-5" or row.value is None or row.indicator not in india:
                continue
            worse, known = expected.get(row.lgd, (0, 0))
            is_worse = (
                row.value < india[row.indicator]
                if better[row.indicator] == "higher"
                else row.value > india[row.indicator]
            )
            expected[row.lgd] = (worse + is_worse, known + 1)
        standings = list_standings()
        found = {row.lgd: (standings[row.id].worse, standings[row.id].known) for row in list_districts()}
        assert found == expected
