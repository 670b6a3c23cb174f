"""What a rule by itself cannot ask: more than there are districts, capacity or known money for."""

from datetime import date

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_, name_of
from csrmatch.mapping.models import Exercise, MappingRule, RuleKind
from csrmatch.mapping.queries import find_free_money, list_exercise_districts
from csrmatch.mapping.queries.rules import find_member, list_members_of, list_states_here

__all__ = ["check_limits"]


def check_limits(exercise: Exercise, rule: MappingRule, day: date) -> None:
    """Refuses a rule that no plan could keep whatever else holds, or that speaks of nobody here."""
    if rule.kind is RuleKind.MINIMUM:
        _check_minimum(exercise, rule, day)
    elif rule.kind is RuleKind.BUDGET:
        _check_budget(exercise, rule, day)
    elif rule.kind in (RuleKind.GROUP_MIN, RuleKind.GROUP_MAX):
        _check_bound(exercise, rule)


def _check_minimum(exercise: Exercise, rule: MappingRule, day: date) -> None:
    member = None if rule.cpse is None else find_member(exercise, rule.cpse)
    least = rule.value or 0
    if member is None or least < 1:
        raise DomainError(lazy_("A minimum names a CPSE that takes part and a number of at least 1."))
    if least > member.capacity:
        raise DomainError(
            lazy_(
                "The minimum %(minimum)s is above the capacity %(capacity)s of %(cpse)s.",
                minimum=least,
                capacity=member.capacity,
                cpse=member.cpse.code,
            )
        )
    asked = least + sum(other.value or 0 for other in _minimums(exercise, day))
    districts = len(list_exercise_districts(exercise))
    if asked > districts:
        raise DomainError(
            lazy_(
                "The minimums together would ask for %(asked)s districts, but only %(districts)s take part.",
                asked=asked,
                districts=districts,
            )
        )


def _minimums(exercise: Exercise, day: date) -> list[MappingRule]:
    query = select(MappingRule).where(
        MappingRule.exercise_id == exercise.id,
        MappingRule.kind == RuleKind.MINIMUM,
        MappingRule.lifted_at.is_(None),
    )
    rules = db.session.scalars(query.order_by(MappingRule.id))
    return [
        rule
        for rule in rules
        if rule.is_in_force(day) and rule.cpse is not None and find_member(exercise, rule.cpse) is not None
    ]


def _check_budget(exercise: Exercise, rule: MappingRule, day: date) -> None:
    if rule.cpse is None:
        return
    member = find_member(exercise, rule.cpse)
    if member is None:
        raise DomainError(lazy_("A budget names a CPSE that takes part, or none."))
    known = find_free_money([rule.cpse.id], exercise.financial_year, day)
    if member.free_inr is None and rule.cpse.code not in known:
        raise DomainError(
            lazy_(
                "The free money of %(cpse)s is not known, so it cannot be held to it. State it with the "
                "CPSEs of the exercise first.",
                cpse=rule.cpse.code,
            )
        )


def _check_bound(exercise: Exercise, rule: MappingRule) -> None:
    if (rule.cpse is None) == (rule.ministry is None):
        raise DomainError(lazy_("A bound names either one CPSE or one ministry."))
    if rule.cpse is not None and rule.state is None:
        raise DomainError(
            lazy_(
                "Name the state too: for a CPSE in all districts there are its minimum and its capacity, "
                "which stands with the CPSEs of the exercise."
            )
        )
    members = (
        [find_member(exercise, rule.cpse)]
        if rule.cpse is not None
        else list_members_of(exercise, rule.ministry or "")
    )
    if not any(members):
        raise DomainError(lazy_("Nobody that the bound names takes part."))
    value = -1 if rule.value is None else rule.value
    if value < (1 if rule.kind is RuleKind.GROUP_MIN else 0):
        raise DomainError(lazy_("A bound from below is at least 1, one from above at least 0."))
    if rule.kind is RuleKind.GROUP_MIN:
        _check_room(exercise, rule, value)


def _check_room(exercise: Exercise, rule: MappingRule, least: int) -> None:
    states = list_states_here(exercise)
    here = sum(count for state, count in states if rule.state is None or state.id == rule.state.id)
    if least <= here:
        return
    if rule.state is None:
        raise DomainError(lazy_("Only %(districts)s districts take part.", districts=here))
    raise DomainError(
        lazy_(
            "Only %(districts)s districts of %(state)s take part.",
            districts=here,
            state=name_of(rule.state),
        )
    )
