"""The pages of workshops: the list, planning one, what everyone sees of it."""

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.workshops.factories import make_workshop


@pytest.fixture
def dpe_page(sqlite_app: Application) -> FlaskClient:
    """DPE staff, signed in."""
    return sign_in(sqlite_app, "dpe_staff@example.test")


class TestPlanning:
    def test_a_title_a_year_and_an_office_are_enough(self, dpe_page: FlaskClient) -> None:
        form = read_form(dpe_page, "/workshops/new")
        form.setlist("title_hi", ["रायपुर कार्यशाला"])
        answer = dpe_page.post("/workshops/new", data=form)
        assert answer.status_code == 302, answer.text
        assert "रायपुर कार्यशाला" in dpe_page.get(answer.location).text


class TestWhoSeesIt:
    def test_a_plan_is_seen_by_its_organisers_alone(self, sqlite_app: Application) -> None:
        made = run_write(lambda: make_workshop(status=WorkshopStatus.PLANNED).id)
        for role, status in (("dpe_staff", 200), ("unicef_officer", 200), ("cpse_officer", 404)):
            client = sign_in(sqlite_app, f"{role}@example.test")
            assert client.get(f"/workshops/{made}").status_code == status
