"""Reading who was there: for the door, for the lists of a day and of a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.workshops.models import Attendance, Participant, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus

__all__ = [
    "Door",
    "count_attendance",
    "has_attendance",
    "list_doors",
    "list_latest",
    "list_present_ids",
    "search_attendance",
]


@dataclass(frozen=True)
class Door:
    """What people are checked in to: a day, or one session of it."""

    day: WorkshopDay
    session: WorkshopSession | None = None

    @property
    def code(self) -> str:
        """What an address or a form says for it."""
        return f"{self.day.id}-{self.session.id if self.session else 0}"


def list_doors(workshop: Workshop) -> list[Door]:
    """The days of a workshop, each followed by its sessions."""
    query = select(WorkshopDay).where(WorkshopDay.workshop_id == workshop.id).order_by(WorkshopDay.number)
    days = list(db.session.scalars(query))
    query_sessions = (
        select(WorkshopSession)
        .where(WorkshopSession.day_id.in_([day.id for day in days]))
        .order_by(WorkshopSession.position, WorkshopSession.id)
    )
    sessions = list(db.session.scalars(query_sessions))
    return [
        door
        for day in days
        for door in (Door(day), *(Door(day, row) for row in sessions if row.day_id == day.id))
    ]


def list_present_ids(day_id: int, session_id: int | None) -> set[int]:
    """Who is there, at a day or in a session."""
    query = select(Attendance.participant_id).where(_at(day_id, session_id), Attendance.undone_at.is_(None))
    return set(db.session.scalars(query.order_by(Attendance.participant_id)))


def _at(day_id: int, session_id: int | None) -> Any:
    if session_id is None:
        return (Attendance.day_id == day_id) & Attendance.session_id.is_(None)
    return Attendance.session_id == session_id


def list_latest(workshop: Workshop, door: Door, most: int = 10) -> Sequence[Attendance]:
    """The last who were checked in there, the newest first."""
    query = (
        select(Attendance)
        .join(Attendance.participant)
        .where(
            Participant.workshop_id == workshop.id,
            _at(door.day.id, door.session.id if door.session else None),
            Attendance.undone_at.is_(None),
        )
        .options(joinedload(Attendance.participant))
        .order_by(Attendance.recorded_at.desc(), Attendance.id.desc())
        .limit(most)
    )
    return db.session.scalars(query).all()


def search_attendance(
    workshop: Workshop, door: Door, group: ParticipantGroup | None, *, is_present: bool | None
) -> Select[Any]:
    """The participants of a workshop by whether they were there."""
    there = select(Attendance.participant_id).where(
        _at(door.day.id, door.session.id if door.session else None), Attendance.undone_at.is_(None)
    )
    query = select(Participant).where(
        Participant.workshop_id == workshop.id, Participant.status != ParticipantStatus.CANCELLED
    )
    if group is not None:
        query = query.where(Participant.group == group)
    if is_present is not None:
        query = query.where(Participant.id.in_(there) if is_present else Participant.id.not_in(there))
    return query.options(joinedload(Participant.organisation))


def count_attendance(workshop: Workshop) -> dict[tuple[int, int], dict[ParticipantGroup, int]]:
    """By day and session (0: the day) how many of each group were there."""
    query = (
        select(Attendance.day_id, Attendance.session_id, Participant.group, func.count())
        .join(Attendance.participant)
        .where(Participant.workshop_id == workshop.id, Attendance.undone_at.is_(None))
        .group_by(Attendance.day_id, Attendance.session_id, Participant.group)
        .order_by(Attendance.day_id, Attendance.session_id, Participant.group)
    )
    found: dict[tuple[int, int], dict[ParticipantGroup, int]] = {}
    for day_id, session_id, group, count in db.session.execute(query):
        found.setdefault((day_id, session_id or 0), {})[group] = count
    return found


def has_attendance(day_id: int, session_id: int | None = None) -> bool:
    """Whether anybody was ever checked in there, so that the day or session must stay on record."""
    query = select(Attendance.id).where(
        Attendance.day_id == day_id if session_id is None else Attendance.session_id == session_id
    )
    return db.session.scalar(query.order_by(Attendance.id).limit(1)) is not None
