"""The tables of workshops: the series, the workshop, its places and themes, and who helps to hold it."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District, State
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = [
    "Workshop",
    "WorkshopDistrict",
    "WorkshopHelper",
    "WorkshopOrganiser",
    "WorkshopSeries",
    "WorkshopTheme",
]


class WorkshopSeries(Model):
    """Workshops that follow each other under one name, counted from the first."""

    __tablename__ = "workshop_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_en: Mapped[str] = mapped_column(String(200), unique=True)
    name_hi: Mapped[str | None] = mapped_column(String(200))


class Workshop(Versioned, Model):
    """One workshop; what is None is not known.

    Its days may have no dates, as a record made from an old report has none, but the year is always known.
    `participants_told` is how many people took part as the organisers say, which need not be how many are
    on record; `is_about` says that they gave a round figure.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
        CheckConstraint("participants_told >= 0", name="participants_told_not_negative"),
        Index(
            "ix_workshop_series_id_ordinal",
            "series_id",
            "ordinal",
            unique=True,
            sqlite_where=text("status <> 'cancelled'"),
            postgresql_where=text("status <> 'cancelled'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_series.id"))
    ordinal: Mapped[int | None] = mapped_column(Integer)
    title_en: Mapped[str | None] = mapped_column(String(300))
    title_hi: Mapped[str | None] = mapped_column(String(300))
    objective_en: Mapped[str | None] = mapped_column(Text)
    objective_hi: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int] = mapped_column(Integer)
    starts_on: Mapped[date | None] = mapped_column(Date, index=True)
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"), index=True)
    city_en: Mapped[str | None] = mapped_column(String(120))
    city_hi: Mapped[str | None] = mapped_column(String(120))
    venue_en: Mapped[str | None] = mapped_column(String(300))
    venue_hi: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[WorkshopStatus] = mapped_column(code_enum(WorkshopStatus), index=True)
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    participants_told: Mapped[int | None] = mapped_column(Integer)
    is_about: Mapped[bool] = mapped_column(Boolean, default=False)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    series: Mapped[WorkshopSeries | None] = relationship()
    state: Mapped[State | None] = relationship()
    created_by: Mapped[User] = relationship(foreign_keys=[created_by_id])
    changed_by: Mapped[User] = relationship(foreign_keys=[changed_by_id])
    organisers: Mapped[list["WorkshopOrganiser"]] = relationship(
        order_by="WorkshopOrganiser.position", cascade="all, delete-orphan"
    )
    themes: Mapped[list["WorkshopTheme"]] = relationship(
        order_by="WorkshopTheme.theme_code", cascade="all, delete-orphan"
    )
    districts: Mapped[list["WorkshopDistrict"]] = relationship(
        order_by="WorkshopDistrict.district_id", cascade="all, delete-orphan"
    )
    helpers: Mapped[list["WorkshopHelper"]] = relationship(
        order_by="WorkshopHelper.user_id", cascade="all, delete-orphan"
    )

    @property
    def code(self) -> str:
        """What people call the workshop by."""
        return f"W-{self.id:04d}"


class WorkshopOrganiser(Model):
    """An office that holds the workshop together with others, in the order in which they are named."""

    __tablename__ = "workshop_organiser"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)

    organisation: Mapped[Organisation] = relationship()


class WorkshopTheme(Model):
    """A theme that the workshop is about."""

    __tablename__ = "workshop_theme"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), primary_key=True)

    theme: Mapped[Theme] = relationship()


class WorkshopDistrict(Model):
    """A district that the workshop is held for."""

    __tablename__ = "workshop_district"

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True)

    district: Mapped[District] = relationship()


class WorkshopHelper(Model):
    """A person of any office who takes notes or checks people in, as the organisers named."""

    __tablename__ = "workshop_helper"
    __table_args__ = (UniqueConstraint("workshop_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    takes_notes: Mapped[bool] = mapped_column(Boolean)
    checks_in: Mapped[bool] = mapped_column(Boolean)

    user: Mapped[User] = relationship()
