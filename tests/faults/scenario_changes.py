"""A change of state for each unsafe route of runs worked out and of scenarios."""

from collections.abc import Callable, Mapping

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.jobs import Job, withdraw
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.world import World

Change = Callable[[Application, World], TestResponse]


def scenario_changes(send: Send) -> Mapping[str, Change]:
    """By endpoint, a valid act of DPE staff."""

    def dpe(app: Application) -> FlaskClient:
        return sign_in(app, "dpe_staff@example.test")

    def analyse(app: Application, world: World) -> TestResponse:
        # The page offers the act once the work has failed.
        address = f"/exercises/{world.exercise}/runs/{world.run}"
        run_write(lambda: withdraw(db.session.scalars(select(Job).where(Job.link == address)).one()))
        return send(dpe(app), address, f"{address}/analyses")

    return {
        "mapping.analyse_run": analyse,
        "mapping.new_scenario": lambda app, world: send(
            dpe(app), f"/exercises/{world.exercise}/copy", title_en="A scenario"
        ),
        "mapping.edit_note": lambda app, world: send(
            dpe(app), f"/exercises/{world.exercise}/note", note="What it is about."
        ),
    }
