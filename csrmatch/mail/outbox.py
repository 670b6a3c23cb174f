"""Writing mail down with the change it tells of, once per thing there is to tell."""

from dataclasses import dataclass
from email.utils import make_msgid

from flask import current_app
from sqlalchemy import select

from csrmatch import jobs
from csrmatch.db import db, insert_once, now
from csrmatch.mail.models import MailState, OutgoingMail

__all__ = ["SEND", "Letter", "post", "retry_mail"]

SEND = "send_mail"
_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Letter:
    """What one person is written: `key` says what about, so that it is never told twice.

    `person_id` is None for somebody without an account; `calendar` is a calendar file that goes with it.
    """

    key: str
    kind: str
    person_id: int | None
    address: str
    language: str
    subject: str
    body: str
    calendar: str | None = None


def post(letter: Letter) -> bool:
    """Puts a letter into the outbox in the running transaction; False where it had been posted before."""
    domain = current_app.config["MAIL_SENDER"].rpartition("@")[2]
    is_new = insert_once(
        OutgoingMail,
        key=letter.key,
        message_id=make_msgid(domain=domain),
        kind=letter.kind,
        person_id=letter.person_id,
        address=one_header_line(letter.address),
        language=letter.language,
        subject=one_header_line(letter.subject)[:_LONGEST_SUBJECT],
        body=letter.body,
        calendar=letter.calendar,
        state=MailState.QUEUED,
        attempts=0,
        created_at=now(),
    )
    if is_new:
        mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == letter.key)).one()
        jobs.enqueue(SEND, {"mail_id": mail.id}, f"mail {mail.id}")
    return is_new


def one_header_line(text: str) -> str:
    """A text that can stand in a header: without line breaks and other control characters."""
    return " ".join(
        "".join(" " if ord(letter) < 32 or ord(letter) == 127 else letter for letter in text).split()
    )


def retry_mail(mail: OutgoingMail) -> None:
    """Puts a mail that could not be sent back into the queue."""
    if mail.state is not MailState.FAILED:
        return
    mail.state, mail.error, mail.next_try_at = MailState.QUEUED, None, None
    jobs.try_again(jobs.enqueue(SEND, {"mail_id": mail.id}, f"mail {mail.id}"))
    db.session.flush()
