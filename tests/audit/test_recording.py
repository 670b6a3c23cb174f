"""What the log holds after a change, and that nothing goes round it, on both databases."""

import json
import threading

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from csrmatch.accounts.models import Organisation, OrganisationKind, User, UserSession
from csrmatch.accounts.services import ensure_organisation, open_session
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.audit.queries import find_anchor, verify_log
from csrmatch.audit.recording import Actor, acting, note_event, set_actor, set_reason
from csrmatch.db import db, run_write
from csrmatch.places.models import State


def _user() -> User:
    return db.session.scalars(select(User).where(User.email == "agency@example.test")).one()


def _last(count: int = 1) -> list[AuditEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(count)))[::-1]


def _count() -> int:
    return find_anchor().count


class TestRecording:
    def test_an_update_is_told_old_to_new_with_actor_request_and_reason(self, app: Application) -> None:
        set_actor(Actor(5, "dpe_staff:5", "request-1"))

        def change() -> None:
            set_reason("She asked for it.")
            _user().language = "hi"

        run_write(change)
        (entry,) = _last()
        assert (entry.action, entry.object_type, entry.object_id) == ("update", "app_user", str(_user().id))
        assert json.loads(entry.changes)["language"] == ["en", "hi"]
        assert (entry.actor_id, entry.actor, entry.request_id) == (5, "dpe_staff:5", "request-1")
        assert entry.reason == "She asked for it."

    def test_the_next_transaction_does_not_carry_the_reason_on(self, app: Application) -> None:
        def change(language: str, reason: str | None) -> None:
            if reason:
                set_reason(reason)
            _user().language = language

        run_write(lambda: change("hi", "First."))
        run_write(lambda: change("en", None))
        assert [entry.reason for entry in _last(2)] == ["First.", ""]

    def test_an_insert_and_a_delete_are_told_with_every_column(self, app: Application) -> None:
        def make() -> int:
            return ensure_organisation("agency", name_en="Short-lived", name_hi="क्षणिक").id

        number = run_write(make)
        (entry,) = _last()
        assert json.loads(entry.changes) == {
            "id": [None, number],
            "kind": [None, "agency"],
            "name_en": [None, "Short-lived"],
            "name_hi": [None, "क्षणिक"],
        }
        run_write(lambda: db.session.delete(db.session.get_one(Organisation, number)))
        (entry,) = _last()
        assert entry.action == "delete"
        assert json.loads(entry.changes)["name_hi"] == ["क्षणिक", None]

    def test_a_row_that_was_not_loaded_is_told_when_it_is_removed(self, app: Application) -> None:
        number = run_write(lambda: ensure_organisation("agency", name_en="Unread").id)

        def remove() -> None:
            row = db.session.get_one(Organisation, number)
            db.session.expire(row)
            db.session.delete(row)

        run_write(remove)
        (entry,) = _last()
        assert json.loads(entry.changes)["name_en"] == ["Unread", None]

    def test_a_changed_relation_is_told_by_its_number(self, app: Application) -> None:
        def change() -> tuple[int, int]:
            user, office = _user(), ensure_organisation("agency", name_en="Second agency")
            before = user.organisation_id
            user.organisation = office
            return before, office.id

        before, after = run_write(change)
        (entry,) = _last()
        assert json.loads(entry.changes)["organisation_id"] == [before, after]

    def test_secrets_and_personal_data_are_never_in_the_log(self, app: Application) -> None:
        def change() -> str:
            user = _user()
            user.name, user.email, user.password_hash = "Name Canary", "canary@example.test", "hash canary"
            return open_session(user)

        token = run_write(change)
        for entry in _last(50):
            told = f"{entry.changes} {entry.actor} {entry.reason}"
            for secret in ("canary", "Canary", token, "argon2"):
                assert secret not in told

    def test_what_was_rolled_back_leaves_no_entry(self, app: Application) -> None:
        before = _count()

        def fail() -> None:
            _user().language = "hi"
            db.session.flush()
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011
            run_write(fail)
        run_write(lambda: None)
        assert _count() == before

    def test_a_rolled_back_savepoint_loses_its_own_entries_only(self, app: Application) -> None:
        before = _count()

        def change() -> None:
            _user().language = "hi"
            savepoint = db.session.begin_nested()
            ensure_organisation("agency", name_en="Never")
            savepoint.rollback()
            with db.session.begin_nested():
                ensure_organisation("agency", name_en="Kept")

        run_write(change)
        told = [(entry.action, entry.object_type) for entry in _last(_count() - before)]
        assert told == [("update", "app_user"), ("insert", "organisation")]
        assert verify_log().sound

    def test_a_flush_that_fails_in_a_savepoint_loses_nothing_from_before_it(self, app: Application) -> None:
        before = _count()

        def fail() -> None:
            with db.session.begin_nested():
                set_reason("Within.")
                ensure_organisation("agency", name_en="Never")
                db.session.add(UserSession())
                db.session.flush()

        def change() -> None:
            _user().language = "hi"
            set_reason("Before.")
            with pytest.raises(IntegrityError):
                fail()

        run_write(change)
        told = [(entry.action, entry.object_type, entry.reason) for entry in _last(_count() - before)]
        assert told == [("update", "app_user", "Before.")]
        assert verify_log().sound

    def test_nothing_changed_means_no_entry(self, app: Application) -> None:
        before = _count()

        def change() -> None:
            user = _user()
            user.language = str(user.language)

        run_write(change)
        assert _count() == before

    def test_a_fact_that_no_row_tells_can_be_noted(self, app: Application) -> None:
        with acting("job", request_id="r"):
            run_write(lambda: note_event("load", "reference", "-", districts=112))
        (entry,) = _last()
        assert (entry.action, entry.actor, json.loads(entry.changes)) == ("load", "job", {"districts": 112})


class TestWaysRoundTheLog:
    @pytest.mark.parametrize(
        "statement",
        [
            update(User).values(language="hi"),
            delete(UserSession),
            insert(Organisation).values(kind=OrganisationKind.AGENCY, name_en="Quiet"),
            update(User.__table__).values(language="hi"),
            delete(UserSession.__table__),
        ],
        ids=["bulk update", "bulk delete", "bulk insert", "table update", "table delete"],
    )
    def test_statements_on_logged_tables_are_refused(self, app: Application, statement: object) -> None:
        with pytest.raises(RuntimeError, match="goes round the log"):
            run_write(lambda: db.session.execute(statement))  # type: ignore[call-overload]

    def test_tables_of_facts_may_be_loaded_so(self, app: Application) -> None:
        run_write(lambda: db.session.execute(update(State).where(State.lgd == 22).values(name_en="X")))

    @pytest.mark.parametrize(
        "statement",
        [
            "update audit_event set reason = 'forged' where id = 1",
            "update audit_event set changes = changes",
            "delete from audit_event where id = (select max(id) from audit_event)",
            "delete from audit_event",
        ],
    )
    def test_no_entry_is_changed_or_removed_by_sql(self, app: Application, statement: str) -> None:
        before = find_anchor()
        with pytest.raises(DBAPIError, match="the log only grows"):
            run_write(lambda: db.session.execute(text(statement)))
        assert find_anchor() == before
        assert verify_log(before).sound

    def test_no_entry_is_replaced_or_the_table_emptied_by_the_databases_own_words(
        self, app: Application
    ) -> None:
        statement = {
            "sqlite": "insert or replace into audit_event select * from audit_event where id = 1",
            "postgresql": "truncate audit_event",
        }[db.engine.dialect.name]
        with pytest.raises(DBAPIError, match="the log only grows"):
            run_write(lambda: db.session.execute(text(statement)))

    def test_no_entry_is_changed_removed_or_added_through_the_model(self, app: Application) -> None:
        def change() -> None:
            db.session.get_one(AuditEvent, 1).reason = "forged"

        def add() -> None:
            entry = db.session.get_one(AuditEvent, 1)
            db.session.add(
                AuditEvent(
                    **{
                        column.key: getattr(entry, column.key)
                        for column in AuditEvent.__table__.columns
                        if column.key not in {"id", "hash"}
                    },
                    id=10**6,
                    hash="f" * 64,
                )
            )

        for act in (change, lambda: db.session.delete(db.session.get_one(AuditEvent, 1)), add):
            with pytest.raises(RuntimeError, match="by the session alone"):
                run_write(act)

    def test_nobody_commits_but_the_one_helper(self, app: Application) -> None:
        _user().language = "hi"
        with pytest.raises(RuntimeError, match="outside run_write"):
            db.session.commit()
        db.session.rollback()


class TestManyWriters:
    def test_at_once_make_one_chain_without_a_fork(self, app: Application) -> None:
        writers, rounds = 8, 25
        before = find_anchor()
        db.session.remove()
        failures: list[BaseException] = []

        def write(writer: int) -> None:
            try:
                with app.app_context(), acting(f"writer {writer}", request_id=f"w{writer}"):
                    for number in range(rounds):
                        run_write(
                            lambda number=number: ensure_organisation("agency", name_en=f"{writer}-{number}")
                        )
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert find_anchor().count == before.count + writers * rounds
        assert verify_log(before).sound
