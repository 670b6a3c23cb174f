"""Pages of imports for a collector's office: a file of needs sent and judged, and who sends none."""

import io

import pytest
from flask.testing import FlaskClient

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.errors import Missing
from csrmatch.imports import services as verbs
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.form_filling import read_form
from tests.imports.test_needs import HEAD, bring_in, officer


def make_block() -> User:
    user = factories.make_user(
        Role.DISTRICT_OFFICER,
        email="block@example.test",
        password=PASSWORD,
        organisation=officer().organisation,
    )
    user.scope = "Block: Kuakonda"
    db.session.flush()
    return user


class TestPages:
    def test_an_officer_of_the_collector_sends_a_file_and_applies_it(
        self, app: Application, district_officer: FlaskClient
    ) -> None:
        assert "/imports/template/needs" in district_officer.get("/imports").text
        assert district_officer.get("/imports/template/needs").status_code == 200
        assert district_officer.get("/imports/template/projects").status_code == 404
        data = {
            **read_form(district_officer, "/imports/new"),
            "kind": "needs",
            "file": (io.BytesIO((HEAD + "Wells,AW,Kuakonda\r\nWells,ZZ,").encode()), "needs.csv"),
        }
        page = district_officer.post("/imports/new", data=data, content_type="multipart/form-data").location
        text = district_officer.get(page).text
        assert "Kuakonda" in text
        assert "is not one of" in text
        assert district_officer.get(f"{page}/marked").status_code == 200
        district_officer.get("/language/hi")
        assert district_officer.get(page).status_code == 200

    def test_a_block_or_a_department_brings_nothing_in(self, app: Application) -> None:
        number = bring_in((HEAD + "Wells,AW,").encode())
        run_write(make_block)
        client = sign_in(app, "block@example.test")
        for path in ("/imports", "/imports/new", "/imports/template/needs"):
            assert client.get(path).status_code == 403
        for part in ("", "/file", "/marked", "/undo"):
            assert client.get(f"/imports/{number}{part}").status_code == 404
        for part in ("/apply", "/check", "/drop", "/undo"):
            assert client.post(f"/imports/{number}{part}").status_code == 404
        assert 'href="/imports"' not in client.get("/home").text

        def send() -> None:
            block = db.session.scalars(db.select(User).where(User.email == "block@example.test")).one()
            verbs.receive_file(
                by=block, kind_code="needs", file_name="n.csv", content=HEAD.encode() + b"A,AW,"
            )

        with pytest.raises(Missing):
            run_write(send)
