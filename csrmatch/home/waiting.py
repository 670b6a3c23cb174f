"""What waits for a person, from the exercises they may see: pure decisions on loaded records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csrmatch.mapping.models import Exercise, MappingRun, RunOutcome

__all__ = ["Waiting", "WaitingReason", "list_waiting"]


class WaitingReason(StrEnum):
    """Why an exercise waits for somebody."""

    NOT_RUN = "not_run"
    CLASH = "clash"
    INPUT_ERROR = "input_error"
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True)
class Waiting:
    """An exercise, and why it waits."""

    exercise: Exercise
    reason: WaitingReason


def list_waiting(
    exercises: Sequence[Exercise], last_runs: Mapping[int, MappingRun], most: int = 7
) -> list[Waiting]:
    """The exercises that wait for somebody, in the order given, at most so many."""
    found = []
    for exercise in exercises:
        reason = _reason(exercise, last_runs.get(exercise.id))
        if reason is not None:
            found.append(Waiting(exercise, reason))
    return found[:most]


def _reason(exercise: Exercise, last: MappingRun | None) -> WaitingReason | None:
    if last is None:
        return WaitingReason.NOT_RUN
    if exercise.changed_at > last.created_at:
        return WaitingReason.CHANGED_SINCE
    if last.outcome is RunOutcome.CLASH:
        return WaitingReason.CLASH
    if last.outcome is RunOutcome.INPUT_ERROR:
        return WaitingReason.INPUT_ERROR
    return None
