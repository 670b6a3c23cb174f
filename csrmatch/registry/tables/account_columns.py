"""The columns of a sheet of CSR accounts: what each is called, and what its cells hold."""

from csrmatch.i18n import lazy_
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.rules.account_figures import LONGEST_NOTE, NEVER_NEGATIVE
from csrmatch.registry.tables.columns import CellKind, Column

__all__ = ["ACCOUNT_COLUMNS", "find_account_column"]

_K = CellKind


def _kind(name: str) -> CellKind:
    if name.endswith("_on"):
        return _K.DATE
    # A profit may be a loss, and so may a net worth; nothing else is below zero.
    return _K.MONEY if name in NEVER_NEGATIVE else _K.BALANCE


def _column(name: str) -> Column:
    if name == "note":
        return Column(name, ACCOUNT_WORDS[name], _K.TEXT, LONGEST_NOTE)
    kind = _K.COMPLETED if name == "profit_years" else _kind(name)
    return Column(name, ACCOUNT_WORDS[name], kind)


ACCOUNT_COLUMNS = (
    Column("id", lazy_("Record (leave blank for a new year)"), _K.NUMBER, is_locked=True),
    Column("version", lazy_("Version"), _K.NUMBER, is_locked=True),
    Column("is_shown", lazy_("Shown to all offices"), _K.YES_NO, is_locked=True),
    Column("financial_year", lazy_("Financial year"), _K.YEAR),
    *map(_column, ACCOUNT_WORDS),
)
_BY_CODE = {column.code: column for column in ACCOUNT_COLUMNS}


def find_account_column(code: str) -> Column | None:
    """The column of a code as it stands in the first row."""
    return _BY_CODE.get(code)
