"""What must hold between rows: known districts and CPSEs, no doubles, no contradictions, weights of 100."""

from collections.abc import Mapping, Sequence

from csrmatch.mapping.tables.issues import Issue
from csrmatch.mapping.tables.rule_links import check_rules
from csrmatch.mapping.tables.sheets import ReadRow

__all__ = ["check_links"]

_KEYS = {
    "districts": ("lgd",),
    "cpses": ("code",),
    "preferences": ("side", "lgd", "cpse"),
    "weights": ("criterion",),
}
_REFERENCES = (
    ("districts", "leads_now", "cpses"),
    ("places", "cpse", "cpses"),
    ("projects", "cpse", "cpses"),
    ("needs", "lgd", "districts"),
    ("rules", "lgd", "districts"),
    ("rules", "cpse", "cpses"),
    ("preferences", "lgd", "districts"),
    ("preferences", "cpse", "cpses"),
)

Rows = Mapping[str, Sequence[ReadRow]]


def check_links(rows: Rows, issues: list[Issue]) -> None:
    """Adds to the issues what is wrong between the rows.

    References are judged only where the table they point to was read without a wrong row, so that one
    slip in a district does not blame every need of it.
    """
    spoilt = {issue.file.removesuffix(".csv").lower() for issue in issues}
    _check_doubles(rows, issues)
    for table, column, target in _REFERENCES:
        if target in rows and target not in spoilt:
            _check_reference(rows.get(table, ()), column, target, rows[target], issues)
    _check_minimums(rows.get("cpses", ()), issues)
    check_rules(rows, issues, spoilt)
    _check_weights(rows, issues, spoilt)


def _check_doubles(rows: Rows, issues: list[Issue]) -> None:
    for table, key in _KEYS.items():
        first: dict[tuple[object, ...], int] = {}
        for row in rows.get(table, ()):
            value = tuple(row.values[name] for name in key)
            if value in first:
                params = (("first", str(first[value])), ("value", " · ".join(map(str, value))))
                issues.append(Issue("duplicate", row.file, row.number, key[-1], params))
            first.setdefault(value, row.number)


def _check_reference(
    rows: Sequence[ReadRow], column: str, target: str, targets: Sequence[ReadRow], issues: list[Issue]
) -> None:
    key, code = ("lgd", "unknown_district") if target == "districts" else ("code", "unknown_cpse")
    known = {row.values[key] for row in targets}
    for row in rows:
        value = row.values.get(column)
        if value is not None and value not in known and value != "none":
            issues.append(Issue(code, row.file, row.number, column, (("value", str(value)),)))


def _check_minimums(cpses: Sequence[ReadRow], issues: list[Issue]) -> None:
    for row in cpses:
        minimum, capacity = row.values.get("minimum"), row.values["capacity"]
        if isinstance(minimum, int) and isinstance(capacity, int) and minimum > capacity:
            params = (("capacity", str(capacity)), ("minimum", str(minimum)))
            issues.append(Issue("minimum_above_capacity", row.file, row.number, "minimum", params))


def _check_weights(rows: Rows, issues: list[Issue], spoilt: set[str]) -> None:
    weights = rows.get("weights")
    if not weights or "weights" in spoilt:
        return
    total = sum(int(str(row.values["weight"])) for row in weights)
    if total != 100:
        issues.append(Issue("weights_not_100", weights[0].file, None, "weight", (("total", str(total)),)))
