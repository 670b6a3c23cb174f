"""The job that sends a mail of the outbox, and the one that forgets what was sent long ago."""

from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import ColumnElement, select, update

from csrmatch import jobs
from csrmatch.audit.recording import note_event
from csrmatch.db import db, now, run_write
from csrmatch.jobs.clearing import remove_done_jobs
from csrmatch.jobs.rules import is_to_fail, wait_before
from csrmatch.mail.models import MailState, OutgoingMail
from csrmatch.mail.outbox import SEND
from csrmatch.mail.sending import copy_of, hand_over

__all__ = ["forget_old", "send_mail"]

_HOUR = 3


@jobs.task(SEND)
def send_mail(work: jobs.Work) -> jobs.Effect | None:
    """Hands one mail over; a crash between that and the note of it sends it once more under the same id."""
    number = int(work.payload["mail_id"])
    mail = db.session.get(OutgoingMail, number)
    if mail is None or mail.state is MailState.SENT:
        return None
    db.session.expunge(mail)
    db.session.rollback()
    try:
        hand_over(mail, current_app.config)
    except Exception as error:
        reason = type(error).__name__
        run_write(lambda: _note_failure(number, work.attempt, reason))
        raise
    return lambda: _note_sent(number, work.attempt)


def _note_sent(number: int, attempt: int) -> None:
    mail = db.session.get_one(OutgoingMail, number)
    mail.state, mail.attempts, mail.sent_at = MailState.SENT, attempt, now()
    mail.error = mail.next_try_at = None


def _note_failure(number: int, attempt: int, reason: str) -> None:
    mail = db.session.get_one(OutgoingMail, number)
    is_over = is_to_fail(attempt)
    mail.state = MailState.FAILED if is_over else MailState.QUEUED
    mail.attempts, mail.error = attempt, reason
    mail.next_try_at = None if is_over else now() + wait_before(attempt)


@jobs.daily("forget_old", hour=_HOUR)
def forget_old(work: jobs.Work) -> jobs.Effect:
    """Forgets the texts of mail sent long ago, and the jobs of that time.

    To whom a mail went, about what and when stays, so that nothing is told twice. A mail that could not be
    sent keeps its text, for it can still be sent again.
    """
    before = now() - timedelta(days=current_app.config["KEPT_DAYS"])
    folder = Path(current_app.config["MAIL_FOLDER"])
    query = select(OutgoingMail.id).where(_is_old(before)).order_by(OutgoingMail.id)
    for number in db.session.scalars(query):
        copy_of(folder, number).unlink(missing_ok=True)

    def forget() -> None:
        sent = (
            update(OutgoingMail)
            .where(_is_old(before))
            .values(body="", calendar=None)
            .returning(OutgoingMail.id)
        )
        texts, done = len(db.session.scalars(sent).all()), remove_done_jobs(before)
        if texts or done:
            note_event("forget", "outgoing_mail", "-", texts=texts, jobs=done, before=before)

    return forget


def _is_old(before: datetime) -> ColumnElement[bool]:
    is_sent = (OutgoingMail.state == MailState.SENT) & (OutgoingMail.sent_at < before)
    return is_sent & (OutgoingMail.body != "")
