"""The fixtures themselves: both databases are really there and really filled."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

import config
from csrmatch.app import Application, create_app
from csrmatch.audit.queries import verify_log
from csrmatch.db import db
from csrmatch.places.models import District
from tests.scratch import scratch


class TestDatabases:
    def test_each_database_holds_the_112_districts_and_a_sound_log(self, app: Application) -> None:
        assert db.session.scalar(select(func.count()).select_from(District)) == 112
        assert verify_log().sound

    def test_both_kinds_are_used(self, app: Application, request) -> None:
        assert db.engine.dialect.name in request.node.callspec.id


class TestWhatApplicationsShare:
    def test_a_statement_is_compiled_once_for_all_databases_of_a_kind(self, app: Application) -> None:
        db.session.scalar(select(func.count()).select_from(District))
        kept, is_sqlite = db.engine._compiled_cache, db.engine.dialect.name == "sqlite"
        with TemporaryDirectory(dir=scratch()) as folder:
            url = f"sqlite:///{Path(folder) / 'other.sqlite'}"
            other = create_app(type("Settings", (config.Testing,), {"SQLALCHEMY_DATABASE_URI": url}))
            with other.app_context():
                assert (db.engine._compiled_cache is kept) == is_sqlite
                db.engine.dispose()

    def test_an_address_is_compiled_once_and_every_application_has_its_own_of_it(
        self, app: Application
    ) -> None:
        one, other = app, create_app(config.Testing)
        assert one.url_map is not other.url_map
        for first, second in zip(one.url_map.iter_rules(), other.url_map.iter_rules(), strict=True):
            assert first is not second
            assert first._parts is second._parts
            assert first._build.__self__ is first
            assert first.arguments == second.arguments
