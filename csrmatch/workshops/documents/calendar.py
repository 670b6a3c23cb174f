"""The agenda as an iCalendar file: one event for each session, which stays the same event in later files."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Component, Event, Timezone

from csrmatch.i18n import IST, current_language, name_of
from csrmatch.workshops.models import Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.wording.agenda import tell_office, tell_speaker
from csrmatch.workshops.wording.workshops import tell_venue

__all__ = ["agenda_calendar"]

_ZONE = "Asia/Kolkata"
_STATES = {WorkshopStatus.PLANNED: "TENTATIVE", WorkshopStatus.CANCELLED: "CANCELLED"}


def agenda_calendar(
    workshop: Workshop, days: Sequence[WorkshopDay], link: str, *, with_names: bool = True
) -> bytes:
    """The sessions of all days whose date is known; those without a time last the whole day."""
    calendar = Calendar()
    calendar.add("prodid", "-//csrmatch//workshops//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name_of(workshop, "title"))
    calendar.add_component(_zone())
    for day in days:
        if day.held_on is not None:
            for session in day.sessions:
                calendar.add_component(_event(workshop, day.held_on, session, link, with_names))
    return bytes(calendar.to_ical())


def _zone() -> Component:
    """Indian time as it has been since 1945: no summer time, half past five ahead."""
    return Timezone.from_ical(
        "BEGIN:VTIMEZONE\r\nTZID:Asia/Kolkata\r\nBEGIN:STANDARD\r\nDTSTART:19451015T000000\r\n"
        "TZOFFSETFROM:+0630\r\nTZOFFSETTO:+0530\r\nTZNAME:IST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def _event(workshop: Workshop, day: date, session: WorkshopSession, link: str, with_names: bool) -> Event:
    event = Event()
    event.add("uid", f"workshop-{workshop.id}-session-{session.id}@csrmatch")
    event.add("dtstamp", workshop.changed_at.astimezone(UTC))
    event.add("sequence", workshop.version + session.version - 2)
    event.add("summary", name_of(session, "title"), parameters={"language": current_language()})
    if session.starts_at is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(day, session.starts_at, IST))
        if session.ends_at is not None:
            event.add("dtend", datetime.combine(day, session.ends_at, IST))
    where = ", ".join(part for part in (name_of(session, "room"), tell_venue(workshop)) if part)
    if where:
        event.add("location", where)
    talks = "\n".join(_describe(session, with_names))
    if talks:
        event.add("description", talks)
    event.add("url", link)
    event.add("status", _STATES.get(workshop.status, "CONFIRMED"))
    return event


def _describe(session: WorkshopSession, with_names: bool) -> list[str]:
    """A line for each talk: its topic and who speaks."""
    lines = []
    for talk in session.talks:
        people = []
        for speaker in talk.speakers:
            office = tell_office(speaker)
            who = tell_speaker(speaker, with_name=with_names)
            people.append(f"{who} ({office})" if office else who)
        lines.append(": ".join(part for part in (name_of(talk, "topic"), ", ".join(people)) if part))
    return lines
