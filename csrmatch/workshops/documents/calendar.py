"""The agenda as an iCalendar file: one event for each session, which stays the same event in later files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from csrmatch.documents.calendars import CalendarEvent, EventStatus, Method, Party, write_calendar
from csrmatch.i18n import current_language, name_of
from csrmatch.workshops.models import SessionRevision, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.wording.agenda import tell_office, tell_speaker
from csrmatch.workshops.wording.workshops import tell_venue

__all__ = ["agenda_calendar"]

_STATES = {
    WorkshopStatus.PLANNED: EventStatus.TENTATIVE,
    WorkshopStatus.CANCELLED: EventStatus.CANCELLED,
}


def agenda_calendar(
    workshop: Workshop,
    days: Sequence[WorkshopDay],
    revisions: Mapping[int, SessionRevision],
    *,
    link: str,
    sender: str,
    stamp: datetime,
    with_names: bool = True,
) -> bytes:
    """The sessions of all days whose date is known; those without a time last the whole day.

    `link` is the address of the agenda as the public reaches it, whose host makes the events of this system
    different from those of any other; `revisions` tells by session how often it was changed.
    """
    offices = ", ".join(name_of(item.organisation) for item in workshop.organisers)
    organiser = Party(offices or "csrmatch", sender)
    events = _events(workshop, days, revisions, link, organiser, with_names)
    return write_calendar(list(events), method=Method.PUBLISH, stamp=stamp, name=name_of(workshop, "title"))


def _events(
    workshop: Workshop,
    days: Sequence[WorkshopDay],
    revisions: Mapping[int, SessionRevision],
    link: str,
    organiser: Party,
    with_names: bool,
) -> Iterator[CalendarEvent]:
    for day in days:
        if day.held_on is None:
            continue
        for session in day.sessions:
            revision = revisions.get(session.id)
            places = name_of(session, "room"), tell_venue(workshop)
            yield CalendarEvent(
                uid=f"workshop-{workshop.id}-session-{session.id}@{urlsplit(link).hostname}",
                sequence=workshop.version - 1 + (revision.number if revision else 0),
                title=name_of(session, "title"),
                first_day=day.held_on,
                last_day=day.held_on,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                place=", ".join(part for part in places if part),
                description="\n".join(_describe(session, with_names)),
                language=current_language(),
                status=_STATES.get(workshop.status, EventStatus.CONFIRMED),
                link=link,
                changed_at=max(workshop.changed_at, revision.changed_at) if revision else workshop.changed_at,
                organiser=organiser,
            )


def _describe(session: WorkshopSession, with_names: bool) -> Iterator[str]:
    """A line for each talk: its topic and who speaks."""
    for talk in session.talks:
        people = []
        for speaker in talk.speakers:
            office = tell_office(speaker)
            who = tell_speaker(speaker, with_name=with_names)
            people.append(f"{who} ({office})" if office else who)
        yield ": ".join(part for part in (name_of(talk, "topic"), ", ".join(people)) if part)
