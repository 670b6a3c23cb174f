"""Lists that filter, sort, page and download, from one select and a few column descriptions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import Response, request, url_for
from sqlalchemy import Select, SQLColumnExpression, func, select
from wtforms import Form

from csrmatch.db import db
from csrmatch.documents.csv_table import write_csv
from csrmatch.documents.xlsx_table import write_xlsx
from csrmatch.web.downloads import send_file_bytes

__all__ = ["Column", "Table", "asks_for_file", "build_table", "send_rows", "send_table"]

R = TypeVar("R")
_PER_PAGE = 50


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its key in the address, its heading, how a row fills it, and what it sorts by."""

    key: str
    label: object
    value: Callable[[R], object]
    order: Sequence[SQLColumnExpression[Any]] = ()
    numeric: bool = False

    @property
    def sortable(self) -> bool:
        """Whether the list can be sorted by it."""
        return bool(self.order)


@dataclass(frozen=True)
class Table(Generic[R]):
    """One page of a list, with all that its heading, filters, pager and downloads need."""

    columns: Sequence[Column[R]]
    rows: Sequence[R]
    total: int
    page: int
    pages: int
    sort: str
    descending: bool
    filters: Form | None
    per_page: int = _PER_PAGE
    _arguments: Mapping[str, str] = field(default_factory=dict)

    def url(self, **changes: object) -> str:
        """The address of this list with some of its parameters changed."""
        arguments = {**self._arguments, **{key: str(value) for key, value in changes.items()}}
        arguments.pop("download", None) if "download" not in changes else None
        endpoint = request.endpoint or ""
        return url_for(endpoint, **{**(request.view_args or {}), **arguments})

    def download_url(self, kind: str) -> str:
        """The address of the whole filtered list as a file."""
        return self.url(download=kind, page=1)

    @property
    def all_url(self) -> str:
        """The address of this list with nothing left out."""
        return url_for(request.endpoint or "", **(request.view_args or {}))

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is in force."""
        return any(value for key, value in self._arguments.items() if key not in {"page", "sort", "order"})


def asks_for_file() -> bool:
    """Whether the request wants the whole list as a file instead of a page of it."""
    return "download" in request.args


def build_table(
    query: Select[Any],
    columns: Sequence[Column[R]],
    *,
    default_sort: str,
    tie: Sequence[SQLColumnExpression[Any]],
    filters: Form | None = None,
    newest_first: bool = False,
) -> Table[R]:
    """Sorts and cuts the query by the request's `sort`, `order` and `page`; unknown values mean the default.

    `tie` is the order among equals, so that paging never shows a row twice. A file holds all rows.
    With `newest_first` the list comes in descending order unless the request asks otherwise.
    """
    # Other names are not carried on: some would mean something else to whatever makes the links.
    known = {"sort", "order", "page", *(item.name for item in filters or ())}
    arguments = {key: value for key, value in request.args.items() if value and key in known}
    by_key = {column.key: column for column in columns if column.sortable}
    sort = arguments.get("sort", default_sort)
    if sort not in by_key:
        sort = default_sort
    usual = "desc" if newest_first and "sort" not in arguments else "asc"
    descending = arguments.get("order", usual) == "desc"
    order = [
        expression.desc().nulls_last() if descending else expression.asc().nulls_last()
        for expression in by_key[sort].order
    ]
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    pages = max(1, -(-total // _PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    query = query.order_by(None).order_by(*order, *tie)
    if not asks_for_file():
        query = query.limit(_PER_PAGE).offset((page - 1) * _PER_PAGE)
    rows = db.session.scalars(query).unique().all()
    return Table(columns, rows, total, page, pages, sort, descending, filters, _PER_PAGE, arguments)


def send_table(table: Table[Any], name: str) -> Response:
    """The list as a file of the kind the request asks for: `csv` or, otherwise, `xlsx`."""
    return send_rows(table.columns, table.rows, name)


def send_rows(columns: Sequence[Column[R]], found: Iterable[R], name: str) -> Response:
    """Rows that are all at hand as a file of the kind the request asks for."""
    headers = [str(column.label) for column in columns]
    rows = ([_cell(column.value(row)) for column in columns] for row in found)
    if request.args.get("download") == "csv":
        return send_file_bytes(write_csv(headers, rows), f"{name}.csv", "text/csv; charset=utf-8")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return send_file_bytes(write_xlsx(name, headers, rows), f"{name}.xlsx", kind)


def _cell(value: object) -> object:
    """A value as a file holds it: plain types stay, everything else as its text."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
