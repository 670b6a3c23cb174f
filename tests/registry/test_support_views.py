"""The pages of support between CPSEs: the list, asking, pledging, who reads which amount, closing."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import SupportRequest
from csrmatch.registry.queries.support import sum_pledges
from csrmatch.registry.rules.support import PledgeSum, SupportStatus
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.registry.support import make_pledge, make_support, speaker_of


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def send(client: FlaskClient, address: str, **changes: str):
    form = read_form(client, address)
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(address, data=form)


@pytest.fixture
def requests(sqlite_app: Application) -> dict[str, int]:
    """One of NMDC with two pledges, and one of NTPC for anywhere whose amount is not known."""

    def make() -> dict[str, int]:
        asked = make_support()
        make_pledge(asked, "NTPC", 6_100_000, "For two camps near our mines.")
        make_pledge(asked, "SECL", 1_200_000, "For the batteries.")
        other = make_support("NTPC", "Scales for creches", ask_inr=None, lgd=None, theme="ED")
        return {"nmdc": asked.id, "ntpc": other.id}

    return run_write(make)


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """The officer of NMDC."""
    return sign_in(sqlite_app, "cpse_officer@example.test")


@pytest.fixture
def other(sqlite_app: Application, requests: dict[str, int]) -> FlaskClient:
    """An officer of NTPC."""
    email = run_write(lambda: speaker_of("NTPC").email)
    return sign_in(sqlite_app, email)


class TestTheList:
    def test_says_what_to_do_where_nothing_was_asked(
        self, sqlite_app: Application, officer: FlaskClient
    ) -> None:
        assert "/support/new" in officer.get("/support").text
        reader = sign_in(sqlite_app, "state_officer@example.test").get("/support")
        assert "Requests appear here when a CPSE asks" in text_of(reader)
        assert "/support/new" not in reader.text

    @pytest.mark.parametrize(
        ("query", "seen"),
        [
            ("", {"nmdc", "ntpc"}),
            ("cpse=NMDC", {"nmdc"}),
            ("district=376", {"nmdc"}),
            ("state=22", {"nmdc"}),
            ("theme=ED", {"ntpc"}),
            ("status=open", {"nmdc", "ntpc"}),
            ("status=met", set()),
            ("year=2026-27", {"nmdc", "ntpc"}),
            ("q=creches", {"ntpc"}),
            ("q=S-0001", {"nmdc"}),
            ("q=audiologists&theme=HN", {"nmdc"}),
            ("theme=ZZ", {"nmdc", "ntpc"}),
        ],
    )
    def test_is_narrowed_by_each_filter(
        self, officer: FlaskClient, requests: dict[str, int], query: str, seen: set[str]
    ) -> None:
        page = officer.get(f"/support?{query}")
        links = {
            str(link["href"]) for link in BeautifulSoup(page.text, "html.parser").select("th[scope=row] a")
        }
        assert links == {f"/support/{requests[name]}" for name in seen}

    @pytest.mark.parametrize(
        "sort", ["title", "number", "cpse", "district", "theme", "year", "status", "ask", "pledged"]
    )
    @pytest.mark.parametrize("order", ["asc", "desc"])
    def test_is_sorted_by_every_column(
        self, officer: FlaskClient, requests: dict[str, int], sort: str, order: str
    ) -> None:
        page = officer.get(f"/support?sort={sort}&order={order}")
        assert page.status_code == 200
        assert BeautifulSoup(page.text, "html.parser").select_one("th[aria-sort]") is not None

    def test_its_file_holds_what_it_shows(self, officer: FlaskClient, requests: dict[str, int]) -> None:
        rows = list(csv.DictReader(io.StringIO(officer.get("/support?download=csv").text.lstrip("\ufeff"))))
        found = {
            row["CPSE that asks"]: (row["Asked for (₹)"], row["Pledged (₹)"], row["Pledges"]) for row in rows
        }
        assert found == {"NMDC": ("10000000", "7300000", "2"), "NTPC": ("", "0", "0")}


class TestAsking:
    def test_a_title_a_theme_and_a_year_are_enough(self, officer: FlaskClient) -> None:
        answer = send(officer, "/support/new", title_hi="श्रवण यंत्र", theme="HN")
        assert answer.status_code == 302
        page = text_of(officer.get(answer.location))
        assert "श्रवण यंत्र" in page
        assert "anywhere" in page
        assert "not known" in page

    def test_sent_twice_it_is_asked_once(self, officer: FlaskClient) -> None:
        form = read_form(officer, "/support/new")
        form.setlist("title_en", ["Aids"])
        form.setlist("theme", ["HN"])
        first, second = (officer.post("/support/new", data=form) for _ in range(2))
        assert first.location == second.location
        db.session.rollback()
        assert db.session.query(SupportRequest).count() == 1

    def test_its_errors_stand_at_their_fields(self, officer: FlaskClient) -> None:
        answer = send(officer, "/support/new", ask_inr="a lot")
        assert answer.status_code == 422
        page = text_of(answer)
        assert "Enter a title, in English or in Hindi." in page
        assert "Choose the theme." in page
        assert "enter whole rupees" in page


class TestWhoReadsAmounts:
    @pytest.mark.parametrize(
        ("email", "sees_all"),
        [
            ("cpse_officer", True),
            ("dpe_staff", True),
            ("auditor", True),
            ("state_officer", False),
            ("unicef_officer", False),
            ("district_officer", False),
            ("chair", False),
            ("agency", False),
        ],
    )
    def test_both_companies_dpe_and_the_auditor_read_them_others_the_total(
        self, sqlite_app: Application, requests: dict[str, int], email: str, sees_all: bool
    ) -> None:
        page = text_of(sign_in(sqlite_app, f"{email}@example.test").get(f"/support/{requests['nmdc']}"))
        assert "₹73.00 lakh" in page
        assert ("₹61.00 lakh" in page) is sees_all
        assert ("For the batteries." in page) is sees_all
        assert ("2 CPSEs have pledged." in page) is not sees_all

    def test_a_company_that_pledged_reads_its_own_alone(
        self, other: FlaskClient, requests: dict[str, int]
    ) -> None:
        page = text_of(other.get(f"/support/{requests['nmdc']}"))
        assert "₹61.00 lakh" in page
        assert "For the batteries." not in page
        assert "₹12.00 lakh" not in page


class TestPledging:
    def test_a_pledge_is_changed_and_taken_back_on_its_own_pages(
        self, other: FlaskClient, requests: dict[str, int]
    ) -> None:
        address = f"/support/{requests['nmdc']}"
        assert read_form(other, f"{address}/pledge")["amount_inr"] == "61,00,000"
        assert send(other, f"{address}/pledge", amount_inr="20 lakh").status_code == 302
        db.session.rollback()
        assert sum_pledges([requests["nmdc"]])[requests["nmdc"]] == PledgeSum(2, 3_200_000, 0)
        assert send(other, f"{address}/pledge/withdraw", reason="The board said no.").status_code == 302
        page = text_of(other.get(address))
        assert "taken back" in page
        assert "Pledge support" in page
        assert other.get(f"{address}/pledge/withdraw").status_code == 404

    def test_more_than_asked_is_told_first_and_kept_what_was_typed(
        self, other: FlaskClient, requests: dict[str, int]
    ) -> None:
        address = f"/support/{requests['nmdc']}/pledge"
        answer = send(other, address, amount_inr="90 lakh")
        assert answer.status_code == 422
        assert "₹2.00 lakh more than the ₹1.00 crore asked for" in text_of(answer)
        assert 'name="means_more"' in answer.text
        assert 'value="90 lakh"' in answer.text
        assert send(other, address, amount_inr="90 lakh", means_more="y").status_code == 302
        assert "more than asked" in text_of(other.get(f"/support/{requests['nmdc']}"))

    def test_in_kind_needs_its_words(self, officer: FlaskClient, requests: dict[str, int]) -> None:
        address = f"/support/{requests['ntpc']}/pledge"
        assert "say in the note what is given in kind" in text_of(send(officer, address))
        assert send(officer, address, note="Two vans.").status_code == 302
        assert "1 pledge without an amount" in text_of(officer.get(f"/support/{requests['ntpc']}"))

    def test_two_who_pledge_on_the_same_page_are_told_of_each_other(
        self, other: FlaskClient, requests: dict[str, int]
    ) -> None:
        address = f"/support/{requests['nmdc']}/pledge"
        form = read_form(other, address)
        assert send(other, address, amount_inr="10 lakh").status_code == 302
        form.setlist("note", ["Mine."])
        answer = other.post(address, data=form)
        assert answer.status_code == 409
        assert "Mine." in answer.text
        assert "₹10,00,000" in answer.text


class TestClosing:
    def test_is_told_with_its_reason_and_ends_pledging(
        self, sqlite_app: Application, officer: FlaskClient, other: FlaskClient, requests: dict[str, int]
    ) -> None:
        address = f"/support/{requests['nmdc']}"
        assert send(officer, f"{address}/close", status="met").status_code == 422
        assert send(officer, f"{address}/close", status="met", reason="All is there.").status_code == 302
        page = text_of(other.get(address))
        assert "met: All is there." in page
        assert "Change the pledge" not in page
        for client, part in ((officer, "/edit"), (officer, "/close"), (other, "/pledge")):
            assert client.get(address + part).status_code == 403
        db.session.rollback()
        assert db.session.get_one(SupportRequest, requests["nmdc"]).status is SupportStatus.MET


class TestTheHindiPages:
    def test_are_in_hindi(self, officer: FlaskClient, requests: dict[str, int]) -> None:
        officer.post("/language/hi")
        for address in ("/support", f"/support/{requests['nmdc']}", f"/support/{requests['nmdc']}/close"):
            assert 'lang="hi"' in officer.get(address).text


class TestSearch:
    def test_finds_a_request_by_title_and_number(self, officer: FlaskClient) -> None:
        send(officer, "/support/new", title_en="Prosthetic knees for veterans", theme="HN")
        assert "/support/1" in officer.get("/search?q=prosthetic").text
        assert "/support/1" in officer.get("/search?q=S-0001").text


class TestPermissions:
    def test_only_companies_ask(self, sqlite_app: Application) -> None:
        for role in Role:
            client = sign_in(sqlite_app, f"{role.value}@example.test")
            assert client.get("/support").status_code == 200
            assert client.get("/support/new").status_code == (200 if role is Role.CPSE_OFFICER else 403)


class TestTheHomePage:
    def test_counts_the_open_requests_for_companies_alone(
        self, sqlite_app: Application, officer: FlaskClient, requests: dict[str, int]
    ) -> None:
        assert "Requests of CPSEs for support 2" in text_of(officer.get("/home"))
        for email in ("dpe_staff", "state_officer"):
            page = sign_in(sqlite_app, f"{email}@example.test").get("/home")
            assert "Requests of CPSEs for support" not in text_of(page)
