"""The agenda as the rules read it: times in minutes, rooms and names by what they are compared by."""

from collections.abc import Sequence
from datetime import time

from csrmatch.folding import fold
from csrmatch.workshops.models import Talk, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.clashes import Clash, SessionSlot, TalkSlot, find_clashes, name_keys, talk_spans
from csrmatch.workshops.wording.agenda import tell_clash

__all__ = ["clock_of", "list_clashes", "slot_of", "talk_times"]


def _minutes(value: time | None) -> int | None:
    return None if value is None else value.hour * 60 + value.minute


def clock_of(minutes: int) -> time:
    """Minutes since midnight as a time of the clock."""
    return time(*divmod(min(minutes, 24 * 60 - 1), 60))


def slot_of(session: WorkshopSession) -> SessionSlot:
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


def list_clashes(days: Sequence[WorkshopDay], *, with_names: bool = True) -> list[tuple[Clash, str]]:
    """What cannot be right in the agenda, each with its words; day by day."""
    found: list[tuple[Clash, str]] = []
    for day in days:
        sessions = {row.id: row for row in day.sessions}
        talks: dict[int, Talk] = {talk.id: talk for row in day.sessions for talk in row.talks}
        for clash in find_clashes([slot_of(row) for row in day.sessions]):
            found.append((clash, tell_clash(clash, sessions, talks, with_names=with_names)))
    return found


def talk_times(session: WorkshopSession) -> dict[int, time]:
    """By talk, when it begins: as written down, or as follows from the talks before it."""
    slot = slot_of(session)
    spans = talk_spans(slot)
    found = {}
    for talk, span in zip(session.talks, spans, strict=True):
        if talk.starts_at is not None:
            found[talk.id] = talk.starts_at
        elif span is not None:
            found[talk.id] = clock_of(span[0])
    return found
