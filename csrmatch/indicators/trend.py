"""Lays out the figures of a district over the years as lines, one a source, with the benchmark as a tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Trend", "TrendLine", "TrendPoint", "lay_trend"]

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 16, 32
_STEPS = 4


@dataclass(frozen=True)
class TrendPoint:
    """One figure on the picture: where, and what it says."""

    x: float
    y: float
    value: float
    day: date


@dataclass(frozen=True)
class TrendLine:
    """The figures of one source in order of time."""

    name: str
    points: Sequence[TrendPoint]

    @property
    def path(self) -> str:
        """The points as the picture wants them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True)
class Trend:
    """The whole picture: lines, the benchmark's height if known, steps of the scale, first and last year."""

    lines: Sequence[TrendLine]
    benchmark_y: float | None
    steps: Sequence[tuple[float, float]]
    years: Sequence[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT


def lay_trend(
    figures: Sequence[tuple[str, date, float]], benchmark: float | None, *, most: float | None = None
) -> Trend | None:
    """The picture of figures given as source, day and value; None where there are none.

    The scale runs from nothing to `most`, or a tenth above the greatest value where that is not given.
    """
    if not figures:
        return None
    values = [value for _source, _day, value in figures] + ([] if benchmark is None else [benchmark])
    top = most or 1.1 * max(values) or 1.0
    days = [day.toordinal() for _source, day, _value in figures]
    first, last = min(days), max(days)

    def x_of(day: int) -> float:
        inner = WIDTH - _LEFT - _RIGHT
        return round(_LEFT + inner * ((day - first) / (last - first) if last > first else 0.5), 1)

    def y_of(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(value / top, 1.0), 1)

    lines = []
    for name in dict.fromkeys(source for source, _day, _value in figures):
        own = sorted((day, value) for source, day, value in figures if source == name)
        points = [TrendPoint(x_of(day.toordinal()), y_of(value), value, day) for day, value in own]
        lines.append(TrendLine(name, points))
    ends = sorted({first, last})
    return Trend(
        lines=lines,
        benchmark_y=None if benchmark is None else y_of(benchmark),
        steps=[(y_of(top * step / _STEPS), top * step / _STEPS) for step in range(_STEPS + 1)],
        years=[(x_of(day), date.fromordinal(day).year) for day in ends],
    )
