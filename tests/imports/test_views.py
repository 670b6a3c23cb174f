"""The pages of imports: a workbook goes out, comes back, is decided on, applied and taken back."""

import io

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.attachments.models import Attachment
from csrmatch.db import db, run_write
from csrmatch.imports.models import DataImport
from csrmatch.registry.models import Project
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.imports.sheets import Sheet, bring_in, rows_of, template
from tests.registry.projects import make_project


@pytest.fixture
def project(app: Application) -> int:
    return run_write(lambda: make_project().id)


def send(client: FlaskClient, content: bytes, name: str = "projects.xlsx") -> TestResponse:
    data = {**read_form(client, "/imports/new"), "kind": "projects", "file": (io.BytesIO(content), name)}
    return client.post("/imports/new", data=data, content_type="multipart/form-data")


def post(client: FlaskClient, page: str, action: str, **changes: str) -> TestResponse:
    data = read_form(client, page, action)
    for name, value in changes.items():
        data.setlist(name, [value])
    return client.post(action, data=data)


class TestListImports:
    def test_an_empty_list_offers_the_workbook(self, cpse_officer: FlaskClient) -> None:
        page = cpse_officer.get("/imports").text
        assert "/imports/template/projects" in page

    def test_it_can_be_downloaded(self, app: Application, cpse_officer: FlaskClient, project: int) -> None:
        bring_in(template())
        assert "projects.xlsx" in cpse_officer.get("/imports?download=csv").text
        assert "projects.xlsx" in cpse_officer.get("/imports?state=checked").text


class TestDownloadTemplate:
    def test_it_holds_the_offices_own_records_with_locked_ids(
        self, cpse_officer: FlaskClient, project: int
    ) -> None:
        answer = cpse_officer.get("/imports/template/projects")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        page = book["projects"]
        assert page["D4"].value == "Hostel for girls"
        assert page["A4"].protection.locked
        assert not page["D4"].protection.locked
        assert page.protection.sheet
        assert page.column_dimensions["A"].hidden
        assert {"instructions", "lists"} < set(book.sheetnames)

    def test_another_kind_is_missing(self, cpse_officer: FlaskClient) -> None:
        assert cpse_officer.get("/imports/template/nothing").status_code == 404


class TestNewImport:
    def test_a_file_is_tried_and_nothing_saved(self, cpse_officer: FlaskClient, project: int) -> None:
        content = Sheet(template()).set(4, title_en="Renamed").save()
        answer = send(cpse_officer, content)
        assert answer.status_code == 302
        page = cpse_officer.get(answer.location).text
        assert "<del>Hostel for girls</del>" in page
        assert "<ins>Renamed</ins>" in page
        db.session.rollback()
        assert db.session.get(Project, project).title_en == "Hostel for girls"

    def test_the_same_file_again_leads_to_the_same_import(
        self, cpse_officer: FlaskClient, project: int
    ) -> None:
        content = template()
        first, second = send(cpse_officer, content), send(cpse_officer, content)
        assert first.location == second.location
        assert "already" in cpse_officer.get(second.location).text

    @pytest.mark.parametrize(
        "content", [b"", b"\xff\xfeab", b"PK\x03\x04damaged", b"%PDF-1.4", b"a,b\n1,2\n"]
    )
    def test_what_cannot_be_read_is_told_on_the_form(self, cpse_officer: FlaskClient, content: bytes) -> None:
        answer = send(cpse_officer, content)
        assert answer.status_code == 422
        assert "error-summary" in answer.text
        db.session.rollback()
        assert [db.session.scalar(select(func.count(kind.id))) for kind in (DataImport, Attachment)] == [0, 0]


class TestShowImport:
    def test_every_error_is_told_and_can_be_downloaded_marked(
        self, cpse_officer: FlaskClient, project: int
    ) -> None:
        sheet = Sheet(template()).set(4, starts_on="30-02-2025", theme_ED="half")
        page = send(cpse_officer, sheet.save()).location
        text = cpse_officer.get(page).text
        assert "is not a date such as" in text
        assert "is not a whole number" in text
        marked = openpyxl.load_workbook(io.BytesIO(cpse_officer.get(f"{page}/marked").data))["errors"]
        wrong = [cell for cell in marked[2] if cell.comment]
        assert {cell.value for cell in wrong} == {"30-02-2025", "half"}
        assert all(cell.fill.fgColor.rgb != "00000000" for cell in wrong)

    def test_it_speaks_hindi(self, app: Application, cpse_officer: FlaskClient, project: int) -> None:
        number = bring_in(template())
        cpse_officer.get("/language/hi")
        assert cpse_officer.get(f"/imports/{number}").status_code == 200

    def test_the_file_comes_back_as_it_was_sent(self, cpse_officer: FlaskClient, project: int) -> None:
        content = template()
        number = bring_in(content)
        assert cpse_officer.get(f"/imports/{number}/file").data == content

    def test_anothers_import_is_missing(self, app: Application, project: int) -> None:
        number = bring_in(template())
        from csrmatch.accounts.models import Organisation
        from csrmatch.registry.models import Cpse
        from csrmatch.roles import Role
        from tests import factories

        def make() -> None:
            office = db.session.scalars(
                db.select(Organisation)
                .join(Cpse, Cpse.organisation_id == Organisation.id)
                .where(Cpse.code == "ONGC")
            ).one()
            factories.make_user(
                Role.CPSE_OFFICER,
                email="ongc@example.test",
                password="correct horse battery",
                organisation=office,
            )

        run_write(make)
        other = sign_in(app, "ongc@example.test")
        for part in ("", "/file", "/marked", "/undo", "/rows/1"):
            assert other.get(f"/imports/{number}{part}").status_code == 404
        for part in ("/apply", "/check", "/drop", "/undo", "/names"):
            assert other.post(f"/imports/{number}{part}").status_code == 404


class TestApplyImport:
    def test_it_saves_and_takes_back(self, cpse_officer: FlaskClient, project: int) -> None:
        sheet = Sheet(template()).set(4, title_en="Renamed")
        sheet.set(5, title_en="A new well", theme_AW=100)
        page = send(cpse_officer, sheet.save()).location
        answer = post(cpse_officer, page, f"{page}/apply")
        assert answer.status_code == 302
        db.session.rollback()
        assert sorted(row.title_en or "" for row in db.session.scalars(db.select(Project))) == [
            "A new well",
            "Renamed",
        ]
        assert cpse_officer.get(f"{page}/undo").status_code == 200
        answer = post(cpse_officer, f"{page}/undo", f"{page}/undo", reason="The wrong file.")
        assert answer.status_code == 302
        db.session.rollback()
        assert [row.title_en for row in db.session.scalars(db.select(Project))] == ["Hostel for girls"]

    def test_a_record_that_changed_since_the_trial_stops_it(
        self, cpse_officer: FlaskClient, project: int
    ) -> None:
        from csrmatch.registry.services import projects as verbs

        page = send(cpse_officer, Sheet(template()).set(4, title_en="Renamed").save()).location

        def change() -> None:
            row = db.session.get(Project, project)
            verbs.change_project_people(project=row, version=row.version, heads={})

        run_write(change)
        assert post(cpse_officer, page, f"{page}/apply").status_code == 409
        assert post(cpse_officer, page, f"{page}/check").status_code == 302
        assert "changed meanwhile" in cpse_officer.get(page).text


class TestChooseName:
    def test_a_name_is_asked_about_once_and_then_known(self, cpse_officer: FlaskClient, project: int) -> None:
        sheet = Sheet(template())
        sheet.set(5, title_en="One", district_1="Dantevadaa", share_1=100)
        sheet.set(6, title_en="Two", district_1="Dantevadaa", share_1=100)
        page = send(cpse_officer, sheet.save()).location
        text = cpse_officer.get(page).text
        assert "Dantevadaa" in text
        assert post(cpse_officer, page, f"{page}/names", **{"lgd-1": "376"}).status_code == 302
        assert [row.values["districts"] for row in rows_of(int(page.split("/")[-1]))[1:]] == [
            {"376": 100}
        ] * 2
        sheet.set(7, title_en="Three", district_1="Dantevadaa", share_1=100)
        again = send(cpse_officer, sheet.save()).location
        assert "Names that are not known" not in cpse_officer.get(again).text


class TestDecideRow:
    def test_a_row_that_is_held_back_is_corrected_with_a_reason(
        self, cpse_officer: FlaskClient, project: int
    ) -> None:
        sheet = Sheet(template())
        for row in (5, 6):
            sheet.set(row, title_en="Twins", theme_ED=100)
        page = send(cpse_officer, sheet.save()).location
        held = rows_of(int(page.split("/")[-1]))[2]
        action = f"{page}/rows/{held.id}"
        assert cpse_officer.get(action).status_code == 200
        assert post(cpse_officer, action, action, decision="take").status_code == 422
        answer = post(
            cpse_officer, action, action, decision="correct", title_en="Second twin", reason="Typed."
        )
        assert answer.status_code == 302
        post(cpse_officer, page, f"{page}/apply")
        db.session.rollback()
        titles = {row.title_en for row in db.session.scalars(db.select(Project))}
        assert titles == {"Hostel for girls", "Twins", "Second twin"}

    def test_a_row_that_is_fine_is_not_decided_on(self, cpse_officer: FlaskClient, project: int) -> None:
        number = bring_in(template())
        row = rows_of(number)[0]
        assert cpse_officer.get(f"/imports/{number}/rows/{row.id}").status_code == 404


class TestDropImport:
    def test_a_file_put_aside_can_be_sent_again(self, cpse_officer: FlaskClient, project: int) -> None:
        content = template()
        page = send(cpse_officer, content).location
        assert post(cpse_officer, page, f"{page}/drop").status_code == 302
        assert send(cpse_officer, content).location != page
