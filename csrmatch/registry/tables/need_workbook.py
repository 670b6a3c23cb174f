"""The workbook of a district's needs, and what a need's values are in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from csrmatch.i18n import _, format_inr_exact, lazy_
from csrmatch.imports.workbook import write_template
from csrmatch.registry.tables.choices import CHOSEN, entries_of, tell_choice
from csrmatch.registry.tables.columns import CellKind, Column
from csrmatch.registry.tables.need_columns import find_need_column, need_columns
from csrmatch.registry.tables.sheets import plain_cell, sheet_column, tell_groups

__all__ = ["need_workbook", "tell_need_values"]

_INSTRUCTIONS = (
    lazy_("Needs: how to fill in this workbook"),
    lazy_("One row is one need of your district. The drafts of your office stand in it as they are today."),
    lazy_("Change what has changed, and add new needs in the rows below the last: each becomes a draft."),
    lazy_("Leave the grey columns as they are: they say which need a row is. For a new one they stay blank."),
    lazy_("A need needs a title in one language and a theme. An urgent one needs the reason too."),
    lazy_("A cell that is blank means: not known. To leave a part as it is, delete its column."),
    lazy_("A row that you delete changes nothing: no need is withdrawn by a workbook."),
    lazy_("Only drafts are changed. A need that is verified or open is sent back on its page first."),
    lazy_("Money is in whole rupees. Of what a scheme covers give the amount or the share, not both."),
    lazy_("For a group of people whose number is not known, write x. Write no names of persons anywhere."),
    lazy_("The figure a need shall move is taken on its page, with its source."),
    lazy_("Whoever applies the file counts as its writer: a colleague verifies these needs."),
    lazy_(
        "Keep the first row. Then send the workbook back: nothing is saved before you have seen it and agree."
    ),
)
_LISTED: Mapping[CellKind, str] = {
    CellKind.THEME: "themes",
    CellKind.URGENCY: "urgency",
    CellKind.SCHEME: "schemes",
}
_WIDTHS = {"title_en": 40, "title_hi": 40, "asked": 40, "theme": 26, "scheme": 40, "urgency_reason": 26}
_ORDINARY = 16


def need_workbook(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The drafts with all their parts, in a workbook that reads back as the very same drafts."""
    columns = need_columns()
    entries = {kind: entries_of(kind) for kind in _LISTED}
    return write_template(
        sheet="needs",
        columns=[sheet_column(column, _width(column), _LISTED) for column in columns],
        rows=([plain_cell(column, row, entries) for column in columns] for row in rows),
        lists={name: list(entries[kind].values()) for kind, name in _LISTED.items()},
        instructions=_INSTRUCTIONS,
    )


def _width(column: Column) -> int:
    return _WIDTHS.get(column.code, _ORDINARY)


def tell_need_values(values: Mapping[str, Any]) -> dict[str, str]:
    """What values say, in words of the language in force, by the name of the field."""
    return {name: _tell(name, value) for name, value in values.items()}


def _tell(name: str, value: Any) -> str:
    if value in (None, "", {}):
        return _("not known")
    if name == "groups":
        return tell_groups(value)
    column = find_need_column(name)
    if column is not None and column.kind in CHOSEN:
        return tell_choice(column.kind, str(value))
    if column is not None and column.kind is CellKind.MONEY:
        return format_inr_exact(value)
    return str(value)
