"""Files of consent: all letters of a proposal at once, and the papers that belong to answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.db import Model, UtcDateTime
from csrmatch.mapping.models.proposals import PairAnswer, Proposal

__all__ = ["AnswerDocument", "LetterBundle"]


class LetterBundle(Model):
    """The letters of a proposal in one archive: which of them, `choice` says; made once, never changed."""

    __tablename__ = "letter_bundle"
    __table_args__ = (
        UniqueConstraint("proposal_id", "choice"),
        CheckConstraint("letters > 0", name="letters_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    choice: Mapped[str] = mapped_column(String(60))
    letters: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    proposal: Mapped[Proposal] = relationship()
    made_by: Mapped[User] = relationship()


class AnswerDocument(Model):
    """A paper that belongs to an answer, such as the resolution of the board."""

    __tablename__ = "answer_document"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("pair_answer.id"), index=True)

    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
    answer: Mapped[PairAnswer] = relationship()
