"""The verbs of rules: a pin or a ban with its reason, and its lifting, which keeps the record."""

from datetime import date, datetime

from sqlalchemy import or_, select

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_, name_of
from csrmatch.mapping.models import Exercise, MappingRule, RuleKind
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["add_rule", "lift_rule", "today"]


def add_rule(
    *,
    exercise: Exercise,
    by: User,
    kind: RuleKind,
    district: District,
    cpse: Cpse,
    reason: str,
    expires_on: date | None = None,
) -> MappingRule:
    """Pins or bans a pair from now on; a rule past its last day that stands in the way is closed."""
    day, moment = today(), now()
    if expires_on is not None and expires_on < day:
        raise DomainError(lazy_("The last day of a rule cannot lie in the past."))
    standing = _standing(exercise, kind, district, cpse)
    for other in standing:
        if other.is_in_force(day):
            raise DomainError(_refusal(other))
    for past in standing:
        _close(past, moment, None, None)
    db.session.flush()
    set_reason(reason)
    rule = MappingRule(
        exercise_id=exercise.id,
        kind=kind,
        district=district,
        cpse=cpse,
        reason=reason,
        author=by,
        created_at=moment,
        expires_on=expires_on,
    )
    db.session.add(rule)
    db.session.flush()
    return rule


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


def _standing(exercise: Exercise, kind: RuleKind, district: District, cpse: Cpse) -> list[MappingRule]:
    """The rules not lifted that a new one may contradict: of the same pair, or a pin of the district."""
    same = MappingRule.cpse_id == cpse.id
    clash = or_(same, MappingRule.kind == RuleKind.PIN) if kind is RuleKind.PIN else same
    query = select(MappingRule).where(
        MappingRule.exercise_id == exercise.id,
        MappingRule.district_id == district.id,
        MappingRule.lifted_at.is_(None),
        clash,
    )
    return list(db.session.scalars(query.order_by(MappingRule.id)))


def _refusal(other: MappingRule) -> object:
    district, cpse = other.pair or (None, None)
    facts = {"cpse": cpse.code if cpse else "", "district": name_of(district) if district else ""}
    if other.kind is RuleKind.BAN:
        return lazy_("%(cpse)s is already banned for %(district)s. Lift that rule first.", **facts)
    return lazy_("%(district)s is already pinned to %(cpse)s. Lift that rule first.", **facts)
