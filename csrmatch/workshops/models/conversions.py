"""The tables of what became of takeaways: the records made of them, and those handed to an office."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models.takeaways import Takeaway
from csrmatch.workshops.rules.takeaways import HandingState

__all__ = ["TakeawayHanding", "TakeawayWork"]


class TakeawayWork(Model):
    """A record that was made of a takeaway; `kind` says of which table, as the targets are registered."""

    __tablename__ = "takeaway_work"
    __table_args__ = (
        UniqueConstraint("takeaway_id", "kind", "record_id"),
        Index("ix_takeaway_work_kind_record_id", "kind", "record_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    takeaway_id: Mapped[int] = mapped_column(ForeignKey("takeaway.id"))
    kind: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[int] = mapped_column(Integer)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    takeaway: Mapped[Takeaway] = relationship()
    made_by: Mapped[User] = relationship()


class TakeawayHanding(Versioned, Model):
    """A takeaway handed to a district or a company, which alone can make a need or a request of it."""

    __tablename__ = "takeaway_handing"
    __table_args__ = (
        CheckConstraint("(district_id is null) <> (cpse_id is null)", name="is_to_one"),
        CheckConstraint("state <> 'declined' or answered_reason <> ''", name="declined_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    takeaway_id: Mapped[int] = mapped_column(ForeignKey("takeaway.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    cpse_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"), index=True)
    state: Mapped[HandingState] = mapped_column(code_enum(HandingState), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    handed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    handed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_reason: Mapped[str] = mapped_column(Text, default="")

    takeaway: Mapped[Takeaway] = relationship()
    district: Mapped[District | None] = relationship()
    cpse: Mapped[Cpse | None] = relationship()
    handed_by: Mapped[User] = relationship(foreign_keys=[handed_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
