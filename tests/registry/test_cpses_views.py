"""The pages by which offices keep a CPSE: its facts, its places of work, and who sees whose names."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.registry.models import CpsePlace
from csrmatch.registry.queries import get_cpse
from csrmatch.roles import Role
from csrmatch.seeding import load_reference
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form

PAGE = "/cpses/NMDC"
PLACE = {
    "name": "Deposit 14",
    "kind": "mine",
    "state": "22",
    "district": "376",
    "latitude": "18.7",
    "longitude": "81.2",
}


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """NMDC's nodal officer."""
    return sign_in(sqlite_app, "cpse_officer@example.test")


@pytest.fixture
def dpe_staff(sqlite_app: Application) -> FlaskClient:
    """DPE."""
    return sign_in(sqlite_app, "dpe_staff@example.test")


def page(client: FlaskClient, address: str = PAGE) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def text(client: FlaskClient, address: str = PAGE) -> str:
    return str(page(client, address).main.get_text(" ", strip=True))


def send(client: FlaskClient, address: str, **changes: str) -> int:
    return client.post(address, data={**read_form(client, address), **changes}).status_code


def place_of(name: str) -> CpsePlace:
    db.session.rollback()
    return db.session.scalars(select(CpsePlace).where(CpsePlace.name == name)).one()


class TestEditCpse:
    def test_what_is_entered_stands_on_the_page_with_office_and_day(self, officer: FlaskClient) -> None:
        changes = {"website": "https://www.nmdc.co.in", "headquarters_hi": "हैदराबाद, मासाब टैंक"}
        assert send(officer, PAGE + "/edit", **changes) == 302
        assert page(officer).select_one("a[href='https://www.nmdc.co.in']") is not None
        assert "Website by the company's office on" in text(officer)
        officer.set_cookie("language", "hi")
        assert "हैदराबाद, मासाब टैंक" in text(officer)

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "nmdc.co.in", "https://x", "ftp://nmdc.co.in"]
    )
    def test_a_website_is_an_address_and_nothing_else(self, officer: FlaskClient, address: str) -> None:
        assert send(officer, PAGE + "/edit", website=address) == 422
        assert get_cpse("NMDC").website is None

    def test_only_dpe_is_offered_the_status_and_a_forged_one_changes_nothing(
        self, officer: FlaskClient, dpe_staff: FlaskClient
    ) -> None:
        assert page(officer, PAGE + "/edit").select("[name=status]") == []
        send(officer, PAGE + "/edit", status="maharatna", website="https://nmdc.co.in")
        db.session.rollback()
        assert get_cpse("NMDC").status == "navratna"
        assert send(dpe_staff, PAGE + "/edit", status="maharatna", status_on="2026-04-01") == 302
        assert "Maharatna as of 1 April 2026" in text(officer)

    def test_a_new_name_and_ministry_are_dpes_to_say_and_outlast_the_shipped_facts(
        self, officer: FlaskClient, dpe_staff: FlaskClient
    ) -> None:
        new = {"name_en": "NMDC Steel and Mines Ltd.", "ministry_en": "Mines", "sector": "Minerals"}
        assert page(officer, PAGE + "/edit").select("[name=name_en], [name=ministry_en]") == []
        send(officer, PAGE + "/edit", website="https://nmdc.co.in", **new)
        db.session.rollback()
        assert get_cpse("NMDC").ministry_en == "Steel"
        assert send(dpe_staff, PAGE + "/edit", **new) == 302
        load_reference()
        db.session.rollback()
        cpse = get_cpse("NMDC")
        assert {name: getattr(cpse, name) for name in new} == new
        assert "Ministry in English by DPE on" in text(officer)
        assert send(dpe_staff, PAGE + "/edit", name_en=" ") == 422

    def test_a_stale_form_is_shown_both_texts(self, officer: FlaskClient, dpe_staff: FlaskClient) -> None:
        stale = {**read_form(officer, PAGE + "/edit"), "headquarters_en": "Mine"}
        assert send(dpe_staff, PAGE + "/edit", headquarters_en="Theirs") == 302
        answer = officer.post(PAGE + "/edit", data=stale)
        assert answer.status_code == 409
        assert "Theirs" in answer.text
        assert "Mine" in answer.text

    def test_of_another_company_it_is_missing(self, officer: FlaskClient) -> None:
        for address in ("/cpses/SAIL/edit", "/cpses/SAIL/places/new", "/cpses/NOSUCH/edit"):
            assert officer.get(address).status_code == 404

    @pytest.mark.parametrize(
        "role", [role for role in Role if role not in {Role.DPE_STAFF, Role.CPSE_OFFICER}]
    )
    def test_nobody_else_is_offered_it(self, sqlite_app: Application, role: Role) -> None:
        client = sign_in(sqlite_app, f"{role.value}@example.test")
        assert client.get(PAGE + "/edit").status_code == 403
        assert "/edit" not in client.get(PAGE).text


class TestPlacesOfWork:
    def test_a_place_is_added_once_however_often_the_form_is_sent(self, officer: FlaskClient) -> None:
        form = {**read_form(officer, PAGE + "/places/new"), **PLACE}
        for _time in range(2):
            assert officer.post(PAGE + "/places/new", data=form).status_code == 302
        assert place_of("Deposit 14").district.lgd == 376
        row = "Deposit 14 18.70° N, 81.20° E mine Chhattisgarh Dantewada stated by the company's office"
        assert row in text(officer)
        assert "Deposit 14" in text(officer, "/districts/376")

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("name", "", "Enter the name of the place."),
            ("kind", "castle", "Choose one from the list."),
            ("state", "999", "Choose one from the list."),
            ("latitude", "north", "Not a valid float value."),
            ("latitude", "81.2", "exchanged"),
            ("latitude", "nan", "exchanged"),
            ("longitude", "inf", "exchanged"),
            ("latitude", "28.6", "headquarters of Dantewada"),
            ("state", "20", "Dantewada is a district of Chhattisgarh."),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(
        self, officer: FlaskClient, field: str, value: str, said: str
    ) -> None:
        form = {**read_form(officer, PAGE + "/places/new"), **PLACE, field: value}
        answer = officer.post(PAGE + "/places/new", data=form)
        assert answer.status_code == 422
        summary = BeautifulSoup(answer.text, "html.parser").select_one(".error-summary")
        assert summary is not None
        assert said in summary.get_text()

    def test_a_place_is_put_right_and_retired(self, officer: FlaskClient) -> None:
        name = "Bailadila iron ore mine, Bacheli"
        address = f"{PAGE}/places/{place_of(name).id}/edit"
        assert send(officer, address, name="Bacheli mine") == 302
        assert "Bacheli mine" in text(officer)
        act = address.replace("/edit", "/retire")
        form = read_form(officer, address, act)
        assert officer.post(act, data=form).status_code == 302
        assert "Give the reason" in text(officer, address)
        form = {**read_form(officer, address, act), "reason": "Worked out."}
        assert officer.post(act, data=form).status_code == 302
        assert "Bacheli mine" not in text(officer)
        assert officer.get(address).status_code == 404

    def test_a_place_of_another_company_is_missing(self, officer: FlaskClient) -> None:
        other = db.session.scalars(
            select(CpsePlace.id).where(CpsePlace.cpse_id == get_cpse("SAIL").id).order_by(CpsePlace.id)
        ).first()
        for code in ("NMDC", "SAIL"):
            assert officer.get(f"/cpses/{code}/places/{other}/edit").status_code == 404
            assert officer.post(f"/cpses/{code}/places/{other}/retire").status_code == 404


class TestShowCpse:
    def test_subsidiaries_are_companies_of_their_own(self, officer: FlaskClient) -> None:
        links = {link["href"] for link in page(officer, "/cpses/CIL").select("main p a")}
        assert {"/cpses/SECL", "/cpses/NCL", "/cpses/CCL"} <= links

    def test_nodal_officers_are_named_to_those_who_may_see_them(
        self, sqlite_app: Application, officer: FlaskClient, dpe_staff: FlaskClient
    ) -> None:
        assert "cpse_officer person" in text(officer)
        assert "cpse_officer person" in text(dpe_staff)
        for role in ("auditor", "district_officer"):
            seen = text(sign_in(sqlite_app, f"{role}@example.test"))
            assert "cpse_officer person" not in seen
            assert "Person" in seen
        assert "Nobody acts for this company here yet." in text(officer, "/cpses/SAIL")

    def test_a_page_that_can_be_edited_costs_at_most_fourteen_statements(self, officer: FlaskClient) -> None:
        with counted_statements(officer) as statements:
            assert officer.get(PAGE).status_code == 200
        assert len(statements) <= 14
