"""The pages of the mapping, from a new exercise to a result and back to its rules."""

import re

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from tests.conftest import sign_in

STATE = {
    "title_en": "Raipur 2026",
    "title_hi": "रायपुर 2026",
    "financial_year": "2026-27",
    "scope": "state",
    "state": "22",
}


@pytest.fixture
def dpe(app: Application) -> FlaskClient:
    return sign_in(app, "dpe_staff@example.test")


def make_exercise(client: FlaskClient, **changes: str) -> str:
    """Makes an exercise through the form and gives its address."""
    answer = client.post("/exercises/new", data={**STATE, **changes})
    assert answer.status_code == 302, answer.text
    return re.sub("/(districts|cpses)$", "", answer.location)


class TestNewRun:
    def test_whole_path(self, dpe):
        address = make_exercise(dpe)
        for page in ("", "/data", "/weights", "/cpses", "/districts", "/edit", "/rules", "/rules/new"):
            answer = dpe.get(address + page)
            assert answer.status_code == 200, page
        answer = dpe.post(address + "/runs", data={})
        assert answer.status_code == 302
        for page in ("", "?map=lead", "/matrix", "/matrix?show=costs"):
            answer = dpe.get(answer.location + page if page else answer.location)
            assert answer.status_code == 200
            break
