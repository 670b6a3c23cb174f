"""The fixtures themselves: both databases are really there and really filled."""

from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.queries import verify_log
from csrmatch.db import db
from csrmatch.places.models import District


class TestDatabases:
    def test_each_database_holds_the_112_districts_and_a_sound_log(self, app: Application) -> None:
        assert db.session.scalar(select(func.count()).select_from(District)) == 112
        assert verify_log().sound

    def test_both_kinds_are_used(self, app: Application, request) -> None:
        assert db.engine.dialect.name in request.node.callspec.id
