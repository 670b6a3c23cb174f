"""What a feedback form asks, when it is open, and which groups are told apart in its summary."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = [
    "CHOICES",
    "FEWEST",
    "KINDS",
    "MOST_OWN",
    "SCALE",
    "FeedbackState",
    "Question",
    "QuestionKind",
    "cut_groups",
    "feedback_state",
]

# Fewer answers than this are never shown by themselves: with one or two, everybody would know who gave them.
FEWEST = 3
SCALE = (1, 2, 3, 4, 5)
# How many questions of their own those who hold a workshop may ask.
MOST_OWN = 5


class QuestionKind(StrEnum):
    """How a question is answered: on a scale, by one of some words, by sessions picked, in own words."""

    SCALE = "scale"
    CHOICE = "choice"
    SESSIONS = "sessions"
    TEXT = "text"


class Question(StrEnum):
    """The questions that mean the same at every workshop, so that workshops can be compared."""

    USEFUL = "useful"
    OBJECTIVE = "objective"
    SESSIONS = "sessions"
    PACE = "pace"
    ARRANGEMENTS = "arrangements"
    NEXT = "next"
    MISSING = "missing"
    REMARKS = "remarks"


class FeedbackState(StrEnum):
    """Whether answers are taken on a day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


KINDS: Mapping[Question, QuestionKind] = {
    Question.USEFUL: QuestionKind.SCALE,
    Question.OBJECTIVE: QuestionKind.CHOICE,
    Question.SESSIONS: QuestionKind.SESSIONS,
    Question.PACE: QuestionKind.CHOICE,
    Question.ARRANGEMENTS: QuestionKind.SCALE,
    Question.NEXT: QuestionKind.TEXT,
    Question.MISSING: QuestionKind.TEXT,
    Question.REMARKS: QuestionKind.TEXT,
}
CHOICES: Mapping[Question, tuple[str, ...]] = {
    Question.OBJECTIVE: ("yes", "partly", "no"),
    Question.PACE: ("too_slow", "right", "too_fast"),
}


def feedback_state(status: WorkshopStatus, opens_on: date, closes_on: date, day: date) -> FeedbackState:
    """Whether the form of a workshop takes answers; a plan, a closed record and a cancelled one take none."""
    if status in {WorkshopStatus.CLOSED, WorkshopStatus.CANCELLED} or day > closes_on:
        return FeedbackState.OVER
    if status is WorkshopStatus.PLANNED or day < opens_on:
        return FeedbackState.NOT_YET
    return FeedbackState.OPEN


def cut_groups(
    counts: Mapping[ParticipantGroup | None, int],
) -> list[tuple[ParticipantGroup | None, ...]]:
    """The groups that are told apart; those with few answers are told as one, the last of the list.

    If those few are too few even together, the smallest of the others joins them: else what all said less
    what the others said would give them away. No cut at all is an empty list.
    """
    order = [*ParticipantGroup, None]
    there = [group for group in order if counts.get(group, 0)]
    small = [group for group in there if counts[group] < FEWEST]
    large = [group for group in there if counts[group] >= FEWEST]
    if small and sum(counts[group] for group in small) < FEWEST and large:
        least = min(large, key=lambda group: (counts[group], order.index(group)))
        large.remove(least)
        small.append(least)
    cuts: list[Sequence[ParticipantGroup | None]] = [(group,) for group in large]
    if small and large:
        cuts.append(sorted(small, key=order.index))
    return [tuple(cut) for cut in cuts] if len(cuts) > 1 else []
