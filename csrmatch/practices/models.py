"""Practices: what worked where, with parts, places, themes, groups, steps, old wordings, papers, origins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.attachments.models import Attachment
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District, State
from csrmatch.practices.rules import EvidenceKind, OriginKind, PartKind, PracticeStatus
from csrmatch.registry.models import Cpse
from csrmatch.registry.rules.projects import TargetGroup

__all__ = [
    "Practice",
    "PracticeDocument",
    "PracticeGroup",
    "PracticeLink",
    "PracticePart",
    "PracticePlace",
    "PracticeStep",
    "PracticeTheme",
    "PracticeVersion",
]


class Practice(Versioned, Model):
    """Something that worked somewhere and might elsewhere; its version covers all that belongs to it.

    What is None or empty is not known. A practice of the reference data has no office and no author until
    somebody works on it; `source` and `trust` are those of the row it came from.
    """

    __tablename__ = "practice"
    __table_args__ = (
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("cost_inr >= 0", name="cost_inr_not_negative"),
        CheckConstraint("unit_cost_inr >= 0", name="unit_cost_inr_not_negative"),
    )
    # How a person in an office is reached is no business of a log that is never erased.
    __secret__ = frozenset({"contact_mail", "contact_phone"})

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    title_en: Mapped[str | None] = mapped_column(String(200))
    title_hi: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[PracticeStatus] = mapped_column(code_enum(PracticeStatus), index=True)
    was_in_library: Mapped[bool] = mapped_column(Boolean, default=False)
    problem: Mapped[str] = mapped_column(Text, default="")
    done: Mapped[str] = mapped_column(Text, default="")
    elsewhere: Mapped[str] = mapped_column(String(300), default="")
    cost_inr: Mapped[int | None] = mapped_column(BigInteger)
    unit_cost_inr: Mapped[int | None] = mapped_column(BigInteger)
    cost_unit: Mapped[str] = mapped_column(String(80), default="")
    cost_period: Mapped[str] = mapped_column(String(80), default="")
    cost_note: Mapped[str] = mapped_column(Text, default="")
    # None where nobody knows what speaks for it.
    evidence: Mapped[EvidenceKind | None] = mapped_column(code_enum(EvidenceKind), index=True)
    evidence_text: Mapped[str] = mapped_column(Text, default="")
    figure_what: Mapped[str] = mapped_column(String(200), default="")
    figure_before: Mapped[float | None] = mapped_column(Float)
    figure_after: Mapped[float | None] = mapped_column(Float)
    figure_source: Mapped[str] = mapped_column(String(200), default="")
    figure_on: Mapped[date | None] = mapped_column(Date)
    cpse_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"), index=True)
    run_by: Mapped[str] = mapped_column(String(200), default="")
    contact_office: Mapped[str] = mapped_column(String(200), default="")
    contact_designation: Mapped[str] = mapped_column(String(120), default="")
    contact_mail: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    origin: Mapped[OriginKind] = mapped_column(code_enum(OriginKind), index=True)
    citation: Mapped[str] = mapped_column(String(400), default="")
    # The row of the reference data, its source and how far it is trusted.
    reference_number: Mapped[int | None] = mapped_column(Integer, unique=True)
    source: Mapped[str | None] = mapped_column(String(40))
    trust: Mapped[str | None] = mapped_column(String(1))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation | None] = relationship()
    cpse: Mapped[Cpse | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    changed_by: Mapped[User | None] = relationship(foreign_keys=[changed_by_id])
    themes: Mapped[list["PracticeTheme"]] = relationship(
        order_by="PracticeTheme.theme_code", cascade="all, delete-orphan"
    )
    groups: Mapped[list["PracticeGroup"]] = relationship(
        order_by="PracticeGroup.group", cascade="all, delete-orphan"
    )
    places: Mapped[list["PracticePlace"]] = relationship(
        order_by="PracticePlace.id", cascade="all, delete-orphan"
    )
    parts: Mapped[list["PracticePart"]] = relationship(
        order_by="[PracticePart.kind, PracticePart.position]", cascade="all, delete-orphan"
    )

    @property
    def code(self) -> str:
        """What people call the practice by."""
        return f"P-{self.id:04d}"


class PracticeTheme(Model):
    """A theme of a practice."""

    __tablename__ = "practice_theme"

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    theme_code: Mapped[str] = mapped_column(ForeignKey("theme.code"), primary_key=True, index=True)

    theme: Mapped[Theme] = relationship(lazy="joined", innerjoin=True)


class PracticeGroup(Model):
    """A group of people a practice is for."""

    __tablename__ = "practice_group"

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    group: Mapped[TargetGroup] = mapped_column("target_group", code_enum(TargetGroup), primary_key=True)


class PracticePlace(Model):
    """Where a practice worked: a district, or a whole state where no district is given."""

    __tablename__ = "practice_place"
    __table_args__ = (UniqueConstraint("practice_id", "state_id", "district_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    state_id: Mapped[int] = mapped_column(ForeignKey("state.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)

    state: Mapped[State] = relationship(lazy="joined", innerjoin=True)
    district: Mapped[District | None] = relationship(lazy="joined")


class PracticePart(Model):
    """A part of a practice that must stay, or one that may change, and then how."""

    __tablename__ = "practice_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    kind: Mapped[PartKind] = mapped_column(code_enum(PartKind))
    position: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(300))
    how: Mapped[str] = mapped_column(String(300), default="")


class PracticeStep(Model):
    """One step in a practice's life; by nobody where the reference data brought it in."""

    __tablename__ = "practice_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    old_status: Mapped[PracticeStatus | None] = mapped_column(code_enum(PracticeStatus))
    new_status: Mapped[PracticeStatus] = mapped_column(code_enum(PracticeStatus))
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User | None] = relationship()


class PracticeVersion(Model):
    """What a practice, kept or on offer, said before it was changed: codes and texts, without the contact."""

    __tablename__ = "practice_version"
    __table_args__ = (UniqueConstraint("practice_id", "number"),)
    # The log has each changed column by itself already.
    __secret__ = frozenset({"told"})

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    number: Mapped[int] = mapped_column(Integer)
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User] = relationship()


class PracticeDocument(Model):
    """A file that belongs to a practice."""

    __tablename__ = "practice_document"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)

    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)


class PracticeLink(Model):
    """The record of an upper floor that a practice was taken from: its registered kind and its id."""

    __tablename__ = "practice_link"
    __table_args__ = (UniqueConstraint("kind", "record_id"),)

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int] = mapped_column(Integer)
