"""What jobs do: each kind is registered with the function that does it, and some are due each day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

__all__ = ["DAILY", "TASKS", "Effect", "JobFailed", "Progress", "Save", "Task", "Work", "daily", "task"]

# What a job changes: run in one transaction with the note that the job is done, or not at all.
Effect = Callable[[], object]


T = TypeVar("T")


class Progress(Protocol):
    """Says how far a job is, from 0 to 1, at which stage of it, and at which thing of how many."""

    def __call__(self, share: float, stage: str = "", done: int = 0, total: int = 0) -> None:
        """Notes it; never fails."""


class Save(Protocol):
    """Runs a part of a job in a short write transaction of its own, if this worker still has the job."""

    def __call__(self, part: Callable[[], T], /) -> T:
        """What the part gives; it may be run again from its beginning."""


class JobFailed(Exception):
    """A job cannot be done and trying again would not help; the text tells people why."""


@dataclass(frozen=True)
class Work:
    """What a task is given: its payload, for whom it is done, ways to say how far it is and to save parts.

    What is saved in parts stays when the job is begun anew: its task must find out what is there already.
    """

    id: int
    payload: Mapping[str, Any]
    by_id: int | None
    attempt: int
    progress: Progress
    save: Save


# A task reads and computes outside any transaction, and gives what then has to be written, if anything.
Task = Callable[[Work], Effect | None]

TASKS: dict[str, Task] = {}
# Kinds of which one job is due each day, with the hour in India from which it is.
DAILY: dict[str, int] = {}


def task(kind: str) -> Callable[[Task], Task]:
    """Registers the function that does jobs of a kind; it may be run again after a crash."""

    def register(function: Task) -> Task:
        TASKS[kind] = function
        return function

    return register


def daily(kind: str, *, hour: int) -> Callable[[Task], Task]:
    """Registers a kind of which one job is due each day; its payload names the day."""

    def register(function: Task) -> Task:
        DAILY[kind] = hour
        return task(kind)(function)

    return register
