"""Reading the documents of needs."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.registry.models import Need, NeedDocument

__all__ = ["get_need_document", "list_need_documents"]


def list_need_documents(need: Need) -> list[NeedDocument]:
    """The documents of a need that are not struck, the newest first."""
    query = (
        select(NeedDocument)
        .join(NeedDocument.attachment)
        .where(NeedDocument.need_id == need.id, Attachment.struck_at.is_(None))
        .options(joinedload(NeedDocument.attachment).joinedload(Attachment.added_by))
    )
    return list(db.session.scalars(query.order_by(Attachment.id.desc())))


def get_need_document(need: Need, attachment_id: int) -> NeedDocument:
    """A document of a need that is not struck."""
    document = db.session.get(NeedDocument, attachment_id)
    if document is None or document.need_id != need.id or document.attachment.struck_at is not None:
        raise Missing
    return document
