"""The job of a run: after its plan the other answers, the trade-offs, and how firm its pairs are."""

from collections.abc import Callable, Mapping
from functools import partial

from csrmatch import jobs
from csrmatch.db import db
from csrmatch.i18n import lazy_
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunOutcome
from csrmatch.mapping.queries import get_run_files
from csrmatch.mapping.queries.answers import list_analyses
from csrmatch.mapping.results import read_input
from csrmatch.mapping.services.runs import freeze_analysis
from csrmatch.mapping.solving.analysing import (
    ANALYSE_RUN,
    Found,
    Progress,
    Question,
    find_answer,
    find_frontier,
    find_robustness,
)
from csrmatch.optimiser import Objective

__all__ = ["STAGES", "analyse_run"]

_NO_PLAN = lazy_("Nothing was worked out: the run has no plan.")

Stage = Callable[[Question, Progress], Found]

# In the order in which they are worked out: the quickest first, so that there is soon something to see.
STAGES: Mapping[AnalysisKind, Stage] = {
    AnalysisKind.FAIREST: lambda question, _tell: find_answer(question, Objective.FAIREST),
    AnalysisKind.STABLE: lambda question, _tell: find_answer(question, Objective.STABLE),
    AnalysisKind.FRONTIER: lambda question, _tell: find_frontier(question),
    AnalysisKind.ROBUSTNESS: find_robustness,
}


@jobs.task(ANALYSE_RUN)
def analyse_run(work: jobs.Work) -> None:
    """Works out what is not there yet and saves stage by stage: a worker that dies loses one at most."""
    run = db.session.get(MappingRun, int(work.payload["run_id"]))
    if run is None or run.outcome is not RunOutcome.SOLVED:
        raise jobs.JobFailed(_NO_PLAN.text)
    given, warnings = read_input(unpack(get_run_files(run.id)[0]))
    question = Question(given, warnings, run.language, run.summary["pairs"])
    run_id, there = run.id, list_analyses(run)
    # No transaction stays open while the stages are worked out.
    db.session.rollback()
    for index, (kind, find) in enumerate(STAGES.items()):
        if kind in there:
            continue
        tell = partial(_tell, work, kind, index)
        tell(0.0)
        found = find(question, tell)
        work.save(partial(_freeze, run_id, kind, found))


def _tell(work: jobs.Work, kind: AnalysisKind, index: int, share: float) -> None:
    work.progress((index + share) / len(STAGES), kind.value, index + 1, len(STAGES))


def _freeze(run_id: int, kind: AnalysisKind, found: Found) -> None:
    freeze_analysis(run=db.session.get_one(MappingRun, run_id), kind=kind, found=found)
