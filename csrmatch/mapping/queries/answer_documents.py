"""Reading the papers of answers, for those who may read the answer with its reason."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.proposals import can_read_reason
from csrmatch.mapping.models import AnswerDocument, PairAnswer, ProposedPair

__all__ = ["get_answer_document", "list_answer_documents"]


def list_answer_documents(viewer: User, pair: ProposedPair) -> list[AnswerDocument]:
    """The papers of a pair that are not struck and are the viewer's to read, the newest first."""
    rows = db.session.scalars(_of_pair(pair).order_by(Attachment.id.desc()))
    return [row for row in rows if can_read_reason(viewer, pair, row.answer.side)]


def get_answer_document(viewer: User, pair: ProposedPair, attachment_id: int) -> AnswerDocument:
    """A paper of a pair that is the viewer's to read and not struck."""
    row: AnswerDocument | None = db.session.scalar(
        _of_pair(pair).where(AnswerDocument.attachment_id == attachment_id)
    )
    if row is None or not can_read_reason(viewer, pair, row.answer.side):
        raise Missing
    return row


def _of_pair(pair: ProposedPair) -> Select[Any]:
    return (
        select(AnswerDocument)
        .join(AnswerDocument.answer)
        .join(AnswerDocument.attachment)
        .where(PairAnswer.pair_id == pair.id, Attachment.struck_at.is_(None))
        .options(
            contains_eager(AnswerDocument.answer),
            contains_eager(AnswerDocument.attachment).options(joinedload(Attachment.added_by)),
        )
    )
