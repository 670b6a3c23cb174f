"""What cannot be right in a figure, what raises a question, and how figures over the years are laid out."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.indicators.rules import (
    FigureDoubt,
    FigureProblem,
    TypedFigure,
    check_figure,
    find_doubts,
    robust_z,
    value_of,
)
from csrmatch.indicators.trend import lay_trend

TODAY = date(2026, 11, 22)
YEAR = (date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 15))


def typed(
    value: float | None = 40.0, numerator: int | None = None, denominator: int | None = None
) -> TypedFigure:
    return TypedFigure(*YEAR, value, numerator, denominator)


class TestWhatCannotBeRight:
    @pytest.mark.parametrize(
        ("figure", "unit", "problem"),
        [
            (typed(40.0), "percent", None),
            (typed(0.0), "percent", None),
            (typed(100.0), "percent", None),
            (typed(100.1), "percent", FigureProblem.OUT_OF_RANGE),
            (typed(1_250.0), "percent", FigureProblem.OUT_OF_RANGE),
            (typed(1_250.0), "rupees", None),
            (typed(None), "percent", FigureProblem.NOTHING),
            (typed(None, 3, 4), "percent", None),
            (typed(None, 3, 4), "rupees", FigureProblem.NOTHING),
            (typed(75.0, 3, 4), "percent", None),
            (typed(75.4, 3, 4), "percent", None),
            (typed(75.6, 3, 4), "percent", FigureProblem.COUNTS_DISAGREE),
            (typed(75.0, 3, None), "percent", FigureProblem.HALF_COUNTS),
            (typed(75.0, None, 4), "percent", FigureProblem.HALF_COUNTS),
            (typed(75.0, 0, 0), "percent", FigureProblem.HALF_COUNTS),
            (typed(100.0, 5, 4), "percent", FigureProblem.PART_ABOVE_WHOLE),
        ],
    )
    def test_is_told_by_range_unit_and_counts(
        self, figure: TypedFigure, unit: str, problem: FigureProblem | None
    ) -> None:
        assert check_figure(figure, unit, TODAY) is problem

    def test_days_stand_in_their_order_and_not_in_the_future(self) -> None:
        tomorrow = TODAY + timedelta(days=1)
        cases = {
            FigureProblem.PERIOD_BACKWARDS: TypedFigure(YEAR[1], YEAR[0], YEAR[2], 1.0),
            FigureProblem.PERIOD_TO_COME: TypedFigure(YEAR[0], tomorrow, TODAY, 1.0),
            FigureProblem.DATED_TO_COME: TypedFigure(YEAR[0], YEAR[1], tomorrow, 1.0),
        }
        for problem, figure in cases.items():
            assert check_figure(figure, "percent", TODAY) is problem
        assert check_figure(TypedFigure(TODAY, TODAY, TODAY, 1.0), "percent", TODAY) is None

    def test_a_share_is_worked_out_of_its_counts_and_zero_is_not_missing(self) -> None:
        assert value_of(typed(None, 1, 3), "percent") == pytest.approx(100 / 3)
        assert value_of(typed(None, 0, 3), "percent") == 0.0
        assert value_of(typed(0.0, None, None), "percent") == 0.0
        assert value_of(typed(None, None, None), "percent") is None


class TestRobustZ:
    def test_is_that_of_the_worked_example(self) -> None:
        # Median 3; deviations 2, 1, 0, 1, 2 with median 1: (8 - 3) / 1.4826.
        assert robust_z(8, [1, 2, 3, 4, 5], 0.1) == pytest.approx(5 / 1.4826)

    def test_others_that_are_equal_do_not_divide_by_nothing(self) -> None:
        assert robust_z(45, [40, 40, 40, 40], 2.0) == 2.5

    @given(
        st.lists(st.floats(0, 100), min_size=1, max_size=12),
        st.floats(0, 100),
        st.floats(-50, 50),
    )
    def test_moving_all_values_moves_no_score(self, others: list[float], value: float, shift: float) -> None:
        moved = robust_z(value + shift, [other + shift for other in others], 2.0)
        assert moved == pytest.approx(robust_z(value, others, 2.0), abs=1e-6)


class TestQuestions:
    neighbours = (38.0, 40.0, 42.0, 44.0, 46.0)

    def test_none_beside_like_values(self) -> None:
        assert find_doubts(43.0, "percent", past=[40.0, 41.0, 42.0], neighbours=self.neighbours) == ()

    def test_far_from_its_past(self) -> None:
        assert find_doubts(70.0, "percent", past=[40.0, 41.0, 42.0], neighbours=()) == (
            FigureDoubt.FAR_FROM_PAST,
        )

    @pytest.mark.parametrize(("value", "asks"), [(60.0, False), (60.1, True), (19.9, True), (20.0, False)])
    def test_of_one_earlier_share_a_jump_is_more_than_20_points(self, value: float, asks: bool) -> None:
        assert bool(find_doubts(value, "percent", past=[40.0], neighbours=())) is asks

    def test_of_an_amount_a_jump_is_to_more_than_twice_or_less_than_half(self) -> None:
        for value, asks in ((7_900.0, False), (8_100.0, True), (2_100.0, False), (1_900.0, True)):
            doubts = find_doubts(value, "rupees", past=[4_000.0], neighbours=())
            assert (FigureDoubt.FAR_FROM_PAST in doubts) is asks

    def test_far_from_its_neighbours_only_where_there_are_four(self) -> None:
        doubt = FigureDoubt.FAR_FROM_NEIGHBOURS
        assert doubt in find_doubts(80.0, "percent", past=(), neighbours=self.neighbours)
        assert doubt not in find_doubts(80.0, "percent", past=(), neighbours=self.neighbours[:3])

    @pytest.mark.parametrize("value", [0.42, 4.2, 0.4])
    def test_a_slip_of_the_unit_or_point(self, value: float) -> None:
        assert FigureDoubt.UNIT_SLIP in find_doubts(value, "percent", past=[42.0], neighbours=())

    @pytest.mark.parametrize("value", [42.0, 20.0, 90.0, 1.5])
    def test_no_slip_where_no_ten_or_hundred_explains_it(self, value: float) -> None:
        assert FigureDoubt.UNIT_SLIP not in find_doubts(value, "percent", past=[42.0], neighbours=())

    @given(st.lists(st.floats(1, 99), min_size=4, max_size=10))
    def test_the_usual_value_itself_is_never_asked_about(self, neighbours: list[float]) -> None:
        assert find_doubts(median(neighbours), "percent", past=(), neighbours=neighbours) == ()


class TestTrend:
    def test_of_nothing_is_no_picture(self) -> None:
        assert lay_trend([], 40.0) is None

    def test_later_lies_right_and_more_lies_higher_with_one_line_a_source(self) -> None:
        days = [date(2016, 1, 1), date(2021, 1, 1), date(2026, 1, 1)]
        trend = lay_trend(
            [("Survey", days[1], 50.0), ("Survey", days[0], 40.0), ("Office", days[2], 60.0)],
            45.0,
            most=100.0,
        )
        assert trend is not None
        assert [line.name for line in trend.lines] == ["Survey", "Office"]
        first, second = trend.lines[0].points
        last = trend.lines[1].points[0]
        assert first.x < second.x < last.x
        assert first.y > trend.benchmark_y > second.y > last.y
        assert second.x - first.x == pytest.approx(last.x - second.x, abs=0.5)
        assert [year for _x, year in trend.years] == [2016, 2026]

    def test_one_figure_stands_in_the_middle(self) -> None:
        trend = lay_trend([("Survey", date(2021, 1, 1), 0.0)], None)
        assert trend is not None
        assert 0 < trend.lines[0].points[0].x < trend.width
        assert trend.benchmark_y is None
