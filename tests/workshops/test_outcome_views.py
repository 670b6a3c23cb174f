"""The pages of what came of a workshop and of a series: figures, lists, files, names, statements."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.outcomes import add_months
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.sample import load_raipur
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.registry.api.asking import Caller
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.outcomes import (
    make_action,
    make_followed_workshop,
    make_need,
    make_note,
)
from tests.workshops.rooms import put_pair


@pytest.fixture
def began() -> date:
    """The first day of a workshop that ended about seven months ago."""
    return today() - timedelta(days=220)


@pytest.fixture
def number(sqlite_app: Application, began: date) -> int:
    """A workshop with a commitment of which nothing came, a request that became a need, and a pair."""
    made = make_followed_workshop(starts_on=began, ordinal=4)
    last = began + timedelta(days=1)
    make_note(made, "NMDC gives a mobile clinic", "commitment", on=last)
    note = make_note(made, "A clinic is wanted in Dantewada", "request", on=last)
    make_need(note, {NeedStatus.OPEN: last + timedelta(days=120)}, on=last)
    run_write(lambda: put_pair(db.session.get_one(Workshop, made)).id)
    return made


@pytest.fixture
def dpe(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "dpe_staff@example.test")


def rows_of(client: FlaskClient, page: str) -> list[dict[str, str]]:
    """The list of a page as its file holds it."""
    mark = "&" if "?" in page else "?"
    answer = client.get(f"{page}{mark}download=csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


class TestShowOutcomes:
    def test_tells_each_with_its_state_at_each_horizon(self, dpe: FlaskClient, number: int) -> None:
        rows = rows_of(dpe, f"/workshops/{number}/outcomes")
        told = {row["What was said or spoken of"]: row for row in rows}
        assert set(told) == {
            "NMDC gives a mobile clinic",
            "A clinic is wanted in Dantewada",
            "Dantewada – NMDC Ltd.",
        }
        request = told["A clinic is wanted in Dantewada"]
        assert request["After 3 months"] == "under way (Need: draft)"
        assert request["After 6 months"] == "under way (Need: open to companies)"
        assert request["After 12 months"] == "not yet due"
        assert request["Today"] == "under way (Need: open to companies)"
        assert request["What became of it"] == "376-0001 A clinic for Kuakonda: open to companies"
        assert told["NMDC gives a mobile clinic"]["Today"] == "nothing made of it yet"
        assert told["Dantewada – NMDC Ltd."]["Today"] == "nothing made of it yet (not proposed yet)"

    def test_each_figure_leads_to_the_list_it_counts(self, dpe: FlaskClient, number: int) -> None:
        page = f"/workshops/{number}/outcomes"
        soup = BeautifulSoup(dpe.get(page).text, "html.parser")
        links = soup.select(".outcome-figures td a")
        assert links
        for link in links:
            count = int(link.find(string=True, recursive=False))
            assert len(rows_of(dpe, str(link["href"]).split("#")[0])) == count

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("kind=commitment", 1),
            ("kind=pair", 1),
            ("stage=under_way", 1),
            ("stage=not_due&at=12", 3),
            ("district=376", 3),
            ("state=22", 3),
            ("cpse=NMDC", 1),
            ("district=999", 3),
        ],
    )
    def test_the_list_is_narrowed(self, dpe: FlaskClient, number: int, query: str, count: int) -> None:
        assert len(rows_of(dpe, f"/workshops/{number}/outcomes?{query}")) == count

    def test_the_excel_file_holds_the_same_rows(self, dpe: FlaskClient, number: int) -> None:
        answer = dpe.get(f"/workshops/{number}/outcomes?download=xlsx&sort=what")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        assert sheet.max_row == 4

    def test_a_workshop_without_a_day_tells_so_and_today_alone(self, dpe: FlaskClient) -> None:
        raipur = run_write(lambda: load_raipur(find_person(Role.DPE_STAFF))[0].id)
        text = dpe.get(f"/workshops/{raipur}/outcomes").text
        assert "The day of the workshop is not known" in text
        assert "After 3 months</th>" not in BeautifulSoup(text, "html.parser").select_one("main").decode()
        figures = BeautifulSoup(text, "html.parser").select_one(".outcome-figures")
        assert figures is not None
        assert "not known" not in figures.text
        assert set(rows_of(dpe, f"/workshops/{raipur}/outcomes")[0]) & {"After 3 months", "Today"} == {
            "Today"
        }

    def test_an_empty_page_says_what_to_do_next(self, dpe: FlaskClient) -> None:
        number = run_write(lambda: make_workshop(with_agenda=False).id)
        text = dpe.get(f"/workshops/{number}/outcomes").text
        assert "Nothing to follow yet" in text
        assert f"/workshops/{number}/notes/take" in text

    def test_what_the_reader_may_not_see_has_no_title(
        self, sqlite_app: Application, number: int, began: date
    ) -> None:
        note = make_note(number, "UNICEF buys a clinic", "commitment", on=began + timedelta(days=1))
        make_action(note, on=began + timedelta(days=1), due_on=today() + timedelta(days=400))
        agency = sign_in(sqlite_app, "agency@example.test")
        text = agency.get(f"/workshops/{number}/outcomes").text
        assert "1 record is not shown to you" in text
        assert "Buy a mobile clinic" not in text
        assert (
            "Buy a mobile clinic"
            in sign_in(sqlite_app, "dpe_staff@example.test").get(f"/workshops/{number}/outcomes").text
        )

    def test_the_auditor_reads_no_name_of_who_stands_for_it(
        self, sqlite_app: Application, number: int, began: date
    ) -> None:
        make_note(number, "A road is built", "commitment", on=began + timedelta(days=1), by_whom="Ravi Kumar")
        page = f"/workshops/{number}/outcomes"
        assert "Ravi Kumar" in sign_in(sqlite_app, "chair@example.test").get(page).text
        auditor = sign_in(sqlite_app, "auditor@example.test")
        assert "Ravi Kumar" not in auditor.get(page).text
        assert not any(row["Who is to do it"] for row in rows_of(auditor, page))

    def test_who_may_not_know_every_answer_about_a_pair_is_told_so(
        self, sqlite_app: Application, dpe: FlaskClient, number: int
    ) -> None:
        page, told = f"/workshops/{number}/outcomes", "Of a pair you are told what you may know"
        assert told in sign_in(sqlite_app, "cpse_officer@example.test").get(page).text
        assert told not in dpe.get(page).text

    def test_a_plan_that_the_reader_does_not_see_is_missing(self, sqlite_app: Application) -> None:
        number = run_write(lambda: make_workshop(status=WorkshopStatus.PLANNED, with_agenda=False).id)
        assert (
            sign_in(sqlite_app, "agency@example.test").get(f"/workshops/{number}/outcomes").status_code == 404
        )

    def test_twelve_statements_at_most_however_many_rows(
        self, sqlite_app: Application, number: int, began: date
    ) -> None:
        last = began + timedelta(days=1)
        unicef = sign_in(sqlite_app, "unicef_officer@example.test")

        def count() -> int:
            with counted_statements(unicef) as statements:
                assert unicef.get(f"/workshops/{number}/outcomes").status_code == 200
            return len(statements)

        make_action(make_note(number, "One", "commitment", on=last), on=last)
        few = count()
        for text in ("Two", "Three", "Four"):
            make_action(make_note(number, text, "request", on=last), on=last)
            make_need(make_note(number, text, "challenge", on=last), {NeedStatus.OPEN: last}, on=last)
        for lgd, code in ((636, "SAIL"), (374, "NTPC"), (376, "GAIL")):
            run_write(lambda lgd=lgd, code=code: put_pair(db.session.get_one(Workshop, number), lgd, code).id)
        assert count() == few
        assert few <= 12


class TestShowSeriesOutcomes:
    def page(self, number: int) -> str:
        return f"/workshops/series/{db.session.get_one(Workshop, number).series_id}/outcomes"

    def test_counts_all_workshops_of_the_series_and_lists_each(self, dpe: FlaskClient, number: int) -> None:
        other = make_followed_workshop(starts_on=None, ordinal=3, title="Third workshop")
        make_note(other, "SAIL gives a bus", "commitment", on=today())
        page = self.page(number)
        text = dpe.get(page).text
        assert "The day of 1 workshop is not known" in text
        rows = rows_of(dpe, page + "?kind=commitment")
        assert {row["What was said or spoken of"]: row["After 3 months"] for row in rows} == {
            "SAIL gives a bus": "not known",
            "NMDC gives a mobile clinic": "nothing made of it yet",
        }
        assert len(rows_of(dpe, f"{page}?workshop={other}")) == 1
        for link in BeautifulSoup(text, "html.parser").select(".outcome-figures td a"):
            count = int(link.find(string=True, recursive=False))
            assert len(rows_of(dpe, str(link["href"]).split("#")[0])) == count

    def test_a_plan_that_the_reader_does_not_see_is_not_counted(
        self, sqlite_app: Application, number: int
    ) -> None:
        plan = run_write(
            lambda: make_workshop("Plan", status=WorkshopStatus.PLANNED, ordinal=5, with_agenda=False).id
        )
        page = self.page(plan)
        assert f"/workshops/{plan}/outcomes" not in sign_in(sqlite_app, "agency@example.test").get(page).text
        assert f"/workshops/{plan}/outcomes" in sign_in(sqlite_app, "dpe_staff@example.test").get(page).text

    def test_a_series_without_a_workshop_to_see_is_missing(self, dpe: FlaskClient) -> None:
        assert dpe.get("/workshops/series/999999/outcomes").status_code == 404

    def test_statements_do_not_grow_with_workshops(self, dpe: FlaskClient, number: int) -> None:
        def count() -> int:
            with counted_statements(dpe) as statements:
                assert dpe.get(page).status_code == 200
            return len(statements)

        page = self.page(number)
        few = count()
        for ordinal in (7, 8, 9):
            other = make_followed_workshop(ordinal=ordinal, title=f"Workshop {ordinal}")
            make_note(other, "SAIL gives a bus", "commitment", on=today())
            run_write(lambda other=other: put_pair(db.session.get_one(Workshop, other)).id)
        assert count() == few
        assert few <= 12


class TestListFollowUp:
    def test_a_program_is_told_the_same_without_names(
        self, sqlite_app: Application, number: int, began: date
    ) -> None:
        last = began + timedelta(days=1)
        note = make_note(number, "A road is built", "commitment", on=last, by_whom="Ravi Kumar")
        make_action(note, on=last, due_on=today() + timedelta(days=9))
        answer = Caller(sqlite_app).get(f"/workshops/{number}/follow-up")
        assert answer.status_code == 200
        assert "Ravi Kumar" not in answer.text
        assert "mobile clinic" not in answer.text
        items = {item["code"]: item for item in answer.get_json()["items"]}
        request = items["T-0002"]
        assert (request["records"], request["hidden_records"]) == (
            [{"kind": "need", "id": 1, "code": "376-0001", "state": "open"}],
            0,
        )
        three, _six, twelve, now = request["points"]
        assert three == {
            "horizon": "3",
            "on": add_months(last, 3).isoformat(),
            "stage": "under_way",
            "record_kind": "need",
            "record_state": "draft",
        }
        assert (twelve["stage"], twelve["record_kind"], now["horizon"]) == ("not_due", None, "today")
        assert (items["T-0003"]["records"], items["T-0003"]["hidden_records"]) == ([], 1)
        assert (items["376-NMDC"]["kind"], items["376-NMDC"]["takeaway_id"]) == ("pair", None)

    def test_a_plan_of_others_is_missing(self, sqlite_app: Application) -> None:
        plan = run_write(lambda: make_workshop(status=WorkshopStatus.PLANNED, with_agenda=False).id)
        assert Caller(sqlite_app).get(f"/workshops/{plan}/follow-up").status_code == 404
