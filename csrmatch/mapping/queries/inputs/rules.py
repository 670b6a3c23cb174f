"""The rules in force of an exercise, stated in the rows that it is solved from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from csrmatch.mapping.models import Exercise, MappingRule, RuleKind
from csrmatch.mapping.queries.exercises import list_rules
from csrmatch.mapping.tables import CpseRow, MappingInput, RuleRow
from csrmatch.mapping.tables.cells import match_key
from csrmatch.mapping.tables.scopes import SEPARATOR, Scope

__all__ = ["list_rules_in_force", "scope_of", "takes_part", "with_capacities", "with_rules"]

_BOUNDS = (RuleKind.GROUP_MIN, RuleKind.GROUP_MAX)
# A minimum is a column of its CPSE, and what holds for everyone one of all CPSEs: neither is a row.
_ROWS = (RuleKind.PIN, RuleKind.BAN, RuleKind.BUDGET, *_BOUNDS)


@dataclass(frozen=True)
class _Here:
    """Who takes part, by the names that rows have."""

    lgds: Collection[str]
    codes: Collection[str]
    states: Collection[str]
    ministries: Collection[str | None]


def list_rules_in_force(exercise: Exercise, day: date) -> list[MappingRule]:
    """The rules that bind on a day, whether or not those they speak of take part."""
    return [rule for rule in list_rules(exercise, lifted=False) if rule.is_in_force(day)]


def with_rules(given: MappingInput, rules: Sequence[MappingRule]) -> MappingInput:
    """The input with these rules stated in it; one that speaks of somebody who takes no part binds nobody.

    A minimum stands with its CPSE, and so does the ministry, as its group, where a bound names it. "Everyone
    one before anyone two" says: nobody leads two districts while somebody who could lead one leads none.
    Where there are at least as many districts as CPSEs that can lead, this is a minimum of 1 for each of them
    (for if one led none, another would have to lead two); where there are fewer, somebody is left out in any
    plan, so it is a capacity of 1 at most. Pins, bans, bounds and budgets are rows, authors by role and
    number, for runs outlive names.
    """
    here = _here(given)
    held = [rule for rule in rules if _binds(rule, here)]
    cpses = _with_minimums(given.cpses, held)
    if any(rule.kind is RuleKind.ONE_EACH for rule in held):
        cpses = _one_each(cpses, len(given.districts))
    named = {rule.ministry for rule in held if rule.kind in _BOUNDS and rule.ministry}
    rows = [_rule_row(rule) for rule in held if rule.kind in _ROWS]
    return replace(
        given,
        cpses=tuple(replace(row, group=row.ministry) if row.ministry in named else row for row in cpses),
        rules=(*given.rules, *rows),
    )


def with_capacities(given: MappingInput, more: Mapping[str, int]) -> MappingInput:
    """The input with so many more places at each of these CPSEs."""
    return replace(
        given,
        cpses=tuple(replace(row, capacity=row.capacity + more.get(row.code, 0)) for row in given.cpses),
    )


def takes_part(rule: MappingRule, given: MappingInput) -> bool:
    """Whether all that the rule speaks of take part, so that it binds."""
    return _binds(rule, _here(given))


def scope_of(rule: MappingRule) -> str:
    """The name that a bound has among the groups of the problem."""
    return Scope(
        state=None if rule.state is None else match_key(rule.state.name_en),
        cpse=None if rule.cpse is None else rule.cpse.code,
        group=None if rule.ministry is None else match_key(rule.ministry),
    ).name


def _here(given: MappingInput) -> _Here:
    return _Here(
        lgds={row.lgd for row in given.districts},
        codes={row.code for row in given.cpses},
        states={row.state for row in given.districts},
        ministries={row.ministry for row in given.cpses},
    )


def _binds(rule: MappingRule, here: _Here) -> bool:
    return (
        (rule.district is None or str(rule.district.lgd) in here.lgds)
        and (rule.cpse is None or rule.cpse.code in here.codes)
        and (rule.state is None or rule.state.name_en in here.states)
        and (rule.ministry is None or rule.ministry in here.ministries)
    )


def _with_minimums(cpses: Sequence[CpseRow], rules: Sequence[MappingRule]) -> tuple[CpseRow, ...]:
    minimum = {
        rule.cpse.code: rule.value
        for rule in rules
        if rule.kind is RuleKind.MINIMUM and rule.cpse is not None
    }
    return tuple(replace(row, minimum=minimum[row.code]) if row.code in minimum else row for row in cpses)


def _one_each(cpses: Sequence[CpseRow], districts: int) -> tuple[CpseRow, ...]:
    able = sum(row.capacity > 0 for row in cpses)
    if districts >= able:
        return tuple(
            replace(row, minimum=max(row.minimum or 0, 1)) if row.capacity > 0 else row for row in cpses
        )
    return tuple(replace(row, capacity=min(row.capacity, 1)) for row in cpses)


def _rule_row(rule: MappingRule) -> RuleRow:
    return RuleRow(
        kind=rule.kind.value,
        lgd=None if rule.district is None else str(rule.district.lgd),
        cpse=None if rule.cpse is None else rule.cpse.code,
        reason=rule.reason,
        author=f"{rule.author.role.value}:{rule.author_id}",
        value=rule.value if rule.kind in _BOUNDS else None,
        group=_group(rule) if rule.kind in _BOUNDS else None,
        expires_on=rule.expires_on,
    )


def _group(rule: MappingRule) -> str | None:
    """The column `group` of a bound: a state, a ministry, or both."""
    parts = [rule.state.name_en if rule.state is not None else None, rule.ministry]
    return f" {SEPARATOR} ".join(part for part in parts if part) or None
