"""Brings a table of facts into the database and keeps it equal to the product's files."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, select, true

from csrmatch.db import Model, db

__all__ = ["synchronise"]


def synchronise(
    model: type[Model],
    key: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    *,
    removes: bool = False,
    among: ColumnElement[bool] | None = None,
) -> dict[tuple[Any, ...], int]:
    """Inserts and updates rows by their natural key so that the table says what the rows say.

    With `removes` rows that are no longer among them are deleted: only for tables nothing points to.
    Stored rows outside `among` are none of its business. Gives the id of every row by its key. The log
    holds one entry for the whole load, made by who calls it, also for tables whose edits are logged.
    """
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101
    wanted = {tuple(row[name] for name in key): dict(row) for row in rows}
    within = true() if among is None else among
    db.session.flush()
    # On the connection: the session would refuse a statement that goes round the log of edits.
    connection = db.session.connection()
    stored = {
        tuple(row._mapping[name] for name in key): row._mapping
        for row in connection.execute(select(table).where(within))
    }
    new = [row for identity, row in wanted.items() if identity not in stored]
    changed = [
        {"row_id": stored[identity]["id"], **row}
        for identity, row in wanted.items()
        if identity in stored and any(stored[identity][name] != value for name, value in row.items())
    ]
    if new:
        connection.execute(table.insert(), new)
    if changed:
        columns: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "row_id"}
        if "version" in table.c:
            columns["version"] = table.c.version + 1
        connection.execute(table.update().where(table.c.id == bindparam("row_id")).values(columns), changed)
    gone = [{"row_id": row["id"]} for identity, row in stored.items() if identity not in wanted]
    if removes and gone:
        connection.execute(table.delete().where(table.c.id == bindparam("row_id")), gone)
    db.session.expire_all()
    names = [table.c[name] for name in key]
    return {
        tuple(row[1:]): row[0]
        for row in connection.execute(select(table.c.id, *names).where(within))
        if tuple(row[1:]) in wanted
    }
