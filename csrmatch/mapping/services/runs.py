"""The verb that runs an exercise: the very same way as `csrmatch map`, and frozen with all its files."""

import hashlib
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select

from csrmatch import __version__
from csrmatch.accounts.models import User
from csrmatch.db import db, now
from csrmatch.mapping.documents.archive import pack
from csrmatch.mapping.documents.folder import result_files
from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome
from csrmatch.mapping.outcome import Outcome, solve_input
from csrmatch.mapping.queries import gather_input
from csrmatch.mapping.results import read_input, unknown_cells
from csrmatch.mapping.services.rules import today
from csrmatch.mapping.tables import InputRefused, Issue, MappingInput
from csrmatch.mapping.tables.writing import input_files
from csrmatch.optimiser import Infeasible

__all__ = ["run_exercise"]


def run_exercise(*, exercise: Exercise, by: User, language: str) -> MappingRun:
    """Solves the exercise as it stands today and freezes input, result, version, person and time.

    Rules that clash and an input that cannot be used are outcomes too: they are kept with what was wrong.
    """
    stated = gather_input(exercise, today()).given
    files = input_files(stated)
    run = MappingRun(
        exercise_id=exercise.id,
        number=_next_number(exercise),
        created_at=now(),
        created_by=by,
        language=language,
        software_version=__version__,
        input_digest=stated.digest,
        input_zip=pack(files),
        summary={"districts": len(stated.districts), "cpses": len(stated.cpses)},
        problems=[],
    )
    _solve(run, files, language)
    db.session.add(run)
    db.session.flush()
    return run


def _solve(run: MappingRun, files: dict[str, bytes], language: str) -> None:
    """Fills in how the run ended."""
    try:
        given, warnings = read_input(files)
        outcome = solve_input(given, warnings=warnings)
    except InputRefused as refused:
        run.outcome = RunOutcome.INPUT_ERROR
        run.problems = [asdict(issue) for issue in refused.issues]
    except Infeasible as clash:
        run.outcome = RunOutcome.CLASH
        run.problems = [asdict(conflict) for conflict in clash.conflicts]
    else:
        run.outcome = RunOutcome.SOLVED
        run.result_zip = pack(result_files(outcome, language))
        run.result_digest = hashlib.sha256(run.result_zip).hexdigest()
        run.unknown_cells = unknown_cells(outcome)
        run.summary = {**run.summary, **_summary(outcome, given, warnings)}


def _summary(outcome: Outcome, given: MappingInput, warnings: list[Issue]) -> dict[str, Any]:
    return {
        "total": outcome.plan.total,
        "worst": outcome.plan.worst,
        "proven": outcome.plan.proven,
        "unknown": len(warnings),
        "pairs": [list(pair) for pair in outcome.plan.pairs],
    }


def _next_number(exercise: Exercise) -> int:
    query = select(func.max(MappingRun.number)).where(MappingRun.exercise_id == exercise.id)
    return (db.session.scalar(query) or 0) + 1
