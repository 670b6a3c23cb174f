"""A sheet of needs to rows of plain values, with everything that is wrong in them; and back to cells."""

from collections.abc import Mapping
from typing import Any

from csrmatch.imports.layouts import Layout
from csrmatch.imports.rules import RowError
from csrmatch.registry.tables.columns import Column
from csrmatch.registry.tables.need_columns import find_need_column
from csrmatch.registry.tables.sheets import FoundRow, SheetReader, groups_of, has_titles

__all__ = ["NEED_LAYOUT", "correct_need_cells", "correctable_need_columns"]

_LINES = ("title_en", "title_hi", "block")
_TAKEN_AS_THEY_ARE = ("asked", "cost_inr", "scheme", "covered_inr", "covered_percent")
# Never not known: a blank cell leaves them as they are.
_KEPT = ("theme", "urgency")


def _values(found: FoundRow, present: frozenset[str]) -> dict[str, object]:
    """The fields that the columns of the file fill; those it has no column for are not said."""
    plain = found.plain
    values: dict[str, object] = {name: _line(plain.get(name)) for name in _LINES if name in present}
    values |= {name: plain.get(name) for name in _TAKEN_AS_THEY_ARE if name in present}
    values |= {name: plain[name] for name in _KEPT if plain.get(name)}
    if "urgency_reason" in present:
        values["urgency_reason"] = _line(plain.get("urgency_reason")) or ""
    groups = groups_of(found, present)
    if groups is not None:
        values["groups"] = groups
    return values


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


_READER = SheetReader(FoundRow, find_need_column, FoundRow.take, _values)
NEED_LAYOUT = Layout("needs", has_titles, _READER.read)


def correctable_need_columns() -> list[Column]:
    """The columns of a doubtful row that may be corrected: by these two needs are told apart."""
    return [column for code in _LINES if (column := find_need_column(code))]


def correct_need_cells(
    values: Mapping[str, Any], given: Mapping[str, str]
) -> tuple[Mapping[str, object], list[RowError]]:
    """The values with some cells typed anew, and what is wrong with what was typed."""
    found = FoundRow("", 0)
    columns = [column for column in correctable_need_columns() if column.code in given]
    for column in columns:
        found.take(column, given[column.code], lambda name, state="": None)
    return {**values, **_values(found, frozenset(column.code for column in columns))}, found.errors
