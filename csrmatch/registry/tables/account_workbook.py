"""The workbook of a CPSE's CSR accounts, and what the figures of an account are in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csrmatch.i18n import _, format_day, format_inr_exact, lazy_
from csrmatch.imports.workbook import write_template
from csrmatch.registry.tables.account_columns import ACCOUNT_COLUMNS, find_account_column
from csrmatch.registry.tables.choices import entries_of, tell_choice
from csrmatch.registry.tables.columns import CellKind, Column
from csrmatch.registry.tables.sheets import plain_cell, sheet_column

__all__ = ["account_workbook", "tell_account_values"]

_INSTRUCTIONS = (
    lazy_("CSR accounts: how to fill in this workbook"),
    lazy_(
        "One row is one financial year of your company. The accounts of today stand in it, the latest first."
    ),
    lazy_("Change what has changed. For a year that is missing, choose it in a row below the last."),
    lazy_(
        "Leave the grey columns as they are: they say which account a row is. For a new one they stay blank."
    ),
    lazy_("A cell that is blank means: not known, never nothing. Where nothing was spent, write 0."),
    lazy_("To leave a part as it is, delete its column. A row that you delete changes nothing."),
    lazy_("Money is in whole rupees, in digits only. A loss bears a minus sign."),
    lazy_("Give the net profits of the single years, or their average if these are not at hand."),
    lazy_(
        "A part cannot be more than its whole: the theme, overheads and assessments are of what was spent."
    ),
    lazy_(
        "Dates are as 31-03-2026; none lies in the future. Write values, not formulas; do not merge cells."
    ),
    lazy_("A year that is shown to all offices stays so: what you change of it they see at once."),
    lazy_("A new year is a draft: your office shows it to others on its page."),
    lazy_(
        "Keep the first row. Then send the workbook back: nothing is saved before you have seen it and agree."
    ),
)
_COMPLETED, _YEARS = "completed", "years"
_LISTED: Mapping[CellKind, str] = {CellKind.YEAR: _YEARS, CellKind.COMPLETED: _COMPLETED}
_WIDTHS = {"note": 40, "financial_year": 12}
_ORDINARY = 18


def account_workbook(rows: Sequence[Mapping[str, Any]], years: Sequence[str]) -> bytes:
    """The accounts with all their figures, in a workbook that reads back as the very same accounts.

    `years` are those of which there can be an account: the drop-down of the year offers them.
    """
    entries = {CellKind.COMPLETED: entries_of(CellKind.COMPLETED)}
    return write_template(
        sheet="accounts",
        columns=[
            sheet_column(column, _WIDTHS.get(column.code, _ORDINARY), _LISTED) for column in ACCOUNT_COLUMNS
        ],
        rows=([plain_cell(column, row, entries) for column in ACCOUNT_COLUMNS] for row in rows),
        lists={_YEARS: years, _COMPLETED: list(entries[CellKind.COMPLETED].values())},
        instructions=_INSTRUCTIONS,
    )


def tell_account_values(values: Mapping[str, Any]) -> dict[str, str]:
    """What figures say, in words of the language in force, by the name of the column."""
    return {name: _tell(find_account_column(name), value) for name, value in values.items()}


def _tell(column: Column | None, value: Any) -> str:
    if column is None or column.kind is CellKind.TEXT:
        return str(value) if value else "–"
    if value is None:
        return _("not known")
    if column.kind is CellKind.COMPLETED:
        return tell_choice(column.kind, str(value))
    if column.kind in {CellKind.MONEY, CellKind.BALANCE}:
        return format_inr_exact(value)
    if column.kind is CellKind.DATE:
        return format_day(date.fromisoformat(str(value)))
    return str(value)
