"""Reading attached files, whole and unchanged or not at all."""

import hashlib

from sqlalchemy import select

from csrmatch.attachments.models import Attachment
from csrmatch.attachments.storage import current_storage
from csrmatch.db import db
from csrmatch.errors import Missing

__all__ = ["list_damaged", "read_attachment"]


def read_attachment(attachment: Attachment) -> bytes:
    """The bytes of a file, as they were when it was attached.

    Raises
    ------
    Missing
        Where the storage has lost them, or holds others than were attached.
    """
    try:
        content = current_storage().get(attachment.key)
    except FileNotFoundError:
        raise Missing from None
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise Missing
    return content


def list_damaged() -> list[Attachment]:
    """The files, struck ones too, that the storage has lost or holds otherwise than they came."""
    damaged = []
    for attachment in db.session.scalars(select(Attachment).order_by(Attachment.id)):
        try:
            read_attachment(attachment)
        except Missing:
            damaged.append(attachment)
    return damaged
