"""Runs worked out to the end for tests, by the very job that a worker does."""

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.jobs import Job
from csrmatch.jobs.running import run_job
from csrmatch.mapping.models import MappingRun
from csrmatch.mapping.solving.analysing import ANALYSE_RUN
from tests.mapping.exercises import make_run


def job_of(run_id: int) -> Job:
    """The job that was asked for with a run."""
    query = select(Job).where(Job.key == f"{ANALYSE_RUN} {run_id}")
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def make_analysed_run(exercise_id: int, language: str = "en") -> MappingRun:
    """A run of the exercise with everything that is worked out of it."""
    run_id = make_run(exercise_id, language).id
    assert run_job(job_of(run_id).id)
    return db.session.get_one(MappingRun, run_id)
