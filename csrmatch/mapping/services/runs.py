"""The verbs of runs: solve as `csrmatch map` does, freeze the run, and freeze what follows from it."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import func, select

from csrmatch import __version__, jobs
from csrmatch.accounts.models import User
from csrmatch.db import db, lock_row, now, today
from csrmatch.errors import DomainError, Missing
from csrmatch.i18n import lazy_
from csrmatch.mapping.documents.archive import pack
from csrmatch.mapping.documents.folder import result_files
from csrmatch.mapping.models import AnalysisKind, Exercise, MappingRun, RunAnalysis, RunOutcome
from csrmatch.mapping.queries import gather_input
from csrmatch.mapping.queries.answers import find_analysis
from csrmatch.mapping.results import read_input, unknown_cells
from csrmatch.mapping.solving.analysing import ANALYSE_RUN, Found
from csrmatch.mapping.solving.outcome import Outcome, solve_input
from csrmatch.mapping.tables import InputRefused, Issue, MappingInput
from csrmatch.mapping.tables.writing import input_files
from csrmatch.optimiser import Infeasible, OutOfTime

__all__ = ["Solved", "analyse_soon", "freeze_analysis", "run_exercise", "solve_exercise"]

_NOT_IN_TIME = lazy_(
    "No plan was found in time under these budgets and bounds. Lift some of them, or map from files with "
    "more time: csrmatch map --time-limit."
)


@dataclass(frozen=True)
class Solved:
    """How an input came out: what of a run follows from its input alone."""

    input_digest: str
    language: str
    outcome: RunOutcome
    input_zip: bytes
    summary: dict[str, Any]
    problems: list[dict[str, Any]] = field(default_factory=list)
    result_zip: bytes | None = None
    unknown_cells: bytes | None = None

    @property
    def result_digest(self) -> str | None:
        """The SHA-256 sum of the result folder as packed."""
        return None if self.result_zip is None else hashlib.sha256(self.result_zip).hexdigest()


def solve_exercise(*, exercise: Exercise, language: str) -> Solved:
    """Solves the exercise as it stands today and writes nothing: it may take long, so nobody is to wait.

    Rules that clash and an input that cannot be used are outcomes too. Raises `DomainError` where no plan is
    found in time.
    """
    return _solve(gather_input(exercise, today()).given, language)


def run_exercise(
    *,
    exercise: Exercise,
    by: User,
    language: str,
    solved: Solved | None = None,
    given: MappingInput | None = None,
) -> MappingRun:
    """Freezes input, result, version, person and time, and asks for what is worked out of a plan afterwards.

    `solved` is what `solve_exercise` gave before; it counts only if the exercise still asks the same.
    `given` is what the exercise asks now, where that was gathered already in this transaction.
    """
    stated = gather_input(exercise, today()).given if given is None else given
    if solved is None or (solved.input_digest, solved.language) != (stated.digest, language):
        solved = _solve(stated, language)
    run = MappingRun(
        exercise_id=exercise.id,
        number=_next_number(exercise),
        created_at=now(),
        created_by=by,
        language=language,
        software_version=__version__,
        input_digest=solved.input_digest,
        input_zip=solved.input_zip,
        outcome=solved.outcome,
        summary=solved.summary,
        problems=solved.problems,
        result_zip=solved.result_zip,
        result_digest=solved.result_digest,
        unknown_cells=solved.unknown_cells,
    )
    db.session.add(run)
    db.session.flush()
    if run.outcome is RunOutcome.SOLVED:
        analyse_soon(run=run, by=by)
    return run


def analyse_soon(*, run: MappingRun, by: User) -> jobs.Job:
    """Asks a worker for what is worked out of a run; asked again, it tries again what failed.

    Raises `Missing` for a run without a plan.
    """
    if run.outcome is not RunOutcome.SOLVED:
        raise Missing
    job = jobs.enqueue(
        ANALYSE_RUN,
        {"run_id": run.id},
        f"{ANALYSE_RUN} {run.id}",
        by_id=by.id,
        link=f"/exercises/{run.exercise_id}/runs/{run.number}",
    )
    lock_row(job)
    jobs.try_again(job)
    return job


def freeze_analysis(*, run: MappingRun, kind: AnalysisKind, found: Found) -> RunAnalysis:
    """Freezes what was worked out of a run; what is there already stays."""
    there = find_analysis(run, kind)
    if there is not None:
        return there
    content = pack(found.files)
    analysis = RunAnalysis(
        run_id=run.id,
        variant=0,
        kind=kind,
        created_at=now(),
        software_version=__version__,
        summary=found.summary,
        digest=hashlib.sha256(content).hexdigest(),
        payload_zip=content,
    )
    db.session.add(analysis)
    db.session.flush()
    return analysis


def _solve(stated: MappingInput, language: str) -> Solved:
    files = input_files(stated)
    summary: dict[str, Any] = {"districts": len(stated.districts), "cpses": len(stated.cpses)}

    def ended(outcome: RunOutcome, problems: list[dict[str, Any]]) -> Solved:
        return Solved(stated.digest, language, outcome, pack(files), summary, problems)

    try:
        given, warnings = read_input(files)
        outcome = solve_input(given, warnings=warnings)
    except InputRefused as refused:
        return ended(RunOutcome.INPUT_ERROR, [asdict(issue) for issue in refused.issues])
    except Infeasible as clash:
        return ended(RunOutcome.CLASH, [asdict(conflict) for conflict in clash.conflicts])
    except OutOfTime:
        raise DomainError(_NOT_IN_TIME) from None
    return Solved(
        stated.digest,
        language,
        RunOutcome.SOLVED,
        pack(files),
        {**summary, **_summary(outcome, warnings)},
        result_zip=pack(result_files(outcome, language)),
        unknown_cells=unknown_cells(outcome),
    )


def _summary(outcome: Outcome, warnings: list[Issue]) -> dict[str, Any]:
    return {
        "total": outcome.plan.total,
        "worst": outcome.plan.worst,
        "proven": outcome.plan.proven,
        "unknown": len(warnings),
        "blocking": len(outcome.blocking_pairs),
        "pairs": [list(pair) for pair in outcome.plan.pairs],
    }


def _next_number(exercise: Exercise) -> int:
    query = select(func.max(MappingRun.number)).where(MappingRun.exercise_id == exercise.id)
    return (db.session.scalar(query) or 0) + 1
