"""Decisions about jobs on plain values: their states, how long a worker holds one, when it is tried again."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

__all__ = [
    "BEATS",
    "IN_TIME",
    "LEASE",
    "MESSAGE_LIFE",
    "MOST_TRIES",
    "REST_SECONDS",
    "SOON",
    "SWEEP_SECONDS",
    "JobState",
    "day_key",
    "is_time_for",
    "is_to_fail",
    "wait_before",
]


class JobState(StrEnum):
    """Where a job stands; only `running` is held by a worker."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


# A worker that has not given a sign of life for so long has lost its job to whoever asks next.
LEASE = timedelta(seconds=60)
# How often it gives one.
BEATS = timedelta(seconds=15)
# How often a worker looks for jobs that nobody told it of, or that nobody works on any more.
SWEEP_SECONDS = 10
# After so long the message about a job counts as lost.
MESSAGE_LIFE = timedelta(seconds=60)
# How long a job may wait before the service says that its worker is behind.
IN_TIME = timedelta(minutes=10)
# How long a job may wait before whoever asked for it is told that nobody has taken it up.
SOON = timedelta(seconds=30)
# How long a job that saves in parts leaves SQLite to others after each: longer than they wait between looks.
REST_SECONDS = 0.12
MOST_TRIES = 6
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_IST = ZoneInfo("Asia/Kolkata")


def wait_before(attempts: int) -> timedelta:
    """How long a job rests after its so-manieth try failed: 30 seconds, then four times as long each time."""
    times: int = 4 ** min(max(0, attempts - 1), 9)
    return min(_FIRST_WAIT * times, _LONGEST_WAIT)


def is_to_fail(attempts: int) -> bool:
    """Whether a job that failed, or whose worker died, so many times is given up."""
    return attempts >= MOST_TRIES


def day_key(kind: str, day: date) -> str:
    """The key of a day's job: one day, one job, however often it is asked for."""
    return f"{kind} {day.isoformat()}"


def is_time_for(moment: datetime, hour: int) -> bool:
    """Whether a job of the day is due: from that hour in India on, so that a late start loses nothing."""
    return moment.astimezone(_IST).time() >= time(hour)
