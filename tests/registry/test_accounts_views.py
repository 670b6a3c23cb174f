"""The pages of CSR accounts: the list of a year, where a company stands, keeping it, and the reminders."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import openpyxl
import pytest
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.reference import read_cpses
from csrmatch.registry.forms.csr_accounts import ACCOUNT_SECTIONS
from csrmatch.registry.log_words.cpses import ACCOUNT_WORDS
from csrmatch.registry.models import CsrAccount
from csrmatch.registry.rules import CITATIONS, CsrRule
from csrmatch.registry.wording.accounts import CITED, DUTIES, RULES
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form

PAGE = "/cpses/NMDC/csr-accounts/2025-26"
# 2 % of 500 crore is 10 crore; 1 crore is set off, 7 crore are spent, 2 crore are unspent.
FIGURES = {
    "net_worth_inr": "25,000 crore",
    "net_profit_1_inr": "600 crore",
    "net_profit_2_inr": "₹ 5,00,00,00,000",
    "net_profit_3_inr": "400 करोड़",
    "set_off_2_inr": "2 crore",
    "set_off_used_inr": "1 crore",
    "set_off_resolved_on": "2025-06-01",
    "committed_inr": "9 crore",
    "spent_inr": "7 crore",
    "theme_inr": "5 crore",
    "overheads_inr": "40 lakh",
    "unspent_ongoing_inr": "150 lakh",
    "unspent_other_inr": "50 lakh",
}


@pytest.fixture(autouse=True)
def _spring() -> Iterator[None]:
    with time_machine.travel(datetime.fromisoformat("2026-04-10T12:00:00+05:30"), tick=False):
        yield


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """NMDC's nodal officer."""
    return sign_in(sqlite_app, "cpse_officer@example.test")


@pytest.fixture
def dpe_staff(sqlite_app: Application) -> FlaskClient:
    """DPE."""
    return sign_in(sqlite_app, "dpe_staff@example.test")


def fill(client: FlaskClient, page: str = PAGE, **changes: str) -> int:
    form = {**read_form(client, page + "/edit"), **FIGURES, **changes}
    return client.post(page + "/edit", data=form).status_code


def text(client: FlaskClient, address: str, selector: str = "main") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found = BeautifulSoup(answer.text, "html.parser").select_one(selector)
    return found.get_text(" ", strip=True) if found else ""


class TestShowCsrAccount:
    def test_it_tells_where_the_company_stands_and_why(self, officer: FlaskClient) -> None:
        assert fill(officer) == 302
        page = text(officer, PAGE)
        assert "₹2.00 crore of the ₹9.00 crore to be spent is not spent" in page
        row = next(
            row.get_text(" ", strip=True)
            for row in BeautifulSoup(officer.get(PAGE).text, "html.parser").select("table.list tbody tr")
            if "overheads" in row.get_text()
        )
        # 5 % of 7 crore is 35 lakh, and 40 lakh were charged.
        assert row.endswith("CSR Rules, 2014, rule 7(1) not kept ₹35.00 lakh ₹40.00 lakh")

    def test_last_days_stand_with_amount_law_and_penalty(self, officer: FlaskClient) -> None:
        fill(officer)
        dues = text(officer, PAGE, "section[aria-labelledby=dues]")
        assert "30 April 2026 due soon Transfer unspent money of ongoing projects" in dues
        assert "₹1.50 crore Companies Act, 2013, section 135(6)" in dues
        assert "up to ₹1.00 crore for the company and ₹2.00 lakh for each officer" in dues
        assert "30 September 2026 to come" in dues
        assert "2023-24: ₹2.00 crore there, ₹1.00 crore set off, ₹1.00 crore left" in dues

    def test_the_bar_holds_every_part_once_and_ends_at_the_obligation(self, officer: FlaskClient) -> None:
        fill(officer)
        soup = BeautifulSoup(officer.get(PAGE).text, "html.parser")
        widths = [float(str(part["width"])) for part in soup.select("svg.bar rect:not(.ground)")]
        # Of 10 crore: 1 set off, 7 spent, 1.5 and 0.5 unspent, on 600 units.
        assert widths == [60, 420, 90, 30]
        assert float(str(soup.select("svg.bar line.tick")[0]["x1"])) == 600

    def test_a_year_nobody_filled_in_is_not_known_and_not_nought(self, officer: FlaskClient) -> None:
        page = text(officer, PAGE)
        assert "Nothing is filled in for this year" in page
        assert "₹0" not in page

    @pytest.mark.parametrize("year", ["2019-20", "2025-27", "2030-31", "x"])
    def test_a_year_without_accounts_is_missing(self, officer: FlaskClient, year: str) -> None:
        assert officer.get(f"/cpses/NMDC/csr-accounts/{year}").status_code == 404
        assert officer.get(f"/cpses/NMDC/csr-accounts/{year}/edit").status_code == 404

    def test_a_page_costs_at_most_twelve_statements(self, officer: FlaskClient) -> None:
        fill(officer)
        for address in (PAGE, PAGE + "/edit", "/cpses/NMDC"):
            with counted_statements(officer) as statements:
                assert officer.get(address).status_code == 200
            assert len(statements) <= 12, address

    def test_it_opens_in_hindi(self, officer: FlaskClient) -> None:
        fill(officer)
        officer.set_cookie("language", "hi")
        assert officer.get(PAGE).status_code == 200


class TestEditCsrAccount:
    def test_what_was_saved_is_in_the_form_again(self, officer: FlaskClient) -> None:
        fill(officer, net_profit_3_inr="-12.5 lakh")
        form = read_form(officer, PAGE + "/edit")
        assert form["net_profit_3_inr"] == "-12,50,000"
        assert form["net_profit_2_inr"] == "5,00,00,00,000"
        assert form["turnover_inr"] == ""
        assert officer.post(PAGE + "/edit", data=form).status_code == 302
        account = db.session.scalars(select(CsrAccount)).one()
        assert account.net_profit_3_inr == -1_250_000
        assert account.turnover_inr is None

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("spent_inr", "-5", "enter whole rupees"),
            ("spent_inr", "7 crores and a bit", "enter whole rupees"),
            ("spent_inr", "0.5", "enter whole rupees"),
            ("theme_inr", "8 crore", "cannot be more than “Spent on CSR in the year”"),
            ("overheads_inr", "8 crore", "cannot be more than “Spent on CSR in the year”"),
            ("account_spent_inr", "2 crore", "cannot be more than “Unspent, of ongoing projects”"),
            ("ongoing_transferred_on", "2026-04-11", "the day cannot lie in the future"),
            ("ongoing_transferred_on", "31/02/2026", "Not a valid date"),
            ("profit_years", "4", "Not a valid choice"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_saved(
        self, officer: FlaskClient, field: str, value: str, said: str
    ) -> None:
        form = {**read_form(officer, PAGE + "/edit"), **FIGURES, field: value}
        answer = officer.post(PAGE + "/edit", data=form)
        assert answer.status_code == 422
        summary = BeautifulSoup(answer.text, "html.parser").select_one(".error-summary")
        assert summary is not None
        assert said in summary.get_text()
        assert summary.select_one(f"a[href='#{field}']") is not None
        assert db.session.scalar(select(func.count()).select_from(CsrAccount)) == 0

    def test_a_stale_form_is_shown_both_texts_and_can_be_saved_on_top(
        self, officer: FlaskClient, dpe_staff: FlaskClient
    ) -> None:
        fill(officer)
        stale = {**read_form(officer, PAGE + "/edit"), "spent_inr": "8 crore"}
        assert fill(dpe_staff, spent_inr="6 crore") == 302
        answer = officer.post(PAGE + "/edit", data=stale)
        assert answer.status_code == 409
        assert "₹6,00,00,000" in answer.text
        assert "₹8,00,00,000" in answer.text
        again = {
            **stale,
            "version": BeautifulSoup(answer.text, "html.parser").select("[name=version]")[0]["value"],
        }
        assert officer.post(PAGE + "/edit", data=again).status_code == 302

    def test_of_another_cpse_it_is_missing(self, officer: FlaskClient) -> None:
        page = "/cpses/SAIL/csr-accounts/2025-26"
        assert officer.get(page + "/edit").status_code == 404
        for act in ("/edit", "/publish", "/withdraw"):
            assert officer.post(page + act, data={"version": 0}).status_code == 404


class TestPublishCsrAccount:
    def test_it_is_shown_to_others_after_it_was_published_and_until_it_is_withdrawn(
        self, sqlite_app: Application, officer: FlaskClient
    ) -> None:
        fill(officer)
        chair = sign_in(sqlite_app, "chair@example.test")
        assert chair.get(PAGE).status_code == 404
        assert "CSR accounts" not in text(chair, "/cpses/NMDC")
        form = read_form(officer, PAGE, PAGE + "/publish")
        assert officer.post(PAGE + "/publish", data=form).status_code == 302
        assert "₹9.00 crore" in text(chair, PAGE)
        assert "2025-26" in text(chair, "/cpses/NMDC", "section[aria-labelledby=account]")
        assert "/edit" not in chair.get(PAGE).text
        form = {**read_form(officer, PAGE, PAGE + "/withdraw"), "reason": "Too early."}
        assert officer.post(PAGE + "/withdraw", data=form).status_code == 302
        assert chair.get(PAGE).status_code == 404

    def test_taking_it_back_asks_for_the_reason(self, officer: FlaskClient) -> None:
        fill(officer)
        officer.post(PAGE + "/publish", data=read_form(officer, PAGE, PAGE + "/publish"))
        answer = officer.post(PAGE + "/withdraw", data=read_form(officer, PAGE, PAGE + "/withdraw"))
        assert answer.status_code == 302
        assert "Give the reason" in text(officer, PAGE)
        assert "shown to all offices" in text(officer, PAGE)


class TestListCsrAccounts:
    def test_every_cpse_is_listed_whether_it_has_filled_in_or_not(
        self, officer: FlaskClient, dpe_staff: FlaskClient
    ) -> None:
        fill(officer)
        content = dpe_staff.get("/csr-accounts?year=2025-26&download=csv").data.decode("utf-8-sig")
        rows = {row["CPSE"]: row for row in csv.DictReader(io.StringIO(content))}
        assert len(rows) == len(read_cpses())
        own = rows["NMDC Ltd."]
        assert (own["Obligation (₹)"], own["Spent (₹)"]) == (str(10 * 10**7), str(7 * 10**7))
        assert own["Not spent of the obligation (₹)"] == str(2 * 10**7)
        # Obligation not met, overheads above their cap.
        assert own["Rules not kept"] == "2"
        other = rows["GAIL (India) Ltd."]
        assert other["Account"] == "not filled in"
        assert {other[name] for name in rows["NMDC Ltd."] if name not in {"CPSE", "Account"}} == {""}

    def test_it_opens_on_the_year_that_ended_last(self, dpe_staff: FlaskClient) -> None:
        assert "have filled in 2025-26" in text(dpe_staff, "/csr-accounts")
        assert "have filled in 2025-26" in text(dpe_staff, "/csr-accounts?year=1999-00")

    @pytest.mark.parametrize(("state", "count"), [("missing", 71), ("draft", 1), ("published", 0)])
    def test_it_can_be_narrowed_to_who_has_not_answered(
        self, officer: FlaskClient, dpe_staff: FlaskClient, state: str, count: int
    ) -> None:
        fill(officer)
        answer = dpe_staff.get(f"/csr-accounts?year=2025-26&state={state}&download=xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        assert len(list(book.active.iter_rows(min_row=2))) == count

    def test_the_largest_amount_is_first_when_sorted_downwards(
        self, officer: FlaskClient, dpe_staff: FlaskClient
    ) -> None:
        fill(officer)
        fill(dpe_staff, "/cpses/SAIL/csr-accounts/2025-26", spent_inr="8 crore")
        soup = BeautifulSoup(
            dpe_staff.get("/csr-accounts?year=2025-26&sort=spent&order=desc").text, "html.parser"
        )
        names = [head.get_text(strip=True) for head in soup.select("table.list tbody th")[:2]]
        assert names == ["Steel Authority of India Ltd.", "NMDC Ltd."]

    def test_the_list_costs_at_most_twelve_statements(self, dpe_staff: FlaskClient) -> None:
        with counted_statements(dpe_staff) as statements:
            assert dpe_staff.get("/csr-accounts").status_code == 200
        assert len(statements) <= 12

    @pytest.mark.parametrize("role", [role for role in Role if role not in {Role.DPE_STAFF, Role.AUDITOR}])
    def test_only_dpe_and_the_auditor_see_who_has_not_answered(
        self, sqlite_app: Application, role: Role
    ) -> None:
        assert sign_in(sqlite_app, f"{role.value}@example.test").get("/csr-accounts").status_code == 403


class TestReminders:
    def test_what_is_due_soon_waits_on_the_officers_home_page(self, officer: FlaskClient) -> None:
        fill(officer)
        waiting = text(officer, "/home", "section[aria-labelledby=waiting]")
        assert "CSR account 2025-26 due soon" in waiting
        assert "₹1.50 crore · by 30 April 2026" in waiting
        assert "CSR account 2026-27 is not filled in yet" in waiting

    def test_nobody_else_is_reminded_of_it(self, sqlite_app: Application, officer: FlaskClient) -> None:
        fill(officer)
        for role in ("district_officer", "chair", "auditor"):
            client = sign_in(sqlite_app, f"{role}@example.test")
            assert "CSR account" not in text(client, "/home", "section[aria-labelledby=waiting]")


class TestWords:
    def test_every_rule_citation_and_column_has_its_words(self) -> None:
        assert RULES.keys() == set(CsrRule)
        assert CITED.keys() == set(CITATIONS.values())
        assert all(str(words) == citation for citation, words in CITED.items())
        assert [
            name for _heading, names in ACCOUNT_SECTIONS for name in names if name not in ACCOUNT_WORDS
        ] == []
        assert sum(len(names) for _heading, names in ACCOUNT_SECTIONS) == len(ACCOUNT_WORDS)
        assert DUTIES.keys() < RULES.keys()
