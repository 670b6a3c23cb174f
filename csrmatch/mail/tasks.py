"""The job that sends a mail of the outbox."""

from flask import current_app

from csrmatch import jobs
from csrmatch.db import db, now, run_write
from csrmatch.jobs.rules import is_to_fail, wait_before
from csrmatch.mail.models import MailState, OutgoingMail
from csrmatch.mail.outbox import SEND
from csrmatch.mail.sending import hand_over

__all__ = ["send_mail"]


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
