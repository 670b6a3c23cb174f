"""What the page of a run shows beside its plan: the answers, their trade-offs as a curve, who would swap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from csrmatch.db import now
from csrmatch.i18n import LazyText, _, format_ist, format_number, lazy_, name_of, ngettext
from csrmatch.jobs import Job, JobState, is_worker_busy
from csrmatch.jobs.rules import SOON
from csrmatch.jobs.transport import find_sign
from csrmatch.mapping.analysing import firmness_of
from csrmatch.mapping.firmness_words import (
    ANSWER_NAMES,
    name_of_answer,
    tell_absence,
    tell_flip,
    tell_price,
    tell_proof,
    write_change,
)
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis
from csrmatch.mapping.queries import find_analysis_job, load_answer
from csrmatch.mapping.results import Result
from csrmatch.mapping.sides import ranks_of, views_of
from csrmatch.mapping.tasks import STAGES
from csrmatch.mapping.views.pages import blueprint
from csrmatch.optimiser import Plan, blocking_pairs

__all__ = [
    "Blocking",
    "Card",
    "Curve",
    "Underway",
    "answer_url",
    "draw_frontier",
    "lay_cards",
    "list_blocking",
    "tell_underway",
]

blueprint.add_app_template_global(name_of_answer, "name_of_answer")
blueprint.add_app_template_global(tell_flip, "tell_flip")
blueprint.add_app_template_global(write_change, "signed")
blueprint.add_app_template_global(firmness_of, "firmness_of")

Analyses = Mapping[AnalysisKind, RunAnalysis]

_WORDS: Mapping[str, LazyText] = {
    AnalysisKind.FAIREST: lazy_("The fairest answer is being worked out"),
    AnalysisKind.STABLE: lazy_("The stable answer is being worked out"),
    AnalysisKind.FRONTIER: lazy_("The trade-offs are being worked out"),
    AnalysisKind.ROBUSTNESS: lazy_("The weights are being drawn anew, to see how firm each pair is"),
}
_WAITING = lazy_("The other answers wait to be worked out")
_FAILED = lazy_("The other answers could not be worked out. The plan below stands; try the rest again.")
_NEVER = lazy_("The other answers were not worked out with this run.")


@dataclass(frozen=True)
class Underway:
    """How far the work behind the page is: words, share or None, a note; `can_ask` offers to ask for it."""

    words: str
    share: float | None
    note: str
    can_ask: bool = False


def tell_underway(run: MappingRun, analyses: Analyses) -> Underway | None:
    """Where the work on a run's other answers stands; None where everything is there."""
    if all(kind in analyses for kind in STAGES):
        return None
    job = find_analysis_job(run)
    if job is None:
        return Underway(str(_NEVER), None, "", can_ask=True)
    if job.state is JobState.FAILED:
        return Underway(str(_FAILED), None, "", can_ask=True)
    return _tell_running(job, analyses) if job.state is JobState.RUNNING else _tell_waiting(job)


def _tell_running(job: Job, analyses: Analyses) -> Underway:
    sign = find_sign(job.id)
    done = sum(kind in analyses for kind in STAGES)
    share = max(sign.share if sign else 0.0, done / len(STAGES))
    words = _WORDS.get(sign.stage if sign else "", _WAITING)
    note = _(
        "Step %(step)s of %(steps)s. You can leave this page: the work goes on without it.",
        step=format_number(min(done + 1, len(STAGES))),
        steps=format_number(len(STAGES)),
    )
    return Underway(str(words), share, note)


def _tell_waiting(job: Job) -> Underway:
    moment = now()
    if job.attempts and job.not_before > moment:
        note = _("It did not work and is tried again at %(moment)s.", moment=format_ist(job.not_before))
    elif is_worker_busy(moment):
        note = _("Other work is done first.")
    elif moment - max(job.created_at, job.not_before) < SOON:
        note = _("It begins in a moment.")
    else:
        note = _("No worker has taken it up yet. Tell whoever runs this service; nothing is lost meanwhile.")
    return Underway(str(_WAITING), None, note)


@dataclass(frozen=True)
class Card:
    """One answer with its figures; `absence` says why there is none, empty where it only is not there yet."""

    name: str
    label: str
    url: str
    is_here: bool
    is_there: bool
    figures: Mapping[str, Any]
    price: str = ""
    proof: tuple[str, str, str] = ("", "", "")
    absence: str = ""

    @property
    def mean(self) -> float:
        """The mean fit of its pairs."""
        return float(self.figures["total"] / max(1, len(self.figures["pairs"])))


def answer_url(run: MappingRun, answer: str) -> str:
    """The page of a run with the plan of one of its answers."""
    if answer == "total":
        return url_for("mapping.show_run", exercise_id=run.exercise_id, number=run.number)
    return url_for("mapping.show_answer", exercise_id=run.exercise_id, number=run.number, answer=answer)


def lay_cards(run: MappingRun, result: Result, analyses: Analyses, here: str) -> list[Card]:
    """The three answers, and the point of the frontier whose plan is shown, each with its price.

    `result` is that of the run itself.
    """
    total = {**run.summary, "moved": 0}
    if "blocking" not in total:
        total["blocking"] = len(_blocking(result, result.plan))
    cards = [_card(run, "total", here, total, total, is_verified=result.verdict.holds)]
    for name in ("fairest", "stable"):
        analysis = analyses.get(AnalysisKind(name))
        if analysis is None:
            cards.append(Card(name, str(ANSWER_NAMES[name]), "", is_here=False, is_there=False, figures={}))
        elif not analysis.summary["available"]:
            reason = tell_absence(analysis.summary, result.given)
            cards.append(
                Card(
                    name,
                    str(ANSWER_NAMES[name]),
                    "",
                    is_here=False,
                    is_there=False,
                    figures={},
                    absence=reason,
                )
            )
        else:
            cards.append(_card(run, name, here, analysis.summary, total))
    if here not in ANSWER_NAMES:
        cards.append(_point_card(run, result, here, total))
    return cards


def _card(
    run: MappingRun,
    name: str,
    here: str,
    figures: Mapping[str, Any],
    total: Mapping[str, Any],
    *,
    is_verified: bool = True,
) -> Card:
    return Card(
        name,
        name_of_answer(name),
        answer_url(run, name),
        is_here=name == here,
        is_there=True,
        figures=figures,
        price=tell_price(name, figures, total),
        proof=tell_proof(name, is_proven=bool(figures["proven"]), is_verified=is_verified),
    )


def _point_card(run: MappingRun, result: Result, here: str, total: Mapping[str, Any]) -> Card:
    found = load_answer(run, here)
    leads = {pair.lgd: pair.cpse for pair in found.pairs}
    figures = {
        "total": found.total,
        "worst": found.worst,
        "proven": found.is_proven,
        "pairs": found.pairs,
        "blocking": len(_blocking(result, result.with_leads(leads).plan)),
        "moved": sum(leads[lgd] != code for lgd, code in result.plan.pairs),
    }
    return _card(run, here, here, figures, total)


@dataclass(frozen=True)
class Blocking:
    """A district and a CPSE that would both rather have each other than what a plan gives them."""

    lgd: str
    district: str
    cpse: str
    fit: float
    lead: str
    lead_fit: float


def list_blocking(result: Result) -> list[Blocking]:
    """The pairs that would both rather have each other, the strongest wish first."""
    names = {row.lgd: name_of(row) for row in result.given.districts}
    problem, plan = result.problem, result.plan
    found = []
    for lgd, code in _blocking(result, plan):
        row = problem.row[lgd]
        lead = int(plan.lead[row])
        fit = float(problem.fit[row, problem.column[code]])
        found.append(Blocking(lgd, names[lgd], code, fit, problem.cpses[lead], float(problem.fit[row, lead])))
    return sorted(found, key=lambda pair: (pair.lead_fit - pair.fit, int(pair.lgd), pair.cpse))


def _blocking(result: Result, plan: Plan) -> list[tuple[str, str]]:
    views = views_of(result.problem, ranks_of(result.given.preferences))
    return blocking_pairs(result.problem, plan, views.district, views.cpse)


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
class Tick:
    """A mark of an axis."""

    at: float
    text: str


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
    across = _scale([point["total"] for point in drawn], _LEFT, _WIDTH - _RIGHT)
    up = _scale([point["worst"] for point in drawn], _HEIGHT - _BOTTOM, _TOP)
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


@dataclass(frozen=True)
class _Scale:
    least: float
    most: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Where a value is drawn; beyond the scale, at its end."""
        share = (min(max(value, self.least), self.most) - self.least) / (self.most - self.least)
        return self.begin + share * (self.end - self.begin)

    def holds(self, value: float) -> bool:
        """Whether a value lies on the scale."""
        return self.least <= value <= self.most

    @property
    def ticks(self) -> list[Tick]:
        """Four marks in even steps."""
        values = [self.least + (self.most - self.least) * part / 3 for part in range(4)]
        digits = 2 if self.most - self.least >= 0.1 else 3
        return [Tick(round(self.at(value), 1), format_number(value, digits)) for value in values]


def _scale(values: Sequence[float], begin: float, end: float) -> _Scale:
    least, most = min(values), max(values)
    room = max((most - least) * 0.08, 0.002)
    return _Scale(least - room, most + room, begin, end)


def _spot(
    run: MappingRun,
    here: str,
    answer: str,
    point: Mapping[str, Any],
    across: _Scale,
    up: _Scale,
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
