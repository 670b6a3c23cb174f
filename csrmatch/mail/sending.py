"""Hands a mail to the mail server, or writes it into a folder where none is named."""

import smtplib
import ssl
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from csrmatch.mail.models import OutgoingMail

__all__ = ["compose", "copy_of", "hand_over", "has_server"]

_SECONDS = 30


def has_server(settings: Mapping[str, Any]) -> bool:
    """Whether mail leaves this machine at all."""
    return bool(settings["MAIL_HOST"])


def compose(mail: OutgoingMail, settings: Mapping[str, Any]) -> EmailMessage:
    """The mail as it is sent: the same bytes each time, with the Message-ID it was given when written."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = Address("csrmatch", addr_spec=settings["MAIL_SENDER"])
    message["To"] = Address(addr_spec=mail.address)
    message["Message-ID"] = mail.message_id
    message["Date"] = mail.created_at
    # Says to other programs that nobody waits for an answer.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    if mail.calendar:
        # Both as the calendar that mail programs act on, and as a file for those that do not.
        method = "CANCEL" if "\nMETHOD:CANCEL" in mail.calendar.replace("\r", "") else "REQUEST"
        message.add_alternative(mail.calendar, subtype="calendar", params={"method": method})
        message.add_attachment(
            mail.calendar.encode(), maintype="text", subtype="calendar", filename="invitation.ics"
        )
    message["Content-Language"] = mail.language
    return message


def hand_over(mail: OutgoingMail, settings: Mapping[str, Any]) -> None:
    """Sends the mail; raises what the connection raises."""
    message = compose(mail, settings)
    if not has_server(settings):
        _write(message, mail, Path(settings["MAIL_FOLDER"]))
        return
    is_tls = settings["MAIL_SECURITY"] == "tls"
    context = ssl.create_default_context()
    if is_tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings["MAIL_HOST"], settings["MAIL_PORT"], timeout=_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(settings["MAIL_HOST"], settings["MAIL_PORT"], timeout=_SECONDS)
    with server:
        if settings["MAIL_SECURITY"] == "starttls":
            server.starttls(context=context)
        if settings["MAIL_USER"]:
            server.login(settings["MAIL_USER"], settings["MAIL_PASSWORD"])
        server.send_message(message)


def _write(message: EmailMessage, mail: OutgoingMail, folder: Path) -> None:
    """A whole file or none; written twice it is one file."""
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=folder, suffix=".part", delete=False) as file:
        file.write(message.as_bytes(policy=SMTP))
    Path(file.name).replace(copy_of(folder, mail.id))


def copy_of(folder: Path, number: int) -> Path:
    """Where the file of a mail stands that no server took."""
    return folder / f"{number:08d}.eml"
