"""Reading scenarios: the exercises of one family, and the runs that can be compared."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome
from csrmatch.mapping.queries.exercises import list_last_runs

__all__ = [
    "Comparable",
    "Scenario",
    "find_comparable",
    "list_comparable",
    "list_family",
    "list_scenarios",
    "search_runs",
]

_MOST = 100
# What a column of ids holds; the databases fail on a greater number instead of finding nothing.
_GREATEST_ID = 2_147_483_647


@dataclass(frozen=True)
class Comparable:
    """A run with a plan, and the exercise it is of."""

    exercise: Exercise
    run: MappingRun


@dataclass(frozen=True)
class Scenario:
    """An exercise of a family with its last run."""

    exercise: Exercise
    last_run: MappingRun | None


def list_scenarios(viewer: User, exercise: Exercise) -> list[Scenario]:
    """The family of an exercise, each with its last run; empty where it stands alone."""
    family = list_family(viewer, exercise)
    if len(family) < 2:
        return []
    last = list_last_runs()
    return [Scenario(member, last.get(member.id)) for member in family]


def list_family(viewer: User, exercise: Exercise) -> list[Exercise]:
    """The exercises copied from one another that this one belongs to, the first original first."""
    query = only_visible_exercises(viewer, select(Exercise.id, Exercise.copied_from_id))
    origins = {number: origin for number, origin in db.session.execute(query.order_by(Exercise.id))}
    root = _root(exercise.id, origins)
    members = [number for number in origins if _root(number, origins) == root]
    found = select(Exercise).where(Exercise.id.in_(members)).order_by(Exercise.id)
    return list(db.session.scalars(found))


def _root(number: int, origins: dict[int, int | None]) -> int:
    """The first original; a copy always has a greater number than what it was copied from."""
    while (origin := origins.get(number)) is not None:
        number = origin
    return number


def search_runs(exercise: Exercise, *, outcome: str | None, digest: str | None) -> Select[MappingRun]:
    """The runs of an exercise without their files, by how they ended and how their input's digest begins."""
    query = select(MappingRun).where(MappingRun.exercise_id == exercise.id)
    if outcome:
        query = query.where(MappingRun.outcome == outcome)
    if digest:
        query = query.where(MappingRun.input_digest.startswith(digest.lower(), autoescape=True))
    return query


def list_comparable(viewer: User, exercise: Exercise) -> list[Comparable]:
    """The runs with a plan that the viewer may see: those of the family first, each the newest first."""
    family = {member.id for member in list_family(viewer, exercise)}
    query = only_visible_exercises(viewer, select(Exercise, MappingRun))
    query = query.join(MappingRun, MappingRun.exercise_id == Exercise.id).options(joinedload(Exercise.state))
    query = query.where(MappingRun.outcome == RunOutcome.SOLVED).order_by(
        Exercise.id.in_(family).desc(), MappingRun.id.desc()
    )
    return [Comparable(of, run) for of, run in db.session.execute(query.limit(_MOST))]


def find_comparable(viewer: User, run_id: int) -> Comparable:
    """A run with a plan that the viewer may see, by its id; raises `Missing` for any other."""
    if not 0 < run_id <= _GREATEST_ID:
        raise Missing
    query = only_visible_exercises(viewer, select(Exercise, MappingRun))
    query = query.join(MappingRun, MappingRun.exercise_id == Exercise.id)
    query = query.where(MappingRun.id == run_id, MappingRun.outcome == RunOutcome.SOLVED)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise Missing
    return Comparable(found[0], found[1])
