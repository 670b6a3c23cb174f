"""Mail: written with the business, sent once, in either script, without a way into its headers."""

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, now, run_write
from csrmatch.jobs.models import Job
from csrmatch.jobs.rules import MOST_TRIES
from csrmatch.jobs.running import run_job
from csrmatch.mail import Letter, MailState, OutgoingMail, post, retry_mail
from csrmatch.mail.outbox import one_header_line
from csrmatch.mail.sending import compose
from tests.faults.racing import at_once

HINDI = "स्मरण: 30 अप्रैल 2027 तक अंतरित करें"


class Post:
    """A mail server's hand: keeps what it is given."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture
def server(app: Application) -> Iterator[Post]:
    """A mail server of this test's own, to which the application sends."""
    hand = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(hand, hostname="127.0.0.1", port=port)
    controller.start()
    app.config["MAIL_HOST"], app.config["MAIL_PORT"] = "127.0.0.1", port
    yield hand
    controller.stop()


def letter(key: str = "one", **changes: Any) -> Letter:
    user = db.session.scalars(select(User).where(User.email == "chair@example.test")).one()
    given = {"subject": HINDI, "body": "नमस्ते\n\nhttps://csrmatch.example/home\n", "language": "hi"} | changes
    return Letter(key=key, kind="reminder", person_id=user.id, address=user.email, **given)


def send(key: str = "one", **changes: Any) -> int:
    """Posts a letter and gives the number of its job."""
    run_write(lambda: post(letter(key, **changes)))
    mail = load(key)
    return db.session.scalars(select(Job.id).where(Job.key == f"mail {mail.id}")).one()


def load(key: str = "one") -> OutgoingMail:
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.key == key)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


class TestPost:
    def test_what_has_been_told_is_not_told_again(self, app: Application) -> None:
        assert [run_write(lambda: post(letter())), run_write(lambda: post(letter()))] == [True, False]
        assert sum(at_once(app, 8, lambda _number: run_write(lambda: post(letter("two"))))) == 1
        assert db.session.scalar(select(func.count()).select_from(Job)) == 2

    def test_rolled_back_with_the_business_it_was_never_written(self, app: Application) -> None:
        def break_off() -> None:
            post(letter())
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            run_write(break_off)
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


class TestSend:
    def test_it_arrives_in_hindi_with_the_id_it_was_written_with(
        self, app: Application, server: Post
    ) -> None:
        assert run_job(send())
        (got,) = server.got
        assert got["Subject"] == HINDI
        assert got["To"] == "chair@example.test"
        assert got["Message-ID"] == load().message_id
        assert got["Content-Language"] == "hi"
        assert got.get_content().replace("\r\n", "\n").startswith("नमस्ते\n")
        assert load().state is MailState.SENT
        assert load().sent_at

    def test_done_twice_it_is_sent_once(self, app: Application, server: Post) -> None:
        number = send()
        assert [run_job(number), run_job(number)] == [True, False]
        assert len(server.got) == 1

    def test_a_worker_that_dies_after_handing_over_sends_the_same_mail_once_more(
        self, app: Application, server: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        number = send()

        class Dead(BaseException):
            """The process is gone."""

        with monkeypatch.context() as patch:
            patch.setattr("csrmatch.jobs.running._finish", lambda *_given: (_ for _ in ()).throw(Dead()))
            with pytest.raises(Dead):
                run_job(number)

        def expire() -> None:
            job = db.session.get_one(Job, number)
            job.lease_until = job.created_at

        run_write(expire)
        assert run_job(number)
        assert len(server.got) == 2
        assert len({got["Message-ID"] for got in server.got}) == 1
        assert len({got.as_bytes() for got in server.got}) == 1

    def test_without_a_server_it_lies_in_the_folder(self, sqlite_app: Application, tmp_path: Path) -> None:
        sqlite_app.config["MAIL_FOLDER"] = str(tmp_path / "mail")
        run_job(send())
        (file,) = (tmp_path / "mail").iterdir()
        got = message_from_bytes(file.read_bytes(), policy=default)
        assert got["Subject"] == HINDI
        assert load().state is MailState.SENT

    def test_a_server_that_is_down_is_tried_again_then_the_mail_has_failed_and_can_be_retried(
        self, app: Application, server: Post, caplog: pytest.LogCaptureFixture
    ) -> None:
        port, app.config["MAIL_PORT"] = app.config["MAIL_PORT"], 9
        number = send()
        run_job(number)
        mail = load()
        assert (mail.state, mail.attempts, mail.error) == (MailState.QUEUED, 1, "ConnectionRefusedError")
        assert mail.next_try_at

        def wear_out() -> None:
            job = db.session.get_one(Job, number)
            job.attempts, job.not_before = MOST_TRIES - 1, job.created_at

        run_write(wear_out)
        run_job(number)
        assert load().state is MailState.FAILED
        assert "chair@example.test" not in caplog.text
        app.config["MAIL_PORT"] = port
        run_write(lambda: retry_mail(load_again()))
        assert run_job(number)
        assert load().state is MailState.SENT
        assert len(server.got) == 1


def load_again() -> OutgoingMail:
    return db.session.scalars(select(OutgoingMail)).one()


class TestHeaders:
    @given(st.text(max_size=300))
    @settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_subject_can_bring_in_a_header_of_its_own(self, subject: str) -> None:
        line = one_header_line(subject)
        assert "\n" not in line
        assert "\r" not in line
        assert one_header_line(line) == line

    @pytest.mark.parametrize("bad", ["a\r\nBcc: all@example.test", "a\nBcc: b@example.test", "a\x0bb\x85c"])
    def test_a_mail_with_line_breaks_in_its_subject_has_one_subject(
        self, sqlite_app: Application, bad: str
    ) -> None:
        send("bad", subject=bad)
        message = compose(load("bad"), sqlite_app.config)
        read = message_from_bytes(message.as_bytes(), policy=default)
        assert read["Bcc"] is None
        assert sorted(read.keys()) == sorted(message.keys())

    def test_an_address_with_a_line_break_is_refused_by_the_composer_too(
        self, sqlite_app: Application
    ) -> None:
        send()
        mail = load()
        mail.address = "a@example.test\r\nBcc: b@example.test"
        with pytest.raises(ValueError, match=r"[Aa]ddr|parse|header"):
            compose(mail, sqlite_app.config)
        db.session.rollback()


def test_the_task_is_registered() -> None:
    assert "send_mail" in jobs.tasks.TASKS


class TestForgetting:
    def forget(self, day: int) -> None:
        """The night's job of a day that many days from now."""
        with time_machine.travel(now() + timedelta(days=day), tick=False):
            number = run_write(lambda: jobs.enqueue("forget_old", {}, f"forget {day}").id)
            assert run_job(number)

    def test_the_text_of_a_sent_mail_goes_after_its_time_and_a_line_in_the_log_stays(
        self, app: Application, tmp_path: Path
    ) -> None:
        app.config["MAIL_FOLDER"] = str(tmp_path)
        number = send()
        assert run_job(number)
        copy = Path(app.config["MAIL_FOLDER"]) / f"{load().id:08d}.eml"
        self.forget(179)
        assert load().body
        assert copy.exists()
        self.forget(181)
        assert (load().body, load().subject, load().state) == ("", HINDI, MailState.SENT)
        assert not copy.exists()
        assert jobs.find_job(number) is None
        entry = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "forget")).one()
        told = json.loads(entry.changes)
        assert (entry.object_type, told["texts"], told["jobs"]) == ("outgoing_mail", 1, 1)
        assert not run_write(lambda: post(letter()))

    def test_what_was_not_sent_and_what_a_person_asked_for_stays(self, app: Application) -> None:
        send()
        person = letter().person_id
        asked = run_write(lambda: jobs.enqueue("forget_old", {}, "asked", by_id=person).id)
        assert run_job(asked)
        self.forget(400)
        assert load().body
        assert jobs.find_job(asked)
        assert not db.session.scalars(select(AuditEvent).where(AuditEvent.action == "forget")).all()

    def test_the_time_is_the_installations(self, app: Application, tmp_path: Path) -> None:
        app.config |= {"KEPT_DAYS": 10, "MAIL_FOLDER": str(tmp_path)}
        assert run_job(send())
        self.forget(11)
        assert not load().body
