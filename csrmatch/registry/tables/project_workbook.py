"""The workbook of a CPSE's projects, and what a project's values are in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csrmatch.i18n import _, format_day, format_inr_exact, lazy_, name_of
from csrmatch.imports.rules import split_place_key
from csrmatch.imports.workbook import write_template
from csrmatch.reference import read_districts, read_states
from csrmatch.registry.tables.cells import yes_no_words
from csrmatch.registry.tables.choices import CHOSEN, entries_of, tell_choice
from csrmatch.registry.tables.columns import CellKind, Column
from csrmatch.registry.tables.project_columns import find_column, project_columns
from csrmatch.registry.tables.project_rows import cells_of
from csrmatch.registry.tables.sheets import sheet_column, tell_groups

__all__ = ["INSTRUCTIONS", "project_workbook", "tell_values"]

INSTRUCTIONS = (
    lazy_("Projects: how to fill in this workbook"),
    lazy_(
        "One row is one project. Change what has changed, and add new projects in the rows below the last."
    ),
    lazy_(
        "Leave the grey columns as they are: they say which project a row is. For a new one they stay blank."
    ),
    lazy_("A cell that is blank means: not known. To leave a part as it is, delete its column."),
    lazy_("A row that you delete changes nothing: no project is removed by a workbook."),
    lazy_(
        "Money is in whole rupees. Dates are as 31-03-2026. Write values, not formulas; do not merge cells."
    ),
    lazy_("Shares are whole per cent. The shares of the themes make up 100; so do those of the districts."),
    lazy_("For a group of people whose number is not known, write x."),
    lazy_("If only a year's total is known, add a column outlay_2024-25 or spent_2024-25 for that year."),
    lazy_(
        "Keep the first row. Then send the workbook back: nothing is saved before you have seen it and agree."
    ),
)
_LISTED: Mapping[CellKind, str] = {
    CellKind.PLACE: "districts",
    CellKind.STATUS: "stages",
    CellKind.YES_NO: "yes_no",
    CellKind.REACH: "reach",
    CellKind.IMPLEMENTER: "implementer",
    CellKind.HOLDER: "holder",
}
_FEWEST_DISTRICTS = 3
_WIDE = {"title_en", "title_hi", "summary_en", "summary_hi"}


def _entries() -> dict[CellKind, dict[str, str]]:
    """For what is chosen from a list: the entry of each code, in both languages."""
    states = {state.lgd: state for state in read_states()}
    return {
        CellKind.PLACE: {
            str(row.lgd): f"{row.lgd} {row.name_en}, {states[row.state_lgd].name_en}"
            for row in read_districts()
        },
        CellKind.YES_NO: dict(zip(("True", "False"), yes_no_words(), strict=True)),
        **{kind: entries_of(kind) for kind in _LISTED.keys() & CHOSEN},
    }


def project_workbook(rows: Sequence[Mapping[str, Any]], years: Sequence[str]) -> bytes:
    """The projects with all their parts, in a workbook that reads back as the very same projects."""
    most = max([len(row.get("districts") or {}) for row in rows], default=0)
    columns = project_columns(years, max(_FEWEST_DISTRICTS, most + 1))
    entries = _entries()
    return write_template(
        sheet="projects",
        columns=[sheet_column(column, _width(column), _LISTED) for column in columns],
        rows=(cells_of(columns, row, entries) for row in rows),
        lists={name: list(entries[kind].values()) for kind, name in _LISTED.items()},
        instructions=INSTRUCTIONS,
    )


def _width(column: Column) -> int:
    return 40 if column.code in _WIDE else 26 if column.kind is CellKind.PLACE else 16


def tell_values(values: Mapping[str, Any], districts: Mapping[str, object]) -> dict[str, str]:
    """What values say, in words of the language in force, by the name of the field."""
    return {name: _tell(name, value, districts) for name, value in values.items()}


def _tell(name: str, value: Any, districts: Mapping[str, object]) -> str:
    if value is None or value == {} or value == []:
        return _("not known")
    if name.startswith("money."):
        return "; ".join(_tell_quarter(number, pair) for number, pair in sorted(value.items()))
    if name == "districts":
        return ", ".join(f"{_place(key, districts)} {share} %" for key, share in value.items())
    if name == "themes":
        return ", ".join(f"{code} {share} %" for code, share in value.items())
    if name == "groups":
        return tell_groups(value)
    return _tell_plain(name, value)


def _place(key: str, districts: Mapping[str, object]) -> str:
    """The name of a district, or the one in the file that nobody knows yet, in quotes."""
    unknown = split_place_key(key)
    if unknown is not None:
        return f"“{unknown.name}”"
    return name_of(districts[key]) if key in districts else key


def _tell_quarter(number: str, pair: Sequence[int | None]) -> str:
    outlay, spent = (_("not known") if amount is None else format_inr_exact(amount) for amount in pair)
    return _(
        "quarter %(number)s: set aside %(outlay)s, spent %(spent)s", number=number, outlay=outlay, spent=spent
    )


def _tell_plain(name: str, value: Any) -> str:
    column = find_column(name)
    if column is not None and column.kind in CHOSEN:
        return tell_choice(column.kind, str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if column is not None and column.kind is CellKind.DATE:
        return format_day(date.fromisoformat(str(value)))
    return str(value)
