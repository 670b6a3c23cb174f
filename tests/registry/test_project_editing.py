"""The pages that change a project and report on it."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Project
from csrmatch.registry.rules.projects import ProjectStatus
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.registry.projects import fill_project, find_agency, make_project


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def text_of(answer) -> str:
    return " ".join(soup_of(answer).get_text(" ").split())


def load(number: int) -> Project:
    db.session.rollback()
    return db.session.get_one(Project, number, populate_existing=True)


@pytest.fixture
def project_id(sqlite_app: Application) -> int:
    """A project of NMDC with all its parts."""

    def make() -> int:
        project = make_project()
        fill_project(project, agency=find_agency())
        return project.id

    return run_write(make)


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """The nodal officer of NMDC; on SQLite, for the verbs are tried on both databases."""
    return sign_in(sqlite_app, "cpse_officer@example.test")


@pytest.fixture
def agency(sqlite_app: Application) -> FlaskClient:
    """A person of the agency that carries the project out."""
    return sign_in(sqlite_app, "agency@example.test")


class TestEditing:
    def _send(self, client: FlaskClient, address: str, **changes: object):
        form = read_form(client, address)
        for name, value in changes.items():
            form.setlist(name, value if isinstance(value, list) else [value])
        return client.post(address, data=form)

    @pytest.mark.parametrize("part", ["edit", "purpose", "places", "people", "money/2024-25", "hands"])
    def test_saving_a_part_unchanged_changes_nothing(
        self, officer: FlaskClient, project_id: int, part: str
    ) -> None:
        before = self._whole(load(project_id))
        db.session.rollback()
        answer = self._send(officer, f"/projects/{project_id}/{part}")
        assert answer.status_code == 302, text_of(answer)
        assert self._whole(load(project_id)) == before

    def _whole(self, project: Project) -> dict[str, object]:
        kept = {
            column.key: getattr(project, column.key)
            for column in Project.__mapper__.column_attrs
            if column.key not in {"version", "changed_at"}
        }
        kept["themes"] = [(row.theme_code, row.percent) for row in project.themes]
        kept["districts"] = [(row.district_id, row.percent) for row in project.districts]
        kept["groups"] = [(row.group, row.heads) for row in project.groups]
        kept["quarters"] = [
            (row.financial_year, row.quarter, row.outlay_inr, row.spent_inr) for row in project.quarters
        ]
        return kept

    def test_shares_that_do_not_sum_to_100_are_refused_and_kept_for_mending(
        self, officer: FlaskClient, project_id: int
    ) -> None:
        answer = self._send(officer, f"/projects/{project_id}/purpose", theme_ED="61")
        assert answer.status_code == 422
        assert "The shares of the themes sum to 101, not to 100." in text_of(answer)
        assert soup_of(answer).find("input", {"name": "theme_ED"})["value"] == "61"
        answer = self._send(officer, f"/projects/{project_id}/places", share_0="71")
        assert answer.status_code == 422
        assert "The shares of the districts sum to 101, not to 100." in text_of(answer)

    def test_districts_can_be_added_row_by_row_without_scripts(
        self, officer: FlaskClient, project_id: int
    ) -> None:
        address = f"/projects/{project_id}/places"
        answer = self._send(officer, address, share_0="65", more="1")
        assert answer.status_code == 200
        rows = soup_of(answer).select("select[name^=district_]")
        assert len(rows) == 8
        assert soup_of(answer).find("input", {"name": "share_0"})["value"] == "65"
        assert load(project_id).districts[0].percent == 70
        db.session.rollback()
        answer = self._send(officer, address, share_0="65", district_2="328", share_2="5")
        assert answer.status_code == 302
        assert [(row.district.lgd, row.percent) for row in load(project_id).districts] == [
            (376, 65),
            (374, 20),
            (328, 5),
        ]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"district_2": "376", "share_2": "5"}, "This district stands twice."),
            ({"share_2": "5"}, "Choose the district of this share."),
            ({"district_2": "328"}, "Enter the share of this district."),
            ({"share_0": "a lot"}, "enter a whole number from 0 to 100"),
        ],
    )
    def test_a_row_of_places_that_is_not_whole_is_refused(
        self, officer: FlaskClient, project_id: int, changes: dict[str, str], words: str
    ) -> None:
        answer = self._send(officer, f"/projects/{project_id}/places", **changes)
        assert answer.status_code == 422
        assert words in text_of(answer)

    def test_a_project_not_bound_to_districts_has_none(self, officer: FlaskClient, project_id: int) -> None:
        answer = self._send(officer, f"/projects/{project_id}/places", reach="not_bound")
        assert answer.status_code == 302
        assert load(project_id).districts == []
        assert "not bound to districts" in text_of(officer.get("/projects"))

    def test_money_as_people_type_it(self, officer: FlaskClient, project_id: int) -> None:
        address = f"/projects/{project_id}/money/2025-26"
        answer = self._send(officer, address, outlay_1="₹ 12.5 lakh", spent_1="१२,५०,०००")
        assert answer.status_code == 302, text_of(answer)
        row = next(row for row in load(project_id).quarters if row.financial_year == "2025-26")
        assert (row.quarter, row.outlay_inr, row.spent_inr) == (1, 1_250_000, 1_250_000)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"spent_2": "1.01 crore"}, "would be spent of ₹1.00 crore set aside over all years"),
            ({"spent_2": "lots"}, "Quarter 2, spent: enter whole rupees"),
            ({"outlay_2": "-5"}, "Quarter 2, set aside: enter whole rupees"),
        ],
    )
    def test_money_that_cannot_be_is_refused_and_kept_for_mending(
        self, officer: FlaskClient, project_id: int, changes: dict[str, str], words: str
    ) -> None:
        answer = self._send(officer, f"/projects/{project_id}/money/2024-25", **changes)
        assert answer.status_code == 422
        assert words in text_of(answer)
        for name, value in changes.items():
            assert soup_of(answer).find("input", {"name": name})["value"] == value

    def test_nothing_is_spent_before_its_quarter(self, officer: FlaskClient, project_id: int) -> None:
        answer = self._send(officer, f"/projects/{project_id}/money/2098-99", outlay_4="5", spent_4="5")
        assert answer.status_code == 422
        assert "has not begun" in text_of(answer)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"agency_name": "UNICEF"}, "may not implement it (CSR Rules 2014, rule 4(3))"),
            ({"agency_name": ""}, "Enter the name of the implementing agency."),
            ({"agency_csr1": "1234"}, "A CSR-1 number is CSR followed by eight digits"),
            ({"asset_holder_name": "nmdc"}, "The company cannot hold the asset"),
        ],
    )
    def test_who_may_not_implement_or_hold_is_refused(
        self, officer: FlaskClient, project_id: int, changes: dict[str, str], words: str
    ) -> None:
        answer = self._send(officer, f"/projects/{project_id}/hands", **changes)
        assert answer.status_code == 422
        assert words in text_of(answer)

    def test_a_stale_edit_shows_both_texts_and_can_be_sent_again(
        self, officer: FlaskClient, project_id: int
    ) -> None:
        address = f"/projects/{project_id}/purpose"
        mine, theirs = read_form(officer, address), read_form(officer, address)
        theirs.setlist("theme_ED", ["55"])
        theirs.setlist("theme_HN", ["45"])
        assert officer.post(address, data=theirs).status_code == 302
        mine.setlist("theme_ED", ["10"])
        mine.setlist("theme_HN", ["90"])
        answer = officer.post(address, data=mine)
        assert answer.status_code == 409
        assert "ED 55 %, HN 45 %" in text_of(answer)
        assert "ED 10 %, HN 90 %" in text_of(answer)
        again = [
            (box["name"], box["value"])
            for box in soup_of(answer).select("main form input[type=hidden]")
            if box["name"] != "csrf_token"
        ]
        assert officer.post(address, data=MultiDict(again)).status_code == 302
        assert {row.theme_code: row.percent for row in load(project_id).themes} == {"ED": 10, "HN": 90}

    def test_a_step_is_kept_with_its_day_and_reason_and_a_closed_project_is_not_changed(
        self, officer: FlaskClient, project_id: int
    ) -> None:
        address = f"/projects/{project_id}/step"
        assert self._send(officer, address, status="closed").status_code == 422
        assert self._send(officer, address, status="approved", reason="Again.").status_code == 422
        early = self._send(officer, address, status="closed", reason="Done.", on="2020-01-01")
        assert "The step before this one was taken later than that day." in text_of(early)
        assert self._send(officer, address, status="closed", reason="All is done.").status_code == 302
        assert load(project_id).status is ProjectStatus.CLOSED
        assert "All is done." in text_of(officer.get(f"/projects/{project_id}"))
        assert officer.get(f"/projects/{project_id}/edit").status_code == 403


class TestReports:
    def test_a_milestone_is_reached_on_a_day_that_is_not_in_the_future(
        self, agency: FlaskClient, project_id: int
    ) -> None:
        link = soup_of(agency.get(f"/projects/{project_id}")).select_one(
            "a[href*='/milestones/']:not([href$=new])"
        )
        form = read_form(agency, link["href"])
        late = agency.post(link["href"], data={**form, "done_on": "2098-01-01"})
        assert late.status_code == 422
        assert "lies in the future" in text_of(late)
        assert agency.post(link["href"], data={**form, "done_on": "2025-12-01"}).status_code == 302
        assert "reached 1 December 2025" in text_of(agency.get(f"/projects/{project_id}"))

    def test_a_figure_that_was_reached_needs_its_day_and_evidence(
        self, officer: FlaskClient, project_id: int
    ) -> None:
        address = f"/projects/{project_id}/results/new"
        given = {**read_form(officer, address), "indicator": "Wells", "unit": "wells", "actual": "12.5"}
        answer = officer.post(address, data=given)
        assert answer.status_code == 422
        assert "needs the day it was measured and its evidence" in text_of(answer)
        whole = {**given, "measured_on": "2026-01-01", "evidence": "Counted by the district."}
        assert officer.post(address, data=whole).status_code == 302
        assert "Counted by the district." in text_of(officer.get(f"/projects/{project_id}"))

    def test_reporting_does_not_disturb_who_edits_the_project(
        self, agency: FlaskClient, officer: FlaskClient, project_id: int
    ) -> None:
        address = f"/projects/{project_id}/edit"
        form = read_form(officer, address)
        new = f"/projects/{project_id}/milestones/new"
        given = {**read_form(agency, new), "title": "Roof laid", "due_on": "2026-12-31"}
        assert agency.post(new, data=given).status_code == 302
        assert officer.post(address, data={**form, "title_en": "Renamed"}).status_code == 302
