"""The columns of a sheet of needs: what each is called, what its cells hold, and which field they fill."""

from csrmatch.i18n import lazy_
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.tables.columns import CellKind, Column, find_group_column

__all__ = ["find_need_column", "need_columns"]

_K = CellKind
_FIXED = (
    Column("id", lazy_("Record (leave blank for a new need)"), _K.NUMBER, is_locked=True),
    Column("version", lazy_("Version"), _K.NUMBER, is_locked=True),
    Column("code", lazy_("Number"), _K.TEXT, 40, is_locked=True),
    Column("title_en", lazy_("Title in English"), _K.TEXT, 200),
    Column("title_hi", lazy_("Title in Hindi"), _K.TEXT, 200),
    Column("theme", lazy_("Theme"), _K.THEME),
    Column("block", lazy_("Block"), _K.TEXT, 80),
    Column("asked", lazy_("What is asked"), _K.TEXT, 2_000),
    Column("urgency", lazy_("How urgent is it?"), _K.URGENCY),
    Column("urgency_reason", lazy_("Why it is urgent"), _K.TEXT, 500),
    Column("cost_inr", lazy_("Cost (₹)"), _K.MONEY),
    Column("scheme", lazy_("Scheme that covers a part"), _K.SCHEME),
    Column("covered_inr", lazy_("Covered by the scheme (₹)"), _K.MONEY),
    Column("covered_percent", lazy_("Share covered, in per cent"), _K.PERCENT),
)
_BY_CODE = {column.code: column for column in _FIXED}


def find_need_column(code: str) -> Column | None:
    """The column of a code as it stands in the first row."""
    return _BY_CODE.get(code) or find_group_column(code)


def need_columns() -> list[Column]:
    """All columns of a workbook of needs: the fixed ones, and a number of people for each group."""
    groups = [find_group_column(f"heads_{group.value}") for group in TargetGroup]
    return [*_FIXED, *(column for column in groups if column is not None)]
