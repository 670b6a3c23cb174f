"""Work that outlives a request: written down with the data it is about, and done exactly once.

from csrmatch import jobs

@jobs.task("count_needs")
def count_needs(work: jobs.Work) -> jobs.Effect:
    found = slow_reading(work.payload["year"])   # outside any transaction; may call work.progress(0.5),
                                                 # and work.save(part) for what may be saved before the end
    def write() -> None: ...                     # in one transaction with the note that it is done
    return write

jobs.enqueue("count_needs", {"year": "2026-27"}, key="count needs 2026-27", by_id=user.id)
"""

from csrmatch.jobs.models import Job
from csrmatch.jobs.queue import enqueue, find_job, is_worker_busy, try_again, withdraw
from csrmatch.jobs.rules import JobState
from csrmatch.jobs.tasks import Effect, JobFailed, Save, Work, daily, task

__all__ = [
    "Effect",
    "Job",
    "JobFailed",
    "JobState",
    "Save",
    "Work",
    "daily",
    "enqueue",
    "find_job",
    "is_worker_busy",
    "task",
    "try_again",
    "withdraw",
]
