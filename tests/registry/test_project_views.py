"""The pages of projects."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Project
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form
from tests.registry.projects import fill_project, find_agency, make_project

MOST_STATEMENTS = 12


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


@pytest.fixture
def visitor(sqlite_app: Application) -> FlaskClient:
    """DPE staff, who may only read."""
    return sign_in(sqlite_app, "dpe_staff@example.test")


class TestNewProject:
    def test_a_title_is_enough(self, officer: FlaskClient) -> None:
        form = read_form(officer, "/projects/new")
        answer = officer.post("/projects/new", data={**form, "title_hi": "छात्रावास"})
        assert answer.status_code == 302
        page = text_of(officer.get(answer.location))
        assert "छात्रावास" in page
        assert "NMDC-0001" in page
        assert "Its themes are not known." in page

    def test_first_fields_are_kept_as_given(self, officer: FlaskClient) -> None:
        form = read_form(officer, "/projects/new")
        given = {"title_en": "Wells", "theme": "AW", "place": "376", "starts_on": "2026-05-01"}
        answer = officer.post("/projects/new", data={**form, **given})
        project = load(int(answer.location.rsplit("/", 1)[1]))
        assert [(row.theme_code, row.percent) for row in project.themes] == [("AW", 100)]
        assert [(row.district.lgd, row.percent) for row in project.districts] == [(376, 100)]
        assert str(project.starts_on) == "2026-05-01"
        assert project.ends_on is None

    def test_without_a_title_or_with_dates_out_of_order_it_is_refused_and_what_was_typed_kept(
        self, officer: FlaskClient
    ) -> None:
        form = read_form(officer, "/projects/new")
        given = {"starts_on": "2026-05-02", "ends_on": "2026-05-01", "place": "376"}
        answer = officer.post("/projects/new", data={**form, **given})
        assert answer.status_code == 422
        assert "Enter a title, in English or in Hindi." in text_of(answer)
        assert "The last day lies before the first day." in text_of(answer)
        assert soup_of(answer).select_one("option[value='376'][selected]")
        assert soup_of(answer).select_one("input[name=ends_on]")["value"] == "2026-05-01"

    def test_numbers_run_on_within_a_company(self, sqlite_app: Application) -> None:
        codes = run_write(lambda: [make_project(code).code for code in ("NMDC", "NTPC", "NMDC")])
        assert codes == ["NMDC-0001", "NTPC-0001", "NMDC-0002"]

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CPSE_OFFICER])
    def test_only_a_company_records_projects(self, sqlite_app: Application, role: Role) -> None:
        assert sign_in(sqlite_app, f"{role.value}@example.test").get("/projects/new").status_code == 403


class TestListProjects:
    @pytest.fixture
    def many(self, sqlite_app: Application) -> Application:
        def make() -> None:
            fill_project(make_project(title="Hostel for girls"), agency=find_agency())
            make_project("NTPC", "Wells_100%", lgd=328, theme="AW", starts_on=None, ends_on=None)
            make_project("NTPC", "Roads", lgd=None, theme=None)

        run_write(make)
        return sqlite_app

    def _titles(self, app: Application, role: Role, **query: str) -> set[str]:
        client = sign_in(app, f"{role.value}@example.test")
        page = soup_of(client.get("/projects", query_string=query))
        return {head.get_text(strip=True) for head in page.select("table.list tbody th")}

    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            (Role.DPE_STAFF, {"Hostel for girls", "Wells_100%", "Roads"}),
            (Role.AUDITOR, {"Hostel for girls", "Wells_100%", "Roads"}),
            (Role.UNICEF_OFFICER, {"Hostel for girls", "Wells_100%", "Roads"}),
            (Role.CPSE_OFFICER, {"Hostel for girls"}),
            (Role.AGENCY, {"Hostel for girls"}),
            (Role.DISTRICT_OFFICER, {"Hostel for girls"}),
            (Role.STATE_OFFICER, {"Wells_100%"}),
            (Role.CHAIR, {"Wells_100%"}),
        ],
    )
    def test_each_office_sees_what_touches_it(self, many: Application, role: Role, seen: set[str]) -> None:
        assert self._titles(many, role) == seen

    @pytest.mark.parametrize(
        ("query", "seen"),
        [
            ({"q": "hostel"}, {"Hostel for girls"}),
            ({"q": "Shiksha"}, {"Hostel for girls"}),
            ({"q": "ntpc-0002"}, {"Roads"}),
            ({"q": "100%"}, {"Wells_100%"}),
            ({"q": "s_1"}, {"Wells_100%"}),
            ({"cpse": "NTPC"}, {"Wells_100%", "Roads"}),
            ({"theme": "HN"}, {"Hostel for girls"}),
            ({"district": "374"}, {"Hostel for girls"}),
            ({"year": "2024-25"}, {"Hostel for girls", "Roads"}),
            ({"status": "under_way"}, {"Hostel for girls"}),
            ({"status": "proposed", "cpse": "NTPC"}, {"Wells_100%", "Roads"}),
            ({"status": "none such"}, {"Hostel for girls", "Wells_100%", "Roads"}),
        ],
    )
    def test_filters_narrow_it(self, many: Application, query: dict[str, str], seen: set[str]) -> None:
        assert self._titles(many, Role.DPE_STAFF, **query) == seen

    def test_a_filter_shows_nobody_more_than_they_may_see(self, many: Application) -> None:
        assert self._titles(many, Role.DISTRICT_OFFICER, cpse="NTPC") <= {"Hostel for girls"}

    @pytest.mark.parametrize("sort", ["title", "code", "status", "starts", "ends", "outlay", "spent"])
    def test_every_column_sorts_and_keeps_all_rows(self, many: Application, sort: str) -> None:
        for order in ("asc", "desc"):
            assert len(self._titles(many, Role.DPE_STAFF, sort=sort, order=order)) == 3

    def test_files_hold_whole_rupees_and_a_blank_where_nothing_is_known(self, many: Application) -> None:
        client = sign_in(many, "dpe_staff@example.test")
        content = client.get("/projects?download=csv").data.decode("utf-8-sig")
        rows = {row["Title"]: row for row in csv.DictReader(io.StringIO(content))}
        assert rows["Hostel for girls"]["Set aside (₹)"] == "10000000"
        assert rows["Hostel for girls"]["Spent (₹)"] == "1250000"
        assert rows["Hostel for girls"]["Districts"] == "Dantewada 70 %; Bastar 20 %"
        assert rows["Roads"]["Set aside (₹)"] == ""
        book = openpyxl.load_workbook(io.BytesIO(client.get("/projects?download=xlsx").data))
        assert book.active.max_row == 4

    def test_a_page_costs_at_most_twelve_statements(self, many: Application) -> None:
        client = sign_in(many, "dpe_staff@example.test")
        with counted_statements(client) as statements:
            client.get("/projects")
        assert len(statements) <= MOST_STATEMENTS

    def test_where_there_is_none_it_says_what_to_do_next(self, sqlite_app: Application) -> None:
        page = text_of(sign_in(sqlite_app, "cpse_officer@example.test").get("/projects"))
        assert "Record the first project" in page


class TestShowProject:
    def test_a_page_costs_at_most_twelve_statements_and_three_for_what_goes_on_beside_it(
        self, visitor: FlaskClient, project_id: int
    ) -> None:
        with counted_statements(visitor) as statements:
            assert visitor.get(f"/projects/{project_id}").status_code == 200
        assert len(statements) <= MOST_STATEMENTS + 3, f"{len(statements)}: " + "\n".join(statements)

    def test_every_part_stands_on_it(self, visitor: FlaskClient, project_id: int) -> None:
        page = text_of(visitor.get(f"/projects/{project_id}"))
        for text in (
            "NMDC-0001",
            "under way",
            "Set aside: ₹1.00 crore",
            "Spent: ₹12.50 lakh",
            "Education 60 %",
            "Dantewada, Chhattisgarh 70 %",
            "places outside the register 10 %",
            "Scheduled Tribes 240 people",
            "Women not known",
            "Shiksha Samiti",
            "CSR00001234",
            "Zila Panchayat",
            "Building handed over",
            "overdue",
            "Girls who finish class 10",
            "Board note",
            "Resolution 14 of the board.",
        ):
            assert text in page, text

    def test_it_names_what_the_law_asks_for_with_the_rule(
        self, visitor: FlaskClient, project_id: int
    ) -> None:
        page = text_of(visitor.get(f"/projects/{project_id}"))
        assert "not recorded as ongoing by the board" in page
        assert "s. 135(6)" in page

    def test_who_may_only_read_finds_no_way_to_change(self, visitor: FlaskClient, project_id: int) -> None:
        page = soup_of(visitor.get(f"/projects/{project_id}"))
        assert not page.select(f"main a[href^='/projects/{project_id}/'][href$='edit']")
        assert "Record the next step" not in page.get_text()

    def test_the_agency_reports_and_changes_nothing_else(self, agency: FlaskClient, project_id: int) -> None:
        links = {link["href"] for link in soup_of(agency.get(f"/projects/{project_id}")).select("main a")}
        base = f"/projects/{project_id}"
        assert f"{base}/milestones/new" in links
        assert f"{base}/edit" not in links
        assert agency.get(f"{base}/edit").status_code == 403

    def test_the_pages_of_its_district_and_company_lead_to_it(
        self, visitor: FlaskClient, officer: FlaskClient, project_id: int
    ) -> None:
        for address in ("/districts/376", "/districts/374", "/cpses/NMDC"):
            assert soup_of(visitor.get(address)).select(f"a[href='/projects/{project_id}']"), address
        assert not soup_of(visitor.get("/districts/328")).select(f"a[href='/projects/{project_id}']")

    def test_those_pages_show_nobody_a_project_they_may_not_see(
        self, sqlite_app: Application, project_id: int
    ) -> None:
        chair = sign_in(sqlite_app, "chair@example.test")
        for address in ("/districts/376", "/cpses/NMDC"):
            assert "Hostel for girls" not in chair.get(address).text
