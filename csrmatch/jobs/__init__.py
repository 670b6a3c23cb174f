"""Work that outlives a request: written down with the data it is about, and done exactly once.

from csrmatch import jobs

@jobs.task("count_needs")
def count_needs(work: jobs.Work) -> jobs.Effect:
    found = slow_reading(work.payload["year"])   # outside any transaction; may call work.progress(0.5)
    def write() -> None: ...                     # in one transaction with the note that it is done
    return write

jobs.enqueue("count_needs", {"year": "2026-27"}, key="count needs 2026-27", by_id=user.id)
"""

from csrmatch.jobs.models import Job
from csrmatch.jobs.queue import enqueue, find_job, try_again
from csrmatch.jobs.rules import JobState
from csrmatch.jobs.tasks import Effect, JobFailed, Work, daily, task

__all__ = [
    "Effect",
    "Job",
    "JobFailed",
    "JobState",
    "Work",
    "daily",
    "enqueue",
    "find_job",
    "task",
    "try_again",
]
