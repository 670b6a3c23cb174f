"""The verb that exchanges the leads of two districts: two pins with one reason, both or neither."""

from datetime import date

from csrmatch.accounts.models import User
from csrmatch.mapping.models import Exercise, MappingRule, RuleKind
from csrmatch.mapping.services.rules import add_rule
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["swap_leads"]


def swap_leads(
    *,
    exercise: Exercise,
    by: User,
    pairs: tuple[tuple[District, Cpse], tuple[District, Cpse]],
    reason: str,
    expires_on: date | None = None,
) -> tuple[MappingRule, MappingRule]:
    """Pins both pairs from now on; where a rule stands in the way of one, neither is pinned."""
    first, second = (
        add_rule(
            exercise=exercise,
            by=by,
            kind=RuleKind.PIN,
            district=district,
            cpse=cpse,
            reason=reason,
            expires_on=expires_on,
        )
        for district, cpse in pairs
    )
    return first, second
