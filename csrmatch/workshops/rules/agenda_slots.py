"""The agenda as its rules read it: times in minutes, rooms and names by what they are compared by."""

from collections.abc import Sequence
from datetime import time
from typing import Protocol

from csrmatch.folding import fold
from csrmatch.workshops.rules.clashes import SessionSlot, TalkSlot, name_keys, talk_spans

__all__ = ["clock_of", "slot_of", "talk_times"]


class _NamedSpeaker(Protocol):
    @property
    def name_en(self) -> str | None: ...

    @property
    def name_hi(self) -> str | None: ...


class _ScheduledTalk(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def starts_at(self) -> time | None: ...

    @property
    def minutes(self) -> int | None: ...

    @property
    def speakers(self) -> Sequence[_NamedSpeaker]: ...


class _ScheduledSession(Protocol):
    """What the rules ask of a session, whatever holds it."""

    @property
    def id(self) -> int: ...

    @property
    def starts_at(self) -> time | None: ...

    @property
    def ends_at(self) -> time | None: ...

    @property
    def room_en(self) -> str | None: ...

    @property
    def room_hi(self) -> str | None: ...

    @property
    def talks(self) -> Sequence[_ScheduledTalk]: ...


def _minutes(value: time | None) -> int | None:
    return None if value is None else value.hour * 60 + value.minute


def clock_of(minutes: int) -> time:
    """Minutes since midnight as a time of the clock."""
    return time(*divmod(min(minutes, 24 * 60 - 1), 60))


def slot_of(session: _ScheduledSession) -> SessionSlot:
    """A session with its talks as the rules read it."""
    talks = tuple(
        TalkSlot(
            talk.id,
            _minutes(talk.starts_at),
            talk.minutes,
            tuple(name_keys(row.name_en, row.name_hi) for row in talk.speakers),
        )
        for talk in session.talks
    )
    room = fold(session.room_en or session.room_hi or "")
    return SessionSlot(session.id, _minutes(session.starts_at), _minutes(session.ends_at), room, talks)


def talk_times(session: _ScheduledSession) -> dict[int, time]:
    """By talk, when it begins: as written down, or as follows from the talks before it."""
    found = {}
    for talk, span in zip(session.talks, talk_spans(slot_of(session)), strict=True):
        if talk.starts_at is not None:
            found[talk.id] = talk.starts_at
        elif span is not None:
            found[talk.id] = clock_of(span[0])
    return found
