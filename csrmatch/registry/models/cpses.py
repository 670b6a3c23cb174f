"""CPSEs, where they work, and their CSR spending as filed."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from csrmatch.accounts.models import Organisation
from csrmatch.db import Model, Versioned
from csrmatch.places.models import District, State

__all__ = ["Cpse", "CpsePlace", "CpseSpending"]


class Cpse(Versioned, Model):
    """A central public sector enterprise; a subsidiary is a company of its own.

    What the product ships is kept equal to its files, except for the columns that an office has entered:
    `entered` names each with the kind of office and the day.
    """

    __tablename__ = "cpse"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_en: Mapped[str] = mapped_column(String(160))
    name_hi: Mapped[str | None] = mapped_column(String(160))
    ministry_en: Mapped[str | None] = mapped_column(String(120))
    ministry_hi: Mapped[str | None] = mapped_column(String(120))
    status: Mapped[str | None] = mapped_column(String(40))
    status_on: Mapped[date | None] = mapped_column(Date)
    sector: Mapped[str | None] = mapped_column(String(120))
    headquarters_en: Mapped[str | None] = mapped_column("headquarters", String(80))
    headquarters_hi: Mapped[str | None] = mapped_column(String(80))
    website: Mapped[str | None] = mapped_column(String(200))
    cin: Mapped[str | None] = mapped_column(String(30))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), unique=True)
    source: Mapped[str] = mapped_column(String(40))
    basis_note: Mapped[str | None] = mapped_column(Text)
    entered: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}", default=dict)
    version: Mapped[int] = mapped_column(Integer, server_default="1")

    parent: Mapped["Cpse | None"] = relationship(remote_side=[id])
    # An office finds its company on itself, so that a page asks for it once.
    organisation: Mapped[Organisation | None] = relationship(backref=backref("cpse", uselist=False))
    subsidiaries: Mapped[list["Cpse"]] = relationship(
        foreign_keys=[parent_id], order_by="Cpse.code", viewonly=True
    )
    places: Mapped[list["CpsePlace"]] = relationship(
        primaryjoin="and_(Cpse.id == CpsePlace.cpse_id, CpsePlace.retired_on.is_(None))",
        order_by="CpsePlace.name",
        viewonly=True,
    )
    spending: Mapped[list["CpseSpending"]] = relationship(
        back_populates="cpse", order_by="CpseSpending.financial_year, CpseSpending.id"
    )


class CpsePlace(Versioned, Model):
    """A plant, mine, refinery or office of a CPSE, with how its position is known.

    A place that an office has added or changed has `entered_on`; `shipped_name` is then the name of the
    shipped place it stands for, if any. A retired place stays on record, and nothing counts it any more.
    """

    __tablename__ = "cpse_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    basis: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    shipped_name: Mapped[str | None] = mapped_column(String(120))
    entered_on: Mapped[date | None] = mapped_column(Date)
    retired_on: Mapped[date | None] = mapped_column(Date)
    retired_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer, server_default="1")

    cpse: Mapped[Cpse] = relationship()
    state: Mapped[State | None] = relationship()
    district: Mapped[District | None] = relationship()


class CpseSpending(Model):
    """CSR of a company in one year, sector and place, added up from its filing; doubtful rows are marked."""

    __tablename__ = "cpse_spending"
    __logged__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    cpse_id: Mapped[int] = mapped_column(ForeignKey("cpse.id"), index=True)
    financial_year: Mapped[str] = mapped_column(String(7))
    sector: Mapped[str] = mapped_column(String(160))
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"))
    scope: Mapped[str] = mapped_column(String(20))
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"))
    district_named: Mapped[bool] = mapped_column(Boolean)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    projects: Mapped[int] = mapped_column(Integer)
    outlay_inr: Mapped[int | None] = mapped_column(BigInteger)
    spent_inr: Mapped[int | None] = mapped_column(BigInteger)
    quality: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(40))

    cpse: Mapped[Cpse] = relationship(back_populates="spending")
    state: Mapped[State | None] = relationship()
    district: Mapped[District | None] = relationship()
