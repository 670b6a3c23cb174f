"""Migrations make exactly what the models say, and lose nothing on the way down and up again."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from csrmatch.app import Application, create_app
from csrmatch.db import db
from csrmatch.migrating import downgrade_database, migration_config, upgrade_database
from csrmatch.search.models import FULL_TEXT_TABLE
from tests.conftest import _settings
from tests.faults.world import World


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    """The application on an empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    else:
        server = request.getfixturevalue("postgres")
        server.create_database("empty_for_migrations")
        url = server.url("empty_for_migrations")
    app = create_app(_settings(url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        server.drop_database("empty_for_migrations")


def _revisions() -> list[str]:
    """All revisions, the first first."""
    script = ScriptDirectory.from_config(migration_config())
    return [revision.revision for revision in script.walk_revisions()][::-1]


def _contents() -> dict[str, dict[str, tuple[int, str]]]:
    """For each table and column how many rows and a checksum; bytes and moments by their text."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    with db.engine.connect() as connection:
        inspector = sa.inspect(connection)
        for name in sorted(inspector.get_table_names()):
            if name == "alembic_version":
                continue
            names = [column["name"] for column in inspector.get_columns(name)]
            rows = connection.exec_driver_sql(
                f'select {", ".join(chr(34) + n + chr(34) for n in names)} from "{name}"'
            )
            columns: dict[str, list[str]] = {column: [] for column in names}
            for row in rows:
                for column, value in zip(names, row, strict=True):
                    columns[column].append(repr(bytes(value) if isinstance(value, memoryview) else value))
            found[name] = {
                column: (len(values), hashlib.sha256("\n".join(sorted(values)).encode()).hexdigest())
                for column, values in columns.items()
            }
    return found


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models say something of a table: the full-text table is each database's own."""
    return not (kind == "table" and str(name).startswith(FULL_TEXT_TABLE))


def _objects() -> set[str]:
    """The names of triggers, which models do not know."""
    query = {
        "sqlite": "select name from sqlite_master where type = 'trigger'",
        "postgresql": "select tgname from pg_trigger where not tgisinternal",
    }[db.engine.dialect.name]
    with db.engine.connect() as connection:
        return {row[0] for row in connection.exec_driver_sql(query)}


class TestMigrations:
    def test_there_is_one_head_and_numbers_follow_each_other(self, sqlite_app: Application) -> None:
        assert _revisions() == [f"{number:04d}" for number in range(1, len(_revisions()) + 1)]

    def test_from_nothing_they_make_what_the_models_say(self, empty_app: Application) -> None:
        upgrade_database()
        with db.engine.connect() as connection:
            options = {"compare_type": True, "include_name": _is_ours}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, db.metadata) == []

    def test_each_can_be_undone_and_done_again_on_an_empty_database(self, empty_app: Application) -> None:
        for revision in _revisions():
            upgrade_database(revision)
            first = _objects()
            downgrade_database("-1")
            upgrade_database(revision)
            assert _objects() == first

    def test_down_and_up_again_keeps_every_row_of_the_tables_that_stay(
        self, app: Application, world: World
    ) -> None:
        db.session.remove()
        for revision in _revisions()[:0:-1]:
            before = _contents()
            downgrade_database("-1")
            between = _contents()
            upgrade_database(revision)
            after = _contents()
            for table, columns in between.items():
                for column, value in columns.items():
                    assert value == before[table][column] == after[table][column], f"{table}.{column}"
            assert after.keys() == before.keys()
            downgrade_database("-1")
        upgrade_database()

    def test_no_row_is_without_its_parent_afterwards(self, app: Application) -> None:
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                assert connection.exec_driver_sql("pragma foreign_key_check").all() == []
        for name in ("audit_event_no_update", "audit_event_no_change"):
            if name in _objects():
                return
        pytest.fail("the log is not sealed")
