"""Reading runs; what a frozen run says is read back once per process and kept for a while."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome
from csrmatch.mapping.results import Result, read_result

__all__ = [
    "LatestPlan",
    "find_last_run",
    "find_previous_solved",
    "get_run",
    "get_run_files",
    "list_latest_plans",
    "list_runs",
    "load_result",
]

_KEPT = 8
_LATEST = 12


@dataclass(frozen=True)
class LatestPlan:
    """What the newest run of an exercise proposes: pairs of a district's LGD code and a CPSE's code."""

    exercise: Exercise
    number: int
    created_at: datetime
    pairs: tuple[tuple[str, str], ...]


def list_runs(exercise: Exercise) -> list[MappingRun]:
    """The runs of an exercise without their files, the newest first."""
    query = select(MappingRun).where(MappingRun.exercise_id == exercise.id)
    return list(db.session.scalars(query.order_by(MappingRun.number.desc())))


def list_latest_plans(viewer: User) -> list[LatestPlan]:
    """What the newest solved runs of the exercises the viewer may see propose, the newest first."""
    newest = (
        select(func.max(MappingRun.id))
        .where(MappingRun.outcome == RunOutcome.SOLVED)
        .group_by(MappingRun.exercise_id)
    )
    query = (
        only_visible_exercises(
            viewer, select(Exercise, MappingRun.number, MappingRun.created_at, MappingRun.summary)
        )
        .join(MappingRun, MappingRun.exercise_id == Exercise.id)
        .where(MappingRun.id.in_(newest))
        .order_by(MappingRun.id.desc())
    )
    return [
        LatestPlan(exercise, number, created_at, tuple((lgd, code) for lgd, code in summary["pairs"]))
        for exercise, number, created_at, summary in db.session.execute(query.limit(_LATEST))
    ]


def find_last_run(exercise: Exercise) -> MappingRun | None:
    """The newest run without its files."""
    query = select(MappingRun).where(MappingRun.exercise_id == exercise.id)
    return db.session.scalar(query.order_by(MappingRun.number.desc()).limit(1))


def find_previous_solved(run: MappingRun) -> MappingRun | None:
    """The last run before this one that gave a plan."""
    query = select(MappingRun).where(
        MappingRun.exercise_id == run.exercise_id,
        MappingRun.number < run.number,
        MappingRun.outcome == RunOutcome.SOLVED,
    )
    return db.session.scalar(query.order_by(MappingRun.number.desc()).limit(1))


def get_run(exercise: Exercise, number: int) -> MappingRun:
    """A run of this exercise by its number, without its files."""
    run = db.session.scalar(
        select(MappingRun).where(MappingRun.exercise_id == exercise.id, MappingRun.number == number)
    )
    if run is None:
        raise Missing
    return run


def get_run_files(run_id: int) -> tuple[bytes, bytes | None, bytes | None]:
    """The input, the result and the unknown cells of a run, as stored."""
    query = select(MappingRun.input_zip, MappingRun.result_zip, MappingRun.unknown_cells)
    found = db.session.execute(query.where(MappingRun.id == run_id)).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1], found[2]


def load_result(run: MappingRun) -> Result:
    """What a solved run says; raises `Missing` for a run without a plan."""
    if run.outcome is not RunOutcome.SOLVED or run.result_digest is None:
        raise Missing
    return _load(run.id, run.result_digest)


@lru_cache(maxsize=_KEPT)
def _load(run_id: int, result_digest: str) -> Result:
    """Kept by number and digest: a run never changes, and no other run can have both."""
    input_zip, result_zip, unknown = get_run_files(run_id)
    if result_zip is None or unknown is None:
        raise Missing
    return read_result(input_zip, result_zip, unknown)
