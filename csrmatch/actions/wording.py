"""The words for action points: where they stand, what happened to them, and why something is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.accounts.showing import shown_name
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.actions.rules import ActionProblem, ActionStatus, Due, Move, Priority, is_overdue
from csrmatch.i18n import LazyText, _, lazy_, name_of, ngettext

__all__ = [
    "ACTION_PROBLEMS",
    "ACTION_STATUSES",
    "DUES",
    "FIELDS",
    "MOVES",
    "PRIORITIES",
    "Changed",
    "owner_words",
    "tell_changes",
    "tell_overdue",
]

# Each with the kind of its tag.
ACTION_STATUSES: dict[ActionStatus, tuple[LazyText, str]] = {
    ActionStatus.NOT_STARTED: (lazy_("not started"), ""),
    ActionStatus.ON_SCHEDULE: (lazy_("on schedule"), "here"),
    ActionStatus.BEHIND: (lazy_("behind schedule"), "warn"),
    ActionStatus.DONE: (lazy_("reported done"), "good"),
    ActionStatus.HANDED_BACK: (lazy_("handed back"), "warn"),
    ActionStatus.CLOSED: (lazy_("closed as done"), "good"),
    ActionStatus.DROPPED: (lazy_("dropped"), ""),
}

PRIORITIES: dict[Priority, tuple[LazyText, str]] = {
    Priority.LOW: (lazy_("low"), ""),
    Priority.NORMAL: (lazy_("normal"), ""),
    Priority.HIGH: (lazy_("high"), "bad"),
}

DUES: dict[Due, LazyText] = {
    Due.OVERDUE: lazy_("overdue"),
    Due.WEEK: lazy_("within 7 days"),
    Due.MONTH: lazy_("within 30 days"),
    Due.LATER: lazy_("later"),
    Due.NONE: lazy_("no date"),
}

MOVES: dict[Move, LazyText] = {
    Move.ASSIGN: lazy_("given out"),
    Move.REPORT: lazy_("report"),
    Move.HAND_BACK: lazy_("handed back"),
    Move.REASSIGN: lazy_("given out anew"),
    Move.NAME_PERSON: lazy_("put into a person's hands"),
    Move.CHANGE_DUE: lazy_("last day changed"),
    Move.EDIT: lazy_("changed"),
    Move.ASK_CLOSING: lazy_("closing asked for"),
    Move.CLOSE: lazy_("closed"),
    Move.RETURN: lazy_("not accepted as done"),
    Move.DROP: lazy_("dropped"),
    Move.REOPEN: lazy_("reopened"),
}

# What can be changed of an action point.
FIELDS: dict[str, LazyText] = {
    "title_en": lazy_("Title in English"),
    "title_hi": lazy_("Title in Hindi"),
    "asked": lazy_("What is to be done"),
    "file_number": lazy_("The office's own file number"),
    "priority": lazy_("Priority"),
    "district": lazy_("District"),
    "state": lazy_("State"),
}

ACTION_PROBLEMS: dict[ActionProblem, LazyText] = {
    ActionProblem.NOT_NOW: lazy_("From where the action point stands now this cannot be done."),
    ActionProblem.NO_NOTE: lazy_("Say why or what was done: it stays on record."),
    ActionProblem.NOT_A_CLAIM: lazy_(
        "The owner reports that it is not started, on schedule, behind schedule or done; others close it."
    ),
    ActionProblem.BAD_PERCENT: lazy_(
        "The share does not fit: done is 100 per cent, not started 0, everything else from 0 to 99."
    ),
    ActionProblem.DUE_TOO_EARLY: lazy_("The last day cannot be before the day on which it was given out."),
    ActionProblem.DUE_IN_PAST: lazy_("The last day is over already. Choose a day to come, or none."),
    ActionProblem.SAME_DUE: lazy_("That is the last day it has already."),
    ActionProblem.OWN_WORK: lazy_(
        "You reported on it or have it in hand yourself: somebody else has to close it."
    ),
    ActionProblem.NO_DOCUMENT: lazy_(
        "An action point of high priority is closed only with a document attached to it."
    ),
    ActionProblem.ASKED_BY_SAME: lazy_(
        "You asked for the closing yourself: of high priority, a second person has to close it."
    ),
}


def owner_words(action: ActionPoint, viewer: User) -> str:
    """Who has it in hand: the office, and the person as this reader is shown them."""
    told = [name_of(action.owner)]
    if action.person is not None:
        told.append(shown_name(action.person))
    elif action.owner_written and can_see_names(viewer):
        told.append(action.owner_written)
    return " · ".join(told)


def tell_overdue(action: ActionPoint, day: date) -> str:
    """For how long it has been overdue; nothing where it is not."""
    if action.due_on is None or not is_overdue(action.status, action.due_on, day):
        return ""
    return ngettext("%(num)s day overdue", "%(num)s days overdue", (day - action.due_on).days)


@dataclass(frozen=True)
class Changed:
    """What one field of an action point was and what it is from then on."""

    label: str
    old: str
    new: str


def tell_changes(step: ActionStep, places: Mapping[tuple[str, int], object]) -> list[Changed]:
    """What a line of the history changed, field by field; `places` holds districts and states by LGD code."""
    return [
        Changed(str(label), _value_words(name, old, places), _value_words(name, new, places))
        for name, label in FIELDS.items()
        for old, new in [(step.changes or {}).get(name, (None, None))]
        if old != new
    ]


def _value_words(name: str, value: object, places: Mapping[tuple[str, int], object]) -> str:
    if value is None:
        return _("nothing")
    if name == "priority":
        return str(PRIORITIES[Priority(str(value))][0])
    if name in {"district", "state"}:
        return name_of(places.get((name, int(str(value)))))
    return str(value)
