"""The tables of feedback: the form of a workshop, its questions, and what was answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.feedback import Question, QuestionKind
from csrmatch.workshops.rules.participants import ParticipantGroup

__all__ = ["FeedbackAnswer", "FeedbackForm", "FeedbackQuestion", "FeedbackReply", "FeedbackSending"]


class FeedbackForm(Versioned, Model):
    """What the participants of a workshop are asked afterwards, and from which day to which.

    A new `link_number` makes every link and code handed out before worth nothing.
    """

    __tablename__ = "feedback_form"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), unique=True)
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    link_number: Mapped[int] = mapped_column(Integer, default=1)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    workshop: Mapped[Workshop] = relationship()
    questions: Mapped[list["FeedbackQuestion"]] = relationship(
        order_by="FeedbackQuestion.position, FeedbackQuestion.id", cascade="all, delete-orphan"
    )


class FeedbackQuestion(Model):
    """A question of a form: one of those that are the same everywhere, or one of its own."""

    __tablename__ = "feedback_question"
    __table_args__ = (
        UniqueConstraint("form_id", "key"),
        CheckConstraint("key is not null or text_en <> '' or text_hi <> ''", name="has_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("feedback_form.id"))
    # Null where the question is the form's own.
    key: Mapped[Question | None] = mapped_column(code_enum(Question))
    kind: Mapped[QuestionKind] = mapped_column(code_enum(QuestionKind))
    text_en: Mapped[str | None] = mapped_column(String(300))
    text_hi: Mapped[str | None] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(Integer)


class FeedbackAnswer(Model):
    """One filled form; who filled it is unknown unless they said so.

    The log tells that it came and nothing it says: few answers of a group would give their writers away.
    """

    __tablename__ = "feedback_answer"
    __secret__ = frozenset({"key", "group", "language", "name", "organisation"})

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("feedback_form.id"), index=True)
    # The digest of the form's one-time key: sent twice, it is one answer.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    group: Mapped[ParticipantGroup | None] = mapped_column("group_code", code_enum(ParticipantGroup))
    language: Mapped[str] = mapped_column(String(2))
    name: Mapped[str | None] = mapped_column(String(160))
    organisation: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)

    form: Mapped[FeedbackForm] = relationship()
    replies: Mapped[list["FeedbackReply"]] = relationship(
        order_by="FeedbackReply.id", back_populates="answer"
    )


class FeedbackReply(Model):
    """What one answer says to one question; of sessions picked one for each. No reply is no row."""

    __tablename__ = "feedback_reply"
    __secret__ = frozenset({"question_id", "number", "choice", "session_id", "text"})

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("feedback_answer.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("feedback_question.id"), index=True)
    number: Mapped[int | None] = mapped_column(Integer)
    choice: Mapped[str | None] = mapped_column(String(32))
    # Null where the session was taken off the agenda later.
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshop_session.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str | None] = mapped_column(Text)
    # A remark that is kept and not shown in the summary.
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    hidden_reason: Mapped[str] = mapped_column(Text, default="")

    answer: Mapped[FeedbackAnswer] = relationship(back_populates="replies")
    question: Mapped[FeedbackQuestion] = relationship()
    hidden_by: Mapped[User | None] = relationship()


class FeedbackSending(Model):
    """That something was sent from an address just now, counted so that nobody floods a form.

    It is not tied to the answer, and goes after an hour.
    """

    __tablename__ = "feedback_sending"
    __logged__ = False
    __table_args__ = (Index("ix_feedback_sending_sender_at", "sender", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
