"""Writes iCalendar files (RFC 5545, 5546): events by the clock of India, which need nothing but the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from csrmatch.i18n import IST

__all__ = ["CalendarEvent", "EventStatus", "Method", "Party", "write_calendar"]


class Method(StrEnum):
    """What a calendar is asked to do (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class EventStatus(StrEnum):
    """How firm an event is."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Party:
    """Who holds an event or is invited to it."""

    name: str
    address: str


@dataclass(frozen=True)
class CalendarEvent:
    """One event. Calendars know it again by `uid`, and of two with one `uid` believe the greater `sequence`.

    Without `starts_at` it lasts whole days, the last one included; without `ends_at` its end is not known.
    """

    uid: str
    sequence: int
    title: str
    first_day: date
    last_day: date
    language: str
    organiser: Party
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    description: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    link: str = ""
    changed_at: datetime | None = None
    attendee: Party | None = None


def write_calendar(
    events: Sequence[CalendarEvent], *, method: Method, stamp: datetime, name: str = ""
) -> bytes:
    """The file, made at the moment of `stamp`; equal events give equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//csrmatch//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", name)
    if any(event.starts_at is not None for event in events):
        calendar.add_component(_zone())
    for event in events:
        calendar.add_component(_event(event, stamp))
    return bytes(calendar.to_ical())


def _zone() -> Component:
    """Indian time as it has been since 1945: no summer time, half past five ahead."""
    return Timezone.from_ical(
        "BEGIN:VTIMEZONE\r\nTZID:Asia/Kolkata\r\nBEGIN:STANDARD\r\nDTSTART:19451015T000000\r\n"
        "TZOFFSETFROM:+0630\r\nTZOFFSETTO:+0530\r\nTZNAME:IST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def _event(given: CalendarEvent, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", given.uid)
    event.add("sequence", given.sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    if given.changed_at is not None:
        event.add("last-modified", given.changed_at.astimezone(UTC))
    if given.starts_at is None:
        event.add("dtstart", given.first_day)
        event.add("dtend", given.last_day + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(given.first_day, given.starts_at, IST))
        if given.ends_at is not None:
            event.add("dtend", datetime.combine(given.last_day, given.ends_at, IST))
    texts = (("summary", given.title), ("location", given.place), ("description", given.description))
    for name, text in texts:
        if text:
            event.add(name, vText(text, params={"LANGUAGE": given.language}))
    if given.link:
        event.add("url", given.link)
    event.add("status", given.status.value)
    event.add("organizer", _party(given.organiser))
    if given.attendee is not None:
        # Nobody reads answers by mail, so none is asked for: the link in the text takes them.
        event.add(
            "attendee",
            _party(given.attendee, ROLE="REQ-PARTICIPANT", RSVP="FALSE", PARTSTAT="NEEDS-ACTION"),
        )
    return event


def _party(party: Party, **said: str) -> vCalAddress:
    return vCalAddress(f"mailto:{party.address}", params={"CN": party.name, **said})
