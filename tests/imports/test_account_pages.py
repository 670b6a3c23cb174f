"""Pages of imports for a company's accounts, and where a person finds the way to a workbook."""

import io

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import CsrAccount
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.imports.accounts import HEAD, keep
from tests.imports.test_need_pages import make_block
from tests.registry.needs import make_need

LINK = 'href="/imports/new?kind={}"'


def send(client: FlaskClient, content: bytes, name: str = "accounts.csv") -> str:
    data = {**read_form(client, "/imports/new?kind=accounts"), "file": (io.BytesIO(content), name)}
    answer = client.post("/imports/new", data=data, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    return answer.location


class TestPages:
    def test_an_officer_sends_a_file_sees_old_and_new_applies_it_and_takes_it_back(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        account = keep("2025-26", spent_inr=20_000_000)
        assert cpse_officer.get("/imports/template/accounts").status_code == 200
        text = f"id,version,financial_year,spent_inr\r\n{account},1,2025-26,21000000\r\n,,2024-25,5\r\n"
        page = send(cpse_officer, text.encode())
        shown = cpse_officer.get(page).text
        assert "₹2,00,00,000" in shown
        assert "₹2,10,00,000" in shown
        assert "CSR accounts" in shown
        cpse_officer.post(f"{page}/apply", data=read_form(cpse_officer, page, f"{page}/apply"))
        db.session.rollback()
        query = db.select(CsrAccount.spent_inr).order_by(CsrAccount.financial_year)
        assert list(db.session.scalars(query)) == [5, 21_000_000]
        undo = {**read_form(cpse_officer, f"{page}/undo"), "reason": "The wrong file."}
        cpse_officer.post(f"{page}/undo", data=undo)
        db.session.rollback()
        assert list(db.session.scalars(query)) == [20_000_000]

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_every_error_is_told_with_its_column_in_both_languages(
        self, app: Application, cpse_officer: FlaskClient, language: str
    ) -> None:
        cpse_officer.get(f"/language/{language}")
        page = send(cpse_officer, (HEAD + "2024-25,5,6\r\n1999-00,1 crore,\r\n").encode())
        text = cpse_officer.get(page).text
        assert "“1 crore”" in text
        assert "1999-00" in text
        assert cpse_officer.get(f"{page}/marked").status_code == 200

    def test_a_district_officer_neither_has_the_workbook_nor_sends_one(
        self, app: Application, district_officer: FlaskClient
    ) -> None:
        assert district_officer.get("/imports/template/accounts").status_code == 404
        data = {**read_form(district_officer, "/imports/new?kind=accounts"), "kind": "accounts"}
        data["file"] = (io.BytesIO(HEAD.encode() + b"2024-25,5,"), "accounts.csv")
        answer = district_officer.post("/imports/new", data=data, content_type="multipart/form-data")
        assert answer.status_code == 422

    def test_with_several_kinds_none_is_chosen_unasked(
        self, app: Application, cpse_officer: FlaskClient
    ) -> None:
        assert "kind" not in read_form(cpse_officer, "/imports/new")
        assert "kind" not in read_form(cpse_officer, "/imports/new?kind=needs")
        assert read_form(cpse_officer, "/imports/new?kind=projects")["kind"] == "projects"


class TestWayIn:
    def test_a_company_finds_it_where_its_accounts_stand_and_where_they_are_missing(
        self, app: Application, cpse_officer: FlaskClient, dpe: FlaskClient
    ) -> None:
        keep("2025-26")
        link = LINK.format("accounts")
        for path in ("/cpses/NMDC", "/cpses/NMDC/csr-accounts/2025-26", "/cpses/NMDC/csr-accounts/2024-25"):
            assert cpse_officer.get(path).text.count(link) == 1
            assert link not in dpe.get(path).text
        assert link not in cpse_officer.get("/cpses/NTPC").text

    def test_a_company_finds_it_beside_its_projects_and_a_district_beside_its_needs(
        self, app: Application, cpse_officer: FlaskClient, district_officer: FlaskClient
    ) -> None:
        # The empty page says it in its middle alone, not once more where new ones are begun later.
        assert cpse_officer.get("/projects").text.count(LINK.format("projects")) == 1
        assert district_officer.get("/needs").text.count(LINK.format("needs")) == 1
        run_write(make_need)
        assert district_officer.get("/needs").text.count(LINK.format("needs")) == 1
        assert LINK.format("needs") not in cpse_officer.get("/needs").text
        assert LINK.format("projects") not in district_officer.get("/projects").text

    def test_a_block_is_not_sent_where_it_may_bring_nothing_in(self, app: Application) -> None:
        run_write(make_block)
        assert LINK.format("needs") not in sign_in(app, "block@example.test").get("/needs").text
