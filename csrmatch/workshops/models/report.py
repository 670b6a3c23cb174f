"""The tables of the report: what is chosen and said by hand, and every file that was made of it."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.report import ReportFormat

__all__ = ["ReportIssue", "WorkshopReport"]


class WorkshopReport(Versioned, Model):
    """What no record of a workshop holds: the foreword, who took part in words, a word of thanks.

    `left_out` are the sections that the report goes without; one that comes to be later is in it.
    """

    __tablename__ = "workshop_report"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    left_out: Mapped[list[str]] = mapped_column(JSON)
    foreword_en: Mapped[str | None] = mapped_column(Text)
    foreword_hi: Mapped[str | None] = mapped_column(Text)
    participants_en: Mapped[str | None] = mapped_column(Text)
    participants_hi: Mapped[str | None] = mapped_column(Text)
    thanks_en: Mapped[str | None] = mapped_column(Text)
    thanks_hi: Mapped[str | None] = mapped_column(Text)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    workshop: Mapped[Workshop] = relationship()
    changed_by: Mapped[User] = relationship()


class ReportIssue(Model):
    """One file of an issue of a report, kept as it was made; never changed or removed.

    The files of an issue share its number and `input_digest`, the SHA-256 sum of all that the record said
    in both languages; `digest` is that of the file.
    """

    __tablename__ = "report_issue"
    __table_args__ = (
        UniqueConstraint("workshop_id", "number", "language", "format"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("language in ('en', 'hi')", name="language_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(2))
    format: Mapped[ReportFormat] = mapped_column(code_enum(ReportFormat))
    is_draft: Mapped[bool] = mapped_column(Boolean)
    input_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    workshop: Mapped[Workshop] = relationship()
    made_by: Mapped[User] = relationship()
