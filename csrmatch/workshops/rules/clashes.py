"""What cannot be right in an agenda: parts at the same time in one place, speakers in two, talks too long."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from csrmatch.folding import fold

__all__ = [
    "Clash",
    "ClashKind",
    "SessionSlot",
    "TalkSlot",
    "find_clashes",
    "name_keys",
    "propose_session",
    "propose_talk",
    "talk_spans",
]

# Nobody meets before or after these hours; a session there is most likely a slip between a.m. and p.m.
_DAWN, _NIGHT = 7 * 60, 22 * 60
_FIRST, _USUAL, _USUAL_TALK = 10 * 60, 60, 15
_MIDNIGHT = 24 * 60

# What stands before a name and is no part of it, folded.
_HONORIFICS = frozenset(
    fold("shri sri smt smti kumari sushri dr prof mr mrs ms ias ips ifs श्री श्रीमती सुश्री कुमारी डॉ प्रो").split()
)


# Verma is written for वर्मा as well as Varma.
_SHORT_E = re.compile(r"(?<=[a-z])e(?=r[b-df-hj-np-tv-z])")


class ClashKind(StrEnum):
    """What is wrong with a part of the agenda."""

    SESSIONS_OVERLAP = "sessions_overlap"
    OUT_OF_ORDER = "out_of_order"
    OUTSIDE_DAY = "outside_day"
    TALKS_TOO_LONG = "talks_too_long"
    TALK_OUTSIDE = "talk_outside"
    TALKS_OVERLAP = "talks_overlap"
    SPEAKER_TWICE = "speaker_twice"


@dataclass(frozen=True)
class TalkSlot:
    """A talk as far as time goes: minutes since midnight, how long, and the keys of each speaker's name."""

    id: int
    starts: int | None = None
    minutes: int | None = None
    speakers: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class SessionSlot:
    """A session as far as time goes: minutes since midnight, its room by key, its talks in their order."""

    id: int
    starts: int | None = None
    ends: int | None = None
    room: str = ""
    talks: tuple[TalkSlot, ...] = ()


@dataclass(frozen=True, order=True)
class Clash:
    """One thing that cannot be right: with which session, and where two are at odds with which other one.

    Where talks are at odds, `talk` and `other_talk` name them, each in the session of the same place.
    """

    kind: ClashKind
    session: int
    other: int = 0
    talk: int = 0
    other_talk: int = 0


def name_keys(*names: str | None) -> frozenset[str]:
    """What a person's name is compared by, in whatever script it is written: without titles, by sound."""
    keys = set()
    for name in names:
        words = [word for word in fold(name or "").split() if word not in _HONORIFICS]
        if words:
            keys.add(_SHORT_E.sub("", " ".join(words)))
    return frozenset(keys)


def talk_spans(session: SessionSlot) -> list[tuple[int, int] | None]:
    """From when to when each talk of a session lasts, as far as that can be told.

    A talk without a time follows the one before it, the first begins with the session; where how long it
    lasts is not known, nothing can be told of it, unless it is the only one and fills its session.
    """
    return [None if start is None or end is None else (start, end) for start, end in _timed(session)]


def _timed(session: SessionSlot) -> Iterator[tuple[int | None, int | None]]:
    """When each talk begins and ends, each as far as it can be told."""
    clock = session.starts
    for talk in session.talks:
        start = clock if talk.starts is None else talk.starts
        clock = None if start is None or talk.minutes is None else start + talk.minutes
        end = session.ends if clock is None and len(session.talks) == 1 else clock
        yield start, end if start is not None and end is not None and end > start else None


def find_clashes(day: Sequence[SessionSlot]) -> list[Clash]:
    """What cannot be right on one day, its sessions given in the order in which they are shown."""
    found = [*_overlaps(day), *_order(day), *_talks(day)]
    for session in day:
        found += _alone(session)
    return sorted(found)


def _meet(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return max(first[0], second[0]) < min(first[1], second[1])


def _span(session: SessionSlot) -> tuple[int, int] | None:
    """How long a session lasts; one whose end nobody wrote down lasts as long as its talks do."""
    last = session.ends
    if last is None:
        last = max((span[1] for span in talk_spans(session) if span is not None), default=None)
    return (session.starts, last) if session.starts is not None and last is not None else None


def _overlaps(day: Sequence[SessionSlot]) -> Iterator[Clash]:
    """Sessions at the same time in one room; a session without a room may be in any."""
    for first, second in combinations(day, 2):
        spans = _span(first), _span(second)
        apart = first.room and second.room and first.room != second.room
        if spans[0] and spans[1] and not apart and _meet(spans[0], spans[1]):
            yield Clash(ClashKind.SESSIONS_OVERLAP, first.id, second.id)


def _order(day: Sequence[SessionSlot]) -> Iterator[Clash]:
    """Neighbours of which the one shown later begins earlier."""
    timed = [session for session in day if session.starts is not None]
    for first, second in pairwise(timed):
        if (second.starts or 0) < (first.starts or 0):
            yield Clash(ClashKind.OUT_OF_ORDER, first.id, second.id)


def _alone(session: SessionSlot) -> Iterator[Clash]:
    """What is wrong with one session by itself and with its talks."""
    starts, ends = session.starts, session.ends
    if (starts is not None and starts < _DAWN) or (ends is not None and ends > _NIGHT):
        yield Clash(ClashKind.OUTSIDE_DAY, session.id)
    if starts is None or ends is None:
        return
    is_too_long = sum(talk.minutes or 0 for talk in session.talks) > ends - starts
    if is_too_long:
        yield Clash(ClashKind.TALKS_TOO_LONG, session.id)
    for talk, (begins, until) in _certain(session):
        if talk.starts is not None:
            is_outside = begins < starts or until > ends
        else:
            # It follows another one; if that is outside already, this is told there.
            is_outside = not is_too_long and starts <= begins <= ends < until
        if is_outside:
            yield Clash(ClashKind.TALK_OUTSIDE, session.id, talk=talk.id)


def _certain(session: SessionSlot) -> Iterator[tuple[TalkSlot, tuple[int, int]]]:
    """The talks whose begin is known; where the end is not, they go on for the minute in which they begin."""
    for talk, (begins, until) in zip(session.talks, _timed(session), strict=True):
        if begins is not None:
            yield talk, (begins, until or begins + 1)


def _talks(day: Sequence[SessionSlot]) -> Iterator[Clash]:
    """Talks at the same time that share a speaker, wherever they are, or that share their session."""
    placed = [(session.id, talk, span) for session in day for talk, span in _certain(session)]
    for (where, talk, span), (elsewhere, other, other_span) in combinations(placed, 2):
        if not _meet(span, other_span):
            continue
        if any(one & two for one in talk.speakers for two in other.speakers):
            yield Clash(ClashKind.SPEAKER_TWICE, where, elsewhere, talk.id, other.id)
        elif where == elsewhere:
            yield Clash(ClashKind.TALKS_OVERLAP, where, elsewhere, talk.id, other.id)


def propose_session(day: Sequence[SessionSlot]) -> tuple[int, int] | None:
    """From when to when the next session of a day may be: after the last one, or in the morning."""
    known = [last for session in day if (last := session.starts if session.ends is None else session.ends)]
    start = max(known, default=_FIRST)
    end = min(start + _USUAL, _MIDNIGHT - 1)
    return (start, end) if end > start else None


def propose_talk(session: SessionSlot) -> tuple[int | None, int]:
    """When the next talk of a session may begin, and for how long: as the one before, within what is left."""
    spans = talk_spans(session)
    if session.talks and spans[-1] is None:
        return None, session.talks[-1].minutes or _USUAL_TALK
    start = spans[-1][1] if spans and spans[-1] is not None else session.starts
    minutes = (session.talks[-1].minutes if session.talks else None) or _USUAL_TALK
    if start is not None and session.ends is not None and session.ends > start:
        minutes = min(minutes, session.ends - start)
    return (start if start is None or start < _MIDNIGHT else None), minutes
