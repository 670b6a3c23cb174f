"""What offices were asked to supply before an exercise is run."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["FactRequest"]


class FactRequest(Model):
    """One office asked for facts that an exercise lacks: codes of what, when, by whom, to how many people."""

    __tablename__ = "fact_request"
    __table_args__ = (
        CheckConstraint("(district_id is null) <> (cpse_id is null)", name="asks_one_office"),
        CheckConstraint("recipients >= 0", name="recipients_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    cpse_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"), index=True)
    facts: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    recipients: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))

    district: Mapped[District | None] = relationship()
    cpse: Mapped[Cpse | None] = relationship()
    asked_by: Mapped[User] = relationship()
