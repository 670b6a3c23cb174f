"""States, districts and the names a district has borne."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.db import Model, UtcDateTime

__all__ = ["Boundary", "ConfirmedName", "District", "DistrictAlias", "State"]


class State(Model):
    """A state or union territory, with its office's own words for the head of a district and a block."""

    __tablename__ = "state"
    __logged__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    lgd: Mapped[int] = mapped_column(Integer, unique=True)
    name_en: Mapped[str] = mapped_column(String(80))
    name_hi: Mapped[str | None] = mapped_column(String(80))
    block_word_en: Mapped[str | None] = mapped_column(String(40))
    block_word_hi: Mapped[str | None] = mapped_column(String(40))
    district_head_en: Mapped[str | None] = mapped_column(String(80))
    district_head_hi: Mapped[str | None] = mapped_column(String(80))

    districts: Mapped[list["District"]] = relationship(back_populates="state", order_by="District.name_en")


class District(Model):
    """An aspirational district; joined on its LGD code everywhere, never on a name."""

    __tablename__ = "district"
    __logged__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    lgd: Mapped[int] = mapped_column(Integer, unique=True)
    niti_serial: Mapped[int | None] = mapped_column(Integer)
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"), index=True)
    name_en: Mapped[str] = mapped_column(String(80))
    name_hi: Mapped[str | None] = mapped_column(String(80))
    hq_name: Mapped[str | None] = mapped_column(String(80))
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    tile_column: Mapped[int | None] = mapped_column(Integer)
    tile_row: Mapped[int | None] = mapped_column(Integer)
    tile_code_en: Mapped[str | None] = mapped_column(String(8))
    tile_code_hi: Mapped[str | None] = mapped_column(String(16))
    facts: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)

    state: Mapped[State] = relationship(back_populates="districts")
    aliases: Mapped[list["DistrictAlias"]] = relationship(
        back_populates="district", order_by="DistrictAlias.name"
    )


class DistrictAlias(Model):
    """Another name of a district: a former name or a spelling, with its dates where known."""

    __tablename__ = "district_alias"
    __logged__ = False
    __table_args__ = (UniqueConstraint("district_id", "name", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(32))
    valid_from_on: Mapped[date | None] = mapped_column(Date)
    valid_to_on: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(40))

    district: Mapped[District] = relationship(back_populates="aliases")


class Boundary(Model):
    """The outline of a district from an office's own file, as prepared SVG path data; none is shipped."""

    __tablename__ = "boundary"
    __logged__ = False

    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    source_name: Mapped[str] = mapped_column(String(200))
    source_digest: Mapped[str] = mapped_column(String(64))


class ConfirmedName(Model):
    """What somebody said a name in a file means: a district, or without one a place outside the register.

    The keys are the name and the state as they are compared; the state is empty where none stood beside it.
    """

    __tablename__ = "confirmed_name"
    __table_args__ = (UniqueConstraint("name_key", "state_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name_key: Mapped[str] = mapped_column(String(200))
    state_key: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    state_name: Mapped[str] = mapped_column(String(120))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    district: Mapped[District | None] = relationship()
