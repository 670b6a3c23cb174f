"""The words for takeaways: their kinds, what became of them, and why a note is not taken."""

from csrmatch.i18n import LazyText, lazy_
from csrmatch.workshops.rules.takeaways import (
    LONGEST_NOTE,
    HandingState,
    NoteProblem,
    TakeawayKind,
    WorkState,
)

__all__ = ["BROKEN_NOTE", "HANDING_STATES", "KINDS", "NOTE_PROBLEMS", "WORK_STATES"]

KINDS: dict[TakeawayKind, LazyText] = {
    TakeawayKind.CHALLENGE: lazy_("Challenge"),
    TakeawayKind.PRACTICE: lazy_("Practice"),
    TakeawayKind.REQUEST: lazy_("Request"),
    TakeawayKind.COMMITMENT: lazy_("Commitment"),
    TakeawayKind.INSIGHT: lazy_("Insight"),
}

# Each with the kind of its tag.
WORK_STATES: dict[WorkState, tuple[LazyText, str]] = {
    WorkState.NONE: (lazy_("nothing made of it yet"), ""),
    WorkState.WAITING: (lazy_("waits for an office"), "warn"),
    WorkState.MADE: (lazy_("became work"), "good"),
}

HANDING_STATES: dict[HandingState, tuple[LazyText, str]] = {
    HandingState.WAITING: (lazy_("waits for an answer"), "warn"),
    HandingState.MADE: (lazy_("taken up"), "good"),
    HandingState.DECLINED: (lazy_("declined"), ""),
}

NOTE_PROBLEMS: dict[NoteProblem, LazyText] = {
    NoteProblem.NO_UUID: lazy_("The note was sent without its mark. Open the page again."),
    NoteProblem.NOT_NOW: lazy_(
        "Note takers write from the announcement of the workshop until its record is closed."
    ),
    NoteProblem.EMPTY: lazy_("Write what was said."),
    NoteProblem.TOO_LONG: lazy_("A note has at most %(most)s letters.", most=LONGEST_NOTE),
    NoteProblem.NO_KIND: lazy_("Choose the kind of the note."),
    NoteProblem.FOREIGN: lazy_("Another note has this mark already. Write it again."),
}

# Said of what a phone sent and nothing can be read from.
BROKEN_NOTE = lazy_("The note cannot be read as it was sent. Write it again.")
