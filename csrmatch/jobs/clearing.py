"""Removes the rows of jobs that were done long ago."""

from datetime import datetime

from sqlalchemy import delete

from csrmatch.db import db
from csrmatch.jobs.models import Job
from csrmatch.jobs.rules import JobState

__all__ = ["remove_done_jobs"]


def remove_done_jobs(before: datetime) -> int:
    """Removes the jobs done before a moment that nobody had asked for, and says how many they were.

    A job that a person asked for stays: what came of it leads back to its row.
    """
    old = (Job.state == JobState.DONE) & (Job.done_at < before) & Job.by_id.is_(None)
    return len(db.session.scalars(delete(Job).where(old).returning(Job.id)).all())
