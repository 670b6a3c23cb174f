"""What a phone at the door sends, read strictly: who came, to what, when, and what was wrong."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from csrmatch.workshops.rules.participants import ParticipantGroup

__all__ = ["MOST_ITEMS", "Act", "BadBatch", "DoorItem", "Outcome", "read_batch"]

MOST_ITEMS = 200
_LONGEST_NAME = 160
_LARGEST_ID = 2**31 - 1


class Act(StrEnum):
    """What a helper did."""

    CHECK_IN = "check_in"
    WALK_IN = "walk_in"
    UNDO = "undo"


class Outcome(StrEnum):
    """What became of it; whatever was sent before is `known` and changes nothing."""

    DONE = "done"
    KNOWN = "known"
    REFUSED = "refused"


class BadBatch(Exception):
    """What was sent is no batch."""


@dataclass(frozen=True)
class DoorItem:
    """One act of a helper; `key` was made on the phone and names it for ever.

    An undo bears the key of what it undoes. No session means arrival on the day.
    """

    key: str
    act: Act
    at: datetime
    day_id: int = 0
    session_id: int | None = None
    participant_id: int = 0
    code: str = ""
    name: str = ""
    organisation: str = ""
    group: ParticipantGroup = ParticipantGroup.OTHER


def read_batch(given: object) -> list[DoorItem]:
    """The items of a batch in their order.

    Raises
    ------
    BadBatch
        When it is no list of items, or one of them is wrongly formed.
    """
    if not isinstance(given, Mapping) or set(given) != {"items"}:
        raise BadBatch
    items = given["items"]
    if not isinstance(items, Sequence) or isinstance(items, str) or len(items) > MOST_ITEMS:
        raise BadBatch
    return [_read_item(item) for item in items]


def _read_item(given: object) -> DoorItem:
    if not isinstance(given, Mapping):
        raise BadBatch
    known = {"key", "act", "at", "day", "session", "participant", "code", "name", "organisation", "group"}
    if set(given) - known:
        raise BadBatch
    try:
        act = Act(given.get("act", ""))
        moment = datetime.fromisoformat(str(given["at"]))
        group = ParticipantGroup(given.get("group") or "other")
        key = str(uuid.UUID(str(given["key"])))
    except (KeyError, ValueError) as error:
        raise BadBatch from error
    if moment.tzinfo is None:
        raise BadBatch
    item = DoorItem(
        key=key,
        act=act,
        at=moment.astimezone(UTC),
        day_id=_number(given.get("day")),
        session_id=_number(given.get("session")) or None,
        participant_id=_number(given.get("participant")),
        code=_text(given.get("code"), 80),
        name=_text(given.get("name"), _LONGEST_NAME),
        organisation=_text(given.get("organisation"), _LONGEST_NAME),
        group=group,
    )
    if act is Act.WALK_IN and not item.name:
        raise BadBatch
    return item


def _number(given: object) -> int:
    if given is None:
        return 0
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= _LARGEST_ID:
        raise BadBatch
    return given


def _text(given: object, most: int) -> str:
    if given is None:
        return ""
    if not isinstance(given, str) or "\0" in given:
        raise BadBatch
    return " ".join(given.split())[:most]
