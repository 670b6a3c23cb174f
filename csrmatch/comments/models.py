"""The tables of comments: threads, what was said in them, and every wording it had."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import Model, UtcDateTime, Versioned

__all__ = ["Comment", "CommentThread", "CommentWording"]


class CommentThread(Model):
    """A conversation about a record; the slice that owns the record links it and says who may read it.

    It is settled when the side that was to answer has said that nothing is to be answered.
    """

    __tablename__ = "comment_thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    comments: Mapped[list["Comment"]] = relationship(
        order_by="Comment.id", back_populates="thread", cascade="all, delete-orphan"
    )


class Comment(Versioned, Model):
    """What a person said for an office; struck it is no longer shown, but its record stays."""

    __tablename__ = "comment"
    __secret__: ClassVar[frozenset[str]] = frozenset({"text"})

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("comment_thread.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str | None] = mapped_column(Text)

    thread: Mapped[CommentThread] = relationship(back_populates="comments")
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])
    wordings: Mapped[list["CommentWording"]] = relationship(
        order_by="CommentWording.number", cascade="all, delete-orphan"
    )

    @property
    def earlier(self) -> list["CommentWording"]:
        """What it said before it was corrected, the first first."""
        return self.wordings[:-1]


class CommentWording(Model):
    """One wording of a comment; the last is the one that stands."""

    __tablename__ = "comment_wording"
    __secret__: ClassVar[frozenset[str]] = frozenset({"text"})

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
