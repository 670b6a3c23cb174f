"""What an office says of a quarter in which nothing of its records changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import Model, UtcDateTime

__all__ = ["NothingToReport"]


class NothingToReport(Model):
    """An office's word that a quarter brought nothing to report; taken back, the row goes, the log stays."""

    __tablename__ = "nothing_to_report"
    __table_args__ = (
        UniqueConstraint("organisation_id", "financial_year", "quarter"),
        CheckConstraint("quarter between 1 and 4", name="quarter_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    financial_year: Mapped[str] = mapped_column(String(7), index=True)
    quarter: Mapped[int] = mapped_column(Integer)
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User] = relationship()
