"""Reading exercises, what takes part in them, and their rules."""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.models import (
    Exercise,
    ExerciseCpse,
    ExerciseDistrict,
    MappingRule,
    MappingRun,
)
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse, CpsePlace, CpseSpending

__all__ = [
    "get_exercise",
    "get_pair",
    "get_rule",
    "list_all_cpses",
    "list_exercise_cpses",
    "list_exercise_districts",
    "list_last_runs",
    "list_rules",
    "list_usual_cpse_ids",
    "list_usual_district_ids",
    "list_years",
    "search_exercises",
    "title_order",
]


def get_exercise(viewer: User, exercise_id: int, *, for_change: bool = False) -> Exercise:
    """An exercise the viewer may see; `for_change` keeps others from changing it until this one is done."""
    query = only_visible_exercises(viewer, select(Exercise)).where(Exercise.id == exercise_id)
    if for_change:
        query = query.with_for_update(of=Exercise).execution_options(populate_existing=True)
    exercise = db.session.scalar(query)
    if exercise is None:
        raise Missing
    return exercise


def title_order() -> ColumnElement[str]:
    """What exercises are sorted by when sorted by title, whatever its case."""
    return func.lower(Exercise.title_en)


def list_last_runs() -> dict[int, MappingRun]:
    """The newest run of every exercise, by the exercise's id."""
    newest = (
        select(MappingRun.exercise_id, func.max(MappingRun.number).label("number"))
        .group_by(MappingRun.exercise_id)
        .subquery()
    )
    query = select(MappingRun).join(
        newest,
        (newest.c.exercise_id == MappingRun.exercise_id) & (newest.c.number == MappingRun.number),
    )
    return {run.exercise_id: run for run in db.session.scalars(query.order_by(MappingRun.id))}


def list_years() -> list[str]:
    """The financial years for which there are exercises, the latest first."""
    query = select(Exercise.financial_year).distinct().order_by(Exercise.financial_year.desc())
    return list(db.session.scalars(query))


def search_exercises(viewer: User, *, text: str | None, year: str | None) -> Select[Exercise]:
    """The exercises the viewer may see, narrowed by a part of the title and by the year."""
    query = only_visible_exercises(viewer, select(Exercise))
    if text:
        part = text.lower()
        query = query.where(
            or_(
                func.lower(Exercise.title_en).contains(part, autoescape=True),
                Exercise.title_hi.contains(text, autoescape=True),
            )
        )
    return query.where(Exercise.financial_year == year) if year else query


def list_all_cpses() -> list[Cpse]:
    """Every CPSE by code."""
    return list(db.session.scalars(select(Cpse).order_by(Cpse.code)))


def list_usual_district_ids(state_id: int | None) -> list[int]:
    """The districts of a state, or of the whole nation, by id."""
    query = select(District.id).order_by(District.id)
    return list(db.session.scalars(query if state_id is None else query.where(District.state_id == state_id)))


def list_usual_cpse_ids(state_id: int | None) -> list[int]:
    """The CPSEs with a place or spending in a state, or with any known spending for the nation, by id."""
    found: ColumnElement[bool]
    if state_id is None:
        found = Cpse.id.in_(select(CpseSpending.cpse_id))
    else:
        found = or_(
            Cpse.id.in_(
                select(CpsePlace.cpse_id).where(
                    CpsePlace.state_id == state_id, CpsePlace.retired_on.is_(None)
                )
            ),
            Cpse.id.in_(select(CpseSpending.cpse_id).where(CpseSpending.state_id == state_id)),
        )
    return list(db.session.scalars(select(Cpse.id).where(found).order_by(Cpse.id)))


def list_exercise_districts(exercise: Exercise) -> list[District]:
    """The districts that take part, with their states, by state and name."""
    query = (
        select(District)
        .join(ExerciseDistrict, ExerciseDistrict.district_id == District.id)
        .join(District.state)
        .options(joinedload(District.state))
        .where(ExerciseDistrict.exercise_id == exercise.id)
        .order_by(State.name_en, District.name_en)
    )
    return list(db.session.scalars(query))


def list_exercise_cpses(exercise: Exercise) -> list[ExerciseCpse]:
    """The CPSEs that take part, by code."""
    query = (
        select(ExerciseCpse)
        .join(ExerciseCpse.cpse)
        .options(joinedload(ExerciseCpse.cpse))
        .where(ExerciseCpse.exercise_id == exercise.id)
        .order_by(Cpse.code)
    )
    return list(db.session.scalars(query))


def list_rules(exercise: Exercise, *, lifted: bool = True) -> list[MappingRule]:
    """The rules of an exercise, those not lifted first, the newest first; `lifted` adds the lifted ones."""
    query = (
        select(MappingRule)
        .options(
            joinedload(MappingRule.district),
            joinedload(MappingRule.cpse),
            joinedload(MappingRule.state),
            joinedload(MappingRule.author),
            joinedload(MappingRule.lifted_by),
        )
        .where(MappingRule.exercise_id == exercise.id)
        .order_by(MappingRule.lifted_at.is_not(None), MappingRule.id.desc())
    )
    return list(db.session.scalars(query if lifted else query.where(MappingRule.lifted_at.is_(None))))


def get_rule(exercise: Exercise, rule_id: int) -> MappingRule:
    """A rule of this exercise."""
    query = select(MappingRule).where(MappingRule.id == rule_id, MappingRule.exercise_id == exercise.id)
    rule = db.session.scalar(query)
    if rule is None:
        raise Missing
    return rule


def get_pair(exercise: Exercise, lgd: int, code: str) -> tuple[District, Cpse]:
    """A district and a CPSE that both take part in the exercise."""
    query = (
        select(District, Cpse)
        .join(ExerciseDistrict, ExerciseDistrict.district_id == District.id)
        .join(ExerciseCpse, ExerciseCpse.exercise_id == ExerciseDistrict.exercise_id)
        .join(Cpse, Cpse.id == ExerciseCpse.cpse_id)
        .where(ExerciseDistrict.exercise_id == exercise.id, District.lgd == lgd, Cpse.code == code)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1]
