"""What the page of a run shows beside its plan: how far the work is, the answers, who would rather swap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csrmatch.db import now
from csrmatch.i18n import LazyText, _, format_ist, format_number, lazy_, name_of
from csrmatch.jobs import Job, JobState, is_worker_busy
from csrmatch.jobs.rules import SOON
from csrmatch.jobs.transport import find_sign
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis
from csrmatch.mapping.queries import find_analysis_job, load_answer
from csrmatch.mapping.results import Result
from csrmatch.mapping.solving.analysing import firmness_of
from csrmatch.mapping.solving.sides import ranks_of, views_of
from csrmatch.mapping.tasks.runs import STAGES
from csrmatch.mapping.views.frontier import answer_url
from csrmatch.mapping.views.pages import blueprint
from csrmatch.mapping.wording.firmness import (
    ANSWER_NAMES,
    name_of_answer,
    tell_absence,
    tell_flip,
    tell_price,
    tell_proof,
    write_change,
)
from csrmatch.optimiser import Plan, blocking_pairs

__all__ = [
    "Blocking",
    "Card",
    "Underway",
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
