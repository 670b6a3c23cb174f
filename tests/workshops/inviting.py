"""Sends invitations for tests, and is the calendar that takes them."""

from dataclasses import dataclass, field
from typing import Any

import vobject
from sqlalchemy import select

from csrmatch.db import db, run_write
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.services import invitations as verbs
from tests.workshops.participants import make_held_workshop, make_person, person_of

__all__ = ["SmallCalendar", "ask", "invite", "mails", "make_invitable_workshop", "person"]


@dataclass
class SmallCalendar:
    """What a mail program does with invitations by RFC 5546: one event a UID, the higher SEQUENCE counts."""

    events: dict[str, Any] = field(default_factory=dict)

    def take(self, text: str) -> None:
        found = vobject.readOne(text)
        event = found.vevent
        uid, sequence = event.uid.value, int(event.sequence.value)
        known = self.events.get(uid)
        if known is not None and int(known.sequence.value) >= sequence:
            return
        self.events[uid] = event

    @property
    def standing(self) -> list[Any]:
        return [event for event in self.events.values() if event.status.value != "CANCELLED"]


def make_invitable_workshop() -> int:
    """An announced workshop with a person of each language and one without an address."""
    workshop = make_held_workshop(days=2)
    make_person(workshop, "Asha Verma")
    make_person(workshop, "Ravi Kumar", email="ravi@example.org", language="hi", name_hi="रवि कुमार")
    make_person(workshop, "No Address", email=None)
    return workshop.id


def ask(number: int, role: Role = Role.DPE_STAFF) -> int:
    """Asks for a round of invitations; gives the number of its job."""
    return run_write(
        lambda: (
            verbs.ask_round(
                workshop=db.session.get_one(Workshop, number), by=person_of(role), link="/workshops"
            ).id
        )
    )


def mails() -> list[OutgoingMail]:
    """All mails of workshops."""
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.kind == "workshop").order_by(OutgoingMail.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def invite(number: int) -> list[OutgoingMail]:
    """A whole round; gives the mails it posted."""
    before = len(mails())
    assert run_job(ask(number))
    return mails()[before:]


def person(name: str) -> Participant:
    """The participant of that name."""
    db.session.rollback()
    return db.session.scalars(select(Participant).where(Participant.name_en == name)).one()
