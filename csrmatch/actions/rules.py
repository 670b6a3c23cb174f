"""The life of an action point, who may end it, and when its owner is chased: decisions on plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

__all__ = [
    "CLAIMS",
    "ENDED",
    "OPEN",
    "TOLD",
    "WITH_OWNER",
    "ActionProblem",
    "ActionStatus",
    "Closing",
    "Due",
    "Move",
    "Priority",
    "Rung",
    "check_closing",
    "check_due",
    "check_move",
    "check_percent",
    "due_of",
    "is_overdue",
    "needs_second_person",
    "rungs_due",
    "status_on_return",
]


class Priority(StrEnum):
    """How much hangs on an action point."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class ActionStatus(StrEnum):
    """Where an action point stands; the owner says the first four, only the assigner's side ends it."""

    NOT_STARTED = "not_started"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    DONE = "done"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"
    DROPPED = "dropped"


class Move(StrEnum):
    """What can happen to an action point; each is a line of its history."""

    ASSIGN = "assign"
    REPORT = "report"
    HAND_BACK = "hand_back"
    REASSIGN = "reassign"
    NAME_PERSON = "name_person"
    CHANGE_DUE = "change_due"
    EDIT = "edit"
    ASK_CLOSING = "ask_closing"
    CLOSE = "close"
    RETURN = "return"
    DROP = "drop"
    REOPEN = "reopen"


class ActionProblem(StrEnum):
    """Why an act on an action point is refused."""

    NOT_NOW = "not_now"
    NO_NOTE = "no_note"
    NOT_A_CLAIM = "not_a_claim"
    BAD_PERCENT = "bad_percent"
    DUE_TOO_EARLY = "due_too_early"
    DUE_IN_PAST = "due_in_past"
    SAME_DUE = "same_due"
    OWN_WORK = "own_work"
    NO_DOCUMENT = "no_document"
    ASKED_BY_SAME = "asked_by_same"


class Due(StrEnum):
    """How near the last day of an action point is."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    NONE = "none"


class Rung(StrEnum):
    """One after the other: to the owner, to the owner again, to the chair or whoever assigned it."""

    OVERDUE = "overdue"
    AGAIN = "again"
    CHAIR = "chair"


# What an owner may say of its own work.
CLAIMS = (ActionStatus.NOT_STARTED, ActionStatus.ON_SCHEDULE, ActionStatus.BEHIND, ActionStatus.DONE)
# Where the owner still has something to do.
WITH_OWNER = frozenset({ActionStatus.NOT_STARTED, ActionStatus.ON_SCHEDULE, ActionStatus.BEHIND})
ENDED = frozenset({ActionStatus.CLOSED, ActionStatus.DROPPED})
OPEN = frozenset(ActionStatus) - ENDED
# Of what the owner is told by mail: that it is theirs, theirs again, or until another day.
TOLD = frozenset({Move.ASSIGN, Move.REASSIGN, Move.NAME_PERSON, Move.CHANGE_DUE, Move.RETURN, Move.REOPEN})

# From where each move can be made.
_FROM: Mapping[Move, frozenset[ActionStatus]] = {
    Move.ASSIGN: frozenset(),
    Move.REPORT: frozenset(CLAIMS),
    Move.HAND_BACK: WITH_OWNER,
    Move.REASSIGN: WITH_OWNER | {ActionStatus.HANDED_BACK},
    Move.NAME_PERSON: frozenset(CLAIMS),
    Move.CHANGE_DUE: OPEN,
    Move.EDIT: OPEN,
    Move.ASK_CLOSING: frozenset(CLAIMS),
    Move.CLOSE: frozenset(CLAIMS),
    Move.RETURN: frozenset({ActionStatus.DONE}),
    Move.DROP: OPEN,
    Move.REOPEN: ENDED,
}
# What stays on record without a word of explanation.
_WITHOUT_NOTE = frozenset({Move.ASSIGN, Move.NAME_PERSON, Move.EDIT})
_WEEK, _MONTH = 7, 30


def check_move(move: Move, status: ActionStatus, note: str) -> ActionProblem | None:
    """Whether a move can be made from where the action point stands, with what is said about it."""
    if status not in _FROM[move]:
        return ActionProblem.NOT_NOW
    return ActionProblem.NO_NOTE if move not in _WITHOUT_NOTE and not note.strip() else None


def check_percent(status: ActionStatus, percent: int | None) -> ActionProblem | None:
    """Whether a report can claim this: one of the owner's states, and a share that fits it."""
    if status not in CLAIMS:
        return ActionProblem.NOT_A_CLAIM
    if percent is None:
        return None
    most = {ActionStatus.NOT_STARTED: 0, ActionStatus.DONE: 100}.get(status, 99)
    least = 100 if status is ActionStatus.DONE else 0
    return None if least <= percent <= most else ActionProblem.BAD_PERCENT


@dataclass(frozen=True)
class Closing:
    """What is known when somebody wants to close: their number, whose work it was, who asked before them."""

    by_id: int
    worker_ids: frozenset[int]
    needs_second: bool
    documents: int
    asked_by_id: int | None


def needs_second_person(priority: Priority, *, needed_before: bool) -> bool:
    """Once of high priority, always closed by two: lowering it is no way round the second person."""
    return needed_before or priority is Priority.HIGH


def check_closing(closing: Closing) -> Move | ActionProblem:
    """What a wish to close comes to: it is closed, the first of two asks for it, or why it is refused."""
    if closing.by_id in closing.worker_ids:
        return ActionProblem.OWN_WORK
    if not closing.needs_second:
        return Move.CLOSE
    if closing.documents < 1:
        return ActionProblem.NO_DOCUMENT
    # Who has taken it in hand since they asked is no longer one of two.
    if closing.asked_by_id is None or closing.asked_by_id in closing.worker_ids:
        return Move.ASK_CLOSING
    return ActionProblem.ASKED_BY_SAME if closing.asked_by_id == closing.by_id else Move.CLOSE


def check_due(due_on: date | None, assigned_on: date) -> ActionProblem | None:
    """Whether a last day can be: none at all, or not before the action point was given out."""
    return ActionProblem.DUE_TOO_EARLY if due_on is not None and due_on < assigned_on else None


def is_overdue(status: ActionStatus, due_on: date | None, day: date) -> bool:
    """Whether the last day is over and the owner still has it in hand."""
    return status in WITH_OWNER and due_on is not None and due_on < day


def status_on_return(due_on: date | None, day: date) -> ActionStatus:
    """Where an action point stands that goes back to its owner as not done."""
    is_late = due_on is not None and due_on < day
    return ActionStatus.BEHIND if is_late else ActionStatus.ON_SCHEDULE


def due_of(due_on: date | None, day: date) -> Due:
    """How near a last day is."""
    if due_on is None:
        return Due.NONE
    left = (due_on - day).days
    if left < 0:
        return Due.OVERDUE
    return Due.WEEK if left <= _WEEK else Due.MONTH if left <= _MONTH else Due.LATER


def rungs_due(
    due_on: date | None,
    day: date,
    sent: Mapping[Rung, date],
    *,
    is_heard: bool = True,
    again_days: int,
    chair_days: int,
) -> list[Rung]:
    """Every rung to be sent on a day: by dates and by what was `sent` on which day, whether a job ran or not.

    The first comes the day after the last day, or in the first night after it that is not missed; the others
    so many days after the last day, later by as many nights as the first was. The last waits until the owner
    was written to twice, and for another day than that, but not for an owner of whom nobody can be written
    to. Without a last day nobody is chased.
    """
    if due_on is None or due_on >= day:
        return []
    found = [] if Rung.OVERDUE in sent else [Rung.OVERDUE]
    # The day from which the owner's time is counted, none while the owner was not written to.
    begun = max(due_on, sent[Rung.OVERDUE] - timedelta(days=1)) if Rung.OVERDUE in sent else None
    if Rung.AGAIN not in sent and begun is not None and begun + timedelta(days=max(2, again_days)) <= day:
        found.append(Rung.AGAIN)
    if Rung.CHAIR not in sent and (begun or due_on) + timedelta(days=max(2, chair_days)) <= day:
        is_told_twice = Rung.AGAIN in sent and max(sent.values()) < day
        found += [Rung.CHAIR] if is_told_twice or not is_heard else []
    return found
