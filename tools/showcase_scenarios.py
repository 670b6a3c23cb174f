"""What the showcase says of answers and scenarios: every run worked out, and a scenario of the workshop."""

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.jobs import Job, JobState
from csrmatch.jobs.running import run_job
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.services import change_weights, run_exercise
from csrmatch.mapping.services.scenarios import copy_exercise
from csrmatch.mapping.solving.analysing import ANALYSE_RUN

__all__ = ["SCENARIO_PAGES", "make_scenario", "work_out_runs"]

_STATE, _NATION, _SCENARIO = "/exercises/2", "/exercises/1", "/exercises/5"
# Endpoint, name of the picture, address, who opens it.
SCENARIO_PAGES: list[tuple[str, str, str, str]] = [
    ("mapping.show_answer", "run-fairest", f"{_NATION}/runs/1/answers/fairest", "dpe"),
    ("mapping.show_answer", "run-stable", f"{_STATE}/runs/2/answers/stable", "auditor"),
    ("mapping.show_answer", "run-point", f"{_NATION}/runs/1/answers/frontier-3", "dpe"),
    ("mapping.list_exercise_runs", "runs", f"{_STATE}/all-runs", "auditor"),
    ("mapping.list_exercise_runs", "runs-none", f"{_STATE}/all-runs?outcome=clash", "dpe"),
    ("mapping.new_scenario", "scenario-new", f"{_STATE}/copy", "dpe"),
    ("mapping.edit_note", "exercise-note", f"{_SCENARIO}/note", "dpe"),
    ("mapping.show_exercise", "scenario", _SCENARIO, "dpe"),
    ("mapping.compare_runs", "runs-compared", f"{_SCENARIO}/runs/1/compare", "dpe"),
    ("mapping.compare_runs", "runs-compared-none", f"{_SCENARIO}/runs/1/compare?q=zzzz", "auditor"),
]


def make_scenario() -> None:
    """The workshop's exercise with nearness counting less, run."""
    dpe = db.session.scalars(select(User).where(User.email == "dpe@demo.invalid")).one()
    original = db.session.get_one(Exercise, 2)
    scenario = copy_exercise(
        exercise=original,
        by=dpe,
        title_en="Workshop mapping – nearness counts less",
        title_hi="कार्यशाला का मानचित्रण – निकटता का भार कम",
        note="Asked in the room: what if nearness counted ten points less and need ten more?",
    )
    weights = dict(scenario.weights)
    weights["nearness"] -= 10
    weights["need_expertise"] += 10
    change_weights(exercise=scenario, version=scenario.version, weights=weights)
    run_exercise(exercise=scenario, by=dpe, language="en")


def work_out_runs() -> None:
    """Does what a worker would do behind the pages of all runs, so that they show it at once."""
    query = select(Job.id).where(Job.kind == ANALYSE_RUN, Job.state == JobState.QUEUED).order_by(Job.id)
    for number in list(db.session.scalars(query)):
        run_job(number)
