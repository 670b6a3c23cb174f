"""Days and helpers of a workshop: what was typed stays, and what is removed is asked for and logged."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.services.workshops import name_helper
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.workshops.factories import find_person, make_workshop

UNSAVED = "as they were typed, and not saved yet"


def shown(client: FlaskClient, page: str) -> dict[str, str]:
    """The dates in the fields of a page."""
    fields = BeautifulSoup(client.get(page).text, "html.parser").select("input[type=date]")
    return {str(field["name"]): str(field["value"]) for field in fields}


def dates_of(number: int) -> list[date | None]:
    db.session.rollback()
    return [day.held_on for day in list_days(db.session.get_one(Workshop, number))]


def removed(kind: str) -> list[AuditEvent]:
    db.session.rollback()
    query = select(AuditEvent).where(AuditEvent.object_type == kind, AuditEvent.action == "delete")
    return list(db.session.scalars(query))


@pytest.fixture
def number(sqlite_app: Application) -> int:
    """A workshop of 9 and 10 February 2026, without sessions."""
    return run_write(lambda: make_workshop(with_agenda=False).id)


@pytest.fixture
def page(sqlite_app: Application) -> FlaskClient:
    """DPE staff, signed in."""
    return sign_in(sqlite_app, "dpe_staff@example.test")


class TestEditDays:
    def test_adding_a_day_keeps_the_dates_that_were_typed(self, page: FlaskClient, number: int) -> None:
        address = f"/workshops/{number}/days"
        form = read_form(page, address, f"{address}/add")
        form.setlist("day_1", ["2026-03-02"])
        form.setlist("day_2", ["2026-03-05"])
        answer = page.post(f"{address}/add", data=form)
        assert dates_of(number) == [date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 11)]
        typed = {"day_1": "2026-03-02", "day_2": "2026-03-05", "day_3": "2026-03-06"}
        assert shown(page, answer.location) == typed
        assert UNSAVED in page.get(answer.location).text
        assert page.post(address, data=read_form(page, answer.location, address)).status_code == 302
        assert dates_of(number) == [date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)]

    def test_a_button_pressed_twice_adds_one_day(self, page: FlaskClient, number: int) -> None:
        address = f"/workshops/{number}/days"
        form = read_form(page, address, f"{address}/add")
        for _time in range(2):
            page.post(f"{address}/add", data=form)
        assert len(dates_of(number)) == 3

    def test_removing_the_last_day_keeps_what_was_typed_of_the_others(
        self, page: FlaskClient, number: int
    ) -> None:
        address = f"/workshops/{number}/days"
        form = read_form(page, address, f"{address}/remove")
        form.setlist("day_1", ["2026-03-02"])
        form.setlist("day_2", ["2026-03-05"])
        answer = page.post(f"{address}/remove", data=form)
        assert shown(page, answer.location) == {"day_1": "2026-03-02"}
        assert dates_of(number) == [date(2026, 2, 9)]

    def test_what_was_typed_is_kept_where_the_button_is_refused(self, page: FlaskClient) -> None:
        number = run_write(lambda: make_workshop().id)
        address = f"/workshops/{number}/days"
        form = read_form(page, address, f"{address}/remove")
        form.setlist("day_2", [""])
        answer = page.post(f"{address}/remove", data=form)
        assert "The last day holds sessions" in page.get(answer.location).text
        assert shown(page, answer.location) == {"day_1": "2026-02-09", "day_2": ""}
        assert len(dates_of(number)) == 2

    def test_dates_as_they_are_on_record_are_not_told_as_unsaved(
        self, page: FlaskClient, number: int
    ) -> None:
        address = f"/workshops/{number}/days"
        answer = page.post(f"{address}/add", data=read_form(page, address, f"{address}/add"))
        assert answer.location == address
        assert UNSAVED not in page.get(address).text

    def test_somebody_elses_dates_are_still_told_as_a_conflict(self, page: FlaskClient, number: int) -> None:
        address = f"/workshops/{number}/days"
        form = read_form(page, address, f"{address}/add")
        other = read_form(page, address, address)
        other.setlist("day_2", ["2026-02-12"])
        assert page.post(address, data=other).status_code == 302
        form.setlist("day_1", ["2026-02-08"])
        answer = page.post(f"{address}/add", data=form)
        assert page.post(address, data=read_form(page, answer.location, address)).status_code == 409

    def test_removing_asks_first_and_is_logged(self, page: FlaskClient, number: int) -> None:
        address = f"/workshops/{number}/days"
        shown = BeautifulSoup(page.get(address).text, "html.parser")
        button = shown.find("button", formaction=f"{address}/remove")
        assert button is not None
        assert button.find_parent("details", class_="confirm") is not None
        page.post(f"{address}/remove", data=read_form(page, address, f"{address}/remove"))
        (entry,) = removed("workshop_day")
        assert "2026-02-10" in str(entry.changes)


class TestEditHelpers:
    def test_removing_asks_first_and_is_logged(self, page: FlaskClient, number: int) -> None:
        def name() -> int:
            workshop, dpe = db.session.get_one(Workshop, number), find_person(Role.DPE_STAFF)
            person = find_person(Role.DISTRICT_OFFICER)
            return name_helper(workshop=workshop, by=dpe, person=person, takes_notes=True, checks_in=False).id

        helper = run_write(name)
        address = f"/workshops/{number}/helpers"
        shown = BeautifulSoup(page.get(address).text, "html.parser")
        form = shown.find("form", action=f"{address}/{helper}/remove")
        assert form is not None
        assert form.find_parent("details", class_="confirm") is not None
        page.post(f"{address}/{helper}/remove", data=read_form(page, address, f"{address}/{helper}/remove"))
        (entry,) = removed("workshop_helper")
        assert entry.object_id == str(helper)
