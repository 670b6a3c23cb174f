"""What an invitation tells, and who is still to be written to."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from csrmatch.documents.calendars import Method
from csrmatch.workshops.rules.participants import ParticipantStatus

__all__ = [
    "ANSWERS",
    "CALLED_OFF",
    "STALE",
    "UNTOLD",
    "WorkshopFacts",
    "facts_digest",
    "next_message",
    "span_of",
]

# What stands where a digest would, once the invitation was called off.
CALLED_OFF = "called off"
# What stands there when a person must be written to anew although nothing of the workshop changed.
STALE = "stale"
# What stands there while a person knows of no invitation.
UNTOLD = frozenset({"", CALLED_OFF})
# What an invited person may answer.
ANSWERS = (ParticipantStatus.ACCEPTED, ParticipantStatus.MAYBE, ParticipantStatus.DECLINED)
_SILENT = frozenset({ParticipantStatus.DECLINED, ParticipantStatus.WALK_IN})


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
