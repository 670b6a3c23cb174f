"""What changed between two inputs of a mapping, by what it is about; plain values only."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from csrmatch.mapping.tables import MappingInput

__all__ = ["InputChange", "InputPart", "list_input_changes"]


class InputPart(StrEnum):
    """Which part of an input changed."""

    WEIGHTS = "weights"
    DISTRICTS = "districts"
    LEADS = "leads"
    CPSES = "cpses"
    CAPACITY = "capacity"
    MONEY = "money"
    RULES = "rules"
    NEEDS = "needs"
    PROJECTS = "projects"
    PLACES = "places"
    PREFERENCES = "preferences"


@dataclass(frozen=True)
class InputChange:
    """One difference: `about` is a criterion, an LGD code, a CPSE's code, or both with a stroke between.

    `before` and `after` are values, None where there was or is nothing known. Where many rows stand behind,
    they count the rows that are gone and the rows that are new.
    """

    part: InputPart
    about: str
    before: object
    after: object


_COLUMNS = {
    InputPart.DISTRICTS: ("districts", "lgd", ("name_en", "name_hi", "state", "lat", "lon")),
    InputPart.LEADS: ("districts", "lgd", ("leads_now",)),
    InputPart.CPSES: ("cpses", "code", ("name_en", "name_hi", "ministry", "group", "minimum")),
    InputPart.CAPACITY: ("cpses", "code", ("capacity",)),
    InputPart.MONEY: ("cpses", "code", ("free_inr",)),
}
_ROWS: dict[InputPart, Callable[[Any], str]] = {
    InputPart.RULES: lambda row: " / ".join(part for part in (row.lgd, row.cpse or row.group) if part),
    InputPart.NEEDS: lambda row: row.lgd,
    InputPart.PROJECTS: lambda row: row.cpse,
    InputPart.PLACES: lambda row: row.cpse,
    InputPart.PREFERENCES: lambda row: f"{row.lgd} / {row.cpse}",
}


def list_input_changes(before: MappingInput, after: MappingInput) -> list[InputChange]:
    """Every difference, in the order of the parts: nothing where the digests are equal."""
    found = [
        InputChange(InputPart.WEIGHTS, name, before.weights[name], after.weights[name])
        for name in before.weights
        if before.weights[name] != after.weights[name]
    ]
    for part, (table, key, columns) in _COLUMNS.items():
        old, new = _by_key(getattr(before, table), key), _by_key(getattr(after, table), key)
        found += _in_columns(part, old, new, columns)
    for part, about in _ROWS.items():
        found += _in_rows(part, getattr(before, part.value), getattr(after, part.value), about)
    return found


def _by_key(rows: Iterable[Any], key: str) -> dict[str, dict[str, Any]]:
    return {getattr(row, key): asdict(row) for row in rows}


def _in_columns(
    part: InputPart, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]], columns: tuple[str, ...]
) -> list[InputChange]:
    """Of who comes or goes only the first part of a table tells, of who stays each tells its own columns."""
    found = []
    for key in sorted(old.keys() | new.keys()):
        if key in old and key in new:
            values = [tuple(rows[key][column] for column in columns) for rows in (old, new)]
            if values[0] != values[1]:
                first, second = (value[0] if len(columns) == 1 else True for value in values)
                found.append(InputChange(part, key, first, second))
        elif part in {InputPart.DISTRICTS, InputPart.CPSES}:
            found.append(InputChange(part, key, key in old or None, key in new or None))
    return found


def _in_rows(
    part: InputPart, old: Iterable[Any], new: Iterable[Any], about: Callable[[Any], str]
) -> list[InputChange]:
    before, after = Counter(old), Counter(new)
    gone = Counter({row: count for row, count in (before - after).items()})
    come = Counter({row: count for row, count in (after - before).items()})
    sums: dict[str, list[int]] = {}
    for place, rows in enumerate((gone, come)):
        for row, count in rows.items():
            sums.setdefault(about(row), [0, 0])[place] += count
    return [InputChange(part, key, sums[key][0], sums[key][1]) for key in sorted(sums)]
