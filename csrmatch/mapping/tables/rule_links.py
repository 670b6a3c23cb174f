"""What must hold for the rules: each kind has its own columns, and no rule contradicts another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from csrmatch.mapping.tables.cells import match_key
from csrmatch.mapping.tables.issues import Issue
from csrmatch.mapping.tables.scopes import Scope, ScopeError, read_scope
from csrmatch.mapping.tables.sheets import ReadRow

__all__ = ["check_rules"]

# Rupees; far above all the money of the country, and small enough to add up without loss.
MOST_MONEY = 10**15

NEEDED = {"pin": ("lgd", "cpse"), "ban": ("lgd", "cpse"), "group_max": ("value",), "group_min": ("value",)}
UNUSED = {
    "pin": ("value", "group"),
    "ban": ("value", "group"),
    "group_max": ("lgd",),
    "group_min": ("lgd",),
    "budget": ("lgd", "value", "group"),
}

Rows = Mapping[str, Sequence[ReadRow]]


def check_rules(rows: Rows, issues: list[Issue], spoilt: set[str]) -> None:
    """Adds to the issues what is wrong with the rules, each by itself and between them.

    Names of states and groups, and the money under a budget, are judged only where the tables that tell
    them were read without a wrong row.
    """
    sound = [row for row in rows.get("rules", ()) if _has_its_columns(row, issues)]
    _check_pairs(_of_kinds(sound, "pin", "ban"), issues)
    if not spoilt & {"districts", "cpses"}:
        _check_bounds(_of_kinds(sound, "group_max", "group_min"), rows, issues)
        _check_budgets(_of_kinds(sound, "budget"), rows, issues)


def _of_kinds(rules: Sequence[ReadRow], *kinds: str) -> list[ReadRow]:
    return [row for row in rules if row.values["kind"] in kinds]


def _has_its_columns(row: ReadRow, issues: list[Issue]) -> bool:
    """Whether the rule fills the columns that its kind needs and none that mean nothing for it."""
    kind = str(row.values["kind"])
    before = len(issues)
    issues += [
        Issue("blank", row.file, row.number, name) for name in NEEDED.get(kind, ()) if _is_blank(row, name)
    ]
    issues += [
        Issue("not_for_kind", row.file, row.number, name, (("kind", kind),))
        for name in UNUSED[kind]
        if not _is_blank(row, name)
    ]
    if kind == "group_min" and row.values.get("value") == 0:
        issues.append(Issue("too_small", row.file, row.number, "value", (("least", "1"), ("value", "0"))))
    return len(issues) == before


def _is_blank(row: ReadRow, name: str) -> bool:
    return row.values.get(name) is None


def _check_pairs(rules: Sequence[ReadRow], issues: list[Issue]) -> None:
    pins: dict[object, ReadRow] = {}
    cells: dict[tuple[object, object], dict[str, int]] = defaultdict(dict)
    for row in rules:
        kind, lgd, cpse = (row.values[name] for name in ("kind", "lgd", "cpse"))
        if kind == "pin":
            if lgd in pins:
                params = (("first", str(pins[lgd].number)), ("value", str(lgd)))
                issues.append(Issue("two_pins", row.file, row.number, "lgd", params))
            pins.setdefault(lgd, row)
        cells[lgd, cpse].setdefault(str(kind), row.number)
        if len(cells[lgd, cpse]) == 2:
            places = tuple((name, str(number)) for name, number in sorted(cells[lgd, cpse].items()))
            issues.append(Issue("pin_and_ban", row.file, row.number, "cpse", places))


def _check_bounds(rules: Sequence[ReadRow], rows: Rows, issues: list[Issue]) -> None:
    states = {match_key(str(row.values["state"])) for row in rows.get("districts", ())}
    groups = {match_key(str(row.values["group"])) for row in rows.get("cpses", ()) if row.values.get("group")}
    named: dict[str, Scope] = {}
    bounds: dict[Scope, dict[str, ReadRow]] = defaultdict(dict)
    for row in rules:
        cpse, group = row.values["cpse"], row.values.get("group")
        try:
            scope = read_scope(_text(cpse), _text(group), states, groups)
        except ScopeError as error:
            issues.append(Issue(error.code, row.file, row.number, error.column, error.params))
            continue
        if named.setdefault(scope.name, scope) != scope:
            params = (("value", scope.name),)
            issues.append(Issue("scope_name_taken", row.file, row.number, "group", params))
            continue
        _add_bound(bounds[scope], row, issues)


def _add_bound(bounds: dict[str, ReadRow], row: ReadRow, issues: list[Issue]) -> None:
    kind = str(row.values["kind"])
    if kind in bounds:
        params = (("first", str(bounds[kind].number)),)
        issues.append(Issue("two_bounds", row.file, row.number, "kind", params))
        return
    bounds[kind] = row
    if len(bounds) == 2:
        least, most = (_whole(bounds[name].values["value"]) for name in ("group_min", "group_max"))
        if least > most:
            other = next(bound for bound in bounds.values() if bound is not row)
            crossed = (("first", str(other.number)), ("least", str(least)), ("most", str(most)))
            issues.append(Issue("bounds_cross", row.file, row.number, "value", crossed))


def _check_budgets(rules: Sequence[ReadRow], rows: Rows, issues: list[Issue]) -> None:
    """A budget is the free money of the CPSE: where it names one whose money is not known there is none."""
    free = {row.values["code"]: row.values["free_inr"] for row in rows.get("cpses", ())}
    first: dict[object, int] = {}
    for row in rules:
        cpse = row.values["cpse"]
        if cpse in first:
            params = (("first", str(first[cpse])),)
            issues.append(Issue("two_budgets", row.file, row.number, "cpse", params))
        elif cpse in free and free[cpse] is None:
            params = (("value", str(cpse)),)
            issues.append(Issue("budget_not_known", row.file, row.number, "cpse", params))
        first.setdefault(cpse, row.number)
    if rules:
        _check_sums(rows, issues)


def _check_sums(rows: Rows, issues: list[Issue]) -> None:
    """Sums of money stay exact only so far; greater ones are slips of the pen."""
    params = (("most", str(MOST_MONEY)),)
    asked = sum(_whole(row.values["ask_inr"] or 0) for row in rows.get("needs", ()))
    if asked > MOST_MONEY:
        issues.append(Issue("asks_too_large", rows["needs"][0].file, None, "ask_inr", params))
    issues.extend(
        Issue("budget_too_large", row.file, row.number, "free_inr", params)
        for row in rows.get("cpses", ())
        if _whole(row.values["free_inr"] or 0) > MOST_MONEY
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _whole(value: Any) -> int:
    return int(value)
