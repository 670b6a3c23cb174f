"""What is taken down at a workshop: its kinds, when it was said, in which script, when it may change."""

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = [
    "LONGEST_NOTE",
    "MOST_NOTES_AT_ONCE",
    "TAKES_NOTES",
    "HandingState",
    "NoteProblem",
    "NoteSent",
    "NoteState",
    "Slot",
    "TakeawayKind",
    "WorkState",
    "bound_taken_at",
    "check_note",
    "guess_language",
    "is_uuid",
    "item_now",
    "tell_versions",
    "title_of",
]

LONGEST_NOTE = 2_000
MOST_NOTES_AT_ONCE = 50
# The clock of a phone that is further off than a note can have waited on it is not believed.
_LONGEST_WAIT = timedelta(days=30)

# While these last, notes are taken and corrected; a closed record stands as it is.
TAKES_NOTES = frozenset({WorkshopStatus.ANNOUNCED, WorkshopStatus.HELD})


class TakeawayKind(StrEnum):
    """What was said: what is hard, what worked, what is asked for, what is promised, what was learnt."""

    CHALLENGE = "challenge"
    PRACTICE = "practice"
    REQUEST = "request"
    COMMITMENT = "commitment"
    INSIGHT = "insight"


class NoteState(StrEnum):
    """What became of a note that was sent: written now, here already, or refused."""

    SAVED = "saved"
    KNOWN = "known"
    REFUSED = "refused"


class HandingState(StrEnum):
    """Where a takeaway stands that was handed to an office to make something of it."""

    WAITING = "waiting"
    MADE = "made"
    DECLINED = "declined"


class WorkState(StrEnum):
    """Whether anything was made of a takeaway: nothing, handed to an office that is silent yet, or made."""

    NONE = "none"
    WAITING = "waiting"
    MADE = "made"


class NoteProblem(StrEnum):
    """Why a note is not taken as it is."""

    NO_UUID = "no_uuid"
    NOT_NOW = "not_now"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_KIND = "no_kind"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class NoteSent:
    """A note as a form, a phone or a program sends it: plain texts and the codes of what it is about.

    `item` is `s` or `t` with the number of a session or a talk, `district` an LGD code, `organisation`
    `cpse:` with a code or `office:` with a number.
    """

    uuid: str
    kind: str
    text: str
    taken_at: datetime | None = None
    item: str = ""
    theme: str = ""
    district: str = ""
    organisation: str = ""
    organisation_name: str = ""
    speaker_name: str = ""
    by_whom: str = ""
    due_on: date | None = None
    asked_of: str = ""
    text_en: str = ""
    text_hi: str = ""


@dataclass(frozen=True)
class Slot:
    """When a session or a talk is on, as the agenda says; None is not known."""

    code: str
    starts_at: datetime | None
    ends_at: datetime | None


class Versioned(Protocol):
    """What has a number and a version."""

    id: int
    version: int


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID as browsers write it."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def bound_taken_at(given: datetime | None, received: datetime) -> datetime:
    """When a note was taken as its phone says, or when it came, where the phone's clock cannot be right."""
    if given is None:
        return received
    if given.tzinfo is None:
        given = given.replace(tzinfo=UTC)
    return given if received - _LONGEST_WAIT <= given <= received else received


def check_note(text: str, kind: str) -> NoteProblem | None:
    """Whether a note says something, not too much of it, and of what kind it is."""
    if not text.strip():
        return NoteProblem.EMPTY
    if len(text) > LONGEST_NOTE:
        return NoteProblem.TOO_LONG
    return None if kind in {item.value for item in TakeawayKind} else NoteProblem.NO_KIND


def guess_language(text: str) -> str | None:
    """The language of a text by the script of most of its letters; None where it has no letter of the two."""
    counts = {"hi": 0, "en": 0}
    for letter in text:
        if "ऀ" <= letter <= "ॿ":
            counts["hi"] += 1
        elif unicodedata.name(letter, "").startswith("LATIN"):
            counts["en"] += 1
    if not any(counts.values()):
        return None
    return "hi" if counts["hi"] > counts["en"] else "en"


def tell_versions(rows: Sequence[Versioned]) -> str:
    """A text that differs whenever any of the rows differs."""
    return "-".join(f"{row.id}.{row.version}" for row in rows)


def item_now(slots: Sequence[Slot], moment: datetime) -> str:
    """The code of what is on by the clock at the venue: the last that has begun and is not over; else none.

    A talk is asked after its session, so that the talk is found where both are on.
    """
    found = ""
    for slot in slots:
        begun = slot.starts_at is not None and slot.starts_at <= moment
        if begun and (slot.ends_at is None or moment < slot.ends_at):
            found = slot.code
    return found


def title_of(text: str, most: int = 120) -> str:
    """The beginning of a note, up to a whole word, as a title."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
