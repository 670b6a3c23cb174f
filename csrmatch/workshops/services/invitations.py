"""The verbs of invitations: asking for a round of mails, noting each as sent, taking the answers."""

import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from csrmatch import jobs, mail
from csrmatch.accounts.models import SignInAttempt, User
from csrmatch.accounts.queries import count_attempts, hash_token
from csrmatch.audit.recording import note_event
from csrmatch.db import db, now, take_turn, today
from csrmatch.documents.calendars import Method
from csrmatch.errors import DomainError, Missing, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.queries.invitations import facts_of, plan_round
from csrmatch.workshops.rules.invitations import (
    ANSWERS,
    CALLED_OFF,
    STALE,
    UNTOLD,
    WorkshopFacts,
    facts_digest,
    next_message,
)
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["INVITE", "Write", "answer_invitation", "ask_round", "renew_answer_link", "take_back", "tell_some"]

INVITE = "send_invitations"
_WINDOW = timedelta(minutes=15)
_MOST_ANSWERS = 20
_CAN_BE_TOLD = frozenset({WorkshopStatus.ANNOUNCED, WorkshopStatus.CANCELLED})

# Writes the mail of one person: its subject, its text and its calendar file.
Write = Callable[[Participant, WorkshopFacts, Method, int], mail.Letter]


def ask_round(*, workshop: Workshop, by: User, link: str) -> jobs.Job:
    """Asks for the mails to everybody who is still to be told something; a job sends them."""
    if not can_hold(by, workshop):
        raise NotAllowed
    if workshop.status not in _CAN_BE_TOLD:
        raise DomainError(lazy_("Announce the workshop first: invitations go out once it is announced."))
    found = plan_round(workshop)
    if found.facts.first_day is None:
        raise DomainError(
            lazy_("Set the date of the workshop first: an invitation without one helps nobody.")
        )
    if found.facts.last_day is not None and found.facts.last_day < today():
        raise DomainError(lazy_("The workshop is over: nobody can be invited any more."))
    if not found.ids:
        raise DomainError(lazy_("Nobody is to be told anything: everybody with an address knows all of it."))
    # Who knows everything is passed over by the job itself, so one job too many does no harm.
    key = f"workshop invitations {workshop.id} {secrets.token_hex(8)}"
    note_event("ask", "workshop_invitations", workshop.id, workshop_id=workshop.id, mails=len(found.ids))
    return jobs.enqueue(INVITE, {"workshop_id": workshop.id}, key, by_id=by.id, link=link)


def tell_some(workshop_id: int, participant_ids: Sequence[int], write: Write) -> int:
    """Posts the mails to some participants and notes what each was told; gives how many were posted.

    What is posted and what is noted stand or fall together, so that nobody is told the same twice, however
    often the job is begun anew and by however many workers.
    """
    workshop = db.session.get_one(Workshop, workshop_id)
    facts = facts_of(workshop)
    query = (
        select(Participant)
        .where(Participant.workshop_id == workshop_id, Participant.id.in_(participant_ids))
        .order_by(Participant.id)
        .with_for_update(of=Participant)
        .execution_options(populate_existing=True)
    )
    count = 0
    for row in db.session.scalars(query).all():
        method = next_message(row.status, row.told, facts)
        if method is None or not row.email or workshop.status not in _CAN_BE_TOLD:
            continue
        row.sequence = 0 if row.sequence is None else row.sequence + 1
        # The words depend on what the person was told before.
        count += mail.post(write(row, facts, method, row.sequence))
        row.told = CALLED_OFF if method is Method.CANCEL else facts_digest(facts)
        if row.status is ParticipantStatus.LISTED:
            row.status = ParticipantStatus.INVITED
    db.session.flush()
    return count


def take_back(row: Participant, write: Write) -> None:
    """Tells the address that a person had until now to strike the workshop out of its calendar."""
    facts = facts_of(row.workshop)
    is_ahead = facts.last_day is not None and facts.last_day >= today()
    if not row.email or row.told in UNTOLD or row.workshop.status not in _CAN_BE_TOLD or not is_ahead:
        return
    row.sequence = 0 if row.sequence is None else row.sequence + 1
    mail.post(write(row, facts, Method.CANCEL, row.sequence))


def answer_invitation(
    *, row: Participant, link_number: int, answer: ParticipantStatus, wishes: str | None
) -> None:
    """Notes what an invited person answers; it can be changed until the workshop, but not endlessly often.

    The row is locked; by then the link may have been made anew, or the person taken off the list.
    """
    if row.link_number != link_number or row.status is ParticipantStatus.CANCELLED:
        raise Missing
    if answer not in ANSWERS:
        raise DomainError(lazy_("Choose an answer."))
    key = hash_token(f"workshop answer:{row.id}")
    take_turn(f"workshop answer {row.id}")
    since = now() - _WINDOW
    if count_attempts(key, since) >= _MOST_ANSWERS:
        raise DomainError(lazy_("Too many tries. Wait 15 minutes, then try again."))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= since))
    db.session.add(SignInAttempt(key=key, at=now()))
    row.status, row.answered_at, row.changed_at = answer, now(), now()
    row.changed_by_id = row.user_id
    row.wishes = wishes or None
    db.session.flush()


def renew_answer_link(*, workshop: Workshop, row: Participant, by: User) -> None:
    """Makes the link of a person anew: the former is worth nothing, and the next mails bring the new one."""
    if not can_hold(by, workshop):
        raise NotAllowed
    if row.status is ParticipantStatus.CANCELLED:
        raise Missing
    row.link_number += 1
    row.told = STALE if row.told else ""
    row.changed_by_id, row.changed_at = by.id, now()
    db.session.flush()
