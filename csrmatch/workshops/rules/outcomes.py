"""What came of what was said at a workshop, on a day: dated facts in, a state out.

A day that has not come is not yet due, and where the records cannot tell, the state is not known: neither is
ever counted as nothing.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from csrmatch.actions.rules import ActionStatus
from csrmatch.mapping.rules.pasts import PairPast, PairStage, furthest_stage
from csrmatch.practices.rules import PracticeStatus
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.workshops.rules.takeaways import HandingState

__all__ = [
    "FollowedKind",
    "Horizon",
    "OutcomeKind",
    "OutcomeStage",
    "Point",
    "Step",
    "Trace",
    "add_months",
    "code_on",
    "due_days",
    "note_point",
    "overlap_steps",
    "pair_point",
    "pasts_after",
]


class OutcomeKind(StrEnum):
    """What is followed: notes by their kind, and pairs that were spoken of in the room."""

    COMMITMENT = "commitment"
    REQUEST = "request"
    CHALLENGE = "challenge"
    PRACTICE = "practice"
    INSIGHT = "insight"
    PAIR = "pair"


class Horizon(StrEnum):
    """When it is asked what came of it: months after the last day of the workshop, and today."""

    THREE = "3"
    SIX = "6"
    TWELVE = "12"
    TODAY = "today"


class FollowedKind(StrEnum):
    """What a note or a pair became."""

    HANDING = "handing"
    NEED = "need"
    SUPPORT = "support"
    ACTION = "action"
    OVERLAP = "overlap"
    PRACTICE = "practice"
    PAIR = "pair"


class OutcomeStage(StrEnum):
    """How far it has come, the furthest first; the last is of days that have not come."""

    DONE = "done"
    UNDER_WAY = "under_way"
    PUT = "put"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    NOTHING = "nothing"
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class Point:
    """How far something had come on a day, and the record and its state that say so, if one does."""

    stage: OutcomeStage
    kind: FollowedKind | None = None
    code: str = ""


@dataclass(frozen=True)
class Step:
    """On a day a record came to a state; None where the records do not tell to which."""

    day: date
    code: str | None


@dataclass(frozen=True)
class Trace:
    """A record that something became: since when, its steps in their order, and where it stands today."""

    kind: FollowedKind
    since: date
    steps: tuple[Step, ...]
    now: str


_S = OutcomeStage
_ORDER = {stage: place for place, stage in enumerate(OutcomeStage)}
_MONTHS = {Horizon.THREE: 3, Horizon.SIX: 6, Horizon.TWELVE: 12}
_STAGES: Mapping[FollowedKind, Mapping[str, OutcomeStage]] = {
    # Once made, the record that was made speaks for itself.
    FollowedKind.HANDING: {
        HandingState.WAITING: _S.PUT,
        HandingState.MADE: _S.NOTHING,
        HandingState.DECLINED: _S.DROPPED,
    },
    FollowedKind.NEED: {NeedStatus.MET: _S.DONE, NeedStatus.WITHDRAWN: _S.DROPPED},
    FollowedKind.SUPPORT: {SupportStatus.MET: _S.DONE, SupportStatus.WITHDRAWN: _S.DROPPED},
    FollowedKind.ACTION: {ActionStatus.CLOSED: _S.DONE, ActionStatus.DROPPED: _S.DROPPED},
    FollowedKind.OVERLAP: {CaseState.ANSWERED: _S.DONE, CaseState.ENDED: _S.DONE},
    FollowedKind.PRACTICE: {PracticeStatus.LIBRARY: _S.DONE, PracticeStatus.RETIRED: _S.DROPPED},
    FollowedKind.PAIR: {
        PairStage.PUBLISHED: _S.DONE,
        PairStage.PROPOSED: _S.PUT,
        PairStage.DECLINED: _S.DROPPED,
        PairStage.NO_LONGER: _S.DROPPED,
        PairStage.NOT_PROPOSED: _S.NOTHING,
    },
}


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is too short for it."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def due_days(last_day: date | None, today: date) -> dict[Horizon, date | None]:
    """The day of each horizon; None where the last day of the workshop is not known."""
    found: dict[Horizon, date | None] = {
        horizon: None if last_day is None else add_months(last_day, months)
        for horizon, months in _MONTHS.items()
    }
    return {**found, Horizon.TODAY: today}


def code_on(trace: Trace, day: date, today: date) -> str | None:
    """Where a record stood when the day ended; None where its steps do not tell.

    Where the last step does not lead to where the record stands today, what came after it is not known.
    """
    if day >= today:
        return trace.now
    past = [step for step in trace.steps if step.day <= day]
    if not past or (len(past) == len(trace.steps) and past[-1].code != trace.now):
        return None
    return past[-1].code


def overlap_steps(steps: Sequence[tuple[date, CaseStepKind]], now: CaseState) -> tuple[Step, ...]:
    """The states of a case of overlap by its steps.

    A case that returned waits for a word, or has the one it had: what was done next tells which, or where
    it stands now.
    """
    plain = {
        CaseStepKind.ANSWERED: CaseState.ANSWERED,
        CaseStepKind.ENDED: CaseState.ENDED,
    }
    after = {
        CaseStepKind.ANSWERED: CaseState.OPEN,
        CaseStepKind.REOPENED: CaseState.ANSWERED,
        CaseStepKind.CHANGED: CaseState.ANSWERED,
    }
    found = []
    for place, (day, kind) in enumerate(steps):
        code: CaseState | None = plain.get(kind, CaseState.OPEN)
        if kind is CaseStepKind.RETURNED:
            code = after.get(steps[place + 1][1]) if place + 1 < len(steps) else now
        found.append(Step(day, code))
    return tuple(found)


def note_point(
    day: date | None,
    today: date,
    *,
    known_on: date,
    traces: Iterable[Trace] = (),
    hidden: Iterable[date] = (),
) -> Point:
    """How far a note had come when the day ended, by the record of it that came furthest.

    `known_on` is the day on which the note was taken down: of days before it the records cannot tell.
    `hidden` are the days on which records were made of it that the reader may not see.
    """
    if day is None or day > today:
        return Point(_S.UNKNOWN if day is None else _S.NOT_DUE)
    found = [Point(_S.NOTHING if known_on <= day else _S.UNKNOWN)]
    for trace in traces:
        if trace.since <= day:
            found.append(_point(trace.kind, code_on(trace, day, today)))
    found += [Point(_S.HIDDEN) for since in hidden if since <= day]
    # The first of equals is the bare one; a record says more.
    return min(reversed(found), key=lambda point: _ORDER[point.stage])


def pasts_after(pasts: Iterable[PairPast], begin: date, exercise_id: int | None) -> list[PairPast]:
    """Which pasts of a pair come of the workshop: of the exercise it was laid from, or begun no earlier."""
    return [
        past
        for past in pasts
        if past.exercise_id == exercise_id or (past.first_on is not None and past.first_on >= begin)
    ]


def pair_point(
    day: date | None, today: date, *, known_on: date, pasts: Sequence[PairPast], is_hidden: bool
) -> Point:
    """How far a pair had come when the day ended.

    Where `is_hidden`, the reader may not know of proposals about it, and is told of what is published alone.
    """
    if day is None or day > today:
        return Point(_S.UNKNOWN if day is None else _S.NOT_DUE)
    stage = furthest_stage(pasts, day)
    if stage is PairStage.NOT_PROPOSED and is_hidden:
        return Point(_S.HIDDEN)
    if stage is PairStage.NOT_PROPOSED and known_on > day:
        return Point(_S.UNKNOWN)
    return _point(FollowedKind.PAIR, stage)


def _point(kind: FollowedKind, code: str | None) -> Point:
    if code is None:
        return Point(_S.UNKNOWN, kind)
    return Point(_STAGES[kind].get(code, _S.UNDER_WAY), kind, str(code))
