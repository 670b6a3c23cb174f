"""What an invitation says to a calendar, and who is still to be written to."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from csrmatch.workshops.rules.participants import ParticipantStatus

__all__ = [
    "ANSWERS",
    "CALLED_OFF",
    "UNTOLD",
    "CalendarCard",
    "Method",
    "WorkshopFacts",
    "facts_digest",
    "next_message",
    "span_of",
    "write_calendar",
]

_IST = ZoneInfo("Asia/Kolkata")
# What stands where a digest would, once the invitation was called off.
CALLED_OFF = "called off"
# What stands there when a person must be written to anew although nothing of the workshop changed.
STALE = "stale"
# What stands there while a person knows of no invitation.
UNTOLD = frozenset({"", CALLED_OFF})
# What an invited person may answer.
ANSWERS = (ParticipantStatus.ACCEPTED, ParticipantStatus.MAYBE, ParticipantStatus.DECLINED)
_SILENT = frozenset({ParticipantStatus.DECLINED, ParticipantStatus.WALK_IN})


class Method(StrEnum):
    """What a calendar is asked to do (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class WorkshopFacts:
    """What people must be told anew when it changes: what, when, where, and whether at all."""

    titles: tuple[str | None, str | None]
    first_day: date | None
    last_day: date | None
    starts_at: time | None
    ends_at: time | None
    places: tuple[str, str]
    is_called_off: bool


@dataclass(frozen=True)
class CalendarCard:
    """All that one person's calendar is told."""

    uid: str
    sequence: int
    method: Method
    stamp: datetime
    facts: WorkshopFacts
    title: str
    place: str
    description: str
    language: str
    organiser_name: str
    organiser: str
    attendee_name: str
    attendee: str


def facts_digest(facts: WorkshopFacts) -> str:
    """A short text that changes with each of the facts."""
    told = json.dumps(asdict(facts), default=str, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def next_message(status: ParticipantStatus, told: str, facts: WorkshopFacts) -> Method | None:
    """What a person is still to be told, if anything; `told` is the digest of what they know."""
    if status is ParticipantStatus.CANCELLED or facts.is_called_off:
        return None if told in UNTOLD else Method.CANCEL
    if status in _SILENT:
        return None
    return None if told == facts_digest(facts) else Method.REQUEST


def span_of(
    days: Sequence[tuple[int, date | None]],
    starts_on: date | None,
    times: Sequence[tuple[int, time | None, time | None]],
) -> tuple[date | None, date | None, time | None, time | None]:
    """From when to when: days by number with their dates, sessions by the number of their day."""
    dates = [held_on for _number, held_on in days if held_on is not None]
    first = min([*dates, *([starts_on] if starts_on and not dates else [])], default=None)
    if first is None:
        return None, None, None, None
    last = max(dates, default=first)
    first_number, last_number = (min(days)[0], max(days)[0]) if days else (1, 1)
    begins = [start for number, start, _end in times if number == first_number and start is not None]
    ends = [end for number, _start, end in times if number == last_number and end is not None]
    start, end = min(begins, default=None), max(ends, default=None)
    if start is None or end is None or datetime.combine(first, start) >= datetime.combine(last, end):
        return first, last, None, None
    return first, last, start, end


def write_calendar(card: CalendarCard) -> str:
    """The invitation as a calendar file of one event; the same card gives the same text."""
    facts = card.facts
    if facts.first_day is None or facts.last_day is None:
        raise ValueError("an invitation needs a day")
    calendar = Calendar()
    calendar.add("prodid", "-//csrmatch//workshops//EN")
    calendar.add("version", "2.0")
    calendar.add("method", card.method.value)
    event = Event()
    event.add("uid", card.uid)
    event.add("sequence", card.sequence)
    event.add("dtstamp", card.stamp)
    if facts.starts_at is not None and facts.ends_at is not None:
        calendar.add_component(Timezone.from_tzid("Asia/Kolkata"))
        event.add("dtstart", datetime.combine(facts.first_day, facts.starts_at, _IST))
        event.add("dtend", datetime.combine(facts.last_day, facts.ends_at, _IST))
    else:
        event.add("dtstart", facts.first_day)
        event.add("dtend", facts.last_day + timedelta(days=1))
    for name, text in (
        ("summary", card.title),
        ("location", card.place),
        ("description", card.description),
    ):
        event.add(name, vText(text, params={"LANGUAGE": card.language}))
    event.add("status", "CANCELLED" if card.method is Method.CANCEL else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{card.organiser}", params={"CN": card.organiser_name})
    event.add("organizer", organiser)
    # Nobody reads answers by mail, so none is asked for: the link in the text takes them.
    said = {"CN": card.attendee_name, "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE", "PARTSTAT": "NEEDS-ACTION"}
    event.add("attendee", vCalAddress(f"mailto:{card.attendee}", params=said))
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
