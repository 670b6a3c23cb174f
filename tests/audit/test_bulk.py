"""Rows added many at a time: stored and logged as the session would, on both databases."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from csrmatch.accounts.models import Organisation, OrganisationKind, UserSession
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import find_anchor, verify_log
from csrmatch.audit.recording import insert_rows
from csrmatch.audit.telling import Added
from csrmatch.bulk import insert_many, reserve_ids, update_many
from csrmatch.db import db, run_write
from csrmatch.registry.models import Project, ProjectTheme
from tests.registry.projects import make_project

NAMES = ("A trust", "न्यास; a \\ tab\tand “quotes”\nin two lines", "x" * 150)


COLUMNS = ("kind", "name_en", "name_hi")
AGENCIES = [(OrganisationKind.AGENCY, name, "न्यास") for name in NAMES]


def _entries(after: int) -> list[AuditEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.id > after).order_by(AuditEvent.id)))


class TestInsertRows:
    def test_it_stores_and_tells_what_the_session_would(self, app: Application) -> None:
        def by_session() -> list[int]:
            made = [Organisation(**dict(zip(COLUMNS, row, strict=True))) for row in AGENCIES]
            db.session.add_all(made)
            db.session.flush()
            return [row.id for row in made]

        def look(ids: list[int], after: int) -> tuple[Any, Any]:
            entries = _entries(after)
            rows = [db.session.get_one(Organisation, number) for number in ids]
            stored = [(row.kind, row.name_en, row.name_hi, row.state_id) for row in rows]
            assert [entry.object_id for entry in entries] == [str(number) for number in ids]
            told = [(e.action, e.object_type, {**json.loads(e.changes), "id": None}) for e in entries]
            return stored, told

        start = find_anchor().count
        one_by_one = look(run_write(by_session), start)
        start = find_anchor().count
        at_once = look(run_write(lambda: insert_rows(Organisation, COLUMNS, AGENCIES)), start)
        assert at_once == one_by_one
        assert verify_log().sound

    def test_what_is_not_named_is_null(self, app: Application) -> None:
        ids = run_write(lambda: insert_rows(Organisation, COLUMNS[:2], [row[:2] for row in AGENCIES]))
        assert [db.session.get_one(Organisation, number).name_hi for number in ids] == [None] * len(ids)

    def test_what_stands_in_some_rows_alone_is_told_of_these_alone(self, app: Application) -> None:
        given = ["न्यास", "न्यास", None, None, "", "न्यास"]
        rows = [(OrganisationKind.AGENCY, f"Trust {place}", name) for place, name in enumerate(given)]
        start = find_anchor().count
        ids = run_write(lambda: insert_rows(Organisation, COLUMNS, rows))
        told = [json.loads(entry.changes) for entry in _entries(start)]
        assert [entry.get("name_hi", [None, None])[1] for entry in told] == given
        assert [entry["name_en"][1] for entry in told] == [row[1] for row in rows]
        assert [db.session.get_one(Organisation, number).name_hi for number in ids] == given

    def test_secrets_are_not_told(self, app: Application) -> None:
        secret = sorted(UserSession.__secret__)
        names = ["id", *secret]
        row = [7, *["hush" for _ in secret]]
        ((action, table, identity, changes),) = Added(
            "user_session", names, ["id"], UserSession.__secret__, [row]
        ).tell()
        assert secret
        assert (action, table, identity) == ("insert", "user_session", "7")
        assert "hush" not in changes
        assert json.loads(changes) == {"id": [None, 7], **{name: ["***", "***"] for name in secret}}

    def test_a_rolled_back_savepoint_leaves_neither_rows_nor_entries(self, app: Application) -> None:
        start = find_anchor().count

        def act() -> None:
            savepoint = db.session.begin_nested()
            insert_rows(Organisation, COLUMNS, AGENCIES)
            savepoint.rollback()
            insert_rows(Organisation, COLUMNS, AGENCIES[:1])

        run_write(act)
        assert [json.loads(entry.changes)["name_en"][1] for entry in _entries(start)] == [NAMES[0]]
        assert verify_log().sound

    def test_a_row_the_database_refuses_is_refused_as_everywhere(self, app: Application) -> None:
        made = run_write(lambda: make_project().id)
        wrong = (made, "ED", 400)

        def act() -> None:
            insert_rows(ProjectTheme, ("project_id", "theme_code", "percent"), [wrong])

        start = find_anchor().count
        with pytest.raises(IntegrityError):
            run_write(act)
        assert _entries(start) == []


class TestBulk:
    def test_reserved_ids_are_nobody_elses(self, app: Application) -> None:
        table: Any = Organisation.__table__

        def act() -> tuple[list[int], int]:
            connection = db.session.connection()
            ids = list(reserve_ids(connection, table, 3))
            rows = [(number, OrganisationKind.AGENCY, f"Trust {number}") for number in ids]
            insert_many(connection, table, ("id", "kind", "name_en"), rows)
            after = Organisation(kind=OrganisationKind.AGENCY, name_en="After")
            db.session.add(after)
            db.session.flush()
            return ids, after.id

        ids, after = run_write(act)
        assert ids == sorted(set(ids))
        assert after > ids[-1]
        assert db.session.get_one(Organisation, ids[1]).name_en == f"Trust {ids[1]}"

    def test_nothing_is_added_where_nothing_is_given(self, app: Application) -> None:
        table: Any = Organisation.__table__

        def act() -> None:
            insert_many(db.session.connection(), table, ("id",), [])
            update_many(db.session.connection(), table, "id", ("name_en",), [])
            assert insert_rows(Organisation, COLUMNS, []) == []

        start = find_anchor().count
        run_write(act)
        assert find_anchor().count == start

    def test_rows_are_changed_by_their_key(self, app: Application) -> None:
        table: Any = Project.__table__
        moment = datetime(2026, 4, 1, 12, tzinfo=UTC)

        def act() -> tuple[int, int]:
            one, other = make_project().id, make_project().id
            db.session.flush()
            changes = [(one, "One", moment), (other, None, moment)]
            update_many(db.session.connection(), table, "id", ("reference", "changed_at"), changes)
            return one, other

        ids = run_write(act)
        found = [db.session.get_one(Project, number) for number in ids]
        assert [(row.reference, row.changed_at) for row in found] == [("One", moment), (None, moment)]
