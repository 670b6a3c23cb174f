"""The rules in force of an exercise, as the typed rows of the input format."""

from collections.abc import Sequence
from datetime import date

from csrmatch.mapping.models import Exercise, ExerciseCpse
from csrmatch.mapping.queries.exercises import list_rules
from csrmatch.mapping.tables import RuleRow
from csrmatch.places.models import District

__all__ = ["rule_rows"]


def rule_rows(
    exercise: Exercise, districts: Sequence[District], members: Sequence[ExerciseCpse], day: date
) -> tuple[RuleRow, ...]:
    """The rules in force between those that take part; authors by role and number, for runs outlive names."""
    here = {district.id for district in districts}
    there = {member.cpse_id for member in members}
    return tuple(
        RuleRow(
            kind=rule.kind.value,
            lgd=str(rule.pair[0].lgd),
            cpse=rule.pair[1].code,
            reason=rule.reason,
            author=f"{rule.author.role.value}:{rule.author_id}",
            expires_on=rule.expires_on,
        )
        for rule in list_rules(exercise, lifted=False)
        if rule.is_in_force(day)
        and rule.pair is not None
        and rule.district_id in here
        and rule.cpse_id in there
    )
