"""Action points of the standard people, and those who look at them."""

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.roles import Role
from tests.actions.points import HIGH, make_action, office_of, report, somebody
from tests.conftest import sign_in


@pytest.fixture
def owner(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "district_officer@example.test")


@pytest.fixture
def dpe_page(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "dpe_staff@example.test")


@pytest.fixture
def points(sqlite_app: Application) -> dict[str, int]:
    """Of Dantewada one overdue, one soon and one done; of NMDC one without a last day; one of the state."""

    def make() -> dict[str, int]:
        late = make_action("Late wells", due_in=-3, file_number="F-11/2026")
        soon = make_action("Soon wells", due_in=4, priority=HIGH)
        done = make_action("Done wells", due_in=20)
        report(done)
        other = make_action("Company wells", owner=office_of(Role.CPSE_OFFICER), due_in=None)
        state = make_action(
            "State wells", by=somebody(Role.CHAIR), owner=office_of(Role.STATE_OFFICER), due_in=60
        )
        return {"late": late.id, "soon": soon.id, "done": done.id, "other": other.id, "state": state.id}

    return run_write(make)
