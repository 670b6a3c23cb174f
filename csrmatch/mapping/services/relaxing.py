"""The verb that makes a clash whole again: lifts rules and adds places in one act, as it was tried."""

from collections.abc import Mapping, Sequence

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import Exercise, MappingRule
from csrmatch.mapping.queries import list_exercise_cpses
from csrmatch.mapping.services.rules import lift_rule

__all__ = ["relax_rules"]

_MOST_DISTRICTS = 1_000


def relax_rules(
    *,
    exercise: Exercise,
    by: User,
    version: int | None,
    rules: Sequence[tuple[MappingRule, int]],
    more: Mapping[str, int],
    reason: str,
) -> None:
    """Lifts these rules, each as it was seen, and gives these CPSEs so many more places, for one reason."""
    if not rules and not more:
        raise DomainError(lazy_("Nothing was chosen that could be lifted or raised."))
    for rule, seen in rules:
        lift_rule(rule=rule, by=by, version=seen, reason=reason)
    if not more:
        return
    set_reason(reason)
    members = {member.cpse.code: member for member in list_exercise_cpses(exercise)}
    if version != exercise.version or not more.keys() <= members.keys():
        raise Conflict(
            theirs={code: members[code].capacity for code in sorted(more.keys() & members.keys())},
            mine={code: f"+{count}" for code, count in sorted(more.items())},
            version=exercise.version,
        )
    for code, count in more.items():
        members[code].capacity = min(members[code].capacity + count, _MOST_DISTRICTS)
    exercise.changed_at = now()
    db.session.flush()
