"""Documents of needs: who reads and attaches them, and that they are part of what is verified."""

import io

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need, NeedDocument
from csrmatch.registry.rules.needs import NeedStatus
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.registry.need_talks import attach_paper
from tests.registry.needs import make_need, officers_of, take_to
from tests.registry.projects import PDF


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def attach(client: FlaskClient, number: int, content: bytes = PDF, title: str = "Estimate"):
    page = f"/needs/{number}/documents/new"
    form = dict(read_form(client, page)) | {"title": title, "file": (io.BytesIO(content), "estimate.pdf")}
    return client.post(page, data=form)


@pytest.fixture
def need_id(sqlite_app: Application) -> int:
    return run_write(lambda: make_need().id)


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    return sign_in(sqlite_app, "district_officer@example.test")


class TestAttaching:
    def test_a_file_comes_back_as_it_was_and_stands_on_page_and_sheet(
        self, officer: FlaskClient, need_id: int
    ) -> None:
        assert attach(officer, need_id).status_code == 302
        page = officer.get(f"/needs/{need_id}")
        link = BeautifulSoup(page.text, "html.parser").select_one("a[download]")
        answer = officer.get(str(link["href"]))
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "Estimate" in text_of(officer.get(f"/needs/{need_id}/sheet"))

    def test_what_is_not_taken_is_refused_in_words(self, officer: FlaskClient, need_id: int) -> None:
        answer = attach(officer, need_id, b"<svg/>")
        assert answer.status_code == 422
        assert "This kind of file is not taken." in text_of(answer)

    def test_a_doubled_click_attaches_one(self, officer: FlaskClient, need_id: int) -> None:
        page = f"/needs/{need_id}/documents/new"
        form = dict(read_form(officer, page)) | {"title": "Estimate"}
        for _ in range(2):
            answer = officer.post(page, data={**form, "file": (io.BytesIO(PDF), "estimate.pdf")})
            assert answer.status_code == 302
        assert db.session.scalar(select(func.count()).select_from(NeedDocument)) == 1

    def test_to_a_draft_is_writing_so_a_colleague_verifies(self, app: Application) -> None:
        def act() -> None:
            need, (_officer, colleague) = make_need(), officers_of(376)
            attach_paper(need, colleague)
            assert need.changed_by_id == colleague.id

        run_write(act)

    def test_is_closed_between_verifying_and_opening_and_told_afterwards(
        self, sqlite_app: Application, officer: FlaskClient, need_id: int
    ) -> None:
        run_write(lambda: take_to(db.session.get_one(Need, need_id), NeedStatus.VERIFIED))
        assert officer.get(f"/needs/{need_id}/documents/new").status_code == 403
        page = f"/needs/{need_id}/step"
        form = read_form(officer, page)
        form.setlist("status", ["open"])
        assert officer.post(page, data=form).status_code == 302
        assert attach(officer, need_id).status_code == 302
        seen = text_of(sign_in(sqlite_app, "cpse_officer@example.test").get(f"/needs/{need_id}"))
        assert "added after the need was verified" in seen


class TestStriking:
    def test_takes_it_out_of_sight_with_a_reason(self, officer: FlaskClient, need_id: int) -> None:
        attach(officer, need_id)
        number = db.session.scalars(select(NeedDocument.attachment_id)).one()
        page = f"/needs/{need_id}/documents/{number}"
        assert officer.post(f"{page}/strike", data=read_form(officer, f"{page}/strike")).status_code == 422
        form = read_form(officer, f"{page}/strike")
        form.setlist("reason", ["The wrong one."])
        assert officer.post(f"{page}/strike", data=form).status_code == 302
        assert officer.get(page).status_code == 404
        assert "Estimate" not in text_of(officer.get(f"/needs/{need_id}"))


class TestSeeing:
    def test_a_draft_and_its_documents_are_seen_by_no_company(
        self, sqlite_app: Application, officer: FlaskClient, need_id: int
    ) -> None:
        attach(officer, need_id)
        number = db.session.scalars(select(NeedDocument.attachment_id)).one()
        for name, status in {
            "cpse_officer": 404,
            "agency": 404,
            "state_officer": 404,
            "dpe_staff": 200,
        }.items():
            client = sign_in(sqlite_app, f"{name}@example.test")
            assert client.get(f"/needs/{need_id}/documents/{number}").status_code == status

    def test_a_document_is_found_by_its_own_need_alone(
        self, sqlite_app: Application, officer: FlaskClient, need_id: int
    ) -> None:
        attach(officer, need_id)
        number = db.session.scalars(select(NeedDocument.attachment_id)).one()
        other = run_write(lambda: make_need("Wells").id)
        run_write(lambda: take_to(db.session.get_one(Need, other), NeedStatus.OPEN))
        company = sign_in(sqlite_app, "cpse_officer@example.test")
        assert company.get(f"/needs/{other}").status_code == 200
        # The draft's document is not reached by way of a need that is open to all.
        assert company.get(f"/needs/{other}/documents/{number}").status_code == 404
        assert officer.get(f"/needs/{other}/documents/{number}").status_code == 404
