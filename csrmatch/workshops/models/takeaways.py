"""The tables of what was said at a workshop and worth keeping: takeaways, and every wording they had."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models.agenda import Talk, WorkshopSession
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.takeaways import TakeawayKind

__all__ = ["Takeaway", "TakeawayWording"]


class Takeaway(Versioned, Model):
    """A challenge, practice, request, commitment or insight, as somebody took it down.

    `uuid` is made by the phone that took it, so that it is kept once however often it is sent. `text` is in
    whichever script it was written; `text_en` and `text_hi` word it for the report. Struck, it is shown no
    longer among the others, but its record stays.
    """

    __tablename__ = "takeaway"
    __table_args__ = (
        CheckConstraint("text <> ''", name="has_text"),
        Index("ix_takeaway_workshop_id_changed_at", "workshop_id", "changed_at"),
    )
    __secret__: ClassVar[frozenset[str]] = frozenset(
        {"text", "text_en", "text_hi", "speaker_name", "by_whom", "asked_of"}
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[TakeawayKind] = mapped_column(code_enum(TakeawayKind))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(2))
    text_en: Mapped[str | None] = mapped_column(Text)
    text_hi: Mapped[str | None] = mapped_column(Text)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_session.id"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talk.id"), index=True)
    theme_code: Mapped[str | None] = mapped_column(ForeignKey("theme.code"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    # Whom it is about: an office of this system, a company, or a body by its written name.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    cpse_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"), index=True)
    organisation_name: Mapped[str | None] = mapped_column(String(200))
    speaker_name: Mapped[str | None] = mapped_column(String(160))
    # Of a commitment: who stands for it, and until when.
    by_whom: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None] = mapped_column(Date)
    # Of a request: from whom it is wanted.
    asked_of: Mapped[str | None] = mapped_column(String(200))
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str | None] = mapped_column(Text)

    workshop: Mapped[Workshop] = relationship()
    session: Mapped[WorkshopSession | None] = relationship()
    talk: Mapped[Talk | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    district: Mapped[District | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    cpse: Mapped[Cpse | None] = relationship()
    taken_by: Mapped[User] = relationship(foreign_keys=[taken_by_id])
    changed_by: Mapped[User] = relationship(foreign_keys=[changed_by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])
    wordings: Mapped[list["TakeawayWording"]] = relationship(
        order_by="TakeawayWording.number", cascade="all, delete-orphan"
    )

    @property
    def code(self) -> str:
        """What people call the takeaway by."""
        return f"T-{self.id:04d}"

    @property
    def earlier(self) -> list["TakeawayWording"]:
        """What it said before it was corrected, the first first."""
        return self.wordings[:-1]


class TakeawayWording(Model):
    """One wording of a takeaway, and whose it is; the last is the one that stands."""

    __tablename__ = "takeaway_wording"
    __secret__: ClassVar[frozenset[str]] = frozenset({"text"})

    takeaway_id: Mapped[int] = mapped_column(ForeignKey("takeaway.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    written_by: Mapped[User] = relationship()
