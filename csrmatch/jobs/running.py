"""Doing a job: it is claimed for a while, worked on, and written together with the note that it is done."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import current_app

from csrmatch.audit.recording import acting_for
from csrmatch.db import db, lock_row, now, run_write
from csrmatch.errors import DomainError
from csrmatch.i18n import speaking
from csrmatch.jobs.models import Job
from csrmatch.jobs.rules import BEATS, LEASE, REST_SECONDS, JobState, is_to_fail, wait_before
from csrmatch.jobs.tasks import TASKS, Effect, JobFailed, Work
from csrmatch.jobs.transport import Sign, keep_sign

__all__ = ["run_job"]

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _LeaseLost(Exception):
    """Another worker has the job by now."""


def run_job(number: int) -> bool:
    """Does a job if it is to be done and nobody else is at it; whether it was done now.

    What the task wants written and the note that the job is done are one transaction, in which the row is
    locked: a worker that was thought dead and comes back finds the job taken and writes nothing.
    """
    claimed = run_write(lambda: _claim(number))
    if claimed is None:
        return False
    kind, work = claimed
    label = f"job {number}"
    try:
        with acting_for(work.by_id, label), speaking("en"):
            with _heartbeat(work):
                effect = TASKS[kind](work) if kind in TASKS else _unknown(kind)
            db.session.rollback()
            run_write(lambda: _finish(work, effect))
    except _LeaseLost:
        _log.warning("job %s was taken over by another worker", number)
        return False
    except Exception as error:
        db.session.rollback()
        # Neither the text of an error nor its trace is logged: both may hold what a person wrote.
        _log.warning("job %s (%s) failed at try %s: %s", number, kind, work.attempt, type(error).__name__)
        reason, is_final = _reason(error), isinstance(error, JobFailed | DomainError)
        run_write(lambda: _fail(work, reason, is_final=is_final))
        return False
    finally:
        db.session.remove()
    return True


def _unknown(kind: str) -> Effect:
    raise JobFailed(f"no task does jobs of the kind {kind}")


def _reason(error: Exception) -> str:
    if isinstance(error, DomainError):
        return str(error.text)[:300]
    return str(error)[:300] if isinstance(error, JobFailed) else type(error).__name__


def _claim(number: int) -> tuple[str, Work] | None:
    """Takes the job for as long as the lease lasts, unless it is done, resting, or in other hands."""
    job = db.session.get(Job, number)
    if job is None:
        return None
    lock_row(job)
    moment = now()
    waits = job.state is JobState.QUEUED and job.not_before <= moment
    left = job.state is JobState.RUNNING and job.lease_until is not None and job.lease_until <= moment
    if not waits and not left:
        return None
    if left and is_to_fail(job.attempts):
        job.state, job.error, job.lease_until = JobState.FAILED, "stopped", None
        return None
    job.state, job.attempts = JobState.RUNNING, job.attempts + 1
    job.heartbeat_at, job.lease_until, job.error = moment, moment + LEASE, None
    attempt = job.attempts

    def progress(share: float, stage: str = "", done: int = 0, total: int = 0) -> None:
        keep_sign(number, Sign(min(1.0, max(0.0, share)), stage, done, total, now().timestamp()))

    def save(part: Callable[[], T], /) -> T:
        found = run_write(lambda: _run_part(number, attempt, part))
        if db.engine.dialect.name == "sqlite":
            # Whoever waits for the one writer's place looks for it now and then, and must find it free.
            time.sleep(REST_SECONDS)
        return found

    return job.kind, Work(number, dict(job.payload), job.by_id, attempt, progress, save)


def _run_part(number: int, attempt: int, part: Callable[[], T]) -> T:
    job = _mine(number, attempt)
    job.heartbeat_at, job.lease_until = now(), now() + LEASE
    return part()


def _mine(number: int, attempt: int) -> Job:
    """The row, locked, if this worker still has the job."""
    job = db.session.get_one(Job, number)
    lock_row(job)
    if job.state is not JobState.RUNNING or job.attempts != attempt:
        raise _LeaseLost
    return job


def _finish(work: Work, effect: Effect | None) -> None:
    job = _mine(work.id, work.attempt)
    if effect is not None:
        effect()
    job.state, job.progress, job.done_at, job.lease_until = JobState.DONE, 1.0, now(), None


def _fail(work: Work, reason: str, *, is_final: bool) -> None:
    try:
        job = _mine(work.id, work.attempt)
    except _LeaseLost:
        return
    job.error, job.lease_until = reason, None
    is_over = is_final or is_to_fail(job.attempts)
    job.state = JobState.FAILED if is_over else JobState.QUEUED
    job.not_before = now() + wait_before(job.attempts)


def _beat(work: Work) -> None:
    job = db.session.get(Job, work.id)
    if job is not None and job.state is JobState.RUNNING and job.attempts == work.attempt:
        lock_row(job)
        job.heartbeat_at, job.lease_until = now(), now() + LEASE


@contextmanager
def _heartbeat(work: Work) -> Iterator[None]:
    """Keeps the lease while the task works; not while it writes, for then the row itself is locked."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEATS.total_seconds()):
            with app.app_context():
                try:
                    run_write(lambda: _beat(work))
                except Exception as error:
                    # A database that is busy now may take the next sign of life.
                    _log.warning("no sign of life of job %s: %s", work.id, type(error).__name__)
                finally:
                    db.session.remove()

    thread = threading.Thread(target=beat, name=f"heartbeat of job {work.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
