"""Asking for work: the row is written with the business, the message goes out once that is committed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from csrmatch.db import TransactionList, db, insert_once, lock_row, now
from csrmatch.jobs.models import Job
from csrmatch.jobs.rules import IN_TIME, MESSAGE_LIFE, JobState, day_key, is_time_for
from csrmatch.jobs.tasks import DAILY
from csrmatch.jobs.transport import send_message

__all__ = [
    "count_waiting",
    "enqueue",
    "enqueue_daily",
    "find_job",
    "is_worker_busy",
    "list_unattended",
    "take_unattended",
    "try_again",
    "withdraw",
]

# The messages of a transaction are sent once it is committed; one that is lost is found by the sweep.
_messages = TransactionList[int]("job_messages", committed=send_message)


def enqueue(
    kind: str, payload: Mapping[str, Any], key: str, *, by_id: int | None = None, link: str | None = None
) -> Job:
    """Asks for work inside the running write transaction; a key asked for before gives that first job.

    `payload` holds plain values only; `by_id` is the person who then acts in the log; `link` is a path.
    """
    moment = now()
    is_new = insert_once(
        Job,
        kind=kind,
        key=key,
        payload=dict(payload),
        state=JobState.QUEUED,
        by_id=by_id,
        link=link,
        attempts=0,
        progress=0.0,
        created_at=moment,
        messaged_at=moment,
        not_before=moment,
    )
    job = db.session.scalars(select(Job).where(Job.key == key)).one()
    if is_new:
        _messages.add(job.id)
    return job


def find_job(job_id: int) -> Job | None:
    """A job by its number."""
    return db.session.get(Job, job_id)


def try_again(job: Job) -> None:
    """Puts a job that failed back into the queue, with all its tries before it."""
    if job.state is not JobState.FAILED:
        return
    job.state, job.attempts, job.error, job.progress = JobState.QUEUED, 0, None, 0.0
    job.not_before = job.messaged_at = now()
    db.session.flush()
    _messages.add(job.id)


def enqueue_daily(moment: datetime, day: date) -> None:
    """Asks for each job of the day whose hour has come; asked for twice it is there once."""
    for kind, hour in sorted(DAILY.items()):
        if is_time_for(moment, hour):
            enqueue(kind, {"day": day.isoformat()}, day_key(kind, day))


def list_unattended(moment: datetime) -> list[int]:
    """The jobs that nobody seems to know of, and those whose worker gave no sign of life in time."""
    unheard = (Job.state == JobState.QUEUED) & (Job.not_before <= moment)
    unheard &= (Job.messaged_at <= moment - MESSAGE_LIFE) | (Job.messaged_at < Job.not_before)
    left = (Job.state == JobState.RUNNING) & (Job.lease_until <= moment)
    query = select(Job.id).where(unheard | left).order_by(Job.not_before, Job.id).limit(500)
    return list(db.session.scalars(query))


def take_unattended(moment: datetime) -> list[int]:
    """Those jobs, noted as told of now, so that a long queue is not told of again at every look.

    One whose row is locked is being worked on or taken up, whatever its lease says.
    """
    query = select(Job).where(Job.id.in_(list_unattended(moment))).order_by(Job.id)
    jobs = db.session.scalars(query.with_for_update(skip_locked=True)).all()
    for job in jobs:
        job.messaged_at = moment
    return [job.id for job in jobs]


def withdraw(job: Job) -> bool:
    """Takes a job back that nobody has begun; whether it was still waiting."""
    lock_row(job)
    if job.state is not JobState.QUEUED:
        return False
    job.state, job.error = JobState.FAILED, "withdrawn"
    db.session.flush()
    return True


def is_worker_busy(moment: datetime) -> bool:
    """Whether some worker seems to be at a job, so that others wait; no lease is renewed in writing."""
    query = select(Job.id).where(Job.state == JobState.RUNNING, Job.lease_until > moment - IN_TIME)
    return db.session.scalar(query.limit(1)) is not None


def count_waiting(before: datetime) -> int:
    """How many jobs have been waiting since before a moment, or lost their worker then."""
    queued = (Job.state == JobState.QUEUED) & (Job.not_before <= before)
    left = (Job.state == JobState.RUNNING) & (Job.lease_until <= before)
    return len(list(db.session.scalars(select(Job.id).where(queued | left).limit(1_000))))
