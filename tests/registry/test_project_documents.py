"""Documents of projects: who may see them, how they are sent, and what is refused."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.attachments.models import Attachment
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from tests.attachments.files import PDF, make_docx, make_xlsx
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.registry.projects import fill_project, find_agency, make_project
from tests.registry.test_project_editing import soup_of, text_of

PAGE = "/projects/1"


@pytest.fixture
def project(sqlite_app: Application) -> None:
    run_write(lambda: fill_project(make_project(), agency=find_agency()))


@pytest.fixture
def agency(sqlite_app: Application, project: None) -> FlaskClient:
    return sign_in(sqlite_app, "agency@example.test")


def _attach(client: FlaskClient, content: bytes, name: str = "report.pdf", **changes: str):
    form = dict(read_form(client, f"{PAGE}/documents/new"))
    data = {**form, "title": "Report of the visit", **changes, "file": (io.BytesIO(content), name)}
    return client.post(f"{PAGE}/documents/new", data=data)


class TestAttaching:
    @pytest.mark.parametrize(
        ("content", "name", "kind"),
        [
            (PDF, "रिपोर्ट.pdf", "application/pdf"),
            (make_xlsx(), "figures.xlsx", "spreadsheetml.sheet"),
            (make_docx(), "note.docx", "wordprocessingml.document"),
        ],
    )
    def test_a_file_comes_back_as_it_was_and_is_never_shown_by_the_browser(
        self, agency: FlaskClient, content: bytes, name: str, kind: str
    ) -> None:
        assert _attach(agency, content, name).status_code == 302
        link = soup_of(agency.get(PAGE)).find("a", string="Report of the visit")
        answer = agency.get(link["href"])
        assert answer.data == content
        assert kind in answer.content_type
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "The file is empty."),
            (b"<svg/>", "This kind of file is not taken."),
            (PDF + b" " * 5_000, "at most 10 MB"),
        ],
    )
    def test_a_file_that_is_not_taken_is_refused_in_words_and_the_title_kept(
        self, agency: FlaskClient, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
    ) -> None:
        monkeypatch.setattr("csrmatch.attachments.rules.LARGEST_BYTES", 5_000)
        answer = _attach(agency, content)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert soup_of(answer).find("input", {"name": "title"})["value"] == "Report of the visit"
        count = len(db.session.scalars(select(Attachment).order_by(Attachment.id)).all())
        assert count == 1

    def test_without_a_file_it_asks_for_one(self, agency: FlaskClient) -> None:
        form = dict(read_form(agency, f"{PAGE}/documents/new"))
        answer = agency.post(f"{PAGE}/documents/new", data={**form, "title": "Report", "file": ""})
        assert answer.status_code == 422
        assert "Choose a file." in text_of(answer)

    def test_a_doubled_click_attaches_one(self, agency: FlaskClient) -> None:
        form = dict(read_form(agency, f"{PAGE}/documents/new"))
        for _ in range(2):
            data = {**form, "title": "Once", "file": (io.BytesIO(PDF), "x.pdf")}
            assert agency.post(f"{PAGE}/documents/new", data=data).status_code == 302
        assert text_of(agency.get(PAGE)).count("Once") >= 1
        titles = [row.title for row in db.session.scalars(select(Attachment).order_by(Attachment.id))]
        assert titles.count("Once") == 1

    def test_what_proves_a_result_stands_beside_it(self, agency: FlaskClient) -> None:
        assert _attach(agency, PDF, result="1").status_code == 302
        rows = soup_of(agency.get(PAGE)).select("section[aria-labelledby=results] tbody tr")
        assert "Report of the visit" in rows[0].get_text()


class TestSeeing:
    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.DPE_STAFF, 200),
            (Role.AUDITOR, 200),
            (Role.UNICEF_OFFICER, 200),
            (Role.CPSE_OFFICER, 200),
            (Role.DISTRICT_OFFICER, 200),
            (Role.AGENCY, 200),
            (Role.STATE_OFFICER, 404),
            (Role.CHAIR, 404),
        ],
    )
    def test_whoever_may_see_the_project_may_see_its_documents(
        self, sqlite_app: Application, project: None, role: Role, status: int
    ) -> None:
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        assert client.get(f"{PAGE}/documents/1").status_code == status

    def test_a_struck_document_is_gone_from_sight(self, agency: FlaskClient) -> None:
        address = f"{PAGE}/documents/1/strike"
        form = read_form(agency, address)
        assert agency.post(address, data=form).status_code == 422
        assert agency.post(address, data={**form, "reason": "Wrong file."}).status_code == 302
        assert "Board note" not in text_of(agency.get(PAGE))
        assert agency.get(f"{PAGE}/documents/1").status_code == 404
