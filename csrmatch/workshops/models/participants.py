"""The tables of people: who takes part, who was there, and a list that is tried before it is taken in."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
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
from csrmatch.workshops.models.agenda import WorkshopDay, WorkshopSession
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus

__all__ = ["Attendance", "Participant", "ParticipantList"]


class Participant(Versioned, Model):
    """A person of a workshop, with name, designation and organisation as on the day.

    `sequence` counts the mails to the person's calendar, `told` is what the last of them said.
    """

    __tablename__ = "participant"
    __secret__ = frozenset(
        {
            "name_en",
            "name_hi",
            "designation_en",
            "designation_hi",
            "email",
            "phone",
            "wishes",
        }
    )
    __table_args__ = (
        CheckConstraint("name_en <> '' or name_hi <> ''", name="has_name"),
        UniqueConstraint("workshop_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    name_en: Mapped[str | None] = mapped_column(String(160))
    name_hi: Mapped[str | None] = mapped_column(String(160))
    designation_en: Mapped[str | None] = mapped_column(String(200))
    designation_hi: Mapped[str | None] = mapped_column(String(200))
    group: Mapped[ParticipantGroup] = mapped_column("group_code", code_enum(ParticipantGroup))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_en: Mapped[str | None] = mapped_column(String(200))
    organisation_hi: Mapped[str | None] = mapped_column(String(200))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2), default="en")
    is_speaker: Mapped[bool] = mapped_column(Boolean, default=False)
    # What the person eats, or needs in order to take part.
    wishes: Mapped[str | None] = mapped_column(Text)
    status: Mapped[ParticipantStatus] = mapped_column(code_enum(ParticipantStatus))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    link_number: Mapped[int] = mapped_column(Integer, default=1)
    sequence: Mapped[int | None] = mapped_column(Integer)
    told: Mapped[str] = mapped_column(String(64), default="")
    # The key made on a phone at the door, for somebody who came unasked.
    client_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    workshop: Mapped[Workshop] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])

    @property
    def code(self) -> str:
        """What the badge says under its picture, to be typed where a camera fails."""
        return f"P-{self.id:04d}"


class Attendance(Model):
    """That somebody was there: on a day, or in one session of it; a wrong one is undone, never removed."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "ix_attendance_participant_id_day_id",
            "participant_id",
            "day_id",
            unique=True,
            sqlite_where=text("session_id is null and undone_at is null"),
            postgresql_where=text("session_id is null and undone_at is null"),
        ),
        Index(
            "ix_attendance_participant_id_session_id",
            "participant_id",
            "session_id",
            unique=True,
            sqlite_where=text("undone_at is null"),
            postgresql_where=text("undone_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("workshop_day.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_session.id"), index=True)
    client_key: Mapped[str] = mapped_column(String(36), unique=True)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))

    participant: Mapped[Participant] = relationship()
    day: Mapped[WorkshopDay] = relationship()
    session: Mapped[WorkshopSession | None] = relationship()
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])


class ParticipantList(Model):
    """A file that was read and tried, with what was found in it, until it is taken in or forgotten."""

    __tablename__ = "participant_list"
    __logged__: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(120))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    # Each as row, column, code and what it is about.
    faults: Mapped[list[list[Any]]] = mapped_column(JSON)
    doubts: Mapped[list[list[Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
