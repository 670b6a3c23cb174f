"""What is worse than what, and by how much."""

import pytest

from csrmatch.indicators.rules import shortfall


class TestShortfall:
    @pytest.mark.parametrize(
        ("value", "benchmark", "better", "expected"),
        [
            (40.0, 50.0, "higher", 10.0),
            (60.0, 50.0, "higher", -10.0),
            (60.0, 50.0, "lower", 10.0),
            (5.0, 5.0, "lower", 0.0),
        ],
    )
    def test_worse_is_above_nought_in_the_figures_own_direction(
        self, value: float, benchmark: float, better: str, expected: float
    ) -> None:
        assert shortfall(value, benchmark, better) == expected

    @pytest.mark.parametrize(
        ("value", "benchmark", "better"),
        [(None, 5.0, "higher"), (5.0, None, "higher"), (5.0, 4.0, None), (5.0, 4.0, "sideways")],
    )
    def test_it_is_not_known_when_a_part_is_not_known(
        self, value: float | None, benchmark: float | None, better: str | None
    ) -> None:
        assert shortfall(value, benchmark, better) is None

    def test_nought_is_a_figure(self) -> None:
        assert shortfall(0.0, 3.0, "higher") == 3.0
