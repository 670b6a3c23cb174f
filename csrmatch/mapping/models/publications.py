"""Sealed versions of a mapping as they were made public, and how each ended."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.mapping.models.exercises import Exercise
from csrmatch.mapping.models.proposals import Proposal
from csrmatch.mapping.rules.consent import Standing
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["Publication", "PublicationPair"]


class Publication(Versioned, Model):
    """A mapping as published: the database refuses to change any of it but how it ended.

    `scope_key` names whose districts it is about; one version is current for each scope and year.
    `package_zip` is the open data with its description, `digest` the SHA-256 sum of it.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("scope_key", "financial_year", "number"),
        CheckConstraint("(state = 'current') = (ended_at is null)", name="ended_when_not_current"),
        Index(
            "uq_publication_current",
            "scope_key",
            "financial_year",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope_key: Mapped[str] = mapped_column(String(60))
    financial_year: Mapped[str] = mapped_column(String(7))
    number: Mapped[int] = mapped_column(Integer)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    title_en: Mapped[str] = mapped_column(String(160))
    title_hi: Mapped[str | None] = mapped_column(String(160))
    order_number: Mapped[str] = mapped_column(String(80))
    order_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    input_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    # How many pairs belong to it: the database refuses to add one afterwards.
    pairs: Mapped[int] = mapped_column(Integer)
    package_zip: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[PublicationState] = mapped_column(code_enum(PublicationState))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    ended_reason: Mapped[str | None] = mapped_column(Text)

    exercise: Mapped[Exercise] = relationship()
    proposal: Mapped[Proposal] = relationship()
    published_by: Mapped[User] = relationship(foreign_keys=[published_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class PublicationPair(Model):
    """One pair of a published mapping as it stood that day; never changed or deleted."""

    __tablename__ = "publication_pair"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    standing: Mapped[Standing] = mapped_column(code_enum(Standing))
    fit: Mapped[float] = mapped_column(Float)
    ask_inr: Mapped[int | None] = mapped_column(BigInteger)
    district_agreed_on: Mapped[date | None] = mapped_column(Date)
    cpse_agreed_on: Mapped[date | None] = mapped_column(Date)
    board_approved_on: Mapped[date | None] = mapped_column(Date)
    resolution: Mapped[str] = mapped_column(String(80), default="")

    publication: Mapped[Publication] = relationship()
    district: Mapped[District] = relationship()
    cpse: Mapped[Cpse] = relationship()
