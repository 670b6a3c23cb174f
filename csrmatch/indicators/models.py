"""Themes, indicators, their figures from surveys and from offices, and their benchmarks."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import Model, UtcDateTime, Versioned
from csrmatch.places.models import District, State

__all__ = [
    "Benchmark",
    "Figure",
    "Indicator",
    "Kpi",
    "ReportedFigure",
    "ReportedFigureVersion",
    "Theme",
]


class Theme(Model):
    """A theme of the Aspirational Districts Programme with its weight in per cent; `OT` is the rest."""

    __tablename__ = "theme"
    __logged__ = False

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name_en: Mapped[str] = mapped_column(String(80))
    name_hi: Mapped[str] = mapped_column(String(80))
    weight_percent: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)


class Kpi(Model):
    """One of the 49 indicators by which the programme itself scores districts."""

    __tablename__ = "kpi"
    __logged__ = False
    __table_args__ = (UniqueConstraint("theme_code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"))
    number: Mapped[int] = mapped_column(Integer)
    name_en: Mapped[str] = mapped_column(String(300))
    name_hi: Mapped[str | None] = mapped_column(String(300))
    basis: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))


class Indicator(Model):
    """A figure's definition: unit, and whether higher or lower is better."""

    __tablename__ = "indicator"
    __logged__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name_en: Mapped[str] = mapped_column(String(300))
    name_hi: Mapped[str | None] = mapped_column(String(300))
    short_en: Mapped[str] = mapped_column(String(120))
    short_hi: Mapped[str | None] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(20))
    better: Mapped[str | None] = mapped_column(String(10))
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(40))

    theme: Mapped[Theme] = relationship()


class Figure(Model):
    """The value of an indicator in a district and round; a blank value is not known, never zero."""

    __tablename__ = "figure"
    __logged__ = False
    __table_args__ = (
        UniqueConstraint("district_id", "indicator_id", "round"),
        Index("ix_figure_indicator_id_round", "indicator_id", "round"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    round: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    value: Mapped[float | None] = mapped_column(Float)
    flag: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    basis_note: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(40))

    indicator: Mapped[Indicator] = relationship()
    district: Mapped[District] = relationship()


class Benchmark(Model):
    """The value of an indicator for a state, or for India where no state is given."""

    __tablename__ = "benchmark"
    __logged__ = False
    __table_args__ = (UniqueConstraint("indicator_id", "state_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    round: Mapped[str] = mapped_column(String(20))
    value: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(40))

    state: Mapped[State | None] = relationship()
    indicator: Mapped[Indicator] = relationship()


class ReportedFigure(Versioned, Model):
    """What one office says of an indicator in a district over a period; nobody else's figure is touched.

    A correction is a new wording of it: the value that stands is the last version's.
    """

    __tablename__ = "reported_figure"
    __table_args__ = (
        UniqueConstraint(
            "district_id",
            "indicator_id",
            "organisation_id",
            "starts_on",
            "ends_on",
            name="uq_reported_figure_one_for_an_office_and_period",
        ),
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    value: Mapped[float] = mapped_column(Float)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    district: Mapped[District] = relationship()
    indicator: Mapped[Indicator] = relationship()
    organisation: Mapped[Organisation] = relationship()
    versions: Mapped[list["ReportedFigureVersion"]] = relationship(
        order_by="ReportedFigureVersion.number", cascade="all, delete-orphan", back_populates="figure"
    )

    @property
    def latest(self) -> "ReportedFigureVersion":
        """The wording that stands."""
        return self.versions[-1]


class ReportedFigureVersion(Model):
    """One wording of an office's figure; it is never changed, so that what rests on it stays as it was.

    The counts it was made of are there where they were told. `doubts` holds the codes of the questions that
    the figure raised when it was typed, and `reason` the answer.
    """

    __tablename__ = "reported_figure_version"
    __table_args__ = (
        UniqueConstraint("figure_id", "number"),
        CheckConstraint("numerator >= 0", name="numerator_not_negative"),
        CheckConstraint("denominator > 0", name="denominator_positive"),
        CheckConstraint("numerator <= denominator", name="part_not_above_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("reported_figure.id"))
    number: Mapped[int] = mapped_column(Integer)
    value: Mapped[float] = mapped_column(Float)
    numerator: Mapped[int | None] = mapped_column(Integer)
    denominator: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200))
    dated_on: Mapped[date] = mapped_column(Date)
    doubts: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    figure: Mapped[ReportedFigure] = relationship(back_populates="versions")
    by: Mapped[User] = relationship()
