"""Many rows of one table written by one statement, as the driver takes them: nothing is done twice."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, select
from sqlalchemy.exc import DBAPIError

__all__ = ["insert_many", "reserve_ids", "update_many"]

_Bind = Callable[[Any], Any]
# What one statement holds at most; the databases allow some more marks.
_MOST_ROWS = 500
_MOST_MARKS = 30_000
_NOTHING: Any = object()


def insert_many(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Adds rows that hold values in the order of some columns; the columns not named stay null.

    The values are stored as the table's column types store them. It tells the log nothing: rows of a logged
    table are added by `audit.recording.insert_rows`.
    """
    if not rows:
        return
    stored = _as_stored(table, columns, rows, connection.dialect)
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(table.name)} ({', '.join(quote(name) for name in columns)})"
    if connection.dialect.name == "postgresql":
        _copy(connection, f"copy {into} from stdin", stored)
    else:
        _insert(connection, into, stored)


def update_many(
    connection: Connection, table: Table, key: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Changes some columns of many rows: each is given as its key and the columns' values. Tells no log."""
    if not rows:
        return
    names = (*columns, key)
    stored = _as_stored(table, names, [(*row[1:], row[0]) for row in rows], connection.dialect)
    quote = connection.dialect.identifier_preparer.quote
    mark = "%s" if connection.dialect.paramstyle in {"format", "pyformat"} else "?"
    changes = ", ".join(f"{quote(name)} = {mark}" for name in columns)
    connection.exec_driver_sql(
        f"update {quote(table.name)} set {changes} where {quote(key)} = {mark}",  # noqa: S608 - as above.
        stored,
    )


def reserve_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """So many ids of a table with one generated key that nobody else gets, in growing order."""
    (key,) = table.primary_key.columns
    if connection.dialect.name == "postgresql":
        name = func.pg_get_serial_sequence(connection.dialect.identifier_preparer.quote(table.name), key.name)
        return sorted(connection.scalars(select(func.nextval(name)).select_from(_numbers(count))))
    # Whoever writes has the database to himself.
    last: int = connection.scalar(select(func.coalesce(func.max(key), 0))) or 0
    return range(last + 1, last + 1 + count)


def _numbers(count: int) -> Any:
    return func.generate_series(1, count).table_valued("number")


def _as_stored(
    table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]], dialect: Dialect
) -> list[tuple[Any, ...]]:
    """The rows with each value as the driver takes it: whole columns at a time."""
    given: list[Iterator[Any] | Sequence[Any]] = list(zip(*rows, strict=True))
    for place, name in enumerate(columns):
        bind = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if bind is not None:
            given[place] = _bound(bind, given[place])
    return list(zip(*given, strict=True))


def _bound(bind: _Bind, values: Any) -> Iterator[Any]:
    """Each value as it is stored; one that stands in row after row, as an act's moment, is bound once."""
    last = stored = _NOTHING
    for value in values:
        if value is not last:
            last, stored = value, bind(value)
        yield stored


def _insert(connection: Connection, into: str, rows: Sequence[Sequence[Any]]) -> None:
    """Many rows in each statement: triggers and full-text tables have much to do for one, however small."""
    marks = "(" + ", ".join("?" * len(rows[0])) + ")"
    most = max(1, min(_MOST_ROWS, _MOST_MARKS // len(rows[0])))
    for first in range(0, len(rows), most):
        some = rows[first : first + most]
        # The names are those of the models, and the values are bound.
        statement = f"insert into {into} values {', '.join([marks] * len(some))}"  # noqa: S608
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))


def _copy(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    driver = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise DBAPIError.instance(statement, None, error, driver.Error, dialect=connection.dialect) from error
