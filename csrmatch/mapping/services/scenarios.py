"""The verbs of scenarios: copy an exercise with all that it asks, and write down what one is about."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, now, today
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import Exercise, ExerciseCpse, ExerciseDistrict, MappingRule

__all__ = ["change_note", "copy_exercise"]


def copy_exercise(
    *, exercise: Exercise, by: User, title_en: str, title_hi: str | None, note: str
) -> Exercise:
    """Makes a scenario of an exercise: its districts, CPSEs, capacities, weights and the rules in force.

    The rules are new ones of whoever copies, with the reasons they had; each can be lifted in one scenario
    and stay in the other.
    """
    moment = now()
    scenario = Exercise(
        title_en=title_en,
        title_hi=title_hi or None,
        financial_year=exercise.financial_year,
        scope=exercise.scope,
        state_id=exercise.state_id,
        weights=dict(exercise.weights),
        comparisons=exercise.comparisons,
        copied_from_id=exercise.id,
        note=note,
        created_by=by,
        created_at=moment,
        changed_at=moment,
    )
    db.session.add(scenario)
    db.session.flush()
    districts = select(ExerciseDistrict).where(ExerciseDistrict.exercise_id == exercise.id)
    db.session.add_all(
        ExerciseDistrict(exercise_id=scenario.id, district_id=row.district_id)
        for row in db.session.scalars(districts.order_by(ExerciseDistrict.district_id))
    )
    cpses = select(ExerciseCpse).where(ExerciseCpse.exercise_id == exercise.id)
    db.session.add_all(
        ExerciseCpse(
            exercise_id=scenario.id,
            cpse_id=row.cpse_id,
            capacity=row.capacity,
            free_inr=row.free_inr,
            note=row.note,
        )
        for row in db.session.scalars(cpses.order_by(ExerciseCpse.cpse_id))
    )
    rules = select(MappingRule).where(MappingRule.exercise_id == exercise.id, MappingRule.lifted_at.is_(None))
    day = today()
    db.session.add_all(
        _copied(rule, scenario, by)
        for rule in db.session.scalars(rules.order_by(MappingRule.id)).all()
        if rule.is_in_force(day)
    )
    db.session.flush()
    return scenario


def _copied(rule: MappingRule, scenario: Exercise, by: User) -> MappingRule:
    return MappingRule(
        exercise_id=scenario.id,
        kind=rule.kind,
        district_id=rule.district_id,
        cpse_id=rule.cpse_id,
        state_id=rule.state_id,
        ministry=rule.ministry,
        value=rule.value,
        reason=rule.reason,
        author=by,
        created_at=scenario.created_at,
        expires_on=rule.expires_on,
    )


def change_note(*, exercise: Exercise, version: int | None, note: str) -> None:
    """Changes what is written down of an exercise; what it asks stays as it is."""
    label = str(lazy_("Note"))
    exercise.expect_version(version, theirs={label: exercise.note}, mine={label: note})
    exercise.note = note
    exercise.changed_at = now()
    db.session.flush()
