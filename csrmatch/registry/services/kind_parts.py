"""What the registry's kinds of import share: a refusal as a finding, and what hangs on a record."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, FromClause, select

from csrmatch.db import db
from csrmatch.i18n import LazyText
from csrmatch.imports.rules import RowError, as_params

__all__ = ["list_bare", "refusal"]


def list_bare(table: FromClause, own: frozenset[str], ids: Iterable[int]) -> set[int]:
    """Those rows of a table on which nothing hangs but their own parts, whichever slice it belongs to."""
    wanted = list(ids)
    touched: set[int] = set()
    for column in _hanging_on(table, own):
        touched |= set(db.session.scalars(select(column).where(column.in_(wanted)).order_by(column)))
    return set(wanted) - touched


def _hanging_on(table: FromClause, own: frozenset[str]) -> list[Column[Any]]:
    """The columns of other tables that point to a row of this one."""
    return [
        key.parent
        for other in db.metadata.sorted_tables
        if other.name not in own
        for key in other.foreign_keys
        if key.column.table is table
    ]


def refusal(field: str, text: object) -> RowError:
    """What the rules refuse in a field, kept so that it can be said in any language."""
    if isinstance(text, LazyText):
        return RowError("", None, field, "refused", params=as_params(text=text.text, **text.params))
    return RowError("", None, field, "refused", params=as_params(text=text))
