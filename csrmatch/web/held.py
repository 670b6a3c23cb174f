"""Lists whose rows are all at hand: sorted and paged like those that come from a query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from wtforms import Form

from csrmatch.web.tables import Column, Table, asks_for_file

__all__ = ["HeldColumn", "hold_table"]

R = TypeVar("R")
_PER_PAGE = 50


@dataclass(frozen=True)
class HeldColumn(Column[R]):
    """A column of rows that are at hand: it is sorted by a key of the row, or not at all."""

    by: Callable[[R], Any] | None = None

    @property
    def sortable(self) -> bool:
        """Whether the list can be sorted by it."""
        return self.by is not None


def hold_table(
    rows: Iterable[R],
    columns: Sequence[HeldColumn[R]],
    *,
    default_sort: str,
    filters: Form | None = None,
    greatest_first: bool = False,
    carried: Iterable[str] = (),
    is_whole: bool = False,
) -> Table[R]:
    """Sorts and cuts rows, given in the order of ties, by the request's `sort`, `order` and `page`.

    What is not known, a key of None, comes last both ways. A file holds all rows, and so does the page where
    the list `is_whole`. `carried` names what of the address its links keep beside its filters.
    """
    known = {"sort", "order", "page", *carried, *(item.name for item in filters or ())}
    arguments = {key: value for key, value in request.args.items() if value and key in known}
    keys = {column.key: column.by for column in columns if column.by is not None}
    sort = arguments.get("sort", default_sort)
    if sort not in keys:
        sort = default_sort
    usual = "desc" if greatest_first and "sort" not in arguments else "asc"
    descending = arguments.get("order", usual) == "desc"
    by = keys[sort]
    given = list(rows)
    told = sorted((row for row in given if by(row) is not None), key=by, reverse=descending)
    ordered = told + [row for row in given if by(row) is None]
    size = max(1, len(ordered)) if is_whole else _PER_PAGE
    pages = max(1, -(-len(ordered) // size))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    shown = ordered if asks_for_file() else ordered[(page - 1) * size : page * size]
    return Table(columns, shown, len(ordered), page, pages, sort, descending, filters, size, arguments)
