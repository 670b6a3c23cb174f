"""Which reminder is due on a day, on plain values: at which distance from the last day, and for whom."""

from collections.abc import Sequence
from datetime import date, timedelta

__all__ = ["AFTER", "BEFORE", "KEPT", "is_early", "stage_of"]

# Days before a last day: time to act, time to finish, the last call.
BEFORE = (30, 7, 1)
# Days after it, for what is still open.
AFTER = (1, 7, 14)
# A reminder missed while no worker ran is still sent for so many days; then it would only confuse.
KEPT = timedelta(days=14)


def stage_of(
    due_on: date, day: date, *, before: Sequence[int] = BEFORE, after: Sequence[int] = AFTER
) -> int | None:
    """The reminder in force on a day, in days from the last day, negative before it; None where none is.

    It is the last whose day has come, so that a worker that did not run for a while sends one and not all.
    """
    stages = sorted([*(-days for days in before), *after])
    passed = [stage for stage in stages if due_on + timedelta(days=stage) <= day]
    if not passed:
        return None
    stage = passed[-1]
    is_stale = day > due_on + timedelta(days=stage) + KEPT and stage == stages[-1]
    # What was to be said before the day is not said after it.
    return None if is_stale or (stage < 0 < (day - due_on).days) else stage


def is_early(stage: int) -> bool:
    """Whether a person may wish not to get it: all but the last call and what comes after the day."""
    return stage < -1
