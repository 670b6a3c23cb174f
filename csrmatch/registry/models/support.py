"""What a CPSE asks other CPSEs to help with, and who pledged to."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District
from csrmatch.registry.models.cpses import Cpse
from csrmatch.registry.rules.support import SupportStatus

__all__ = ["SupportPledge", "SupportRequest"]


class SupportRequest(Versioned, Model):
    """One CPSE asks the others for money or work on a theme, in one district or anywhere.

    What is None is not known; `financial_year` is the year in which the support is wanted.
    """

    __tablename__ = "support_request"
    __table_args__ = (
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("ask_inr >= 0", name="ask_inr_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), index=True)
    title_en: Mapped[str | None] = mapped_column(String(200))
    title_hi: Mapped[str | None] = mapped_column(String(200))
    asked: Mapped[str] = mapped_column(Text, default="")
    ask_inr: Mapped[int | None] = mapped_column(BigInteger)
    financial_year: Mapped[str] = mapped_column(String(7))
    status: Mapped[SupportStatus] = mapped_column(code_enum(SupportStatus), index=True)
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    cpse: Mapped[Cpse] = relationship()
    district: Mapped[District | None] = relationship()
    theme: Mapped[Theme] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    changed_by: Mapped[User] = relationship(foreign_keys=[changed_by_id])

    @property
    def code(self) -> str:
        """What people call the request by."""
        return f"S-{self.id:04d}"


class SupportPledge(Versioned, Model):
    """What another CPSE said it would give to a request; it can be taken back with a reason."""

    __tablename__ = "support_pledge"
    __table_args__ = (
        UniqueConstraint("request_id", "cpse_id"),
        CheckConstraint("amount_inr > 0", name="amount_inr_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    # None where the help is not money, or its worth is not known.
    amount_inr: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    pledged_on: Mapped[date] = mapped_column(Date)
    pledged_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[SupportRequest] = relationship()
    cpse: Mapped[Cpse] = relationship()
    pledged_by: Mapped[User] = relationship()
