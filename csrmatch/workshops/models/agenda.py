"""The tables of the agenda: days, their sessions, the talks in them, who speaks, and the files."""

from datetime import date, datetime, time

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation
from csrmatch.attachments.models import Attachment
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.indicators.models import Theme
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.models.workshops import Workshop
from csrmatch.workshops.rules.agenda import SessionKind

__all__ = ["SessionRevision", "Speaker", "Talk", "WorkshopDay", "WorkshopDocument", "WorkshopSession"]


class WorkshopDay(Model):
    """One day of a workshop, counted from 1; its date may not be known."""

    __tablename__ = "workshop_day"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int] = mapped_column(Integer)
    held_on: Mapped[date | None] = mapped_column(Date)

    workshop: Mapped[Workshop] = relationship()
    sessions: Mapped[list["WorkshopSession"]] = relationship(
        order_by="WorkshopSession.position", back_populates="day", cascade="all, delete-orphan"
    )


class WorkshopSession(Versioned, Model):
    """A part of a day: an inaugural, talks on one question, a discussion, a break.

    Times are of the clock at the venue (IST); `said` tells in prose what no talk holds, such as what a
    discussion came to. `position` orders the sessions of a day with gaps between
    them, so that moving one changes that one alone.
    """

    __tablename__ = "workshop_session"
    # What was said names who said it.
    __secret__ = frozenset({"said_en", "said_hi"})
    __table_args__ = (
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("workshop_day.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[SessionKind] = mapped_column(code_enum(SessionKind))
    title_en: Mapped[str | None] = mapped_column(String(300))
    title_hi: Mapped[str | None] = mapped_column(String(300))
    starts_at: Mapped[time | None] = mapped_column(Time)
    ends_at: Mapped[time | None] = mapped_column(Time)
    room_en: Mapped[str | None] = mapped_column(String(120))
    room_hi: Mapped[str | None] = mapped_column(String(120))
    said_en: Mapped[str | None] = mapped_column(Text)
    said_hi: Mapped[str | None] = mapped_column(Text)

    day: Mapped[WorkshopDay] = relationship(back_populates="sessions")
    talks: Mapped[list["Talk"]] = relationship(
        order_by="Talk.position", back_populates="session", cascade="all, delete-orphan"
    )
    revision: Mapped["SessionRevision | None"] = relationship(cascade="all, delete-orphan")


class SessionRevision(Model):
    """How often a session was changed with its talks and speakers, and when last, for calendars to know.

    It is no version, for who edits the session is not at odds with who edits a talk of it. It is not
    logged, since each of the changes that it counts is.
    """

    __tablename__ = "session_revision"
    __logged__ = False

    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Talk(Versioned, Model):
    """One talk of a session: its topic, what it is about, and what was said, in a few sentences."""

    __tablename__ = "talk"
    __secret__ = frozenset({"said_en", "said_hi"})

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    topic_en: Mapped[str | None] = mapped_column(String(300))
    topic_hi: Mapped[str | None] = mapped_column(String(300))
    starts_at: Mapped[time | None] = mapped_column(Time)
    minutes: Mapped[int | None] = mapped_column(Integer)
    theme_code: Mapped[str | None] = mapped_column(ForeignKey("theme.code"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    cpse_id: Mapped[int | None] = mapped_column(ForeignKey("cpse.id"), index=True)
    said_en: Mapped[str | None] = mapped_column(Text)
    said_hi: Mapped[str | None] = mapped_column(Text)

    session: Mapped[WorkshopSession] = relationship(back_populates="talks")
    theme: Mapped[Theme | None] = relationship()
    district: Mapped[District | None] = relationship()
    cpse: Mapped[Cpse | None] = relationship()
    speakers: Mapped[list["Speaker"]] = relationship(
        order_by="Speaker.position", back_populates="talk", cascade="all, delete-orphan"
    )
    documents: Mapped[list["WorkshopDocument"]] = relationship(
        order_by="WorkshopDocument.attachment_id", back_populates="talk"
    )


class Speaker(Model):
    """Who gave a talk, with name, designation and organisation as on the day, whatever they are today."""

    __tablename__ = "speaker"
    __secret__ = frozenset({"name_en", "name_hi", "designation_en", "designation_hi"})
    __table_args__ = (CheckConstraint("name_en <> '' or name_hi <> ''", name="has_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    name_en: Mapped[str | None] = mapped_column(String(160))
    name_hi: Mapped[str | None] = mapped_column(String(160))
    designation_en: Mapped[str | None] = mapped_column(String(200))
    designation_hi: Mapped[str | None] = mapped_column(String(200))
    organisation_en: Mapped[str | None] = mapped_column(String(200))
    organisation_hi: Mapped[str | None] = mapped_column(String(200))
    # The office of this system that the speaker came from, where it is one.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    talk: Mapped[Talk] = relationship(back_populates="speakers")
    organisation: Mapped[Organisation | None] = relationship()


class WorkshopDocument(Model):
    """A file of a workshop: of one talk, as its slides are, or of the whole workshop."""

    __tablename__ = "workshop_document"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    talk_id: Mapped[int | None] = mapped_column(ForeignKey("talk.id"), index=True)

    attachment: Mapped[Attachment] = relationship()
    talk: Mapped[Talk | None] = relationship(back_populates="documents")
