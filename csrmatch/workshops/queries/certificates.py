"""Reading certificates: who was there on which days, who has a certificate, one of them, one by its code."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, undefer

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.workshops.access.feedback import can_see_all_certificates
from csrmatch.workshops.models import Attendance, Certificate, Participant, Workshop, WorkshopDay
from csrmatch.workshops.queries.participants import name_order
from csrmatch.workshops.rules.participants import ParticipantStatus

__all__ = [
    "count_there",
    "find_certificate_of_code",
    "find_days_there",
    "get_certificate",
    "get_certificate_file",
    "has_standing",
    "last_issue",
    "list_ids_without",
    "list_past",
    "list_standing",
    "list_standing_files",
    "list_without",
    "search_certified",
]


def _was_there() -> ColumnElement[bool]:
    return exists().where(Attendance.participant_id == Participant.id, Attendance.undone_at.is_(None))


def _has_certificate() -> ColumnElement[bool]:
    return exists().where(Certificate.participant_id == Participant.id, Certificate.withdrawn_at.is_(None))


def _there(workshop: Workshop) -> Select[Any]:
    return select(Participant).where(
        Participant.workshop_id == workshop.id,
        Participant.status != ParticipantStatus.CANCELLED,
        _was_there(),
    )


def count_there(workshop: Workshop) -> int:
    """How many took part as the door wrote down."""
    query = select(func.count()).select_from(_there(workshop).subquery())
    return db.session.scalar(query) or 0


def search_certified(viewer: User, workshop: Workshop, *, has: bool | None = None) -> Select[Any]:
    """Who took part, with or without a certificate; one who does not look after them finds oneself alone."""
    query = _there(workshop).options(joinedload(Participant.organisation))
    if has is not None:
        query = query.where(_has_certificate() if has else ~_has_certificate())
    if not can_see_all_certificates(viewer, workshop):
        query = query.where(Participant.user_id == viewer.id)
    return query


def list_ids_without(workshop: Workshop, wanted: Sequence[int] | None = None) -> list[int]:
    """Of those who took part, or of some of them, who has no certificate that stands."""
    query = _there(workshop).where(~_has_certificate()).with_only_columns(Participant.id)
    if wanted is not None:
        query = query.where(Participant.id.in_(wanted))
    return list(db.session.scalars(query.order_by(Participant.id)))


def list_without(workshop: Workshop) -> list[Participant]:
    """Those who took part and have no certificate that stands, by name."""
    query = _there(workshop).where(~_has_certificate()).options(joinedload(Participant.organisation))
    return list(db.session.scalars(query.order_by(name_order(), Participant.id)))


def find_days_there(participant_ids: Sequence[int]) -> dict[int, list[tuple[int, date | None]]]:
    """By participant, the days on which they were there, on the day itself or in a session of it."""
    query = (
        select(Attendance.participant_id, WorkshopDay.number, WorkshopDay.held_on)
        .join(WorkshopDay, WorkshopDay.id == Attendance.day_id)
        .where(Attendance.participant_id.in_(participant_ids), Attendance.undone_at.is_(None))
        .distinct()
        .order_by(Attendance.participant_id, WorkshopDay.number)
    )
    found: dict[int, list[tuple[int, date | None]]] = {number: [] for number in participant_ids}
    for participant_id, number, held_on in db.session.execute(query):
        found[participant_id].append((number, held_on))
    return found


def has_standing(workshop: Workshop) -> bool:
    """Whether somebody has a certificate of the workshop that stands."""
    query = select(Certificate.id).where(
        Certificate.workshop_id == workshop.id, Certificate.withdrawn_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def list_standing(participant_ids: Sequence[int]) -> dict[int, Certificate]:
    """By participant, the certificate that stands."""
    query = select(Certificate).where(
        Certificate.participant_id.in_(participant_ids), Certificate.withdrawn_at.is_(None)
    )
    return {row.participant_id: row for row in db.session.scalars(query.order_by(Certificate.id))}


def list_past(workshop: Workshop) -> list[Certificate]:
    """The certificates of a workshop that were withdrawn, the latest first."""
    query = select(Certificate).where(
        Certificate.workshop_id == workshop.id, Certificate.withdrawn_at.is_not(None)
    )
    query = query.options(joinedload(Certificate.participant))
    return list(db.session.scalars(query.order_by(Certificate.withdrawn_at.desc(), Certificate.id.desc())))


def last_issue(participant: Participant) -> int:
    """How many certificates were made for somebody so far."""
    query = select(func.max(Certificate.issue)).where(Certificate.participant_id == participant.id)
    return db.session.scalar(query) or 0


def get_certificate(workshop: Workshop, certificate_id: int) -> Certificate:
    """A certificate of that workshop, without its file."""
    query = select(Certificate).where(
        Certificate.id == certificate_id, Certificate.workshop_id == workshop.id
    )
    found = db.session.scalar(query.options(joinedload(Certificate.participant)))
    if found is None:
        raise Missing
    return found


def get_certificate_file(certificate: Certificate) -> bytes:
    """The file of a certificate as it was made."""
    return db.session.scalars(select(Certificate.content).where(Certificate.id == certificate.id)).one()


def list_standing_files(workshop: Workshop) -> list[Certificate]:
    """All certificates of a workshop that stand, with their files."""
    query = (
        select(Certificate)
        .where(Certificate.workshop_id == workshop.id, Certificate.withdrawn_at.is_(None))
        .options(undefer(Certificate.content))
        .order_by(Certificate.participant_id)
    )
    return list(db.session.scalars(query))


def find_certificate_of_code(code: str) -> Certificate | None:
    """The certificate that bears a code, whether or not it stands."""
    query = select(Certificate).where(Certificate.code == code)
    query = query.options(joinedload(Certificate.workshop).joinedload(Workshop.series))
    return db.session.scalar(query)
