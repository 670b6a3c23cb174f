"""The life of a workshop, from the first plan to the closed record, and how it is counted."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

__all__ = [
    "OPEN_STATUSES",
    "STEPS",
    "WITH_REASON",
    "HoldProblem",
    "WorkshopStatus",
    "WorkshopStep",
    "english_ordinal",
    "find_hold_problem",
    "hindi_ordinal",
    "list_steps",
]


class WorkshopStatus(StrEnum):
    """Where a workshop stands: planned by its organisers, announced to all, held, closed, or cancelled."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class WorkshopStep(StrEnum):
    """What takes a workshop from one status to another."""

    ANNOUNCE = "announce"
    HOLD = "hold"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    UNMARK = "unmark"


class HoldProblem(StrEnum):
    """Why a workshop cannot be marked as held today."""

    NO_DATE = "no_date"
    NOT_BEGUN = "not_begun"


# A workshop of the past is written down after it was held, so that one that is planned may be held at once.
STEPS: Mapping[WorkshopStep, tuple[frozenset[WorkshopStatus], WorkshopStatus]] = {
    WorkshopStep.ANNOUNCE: (frozenset({WorkshopStatus.PLANNED}), WorkshopStatus.ANNOUNCED),
    WorkshopStep.HOLD: (frozenset({WorkshopStatus.PLANNED, WorkshopStatus.ANNOUNCED}), WorkshopStatus.HELD),
    WorkshopStep.CLOSE: (frozenset({WorkshopStatus.HELD}), WorkshopStatus.CLOSED),
    WorkshopStep.REOPEN: (frozenset({WorkshopStatus.CLOSED}), WorkshopStatus.HELD),
    WorkshopStep.CANCEL: (
        frozenset({WorkshopStatus.PLANNED, WorkshopStatus.ANNOUNCED}),
        WorkshopStatus.CANCELLED,
    ),
    WorkshopStep.UNMARK: (frozenset({WorkshopStatus.HELD}), WorkshopStatus.ANNOUNCED),
}

# Asked for on pages of their own, as each needs its reason.
WITH_REASON = frozenset({WorkshopStep.CANCEL, WorkshopStep.UNMARK})

# What of a workshop is not yet a closed record.
OPEN_STATUSES = frozenset({WorkshopStatus.PLANNED, WorkshopStatus.ANNOUNCED, WorkshopStatus.HELD})

_HINDI_FEMININE = (
    "पहली",
    "दूसरी",
    "तीसरी",
    "चौथी",
    "पाँचवीं",
    "छठी",
    "सातवीं",
    "आठवीं",
    "नौवीं",
    "दसवीं",
)


def list_steps(status: WorkshopStatus) -> list[WorkshopStep]:
    """The steps that can be taken from a status, in the order of a workshop's life."""
    return [step for step, (before, _after) in STEPS.items() if status in before]


def find_hold_problem(year: int, first: date | None, day: date) -> HoldProblem | None:
    """A workshop is held from its first day on; one of a past year is also written down without dates."""
    if first is not None:
        return HoldProblem.NOT_BEGUN if first > day else None
    return HoldProblem.NO_DATE if year >= day.year else None


def english_ordinal(number: int) -> str:
    """How English counts: 1st, 2nd, 3rd, 4th, but 11th, 12th, 13th and 111th."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def hindi_ordinal(number: int) -> str:
    """How Hindi counts a workshop, which is feminine: in a word up to ten, with -वीं after a figure above."""
    return _HINDI_FEMININE[number - 1] if 1 <= number <= len(_HINDI_FEMININE) else f"{number}वीं"
