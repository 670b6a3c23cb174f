"""Runs migrations on the engine it is handed; SQLite's foreign keys are off meanwhile and checked after."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

import csrmatch.app
import csrmatch.seeding
import csrmatch.workshops.models  # noqa: F401  Between them these import the models of every slice.
from csrmatch.db import UtcDateTime, db
from csrmatch.search.models import FULL_TEXT_TABLE

target_metadata = db.metadata


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Everything is compared but the full-text table, which is each database's own; no other is left out."""
    return name != "alembic_version" and not (kind == "table" and str(name).startswith(FULL_TEXT_TABLE))


def render_item(kind: str, thing: Any, _autogen_context: Any) -> str | Literal[False]:
    """Writes our own column types as what the database stores, so that a migration never imports the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Runs the migrations in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=include_object,
        render_item=render_item,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # A batch change copies a parent table and drops the old one; with foreign keys on that would
        # empty its children.
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection)
        connection.commit()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration left rows without their parents: {broken[:5]}")
    finally:
        if connection.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
