"""Answers, mail and a job for the furnished demonstration: one office has spoken, one is silent."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mail import Letter, MailState, OutgoingMail, post
from csrmatch.registry.rules.answers import last_due
from csrmatch.registry.services.answers import say_nothing_to_report

__all__ = ["answer_pages", "give_answers"]

_SINCE = datetime(2025, 4, 1, tzinfo=UTC)


def answer_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it."""
    with sqlite3.connect(database) as connection:
        query = "select organisation_id from app_user where email = ?"
        cpse, district = (
            connection.execute(query, (f"{account}@{DEMO_DOMAIN}",)).fetchone()[0]
            for account in ("cpse", "district")
        )
    connection.close()
    return [
        ("registry.list_answers", "answers", "/answers", "dpe"),
        ("registry.list_answers", "answers-state", "/answers", "state"),
        ("registry.list_answers", "answers-none", "/answers?q=zzzz", "dpe"),
        ("registry.show_answers", "answers-office", f"/answers/{district}", "district"),
        ("registry.show_answers", "answers-company", f"/answers/{cpse}", "dpe"),
        ("home.list_mail", "mail", "/mail", "dpe"),
        ("home.show_job", "job", "/jobs/1", "dpe"),
    ]


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()


def give_answers() -> None:
    """Offices that have been here since 2025: the company has nothing to report, the district is silent."""
    for account in ("cpse", "district"):
        _user(account).created_at = _SINCE
    cpse = _user("cpse")
    jobs.enqueue("nothing", {}, "a job to look at", by_id=cpse.id)
    day = today()
    say_nothing_to_report(by=cpse, office=cpse.organisation, quarter=last_due(day), day=day)
    for account, state in (
        ("cpse", MailState.SENT),
        ("district", MailState.FAILED),
        ("dpe", MailState.QUEUED),
    ):
        person = _user(account)
        key = f"showcase {account}"
        post(Letter(key, "reminder", person.id, person.email, person.language, "Subject", "Body"))
        mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()
        mail.state, mail.attempts = state, 1
        mail.error = "ConnectionRefusedError" if state is MailState.FAILED else None
