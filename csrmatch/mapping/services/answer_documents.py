"""The verbs of the papers of answers: attaching the resolution of a board, striking it."""

from csrmatch.accounts.models import User
from csrmatch.attachments.services import add_attachment, strike_attachment
from csrmatch.db import db, lock_row
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.mapping.models import AnswerDocument, ProposedPair
from csrmatch.mapping.queries.proposals import find_standing_answer
from csrmatch.mapping.rules.consent import Side

__all__ = ["attach_resolution", "strike_resolution"]


def attach_resolution(
    *, pair: ProposedPair, by: User, title: str, file_name: str, content: bytes
) -> AnswerDocument:
    """Keeps a paper with what the board says of the pair now, approval or refusal.

    Raises
    ------
    DomainError
        Where the board has not answered, or for a file that is not taken.
    """
    lock_row(pair)
    answer = find_standing_answer(pair, Side.BOARD)
    if answer is None:
        raise DomainError(lazy_("Record what the board decided first; its resolution belongs to that."))
    attachment = add_attachment(by=by, title=title, file_name=file_name, content=content)
    document = AnswerDocument(attachment_id=attachment.id, answer_id=answer.id)
    db.session.add(document)
    db.session.flush()
    return document


def strike_resolution(*, document: AnswerDocument, by: User, version: int | None, reason: str) -> None:
    """Takes a paper out of sight, with the reason; its record stays."""
    strike_attachment(attachment=document.attachment, by=by, version=version, reason=reason)
