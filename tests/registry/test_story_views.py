"""The stories of a district and of a CPSE: what each reader is shown, counted and told, and what it costs."""

import csv
import io
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Cpse
from csrmatch.registry.queries.cpses import list_needs_for
from csrmatch.registry.queries.districts import (
    get_with_neighbours,
    list_documents_in,
    list_due_in,
    list_goes_on_in,
)
from csrmatch.registry.queries.portfolios import list_cells_in, list_cells_of
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.services.csr_accounts import NEW, save_account
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.registry.needs import fill_need, make_need, take_to
from tests.registry.projects import fill_project, find_agency, find_district, find_officer, make_project

MOST_STATEMENTS = 12
_DANTEWADA, _BASTAR = 376, 374


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def text_of(client: FlaskClient, address: str) -> str:
    return page(client, address).get_text(" ", strip=True)


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).data.decode("utf-8-sig"))))


@pytest.fixture
def furnished(sqlite_app: Application) -> Application:
    """Projects of NMDC and NTPC, needs open and as drafts, and a draft of NMDC's CSR account."""

    def make() -> None:
        for code, title in (("NMDC", "Hostel canary-own"), ("NTPC", "Clinic canary-other")):
            project = make_project(code, title)
            fill_project(project, agency=find_agency() if code == "NMDC" else None)
        for name, status in (
            ("open", NeedStatus.OPEN),
            ("taken", NeedStatus.TAKEN_UP),
            ("draft", NeedStatus.DRAFT),
        ):
            need = make_need(f"Need canary-{name}")
            fill_need(need)
            take_to(need, status)
        cpse = db.session.query(Cpse).filter_by(code="NTPC").one()
        values = {"spent_inr": 777_000_000, "note": ""}
        save_account(cpse=cpse, financial_year="2025-26", by=find_officer("NMDC"), version=NEW, values=values)

    run_write(make)
    db.session.rollback()
    return sqlite_app


def reader_of(app: Application, role: Role) -> FlaskClient:
    return sign_in(app, f"{role.value}@example.test")


class TestShowDistrict:
    def test_answers_what_hurts_who_helps_and_what_is_next_in_this_order(
        self, furnished: Application
    ) -> None:
        soup = page(reader_of(furnished, Role.DPE_STAFF), f"/districts/{_DANTEWADA}")
        heads = [head.get_text(strip=True) for head in soup.select(".story h2")]
        assert heads == ["What hurts", "Who helps", "What next"]

    def test_every_picture_has_its_table_and_a_title_with_the_finding(self, furnished: Application) -> None:
        soup = page(reader_of(furnished, Role.DPE_STAFF), f"/districts/{_DANTEWADA}")
        picture = soup.select_one("section[aria-labelledby=helps] figure.dots")
        title = picture.figcaption.get_text(strip=True)
        assert re.fullmatch(r"N\w+ set aside ₹70.00 lakh of the ₹1.40 crore known for this district", title)
        assert "₹70.00 lakh" in picture.select_one("details table tfoot").get_text()

    def test_a_company_learns_nothing_of_another_companys_project_by_dot_sum_or_date(
        self, furnished: Application
    ) -> None:
        soup = page(reader_of(furnished, Role.CPSE_OFFICER), f"/districts/{_DANTEWADA}")
        told = soup.select_one("section[aria-labelledby=helps] figure.dots").get_text(" ")
        assert "NTPC" not in told
        assert "NMDC set aside ₹70.00 lakh of the ₹70.00 lakh" in told
        assert "canary-other" not in soup.get_text()
        due = soup.select_one("section[aria-labelledby=next]").get_text(" ")
        assert "NMDC-0001" in due
        assert "NTPC-0001" not in due
        assert len(soup.select("section[aria-labelledby=next] a[href*='/projects/']")) == 1

    def test_a_company_is_shown_open_needs_and_no_drafts(self, furnished: Application) -> None:
        text = text_of(reader_of(furnished, Role.CPSE_OFFICER), f"/districts/{_DANTEWADA}")
        assert "canary-open" in text
        assert "canary-draft" not in text
        assert "1 need waits" in text

    def test_the_collectors_office_is_told_of_its_drafts_too(self, furnished: Application) -> None:
        text = text_of(reader_of(furnished, Role.DISTRICT_OFFICER), f"/districts/{_DANTEWADA}")
        assert "2 needs wait" in text
        assert "canary-draft" in text

    def test_who_may_not_see_drafts_of_the_mapping_is_shown_no_proposal(self, furnished: Application) -> None:
        for role in set(Role) - {Role.DPE_STAFF, Role.AUDITOR}:
            section = page(reader_of(furnished, role), f"/districts/{_DANTEWADA}").select_one(".lead-cpse")
            assert "No lead CPSE is published" in section.get_text()

    @pytest.mark.parametrize("role", [Role.DPE_STAFF, Role.CPSE_OFFICER, Role.DISTRICT_OFFICER])
    def test_with_everything_there_costs_at_most_twelve_statements(
        self, furnished: Application, role: Role
    ) -> None:
        client = reader_of(furnished, role)
        with counted_statements(client) as statements:
            assert client.get(f"/districts/{_DANTEWADA}").status_code == 200
        assert len(statements) <= MOST_STATEMENTS, "\n".join(line[:90] for line in statements)

    def test_the_indicators_filter_sort_and_download(self, reader: FlaskClient) -> None:
        address = f"/districts/{_BASTAR}/indicators"
        every = rows_of(reader, f"{address}?download=csv")
        worse = rows_of(reader, f"{address}?standing=worse&sort=gap&order=desc&download=csv")
        gaps = [float(row["Worse than the benchmark by"]) for row in worse]
        assert len(every) == 46
        assert 0 < len(worse) < len(every)
        assert gaps == sorted(gaps, reverse=True)
        assert min(gaps) > 0
        health = rows_of(reader, f"{address}?theme=HN&download=csv")
        assert {row["Theme"] for row in health} == {"Health & Nutrition"}

    @pytest.mark.parametrize("part", ["indicators", "filings"])
    def test_a_list_of_a_district_that_is_not_there_is_missing(self, reader: FlaskClient, part: str) -> None:
        assert reader.get(f"/districts/1/{part}").status_code == 404


class TestShowCpse:
    def test_money_is_split_by_theme_and_district_and_nothing_is_lost(self, furnished: Application) -> None:
        client = reader_of(furnished, Role.CPSE_OFFICER)
        rows = rows_of(client, "/cpses/NMDC?of=portfolio&download=csv")
        assert sum(int(row["Set aside (₹)"]) for row in rows) == 10_000_000
        assert sum(int(row["Spent (₹)"]) for row in rows) == 1_250_000
        found = {(row["Theme"], row["District"]): int(row["Set aside (₹)"]) for row in rows}
        assert found["Education", "Dantewada"] == 10_000_000 * 60 * 70 // 10_000
        assert found["Health & Nutrition", "elsewhere or not split"] == 10_000_000 * 40 * 10 // 10_000

    def test_a_company_learns_nothing_of_anothers_portfolio_or_account(self, furnished: Application) -> None:
        client = reader_of(furnished, Role.CPSE_OFFICER)
        text = text_of(client, "/cpses/NTPC")
        assert "canary-other" not in text
        assert "₹77.70 crore" not in text
        assert "No CSR account is published to you" in text
        assert rows_of(client, "/cpses/NTPC?of=portfolio&download=csv") == []
        dpe = text_of(reader_of(furnished, Role.DPE_STAFF), "/cpses/NTPC")
        assert "₹77.70 crore" in dpe
        assert "canary-other" in dpe

    def test_a_year_and_a_theme_narrow_the_picture(self, furnished: Application) -> None:
        client = reader_of(furnished, Role.CPSE_OFFICER)
        shown = page(client, "/cpses/NMDC?theme=HN").select_one("figure.dots figcaption").get_text()
        assert shown == "Health & Nutrition takes the most: ₹40.00 lakh of ₹40.00 lakh set aside"
        assert "Nothing of this year and theme is known" in text_of(client, "/cpses/NMDC?theme=IN")

    @pytest.mark.parametrize("query", ["year=never", "theme=%27", "year=1&theme=XX"])
    def test_a_filter_that_means_nothing_filters_nothing(self, furnished: Application, query: str) -> None:
        client = reader_of(furnished, Role.CPSE_OFFICER)
        told = page(client, f"/cpses/NMDC?{query}").select_one("figure.dots figcaption").get_text()
        assert "₹1.00 crore" in told

    def test_without_a_project_to_see_the_filings_are_drawn(self, furnished: Application) -> None:
        soup = page(reader_of(furnished, Role.CPSE_OFFICER), "/cpses/NTPC")
        assert "spent, as filed" in soup.select_one("figure.dots figcaption").get_text()

    def test_needs_it_pledged_for_come_before_open_ones_near_it(self, furnished: Application) -> None:
        soup = page(reader_of(furnished, Role.CPSE_OFFICER), "/cpses/NMDC")
        needs = [link.get_text() for link in soup.select("section[aria-labelledby=leads] a[href*='/needs/']")]
        assert needs == ["Need canary-taken", "Need canary-open"]

    def test_parent_and_subsidiary_lead_to_each_other(self, reader: FlaskClient) -> None:
        assert page(reader, "/cpses/CIL").select_one(".strip a[href='/cpses/SECL']") is not None
        assert page(reader, "/cpses/SECL").select_one(".strip a[href='/cpses/CIL']") is not None

    @pytest.mark.parametrize("role", [Role.DPE_STAFF, Role.CPSE_OFFICER, Role.DISTRICT_OFFICER])
    def test_with_everything_there_costs_at_most_twelve_statements(
        self, furnished: Application, role: Role
    ) -> None:
        client = reader_of(furnished, role)
        with counted_statements(client) as statements:
            assert client.get("/cpses/NMDC").status_code == 200
        assert len(statements) <= MOST_STATEMENTS, "\n".join(line[:90] for line in statements)

    def test_places_download_with_how_they_are_known(self, reader: FlaskClient) -> None:
        rows = rows_of(reader, "/cpses/NMDC?of=places&download=csv")
        assert "Donimalai iron ore mine" in {row["Place"] for row in rows}
        assert all(row["How it is known"] for row in rows)


class TestPortfolios:
    def test_both_databases_split_money_alike(self, app: Application) -> None:
        """On whichever database: shares of themes and places, by year, and what is not known."""
        with app.app_context():
            filled, bare = make_project("NMDC", "Hostel"), make_project("NMDC", "Bare", lgd=None, theme=None)
            fill_project(filled, agency=None)
            db.session.flush()
            officer = find_officer("NMDC")
            cells = list_cells_of(officer, bare.cpse)
            told = {
                (
                    cell.theme.code if cell.theme else None,
                    cell.district.lgd if cell.district else None,
                    cell.year,
                ): (cell.projects, cell.outlay_inr, cell.spent_inr)
                for cell in cells
            }
            assert told == {
                ("ED", 376, "2024-25"): (1, 4_200_000, 525_000),
                ("ED", 374, "2024-25"): (1, 1_200_000, 150_000),
                ("ED", None, "2024-25"): (1, 600_000, 75_000),
                ("HN", 376, "2024-25"): (1, 2_800_000, 350_000),
                ("HN", 374, "2024-25"): (1, 800_000, 100_000),
                ("HN", None, "2024-25"): (1, 400_000, 50_000),
                (None, None, None): (1, None, None),
            }
            here = list_cells_in(officer, find_district(376))
            assert [(cell.theme.code, cell.outlay_inr) for cell in here if cell.theme] == [
                ("HN", 2_800_000),
                ("ED", 4_200_000),
            ]
            district, drawn = get_with_neighbours(376)
            assert district.lgd == 376
            assert len(drawn) == 10
            assert list_goes_on_in(officer, district) == ([], 0)
            assert [row.id for row, _project in list_due_in(officer, district, date(2030, 1, 1))] != []
            assert len(list_documents_in(officer, district)) == 1
            assert list_needs_for(officer, bare.cpse, [district.id]) == []


class TestLists:
    def test_districts_are_narrowed_by_list_of_extremism_and_by_places_of_cpses(
        self, reader: FlaskClient
    ) -> None:
        for key, values in (("extremism", ("listed", "unlisted")), ("cpses", ("some", "none"))):
            parts = [rows_of(reader, f"/districts?{key}={value}&download=csv") for value in values]
            assert all(parts)
            assert sum(map(len, parts)) == 112

    def test_cpses_are_narrowed_by_the_state_of_a_place_of_work(self, reader: FlaskClient) -> None:
        codes = {row["Code"] for row in rows_of(reader, "/cpses?state=22&download=csv")}
        assert {"NMDC", "SECL"} <= codes
        assert len(codes) < 40
