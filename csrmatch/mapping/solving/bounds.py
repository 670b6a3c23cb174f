"""The rules that hold for more than a pair: bounds of groups and budgets, from rows to what is solved."""

from collections.abc import Iterable, Sequence
from datetime import date

from csrmatch.mapping.tables.cells import match_key
from csrmatch.mapping.tables.rows import CpseRow, DistrictRow, MappingInput, RuleRow
from csrmatch.mapping.tables.scopes import Scope, read_scope
from csrmatch.optimiser import Group

__all__ = ["groups_of", "held_budgets", "rules_in_force"]


def rules_in_force(given: MappingInput, as_of: date | None) -> list[RuleRow]:
    """The rules without those that ended before the day; all of them where no day is named."""
    return [
        rule for rule in given.rules if as_of is None or rule.expires_on is None or rule.expires_on >= as_of
    ]


def held_budgets(given: MappingInput, rules: Iterable[RuleRow]) -> dict[str, int]:
    """By code, the free money of each CPSE that a budget holds and whose free money is known."""
    named = {rule.cpse for rule in rules if rule.kind == "budget"}
    return {
        cpse.code: cpse.free_inr
        for cpse in given.cpses
        if cpse.free_inr is not None and (None in named or cpse.code in named)
    }


def groups_of(given: MappingInput, rules: Iterable[RuleRow]) -> tuple[Group, ...]:
    """One group for each scope, with its least and its most, in the order of their names."""
    bounds: dict[Scope, dict[str, int]] = {}
    for scope, rule in _bounds(given, rules):
        bounds.setdefault(scope, {})[rule.kind] = rule.value or 0
    return tuple(
        Group(
            name=scope.name,
            districts=_districts(given.districts, scope),
            cpses=_cpses(given.cpses, scope),
            at_least=bound.get("group_min", 0),
            at_most=bound.get("group_max"),
        )
        for scope, bound in sorted(bounds.items(), key=lambda item: item[0].name)
    )


def _bounds(given: MappingInput, rules: Iterable[RuleRow]) -> list[tuple[Scope, RuleRow]]:
    states = {match_key(district.state) for district in given.districts}
    groups = {match_key(cpse.group) for cpse in given.cpses if cpse.group}
    return [
        (read_scope(rule.cpse, rule.group, states, groups), rule)
        for rule in rules
        if rule.kind in ("group_max", "group_min")
    ]


def _districts(rows: Sequence[DistrictRow], scope: Scope) -> tuple[str, ...]:
    return tuple(row.lgd for row in rows if scope.state is None or match_key(row.state) == scope.state)


def _cpses(rows: Sequence[CpseRow], scope: Scope) -> tuple[str, ...]:
    if scope.cpse is not None:
        return (scope.cpse,)
    return tuple(row.code for row in rows if row.group and match_key(row.group) == scope.group)
