"""The trade-offs of a run as a picture: the lowest fit against the total, each point a plan to open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from csrmatch.i18n import _, format_number, ngettext
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis
from csrmatch.mapping.views.scales import Scale, Tick, scale_of
from csrmatch.mapping.wording.firmness import ANSWER_NAMES

__all__ = ["Curve", "Spot", "answer_url", "draw_frontier"]

Analyses = Mapping[AnalysisKind, RunAnalysis]


def answer_url(run: MappingRun, answer: str) -> str:
    """The page of a run with the plan of one of its answers."""
    if answer == "total":
        return url_for("mapping.show_run", exercise_id=run.exercise_id, number=run.number)
    return url_for("mapping.show_answer", exercise_id=run.exercise_id, number=run.number, answer=answer)


# The picture's measures: what is drawn lies within these margins of its frame.
_WIDTH, _HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 34, 52


@dataclass(frozen=True)
class Spot:
    """A plan in the picture: where it lies, what it says, and its page; `marks` are the answers it is."""

    x: float
    y: float
    number: int | None
    total: float
    worst: float
    moved: int
    label: str
    url: str
    marks: tuple[str, ...]
    is_here: bool
    # Whether it lies beyond the frame and is drawn at its edge.
    is_beyond: bool = False

    @property
    def anchor(self) -> str:
        """From where its name is written so that it stays within the frame."""
        if self.x > _WIDTH * 0.7:
            return "end"
        return "start" if self.x < _WIDTH * 0.3 else "middle"


@dataclass(frozen=True)
class Curve:
    """The trade-offs as a picture of fixed measures: the line, its points, and answers beside it."""

    width: int
    height: int
    left: int
    bottom: int
    line: str
    points: Sequence[Spot]
    beside: Sequence[Spot]
    across: Sequence[Tick]
    up: Sequence[Tick]
    title: str


def draw_frontier(run: MappingRun, analyses: Analyses, here: str) -> Curve | None:
    """The curve of the lowest fit against the total; None where it is not worked out or cannot be."""
    analysis = analyses.get(AnalysisKind.FRONTIER)
    if analysis is None or not analysis.summary["available"]:
        return None
    points: list[dict[str, Any]] = analysis.summary["points"]
    answers = {"total": run.summary}
    for name in ("fairest", "stable"):
        other = analyses.get(AnalysisKind(name))
        if other is not None and other.summary["available"]:
            answers[name] = other.summary
    # The trade-offs set the scale: another answer may lie so far off that the curve would shrink to a dot.
    drawn = points if len(points) > 1 else [*points, *answers.values()]
    across = scale_of([point["total"] for point in drawn], _LEFT, _WIDTH - _RIGHT)
    up = scale_of([point["worst"] for point in drawn], _HEIGHT - _BOTTOM, _TOP)
    spots = [
        _spot(run, here, f"frontier-{number}", point, across, up, number, _marks(point, answers))
        for number, point in enumerate(points, 1)
    ]
    on_curve = {mark for spot in spots for mark in spot.marks}
    beside = [
        _spot(run, here, name, said, across, up, None, (name,))
        for name, said in answers.items()
        if name not in on_curve
    ]
    line = " ".join(f"{spot.x:.1f},{spot.y:.1f}" for spot in spots)
    return Curve(
        _WIDTH,
        _HEIGHT,
        _LEFT,
        _HEIGHT - _BOTTOM,
        line,
        spots,
        beside,
        across.ticks,
        up.ticks,
        _finding(points),
    )


def _marks(point: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The answers that have the point's total and lowest fit."""
    return tuple(
        name
        for name, said in answers.items()
        if abs(said["total"] - point["total"]) < 5e-7 and abs(said["worst"] - point["worst"]) < 5e-7
    )


def _finding(points: Sequence[Mapping[str, Any]]) -> str:
    first, last = points[0], points[-1]
    if len(points) == 1:
        return _("Nothing is to be traded: the greatest total also has the best lowest fit of any plan")
    return _(
        "The lowest fit can rise from %(low)s to %(high)s at a price of %(price)s in total",
        low=format_number(first["worst"], 3),
        high=format_number(last["worst"], 3),
        price=format_number(first["total"] - last["total"], 3),
    )


def _spot(
    run: MappingRun,
    here: str,
    answer: str,
    point: Mapping[str, Any],
    across: Scale,
    up: Scale,
    number: int | None,
    marks: tuple[str, ...],
) -> Spot:
    names = ", ".join(str(ANSWER_NAMES[mark]) for mark in marks)
    moved = int(point.get("moved", 0))
    label = _(
        "Total %(total)s, lowest fit %(worst)s",
        total=format_number(point["total"], 3),
        worst=format_number(point["worst"], 3),
    )
    label += ", " + ngettext("%(num)s district moved", "%(num)s districts moved", moved)
    return Spot(
        round(across.at(point["total"]), 1),
        round(up.at(point["worst"]), 1),
        number,
        point["total"],
        point["worst"],
        moved,
        f"{names}: {label}" if names else label,
        answer_url(run, answer),
        marks,
        is_here=answer == here or here in marks,
        is_beyond=not (across.holds(point["total"]) and up.holds(point["worst"])),
    )
