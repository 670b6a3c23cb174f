"""Makes workshops with people for tests: days with sessions, participants, helpers at the door."""

import uuid
from datetime import time, timedelta
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, now, today
from csrmatch.jobs.models import Job
from csrmatch.jobs.running import run_job
from csrmatch.roles import Role
from csrmatch.workshops.models import (
    Participant,
    Workshop,
    WorkshopDay,
    WorkshopHelper,
    WorkshopOrganiser,
    WorkshopSession,
)
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.participants import ParticipantText, add_participant

__all__ = [
    "PHONE",
    "item",
    "make_held_workshop",
    "make_helper",
    "make_person",
    "person_of",
    "run_jobs",
]

PHONE = "+91 98765 43210"


def person_of(role: Role) -> User:
    """The standard person of a role."""
    return db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()


def make_held_workshop(
    status: WorkshopStatus = WorkshopStatus.ANNOUNCED, *, in_days: int = 14, days: int = 1
) -> Workshop:
    """A workshop of UNICEF and DPE with a session on each day, from ten to four."""
    by, moment = person_of(Role.DPE_STAFF), now()
    first = today() + timedelta(days=in_days)
    workshop = Workshop(
        title_en="Fifth workshop on aspirational districts",
        title_hi="आकांक्षी ज़िलों पर पाँचवीं कार्यशाला",
        year=first.year,
        starts_on=first,
        city_en="Raipur",
        city_hi="रायपुर",
        venue_en="Hotel Babylon",
        status=status,
        created_by_id=by.id,
        created_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
    )
    workshop.organisers = [
        WorkshopOrganiser(organisation_id=person_of(Role.UNICEF_OFFICER).organisation_id, position=1)
    ]
    db.session.add(workshop)
    db.session.flush()
    for number in range(1, days + 1):
        day = WorkshopDay(workshop_id=workshop.id, number=number, held_on=first + timedelta(days=number - 1))
        day.sessions = [
            WorkshopSession(
                position=1,
                kind=SessionKind.INAUGURAL,
                title_en="Inaugural",
                starts_at=time(10, 0),
                ends_at=time(11, 30),
            ),
            WorkshopSession(
                position=2,
                kind=SessionKind.MAPPING,
                title_en="Mapping exercise",
                starts_at=time(14, 0),
                ends_at=time(16, 0),
            ),
        ]
        db.session.add(day)
    db.session.flush()
    return workshop


def make_helper(workshop: Workshop, user: User) -> None:
    """Names somebody for the door."""
    workshop.helpers.append(WorkshopHelper(user_id=user.id, takes_notes=False, checks_in=True))
    db.session.flush()


def make_person(
    workshop: Workshop,
    name: str = "Asha Verma",
    *,
    email: str | None = "asha@example.org",
    organisation: Organisation | None = None,
    group: ParticipantGroup = ParticipantGroup.CPSE,
    language: str = "en",
    **given: Any,
) -> Participant:
    """A person on the list, with a phone."""
    text = ParticipantText(
        group=group,
        name_en=name,
        organisation=organisation,
        organisation_en=organisation.name_en if organisation else "NMDC Limited",
        email=email,
        phone=given.pop("phone", PHONE),
        language=language,
        **given,
    )
    return add_participant(workshop=workshop, by=person_of(Role.DPE_STAFF), text=text)


def item(act: str = "check_in", **given: object) -> dict[str, object]:
    """One act as a phone sends it."""
    return {"key": str(uuid.uuid4()), "act": act, "at": now().isoformat(), **given}


def run_jobs(kind: str) -> list[bool]:
    """Does every job of a kind that waits."""
    db.session.rollback()
    ids = db.session.scalars(select(Job.id).where(Job.kind == kind).order_by(Job.id)).all()
    db.session.rollback()
    return [run_job(number) for number in ids]
