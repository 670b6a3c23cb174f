"""Reading what invitations tell, who is still to be told, and what waits for the invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.documents.calendars import Method
from csrmatch.workshops.models import Participant, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.invitations import UNTOLD, WorkshopFacts, next_message, span_of
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["Round", "facts_of", "find_invited", "list_waiting_invitations", "plan_round"]


@dataclass(frozen=True)
class Round:
    """Whom the next mails are for: first invitations, changes, what is called off; and who has no address."""

    facts: WorkshopFacts
    new: Sequence[Participant]
    changed: Sequence[Participant]
    called_off: Sequence[Participant]
    without_address: Sequence[Participant]

    @property
    def ids(self) -> list[int]:
        """All who are written to, in order."""
        return sorted(row.id for row in (*self.new, *self.changed, *self.called_off))


def facts_of(workshop: Workshop) -> WorkshopFacts:
    """What people are told of a workshop."""
    query = select(WorkshopDay.number, WorkshopDay.held_on).where(WorkshopDay.workshop_id == workshop.id)
    days = [(number, held_on) for number, held_on in db.session.execute(query.order_by(WorkshopDay.number))]
    query_times = (
        select(WorkshopDay.number, WorkshopSession.starts_at, WorkshopSession.ends_at)
        .join(WorkshopDay, WorkshopDay.id == WorkshopSession.day_id)
        .where(WorkshopDay.workshop_id == workshop.id)
        .order_by(WorkshopDay.number, WorkshopSession.id)
    )
    times = [(number, start, end) for number, start, end in db.session.execute(query_times)]
    first, last, start, end = span_of(days, workshop.starts_on, times)
    state = (workshop.state.name_en, workshop.state.name_hi) if workshop.state else (None, None)
    venues = (workshop.venue_en, workshop.venue_hi), (workshop.city_en, workshop.city_hi), state
    return WorkshopFacts(
        titles=(workshop.title_en, workshop.title_hi),
        first_day=first,
        last_day=last,
        starts_at=start,
        ends_at=end,
        places=(
            ", ".join(pair[0] or pair[1] or "" for pair in venues if any(pair)),
            ", ".join(pair[1] or pair[0] or "" for pair in venues if any(pair)),
        ),
        is_called_off=workshop.status is WorkshopStatus.CANCELLED,
    )


def plan_round(workshop: Workshop) -> Round:
    """Whom the next mails would be for, as things are now."""
    facts = facts_of(workshop)
    query = select(Participant).where(Participant.workshop_id == workshop.id).order_by(Participant.id)
    new: list[Participant] = []
    changed: list[Participant] = []
    called_off: list[Participant] = []
    without: list[Participant] = []
    for row in db.session.scalars(query):
        method = next_message(row.status, row.told, facts)
        if method is None:
            continue
        if not row.email:
            without.append(row)
        elif method is Method.CANCEL:
            called_off.append(row)
        else:
            (new if row.told in UNTOLD else changed).append(row)
    return Round(facts, new, changed, called_off, without)


def find_invited(
    participant_id: int, link_number: int, day: date
) -> tuple[Participant, WorkshopFacts] | None:
    """Whom a link is for, while it works: it is the newest, and the workshop is neither over nor off."""
    row = db.session.get(Participant, participant_id)
    if row is None or row.link_number != link_number or row.status is ParticipantStatus.CANCELLED:
        return None
    facts = facts_of(row.workshop)
    is_over = facts.last_day is None or facts.last_day < day
    is_open = row.workshop.status is WorkshopStatus.ANNOUNCED
    return None if is_over or not is_open else (row, facts)


def list_waiting_invitations(user: User, day: date, most: int) -> list[tuple[Participant, WorkshopFacts]]:
    """The invitations of a person with an account that wait for their answer, the nearest first."""
    query = (
        select(Participant)
        .join(Participant.workshop)
        .where(
            Participant.user_id == user.id,
            Participant.status == ParticipantStatus.INVITED,
            Workshop.status == WorkshopStatus.ANNOUNCED,
        )
        .options(joinedload(Participant.workshop))
        .order_by(Workshop.starts_on, Participant.id)
        .limit(most)
    )
    found = [(row, facts_of(row.workshop)) for row in db.session.scalars(query)]
    return [(row, facts) for row, facts in found if facts.last_day is not None and facts.last_day >= day]
