"""What jobs do: each kind is registered with the function that does it, and some are due each day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["DAILY", "TASKS", "Effect", "JobFailed", "Task", "Work", "daily", "task"]

# What a job changes: run in one transaction with the note that the job is done, or not at all.
Effect = Callable[[], object]


class JobFailed(Exception):
    """A job cannot be done and trying again would not help; the text tells people why."""


@dataclass(frozen=True)
class Work:
    """What a task is given: its payload, for whom it is done, and a way to say how far it is."""

    id: int
    payload: Mapping[str, Any]
    by_id: int | None
    attempt: int
    progress: Callable[[float], None]


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
