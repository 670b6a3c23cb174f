"""Decisions about figures on plain values: what is worse, what cannot be right, what is doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

__all__ = [
    "FigureDoubt",
    "FigureProblem",
    "TypedFigure",
    "check_figure",
    "find_doubts",
    "robust_z",
    "shortfall",
    "value_of",
]


def shortfall(value: float | None, benchmark: float | None, better: str | None) -> float | None:
    """How far a value lies on the worse side of its benchmark, in its own unit; below 0 it is better.

    None where either is not known, or where neither direction counts as better.
    """
    if value is None or benchmark is None or better not in {"higher", "lower"}:
        return None
    return benchmark - value if better == "higher" else value - benchmark


class FigureProblem(StrEnum):
    """Why a figure cannot be right as it was typed, and is refused."""

    NOTHING = "nothing"
    OUT_OF_RANGE = "out_of_range"
    HALF_COUNTS = "half_counts"
    PART_ABOVE_WHOLE = "part_above_whole"
    COUNTS_DISAGREE = "counts_disagree"
    PERIOD_BACKWARDS = "period_backwards"
    PERIOD_TO_COME = "period_to_come"
    DATED_TO_COME = "dated_to_come"


class FigureDoubt(StrEnum):
    """A question that a figure raises; it is taken with an answer."""

    UNIT_SLIP = "unit_slip"
    FAR_FROM_PAST = "far_from_past"
    FAR_FROM_NEIGHBOURS = "far_from_neighbours"


@dataclass(frozen=True)
class TypedFigure:
    """A figure as it was typed: the value or its two counts, for which days, and of what date."""

    starts_on: date
    ends_on: date
    dated_on: date
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None


# A robust z-score above this is an outlier: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993.
_FAR = 3.5
# Makes the median absolute deviation of a normal distribution its standard deviation.
_TO_DEVIATION = 1.4826
_FEWEST_NEIGHBOURS = 4
_FEWEST_PAST = 3
# What two counts may differ from the rate that was typed beside them, in points: rounding.
_ROUNDING = 0.5
_SLIPS = (100.0, 10.0, 0.1, 0.01)


def value_of(figure: TypedFigure, unit: str) -> float | None:
    """The value that was typed, or for a share that of the two counts; None where neither is there."""
    if figure.value is not None:
        return figure.value
    if unit != "percent" or figure.numerator is None or not figure.denominator:
        return None
    return 100 * figure.numerator / figure.denominator


def check_figure(figure: TypedFigure, unit: str, today: date) -> FigureProblem | None:
    """Why a figure cannot be taken, or None: range by unit, part within the whole, days in their order."""
    value = value_of(figure, unit)
    part, whole = figure.numerator, figure.denominator
    derived = 100 * part / whole if part is not None and whole else None
    problems = {
        FigureProblem.HALF_COUNTS: (part is None) != (whole is None) or whole == 0,
        FigureProblem.PART_ABOVE_WHOLE: part is not None and whole is not None and part > whole,
        FigureProblem.NOTHING: value is None,
        FigureProblem.OUT_OF_RANGE: value is not None and not 0 <= value <= _most(unit),
        FigureProblem.COUNTS_DISAGREE: (
            unit == "percent"
            and value is not None
            and derived is not None
            and abs(value - derived) > _ROUNDING
        ),
        FigureProblem.PERIOD_BACKWARDS: figure.starts_on > figure.ends_on,
        FigureProblem.PERIOD_TO_COME: figure.ends_on > today,
        FigureProblem.DATED_TO_COME: figure.dated_on > today,
    }
    return next((problem for problem, applies in problems.items() if applies), None)


def _most(unit: str) -> float:
    return 100.0 if unit == "percent" else 1e12


def robust_z(value: float, others: Sequence[float], floor: float) -> float:
    """How many robust deviations a value lies from the median of the others.

    The deviation is 1.4826 times the median absolute deviation, and never below `floor`, so that others
    that hardly differ do not make every value an outlier.
    """
    middle = median(others)
    deviation = _TO_DEVIATION * median([abs(other - middle) for other in others])
    return (value - middle) / max(deviation, floor)


def find_doubts(
    value: float, unit: str, *, past: Sequence[float], neighbours: Sequence[float]
) -> tuple[FigureDoubt, ...]:
    """The questions a value raises beside its own past, the first first, and its neighbours in the state."""
    doubts = {
        FigureDoubt.UNIT_SLIP: _is_slip(value, past, neighbours),
        FigureDoubt.FAR_FROM_PAST: _is_far_from_past(value, unit, past),
        FigureDoubt.FAR_FROM_NEIGHBOURS: (
            len(neighbours) >= _FEWEST_NEIGHBOURS
            and abs(robust_z(value, neighbours, _floor(unit, median(neighbours)))) > _FAR
        ),
    }
    return tuple(doubt for doubt, applies in doubts.items() if applies)


def _floor(unit: str, middle: float) -> float:
    """The least deviation that counts: two points of a share, otherwise a twentieth of the usual value."""
    return 2.0 if unit == "percent" else max(abs(middle) / 20, 1e-9)


def _is_far_from_past(value: float, unit: str, past: Sequence[float]) -> bool:
    if len(past) >= _FEWEST_PAST:
        return abs(robust_z(value, past, _floor(unit, median(past)))) > _FAR
    if not past:
        return False
    # Of one or two earlier values no deviation can be said; a jump is one of 20 points, or to twice or half.
    last = past[-1]
    return abs(value - last) > 20 if unit == "percent" else value > 2 * last or 2 * value < last


def _is_slip(value: float, past: Sequence[float], neighbours: Sequence[float]) -> bool:
    """Whether ten or a hundred times more or less would be the usual value, and the value itself is not."""
    usual = past[-1] if past else median(neighbours) if neighbours else 0.0
    if usual <= 0 or value <= 0 or usual / 3 <= value <= usual * 3:
        return False
    return any(abs(value * factor - usual) <= usual / 5 for factor in _SLIPS)
