"""The outbox: mail is written down with the change it tells of, and sent by a job."""

from csrmatch.mail.models import MailState, OutgoingMail
from csrmatch.mail.outbox import Letter, post, retry_mail

__all__ = ["Letter", "MailState", "OutgoingMail", "post", "retry_mail"]
