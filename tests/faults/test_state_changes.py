"""Every route that changes something leaves its entry, takes nothing it did not ask for, needs its token."""

import json

from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import find_anchor, verify_log
from csrmatch.audit.words import has_words, list_tables_with_words
from csrmatch.db import db
from tests.faults.state_changes import STATE_CHANGES
from tests.faults.world import World

# What scripts of pages send and read, rather than people.
IN_JSON = {"workshops.record_check_ins", "workshops.send_notes"}
# What anybody with a link does: the log says `public`, for who it was is not to be known.
BY_ANYBODY = {"workshops.give_feedback"}


class TestEveryStateChange:
    def test_is_among_those_tried(self, sqlite_app: Application) -> None:
        unsafe = {
            rule.endpoint
            for rule in sqlite_app.url_map.iter_rules()
            if (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
        }
        assert unsafe == STATE_CHANGES.keys()

    def test_leaves_entries_with_actor_and_request(self, app: Application, world: World) -> None:
        for endpoint, act in STATE_CHANGES.items():
            before = find_anchor().count
            # What was read here must not be what the request sees.
            db.session.rollback()
            answer = act(app, world)
            done = {200, 201} if endpoint.startswith("api.") or endpoint in IN_JSON else {302}
            assert answer.status_code in done, f"{endpoint}: {answer.status_code} {answer.text[-3000:]}"
            db.session.rollback()
            query = select(AuditEvent).where(AuditEvent.id > before).order_by(AuditEvent.id)
            entries = list(db.session.scalars(query))
            assert entries, endpoint
            for entry in entries:
                assert len(entry.request_id) == 16, f"{endpoint}: {entry.request_id}"
                assert entry.at.utcoffset() is not None
            own = [entry for entry in entries if entry.request_id == entries[-1].request_id]
            named = [bool(entry.actor_id) for entry in own]
            assert set(named) == {endpoint not in BY_ANYBODY}, f"{endpoint}: {own[-1].actor}"
        assert verify_log().sound

    def test_is_told_in_words_column_by_column(self, app: Application, world: World) -> None:
        for act in STATE_CHANGES.values():
            act(app, world)
        db.session.rollback()
        known = list_tables_with_words()
        for entry in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
            if entry.action not in {"insert", "update", "delete"}:
                continue
            assert entry.object_type in known, entry.object_type
            for column in json.loads(entry.changes):
                assert has_words(entry.object_type, column), f"{entry.object_type}.{column}"


class TestLoggedTables:
    def test_all_have_words_for_all_columns(self, sqlite_app: Application) -> None:
        silent = [
            f"{mapper.local_table.name}.{column.key}"
            for mapper in db.Model.registry.mappers
            if mapper.class_.__logged__
            for column in mapper.column_attrs
            if not has_words(str(mapper.local_table.name), column.key)
        ]
        assert silent == []
