"""Reading the rules of an exercise as a list to search, and what they can speak of."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.mapping.models import Exercise, ExerciseCpse, ExerciseDistrict, MappingRule, RuleKind
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse

__all__ = [
    "find_member",
    "list_capacities",
    "list_members_of",
    "list_ministries_here",
    "list_states_here",
    "name_ministries",
    "rule_order",
    "search_rules",
]


def search_rules(
    exercise: Exercise,
    day: date,
    *,
    kind: str | None = None,
    cpse: str | None = None,
    district: int | None = None,
    state: int | None = None,
    standing: str | None = None,
) -> Select[MappingRule]:
    """The rules of an exercise, narrowed by what they speak of and by how they stand on a day."""
    query = (
        select(MappingRule)
        .outerjoin(MappingRule.district)
        .outerjoin(MappingRule.cpse)
        .outerjoin(State, State.id == func.coalesce(MappingRule.state_id, District.state_id))
        .join(MappingRule.author)
        .options(
            joinedload(MappingRule.district).joinedload(District.state),
            joinedload(MappingRule.cpse),
            joinedload(MappingRule.state),
            joinedload(MappingRule.author),
            joinedload(MappingRule.lifted_by),
        )
        .where(MappingRule.exercise_id == exercise.id)
    )
    if kind:
        query = query.where(MappingRule.kind == RuleKind(kind))
    if cpse:
        query = query.where(Cpse.code == cpse)
    if district is not None:
        query = query.where(District.lgd == district)
    if state is not None:
        query = query.where(State.lgd == state)
    return query.where(_stands(standing, day)) if standing else query


def rule_order(day: date) -> dict[str, list[ColumnElement[object]]]:
    """What the list sorts by, by the key of its column."""
    standing: ColumnElement[object] = case((_stands("in_force", day), 0), (_stands("ended", day), 1), else_=2)
    return {
        "rule": [MappingRule.kind, District.name_en, Cpse.code],  # type: ignore[list-item]
        "author": [func.lower(User.name)],
        "created": [MappingRule.created_at],  # type: ignore[list-item]
        "expires": [MappingRule.expires_on],  # type: ignore[list-item]
        "standing": [standing],
    }


def _stands(standing: str, day: date) -> ColumnElement[bool]:
    if standing == "lifted":
        return MappingRule.lifted_at.is_not(None)
    here = or_(MappingRule.expires_on.is_(None), MappingRule.expires_on >= day)
    return and_(MappingRule.lifted_at.is_(None), here if standing == "in_force" else ~here)


def list_states_here(exercise: Exercise) -> list[tuple[State, int]]:
    """The states of the districts that take part, each with how many of them."""
    query = (
        select(State, func.count())
        .join(District, District.state_id == State.id)
        .join(ExerciseDistrict, ExerciseDistrict.district_id == District.id)
        .where(ExerciseDistrict.exercise_id == exercise.id)
        .group_by(State.id)
        .order_by(State.name_en)
    )
    return [(state, count) for state, count in db.session.execute(query)]


def list_ministries_here(exercise: Exercise) -> list[str]:
    """The ministries of the CPSEs that take part, by their English names."""
    query = (
        select(Cpse.ministry_en)
        .join(ExerciseCpse, ExerciseCpse.cpse_id == Cpse.id)
        .where(ExerciseCpse.exercise_id == exercise.id, Cpse.ministry_en.is_not(None))
        .distinct()
        .order_by(Cpse.ministry_en)
    )
    return [name for name in db.session.scalars(query) if name]


def name_ministries() -> dict[str, str]:
    """By its English name, what each ministry is called in Hindi where that is known."""
    query = select(Cpse.ministry_en, func.max(Cpse.ministry_hi)).group_by(Cpse.ministry_en)
    found = db.session.execute(query.order_by(Cpse.ministry_en))
    return {english: hindi for english, hindi in found if english and hindi}


def find_member(exercise: Exercise, cpse: Cpse) -> ExerciseCpse | None:
    """What the office says of a CPSE, where it takes part."""
    return db.session.get(ExerciseCpse, (exercise.id, cpse.id))


def list_members_of(exercise: Exercise, ministry: str) -> list[ExerciseCpse]:
    """The CPSEs of a ministry that take part."""
    query = (
        select(ExerciseCpse)
        .join(ExerciseCpse.cpse)
        .where(ExerciseCpse.exercise_id == exercise.id, Cpse.ministry_en == ministry)
        .order_by(Cpse.code)
    )
    return list(db.session.scalars(query))


def list_capacities(exercise: Exercise) -> list[ExerciseCpse]:
    """The CPSEs whose capacity is another than one, the greatest first."""
    query = (
        select(ExerciseCpse)
        .join(ExerciseCpse.cpse)
        .options(joinedload(ExerciseCpse.cpse))
        .where(ExerciseCpse.exercise_id == exercise.id, ExerciseCpse.capacity != 1)
        .order_by(ExerciseCpse.capacity.desc(), Cpse.code)
    )
    return list(db.session.scalars(query))
