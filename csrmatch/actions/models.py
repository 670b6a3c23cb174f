"""The tables of action points: the point, its history, what it is about, its files, the reminders sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from csrmatch.accounts.models import Organisation, User
from csrmatch.actions.rules import ActionStatus, Move, Priority, Rung
from csrmatch.attachments.models import Attachment
from csrmatch.db import Model, UtcDateTime, Versioned, code_enum
from csrmatch.places.models import District, State

__all__ = ["ActionDocument", "ActionLink", "ActionPoint", "ActionReminder", "ActionStep"]


class ActionPoint(Versioned, Model):
    """What one office is to do, given out by another; without `due_on` it has no last day.

    The owner is an office, and where known a person of it, or a person or designation as it was written
    down. `turn` counts how often it was put into its owner's hands: each time chasing begins anew.
    `needs_second` stays once it was of high priority. `reported_by` said last how it stands, and so does
    not close it; `closing_by` asked for the closing that a second person is to give.
    """

    __tablename__ = "action_point"
    __table_args__ = (
        CheckConstraint("title_en <> '' or title_hi <> ''", name="has_title"),
        CheckConstraint("percent between 0 and 100", name="percent_is_share"),
        CheckConstraint("due_on >= assigned_on", name="due_after_assigned"),
    )
    __secret__ = frozenset({"owner_written"})

    id: Mapped[int] = mapped_column(primary_key=True)
    file_number: Mapped[str | None] = mapped_column(String(60))
    title_en: Mapped[str | None] = mapped_column(String(200))
    title_hi: Mapped[str | None] = mapped_column(String(200))
    asked: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"), index=True)
    owner_written: Mapped[str] = mapped_column(String(160), default="")
    assigner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    assigned_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    priority: Mapped[Priority] = mapped_column(code_enum(Priority))
    needs_second: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    state_id: Mapped[int | None] = mapped_column(ForeignKey("state.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    status: Mapped[ActionStatus] = mapped_column(code_enum(ActionStatus), index=True)
    percent: Mapped[int | None] = mapped_column(Integer)
    turn: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    reported_on: Mapped[date | None] = mapped_column(Date)
    closing_by_id: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    closing_note: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    assigner: Mapped[Organisation] = relationship(foreign_keys=[assigner_id])
    assigned_by: Mapped[User] = relationship(foreign_keys=[assigned_by_id])
    closing_by: Mapped[User | None] = relationship(foreign_keys=[closing_by_id])
    state: Mapped[State | None] = relationship()
    district: Mapped[District | None] = relationship()

    @property
    def code(self) -> str:
        """What people call the action point by."""
        return f"A-{self.id:04d}"


class ActionStep(Model):
    """One line of the history: a report of the owner, a move of either side, with what was said.

    A report claims a status and perhaps a share; a move of the last day keeps the old one and the new one.
    `changes` holds what else was changed, by the name of the field: what it was and what it is from then on;
    places by their LGD codes.
    """

    __tablename__ = "action_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"), index=True)
    move: Mapped[Move] = mapped_column(code_enum(Move))
    old_status: Mapped[ActionStatus | None] = mapped_column(code_enum(ActionStatus))
    new_status: Mapped[ActionStatus] = mapped_column(code_enum(ActionStatus))
    note: Mapped[str] = mapped_column(Text, default="")
    percent: Mapped[int | None] = mapped_column(Integer)
    old_due_on: Mapped[date | None] = mapped_column(Date)
    new_due_on: Mapped[date | None] = mapped_column(Date)
    changes: Mapped[dict[str, list[Any]] | None] = mapped_column(JSON(none_as_null=True))
    # The office that has it in hand from this line on.
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User] = relationship()
    office: Mapped[Organisation] = relationship(foreign_keys=[office_id])
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])


class ActionLink(Model):
    """What an action point is about: a record of another part of csrmatch, by its kind and number."""

    __tablename__ = "action_link"
    __table_args__ = (UniqueConstraint("action_id", "kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"))
    kind: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[int] = mapped_column(Integer, index=True)


class ActionDocument(Model):
    """A file of an action point, of one report or of none."""

    __tablename__ = "action_document"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("action_step.id"), index=True)

    attachment: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)


class ActionReminder(Model):
    """A rung of chasing that was sent: each once for a last day of a turn, however often the job runs."""

    __tablename__ = "action_reminder"
    __logged__ = False
    __table_args__ = (UniqueConstraint("action_id", "turn", "rung", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_point.id"))
    turn: Mapped[int] = mapped_column(Integer)
    rung: Mapped[Rung] = mapped_column(code_enum(Rung))
    due_on: Mapped[date] = mapped_column(Date)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
