"""The public front page and the signed-in home."""

import csv
import gzip
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

import csrmatch
from csrmatch.app import Application
from csrmatch.db import run_write, today
from csrmatch.reference import read_districts
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.registry.needs import make_need, take_to
from tests.registry.overlaps import make_overlapping_project, make_programme
from tests.registry.projects import fill_project, make_project

STATIC = Path(csrmatch.__file__).parent / "static"
FONTS = {
    "en": ["latin-400", "latin-700"],
    "hi": ["latin-400", "latin-700", "devanagari-400", "devanagari-700"],
}


class TestShowFrontPage:
    def test_anybody_sees_the_112_districts_by_state(self, client: FlaskClient) -> None:
        soup = BeautifulSoup(client.get("/").text, "html.parser")
        assert len(soup.select("svg.tiles a")) == 112
        text = soup.select_one("dl.states").get_text(" ", strip=True)
        assert all(row.name_en in text for row in read_districts())

    def test_every_tile_leads_to_its_state_on_the_same_page(self, client: FlaskClient) -> None:
        soup = BeautifulSoup(client.get("/").text, "html.parser")
        assert all(soup.select_one(tile["href"]) is not None for tile in soup.select("svg.tiles a"))

    def test_it_says_that_nothing_is_published_and_that_a_plan_is_a_proposal(
        self, client: FlaskClient
    ) -> None:
        text = client.get("/").text
        assert "No mapping has been published yet" in text
        assert "proposal" in text

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_the_page_with_all_it_loads_weighs_less_than_150_kilobytes(
        self, client: FlaskClient, language: str
    ) -> None:
        client.set_cookie("language", language)
        html = client.get("/").data
        soup = BeautifulSoup(html, "html.parser")
        linked = [link["href"] for link in soup.select("link[rel=stylesheet], link[rel=icon]")]
        linked += [script["src"] for script in soup.select("script[src]")]
        texts = [
            html,
            *((STATIC / address.split("/static/")[1].split("?")[0]).read_bytes() for address in linked),
        ]
        fonts = [(STATIC / "vendor" / f"noto-sans-{font}.woff2").stat().st_size for font in FONTS[language]]
        assert sum(len(gzip.compress(text)) for text in texts) + sum(fonts) < 150_000

    def test_it_costs_at_most_twelve_statements(self, client: FlaskClient) -> None:
        with counted_statements(client) as statements:
            assert client.get("/").status_code == 200
        assert len(statements) <= 12


class TestShowHome:
    def test_anonymous_visitors_are_sent_to_the_sign_in_page(self, client: FlaskClient) -> None:
        assert "/sign-in" in client.get("/home").location

    @pytest.mark.parametrize("language", ["en", "hi"])
    @pytest.mark.parametrize("role", list(Role))
    def test_it_opens_for_every_role(self, sqlite_app: Application, role: Role, language: str) -> None:
        browser = sign_in(sqlite_app, f"{role.value}@example.test")
        browser.set_cookie("language", language)
        with counted_statements(browser) as statements:
            assert browser.get("/home").status_code == 200
        # One for each list of what waits, however long the lists are.
        assert len(statements) <= 22

    def test_a_district_officer_sees_the_tiles_of_the_state_with_their_own(
        self, district_officer: FlaskClient
    ) -> None:
        soup = BeautifulSoup(district_officer.get("/home").text, "html.parser")
        assert len(soup.select("svg.tiles a")) == 10
        assert [tile["href"] for tile in soup.select("svg.tiles a.ring")] == ["/districts/376"]

    def test_an_officer_of_a_cpse_finds_the_way_to_it(self, cpse_officer: FlaskClient) -> None:
        soup = BeautifulSoup(cpse_officer.get("/home").text, "html.parser")
        assert soup.select_one("main a[href='/cpses/NMDC']") is not None

    def test_who_may_not_open_exercises_is_shown_none(self, cpse_officer: FlaskClient) -> None:
        assert "/exercises" not in cpse_officer.get("/home").text


class TestStillOpen:
    @pytest.fixture
    def open_things(self, sqlite_app: Application) -> Application:
        """Needs, a late project, overlaps and a company's silence."""

        def make() -> None:
            make_programme()
            make_overlapping_project()
            make_need()
            take_to(make_need("Wells for ten hamlets"), NeedStatus.OPEN)
            fill_project(make_project(ends_on=date(2025, 3, 31)))

        run_write(make)
        return sqlite_app

    @pytest.mark.parametrize("role", list(Role))
    def test_each_count_is_the_length_of_the_list_it_leads_to(
        self, open_things: Application, role: Role
    ) -> None:
        browser = sign_in(open_things, f"{role.value}@example.test")
        soup = BeautifulSoup(browser.get("/home").text, "html.parser")
        found = {item.a["href"]: int(item.strong.text) for item in soup.select(".glances li")}
        for address, count in found.items():
            text = browser.get(f"{address}&download=csv").data.decode("utf-8-sig")
            assert sum(1 for _row in csv.DictReader(io.StringIO(text))) == count > 0, address
        expected = {
            Role.DPE_STAFF: {"/overlaps", "/needs", "/projects", "/csr-accounts"},
            Role.CPSE_OFFICER: {"/needs", "/projects"},
            Role.DISTRICT_OFFICER: {"/overlaps", "/needs", "/projects"},
            Role.AUDITOR: {"/overlaps", "/needs", "/projects", "/csr-accounts"},
        }
        assert expected.get(role, set()) <= {address.split("?")[0] for address in found}

    def test_offices_that_have_not_answered_are_counted_as_the_list_counts_them(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for place in ("csrmatch.home.views", "csrmatch.registry.views.answers"):
            monkeypatch.setattr(f"{place}.today", lambda: today() + timedelta(days=400))
        for role in (Role.DPE_STAFF, Role.STATE_OFFICER, Role.AUDITOR):
            browser = sign_in(sqlite_app, f"{role.value}@example.test")
            soup = BeautifulSoup(browser.get("/home").text, "html.parser")
            told = [item for item in soup.select(".glances li") if "/answers" in item.a["href"]]
            text = browser.get("/answers?standing=silent&download=csv").data.decode("utf-8-sig")
            listed = sum(1 for _row in csv.DictReader(io.StringIO(text)))
            assert [int(item.strong.text) for item in told] == ([listed] if listed else [])
            assert listed or role is not Role.DPE_STAFF

    @pytest.mark.parametrize("role", list(Role))
    def test_it_costs_at_most_twenty_two_statements_with_something_in_every_list(
        self, open_things: Application, role: Role
    ) -> None:
        browser = sign_in(open_things, f"{role.value}@example.test")
        with counted_statements(browser) as statements:
            browser.get("/home")
        assert len(statements) <= 22, "\n".join(statements)
