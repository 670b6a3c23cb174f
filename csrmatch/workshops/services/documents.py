"""The verbs of the files of a workshop: attaching one to it or to a talk, striking one."""

from csrmatch.accounts.models import User
from csrmatch.attachments.services import add_attachment, strike_attachment
from csrmatch.db import db
from csrmatch.errors import NotAllowed
from csrmatch.workshops.access.workshops import can_edit
from csrmatch.workshops.models import Talk, Workshop, WorkshopDocument

__all__ = ["attach_workshop_document", "strike_workshop_document"]


def attach_workshop_document(
    *, workshop: Workshop, by: User, talk: Talk | None, title: str, file_name: str, content: bytes
) -> WorkshopDocument:
    """Keeps a file with a workshop or with one of its talks; who sees the workshop sees it."""
    if not can_edit(by, workshop):
        raise NotAllowed
    attachment = add_attachment(by=by, title=title, file_name=file_name, content=content)
    document = WorkshopDocument(attachment=attachment, workshop_id=workshop.id, talk=talk)
    db.session.add(document)
    db.session.flush()
    return document


def strike_workshop_document(
    *, workshop: Workshop, document: WorkshopDocument, by: User, version: int | None, reason: str
) -> None:
    """Takes a file of a workshop out of sight; the record of it stays."""
    if not can_edit(by, workshop):
        raise NotAllowed
    strike_attachment(attachment=document.attachment, by=by, version=version, reason=reason)
