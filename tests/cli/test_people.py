"""Accounts and the log from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import config
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.cli import main
from csrmatch.db import db
from tests.conftest import sign_in

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_app: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command on the test's database."""
    url = sqlite_app.config["SQLALCHEMY_DATABASE_URI"]
    monkeypatch.setattr(config.Testing, "SQLALCHEMY_DATABASE_URI", url)
    monkeypatch.setenv("CSRMATCH_SETTINGS", "Testing")

    def call(*arguments: str) -> Result:
        db.session.rollback()
        return CliRunner().invoke(main, list(arguments))

    return call


class TestUserAdd:
    def test_makes_an_account_that_can_sign_in(self, sqlite_app: Application, run: Run) -> None:
        outcome = run("user", "add", "new@example.test", "--name", "New", "--password", "a long password")
        assert outcome.exit_code == 0, outcome.output
        assert sign_in(sqlite_app, "new@example.test", "a long password").get("/home").status_code == 200
        db.session.rollback()
        entry = db.session.query(AuditEvent).filter_by(action="insert", object_type="app_user").all()[-1]
        assert entry.actor == "command line"

    def test_refuses_a_second_account_with_one_address(self, run: Run) -> None:
        outcome = run("user", "add", "chair@example.test", "--name", "New", "--password", "a long password")
        assert outcome.exit_code == 1
        assert "already an account" in outcome.output


class TestUserPassword:
    def test_changes_it_and_signs_out_everywhere(self, sqlite_app: Application, run: Run) -> None:
        client = sign_in(sqlite_app, "chair@example.test")
        assert run("user", "password", "chair@example.test", "--password", "another password").exit_code == 0
        db.session.rollback()
        assert client.get("/home").status_code == 302
        assert sign_in(sqlite_app, "chair@example.test", "another password").get("/home").status_code == 200

    def test_says_when_there_is_no_such_account(self, run: Run) -> None:
        outcome = run("user", "password", "nobody@example.test", "--password", "another password")
        assert outcome.exit_code == 1
        assert "no account" in outcome.output


class TestLog:
    def test_verify_accepts_a_sound_log_and_its_own_anchor(self, run: Run) -> None:
        anchor = run("log", "anchor").output.strip()
        outcome = run("log", "verify", "--anchor", anchor)
        assert outcome.exit_code == 0
        assert anchor in outcome.output

    def test_verify_refuses_a_log_whose_tail_was_cut(self, sqlite_app: Application, run: Run) -> None:
        anchor = run("log", "anchor").output.strip()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("drop trigger audit_event_no_delete")
            connection.exec_driver_sql("delete from audit_event where id = (select max(id) from audit_event)")
            connection.commit()
        assert run("log", "verify").exit_code == 0
        outcome = run("log", "verify", "--anchor", anchor)
        assert outcome.exit_code == 1
        assert "cut" in outcome.output

    def test_verify_refuses_a_log_with_one_changed_word(self, sqlite_app: Application, run: Run) -> None:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("drop trigger audit_event_no_update")
            connection.exec_driver_sql("update audit_event set reason = 'x' where id = 3")
            connection.commit()
        outcome = run("log", "verify")
        assert outcome.exit_code == 1
        assert "entry 3" in outcome.output

    def test_verify_refuses_an_anchor_that_is_none(self, run: Run) -> None:
        assert run("log", "verify", "--anchor", "nonsense").exit_code == 2
