"""Sends a round of invitations, changes and calls off: in parts, each person once."""

from flask import current_app

from csrmatch import jobs, mail
from csrmatch.db import db, now
from csrmatch.documents.calendars import CalendarEvent, EventStatus, Method, Party, write_calendar
from csrmatch.i18n import name_of, speaking
from csrmatch.web.links import whole_url
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.queries.invitations import plan_round
from csrmatch.workshops.rules.invitations import UNTOLD, WorkshopFacts
from csrmatch.workshops.services.invitations import INVITE, tell_some
from csrmatch.workshops.signed_links import answer_token
from csrmatch.workshops.wording.invitations import (
    invitation_subject,
    invitation_text,
    tell_hours,
    tell_where,
)

__all__ = ["send_invitations", "write_letter"]

_AT_ONCE = 20


@jobs.task(INVITE)
def send_invitations(work: jobs.Work) -> jobs.Effect | None:
    """Posts the mails in parts; begun anew, it passes over whoever was told before."""
    workshop = db.session.get(Workshop, work.payload["workshop_id"])
    if workshop is None:
        return None
    number, ids = workshop.id, plan_round(workshop).ids
    db.session.rollback()
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        work.save(lambda part=part: tell_some(number, part, write_letter))  # type: ignore[misc]
        done = start + len(part)
        work.progress(done / len(ids), done=done, total=len(ids))
    return None


def write_letter(row: Participant, facts: WorkshopFacts, method: Method, sequence: int) -> mail.Letter:
    """The mail to one person, in their language, with the file for their calendar."""
    if facts.first_day is None or facts.last_day is None:
        raise ValueError("an invitation needs a day")
    sender = current_app.config["MAIL_SENDER"]
    link = whole_url("workshops.answer_invitation", token=answer_token(row))
    with speaking(row.language):
        title, place = name_of(row.workshop, "title"), tell_where(row.workshop)
        is_first = row.told in UNTOLD
        text = invitation_text(row, facts, method, is_first=is_first, link=link)
        event = CalendarEvent(
            uid=f"workshop-{row.workshop_id}-participant-{row.id}@{sender.rpartition('@')[2]}",
            sequence=sequence,
            title=title,
            first_day=facts.first_day,
            last_day=facts.last_day,
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            place=place,
            description="\n".join([tell_hours(facts), place, *([link] if method is Method.REQUEST else [])]),
            status=EventStatus.CANCELLED if method is Method.CANCEL else EventStatus.CONFIRMED,
            language=row.language,
            organiser=Party("csrmatch", sender),
            attendee=Party(name_of(row), row.email or ""),
        )
        return mail.Letter(
            key=f"workshop {row.workshop_id} participant {row.id} {sequence}",
            kind="workshop",
            person_id=row.user_id,
            address=row.email or "",
            language=row.language,
            subject=invitation_subject(row.workshop, method, is_first=is_first),
            body=text,
            calendar=write_calendar([event], method=method, stamp=now()).decode(),
        )
