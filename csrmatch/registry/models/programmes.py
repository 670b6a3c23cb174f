"""Programmes that departments, ministries and UNICEF already run, with where and for whom."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District, State
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup

__all__ = ["Programme", "ProgrammeDistrict", "ProgrammeGroup"]


class Programme(Versioned, Model):
    """What is done already by others than companies; its version covers its districts and groups too.

    `keeper` is the office that keeps the record; `run_by` says who runs the programme. A programme without
    a last day runs until it is said to have ended; a retired one stays on record and counts nowhere.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("name_en <> '' or name_hi <> ''", name="has_name"),
        CheckConstraint("money_inr >= 0", name="money_inr_not_negative"),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("reach <> 'state' or state_id is not null", name="state_is_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ProgrammeKind] = mapped_column(code_enum(ProgrammeKind))
    name_en: Mapped[str | None] = mapped_column(String(200))
    name_hi: Mapped[str | None] = mapped_column(String(200))
    what: Mapped[str | None] = mapped_column(Text)
    # A code of the table of schemes shipped with the product.
    scheme_code: Mapped[str | None] = mapped_column(String(60))
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), index=True)
    reach: Mapped[ProgrammeReach] = mapped_column(code_enum(ProgrammeReach))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"), index=True)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    money_inr: Mapped[int | None] = mapped_column(BigInteger)
    run_by: Mapped[str] = mapped_column(String(160))
    source: Mapped[str] = mapped_column(String(200))
    source_on: Mapped[date] = mapped_column(Date)
    keeper_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    retired_on: Mapped[date | None] = mapped_column(Date)
    retired_reason: Mapped[str | None] = mapped_column(Text)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    theme: Mapped[Theme] = relationship()
    state: Mapped[State | None] = relationship()
    keeper: Mapped[Organisation] = relationship()
    created_by: Mapped[User] = relationship()
    districts: Mapped[list["ProgrammeDistrict"]] = relationship(
        order_by="ProgrammeDistrict.district_id", cascade="all, delete-orphan"
    )
    groups: Mapped[list["ProgrammeGroup"]] = relationship(
        order_by="ProgrammeGroup.group", cascade="all, delete-orphan"
    )

    @property
    def code(self) -> str:
        """What people call the programme by."""
        return f"P-{self.id:04d}"


class ProgrammeDistrict(Model):
    """A district in which a programme works, where it does not work in a whole state."""

    __tablename__ = "programme_district"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True, index=True)

    district: Mapped[District] = relationship()


class ProgrammeGroup(Model):
    """A group of people a programme is for."""

    __tablename__ = "programme_group"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    group: Mapped[TargetGroup] = mapped_column("target_group", code_enum(TargetGroup), primary_key=True)
