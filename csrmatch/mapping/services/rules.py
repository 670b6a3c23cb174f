"""The verbs of rules: setting one of any kind with its reason, and lifting it, which keeps the record."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_, name_of
from csrmatch.mapping.models import Exercise, MappingRule, RuleKind
from csrmatch.mapping.services.rule_limits import check_limits
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse

__all__ = ["add_bans", "add_rule", "lift_rule"]

_PAIRS = (RuleKind.PIN, RuleKind.BAN)
_OPPOSITE = {RuleKind.GROUP_MIN: RuleKind.GROUP_MAX, RuleKind.GROUP_MAX: RuleKind.GROUP_MIN}


def add_rule(
    *,
    exercise: Exercise,
    by: User,
    kind: RuleKind,
    reason: str,
    district: District | None = None,
    cpse: Cpse | None = None,
    state: State | None = None,
    ministry: str | None = None,
    value: int | None = None,
    expires_on: date | None = None,
) -> MappingRule:
    """Sets a rule that holds from now on; one of the same pair that is past its last day is closed.

    A pin and a ban name a district and a CPSE, a minimum a CPSE and its least number of districts; a budget
    names a CPSE, or none where all are held; a bound a CPSE with a state, or a ministry, and its number.
    """
    day, moment = today(), now()
    if expires_on is not None and expires_on < day:
        raise DomainError(lazy_("The last day of a rule cannot lie in the past."))
    rule = MappingRule(
        exercise_id=exercise.id,
        kind=kind,
        district=district,
        cpse=cpse,
        state=state,
        ministry=ministry or None,
        value=value,
        reason=reason,
        author=by,
        created_at=moment,
        expires_on=expires_on,
    )
    with db.session.no_autoflush:
        standing = _standing(rule)
        for other in standing:
            if other.is_in_force(day):
                _refuse_beside(other, rule)
        check_limits(exercise, rule, day)
    for past in standing:
        if past.pair is not None:
            _close(past, moment, None, None)
    db.session.flush()
    set_reason(reason)
    db.session.add(rule)
    db.session.flush()
    return rule


def add_bans(
    *,
    exercise: Exercise,
    by: User,
    pairs: Sequence[tuple[District, Cpse]],
    reason: str,
    expires_on: date | None = None,
) -> list[MappingRule]:
    """Bans all these pairs in one act, one rule each; those that are banned already stay as they are."""
    day = today()
    query = select(MappingRule).where(
        MappingRule.exercise_id == exercise.id,
        MappingRule.kind == RuleKind.BAN,
        MappingRule.lifted_at.is_(None),
    )
    banned = {
        (rule.district_id, rule.cpse_id)
        for rule in db.session.scalars(query.order_by(MappingRule.id))
        if rule.is_in_force(day)
    }
    rules = [
        add_rule(
            exercise=exercise,
            by=by,
            kind=RuleKind.BAN,
            district=district,
            cpse=cpse,
            reason=reason,
            expires_on=expires_on,
        )
        for district, cpse in pairs
        if (district.id, cpse.id) not in banned
    ]
    if not rules:
        raise DomainError(lazy_("All of these pairs are banned already."))
    return rules


def lift_rule(*, rule: MappingRule, by: User, version: int | None, reason: str) -> None:
    """Takes a rule out of force; who, when and why stay on record."""
    if rule.lifted_at is not None or version != rule.version:
        raise Conflict(
            theirs={str(lazy_("Why it was lifted")): rule.lifted_reason},
            mine={str(lazy_("Why it was lifted")): reason},
        )
    set_reason(reason)
    _close(rule, now(), by, reason)
    db.session.flush()


def _close(rule: MappingRule, moment: datetime, by: User | None, reason: str | None) -> None:
    rule.lifted_at, rule.lifted_by, rule.lifted_reason = moment, by, reason


def _standing(rule: MappingRule) -> list[MappingRule]:
    """The rules not lifted that a new one may contradict or double."""
    query = select(MappingRule).where(
        MappingRule.exercise_id == rule.exercise_id, MappingRule.lifted_at.is_(None), _rivals(rule)
    )
    return list(db.session.scalars(query.order_by(MappingRule.id)))


def _rivals(rule: MappingRule) -> ColumnElement[bool]:
    """Of the same pair, or a pin of the district; else of the same kind, or the other bound, of the same."""
    cpse_id = None if rule.cpse is None else rule.cpse.id
    if rule.district is not None:
        same: ColumnElement[bool] = MappingRule.cpse_id == cpse_id
        clash = or_(same, MappingRule.kind == RuleKind.PIN) if rule.kind is RuleKind.PIN else same
        return (MappingRule.district_id == rule.district.id) & clash
    kinds = [rule.kind, _OPPOSITE.get(rule.kind, rule.kind)]
    if rule.kind is RuleKind.BUDGET:
        named = MappingRule.cpse_id.is_(None)
        return MappingRule.kind.in_(kinds) & (
            named if cpse_id is None else named | (MappingRule.cpse_id == cpse_id)
        )
    return (
        MappingRule.kind.in_(kinds)
        & MappingRule.cpse_id.is_not_distinct_from(cpse_id)
        & MappingRule.state_id.is_not_distinct_from(None if rule.state is None else rule.state.id)
        & MappingRule.ministry.is_not_distinct_from(rule.ministry)
    )


def _refuse_beside(other: MappingRule, rule: MappingRule) -> None:
    """Refuses a rule that the other, which is in force, contradicts or already says."""
    if other.pair is not None:
        raise DomainError(_pair_refusal(other.kind, *other.pair))
    if other.kind is rule.kind:
        if other.kind is RuleKind.BUDGET and other.cpse is None and rule.cpse is not None:
            raise DomainError(lazy_("A budget of all CPSEs is in force already. Lift that rule first."))
        raise DomainError(
            lazy_("A rule of this kind for the same is in force already. Lift that rule first.")
        )
    least, most = (other, rule) if other.kind is RuleKind.GROUP_MIN else (rule, other)
    if (least.value or 0) > (most.value or 0):
        raise DomainError(
            lazy_(
                "At least %(least)s and at most %(most)s cannot both hold. Lift the rule in force first.",
                least=least.value,
                most=most.value,
            )
        )


def _pair_refusal(kind: RuleKind, district: District, cpse: Cpse) -> object:
    facts = {"cpse": cpse.code, "district": name_of(district)}
    if kind is RuleKind.BAN:
        return lazy_("%(cpse)s is already banned for %(district)s. Lift that rule first.", **facts)
    return lazy_("%(district)s is already pinned to %(cpse)s. Lift that rule first.", **facts)
