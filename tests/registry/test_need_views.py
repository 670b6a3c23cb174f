"""The pages of needs: who sees which, posting, editing, steps, the list and the sheet."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.registry.models import Need
from csrmatch.registry.rules.needs import NeedStatus
from tests.conftest import sign_in
from tests.form_filling import read_form
from tests.registry.needs import fill_need, make_need, officers_of, take_to


def text_of(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def load(number: int) -> Need:
    db.session.rollback()
    return db.session.get_one(Need, number, populate_existing=True)


def send(client: FlaskClient, address: str, **changes: str):
    form = read_form(client, address)
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(address, data=form)


@pytest.fixture
def needs(sqlite_app: Application) -> dict[NeedStatus, int]:
    """A need of Dantewada in each state."""

    def make() -> dict[NeedStatus, int]:
        made = {}
        for status in NeedStatus:
            need = make_need(f"Need {status.value}")
            fill_need(need)
            take_to(need, status)
            made[status] = need.id
        return made

    return run_write(make)


@pytest.fixture
def officer(sqlite_app: Application) -> FlaskClient:
    """The standard officer of Dantewada; the author of its needs."""
    return sign_in(sqlite_app, "district_officer@example.test")


@pytest.fixture
def colleague(sqlite_app: Application, needs: dict[NeedStatus, int]) -> FlaskClient:
    """The second officer of Dantewada."""
    email = officers_of(376)[1].email
    db.session.rollback()
    return sign_in(sqlite_app, email)


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("email", "seen"),
        [
            ("district_officer", "draft verified open taken_up met withdrawn"),
            ("dpe_staff", "draft verified open taken_up met withdrawn"),
            ("unicef_officer", "draft verified open taken_up met withdrawn"),
            ("auditor", "draft verified open taken_up met withdrawn"),
            ("state_officer", "open taken_up met"),
            ("cpse_officer", "open taken_up met"),
            ("agency", "open taken_up met"),
        ],
    )
    def test_in_the_list_the_file_and_on_the_page(
        self, sqlite_app: Application, needs: dict[NeedStatus, int], email: str, seen: str
    ) -> None:
        client = sign_in(sqlite_app, f"{email}@example.test")
        listed, file = client.get("/needs").text, client.get("/needs?download=csv").text
        for status, number in needs.items():
            is_seen = status.value in seen.split()
            assert (f'href="/needs/{number}"' in listed) == is_seen
            assert (f"Need {status.value}," in file) == is_seen
            assert client.get(f"/needs/{number}").status_code == (200 if is_seen else 404)
            assert client.get(f"/needs/{number}/sheet").status_code == (200 if is_seen else 404)


class TestPosting:
    def test_needs_a_title_and_a_theme_only(self, officer: FlaskClient, sqlite_app: Application) -> None:
        answer = send(officer, "/needs/new", title_hi="चालीस टोलों के लिए सौर पंप", theme="AW")
        assert answer.status_code == 302
        page = text_of(officer.get(answer.location))
        assert "चालीस टोलों के लिए सौर पंप" in page
        assert "376-0001" in page
        assert "not known" in page

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"theme": "AW"}, "Enter a title, in English or in Hindi."),
            ({"title_en": "Wells"}, "Choose the theme."),
            ({"title_en": "Wells", "theme": "AW", "cost_inr": "a lot"}, "Cost: enter whole rupees"),
        ],
    )
    def test_says_what_is_missing(self, officer: FlaskClient, given: dict[str, str], words: str) -> None:
        answer = send(officer, "/needs/new", **given)
        assert answer.status_code == 422
        assert words in text_of(answer)

    def test_is_for_the_collectors_office_alone(self, sqlite_app: Application) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        assert client.get("/needs/new").status_code == 403
        assert "Post a need" not in client.get("/needs").text


class TestEditing:
    @pytest.mark.parametrize("part", ["edit", "figure", "people"])
    def test_saving_a_part_unchanged_changes_nothing(
        self, officer: FlaskClient, needs: dict[NeedStatus, int], part: str
    ) -> None:
        number = needs[NeedStatus.DRAFT]
        before = self._whole(load(number))
        db.session.rollback()
        answer = send(officer, f"/needs/{number}/{part}")
        assert answer.status_code == 302, text_of(answer)
        assert self._whole(load(number)) == before

    def _whole(self, need: Need) -> dict[str, object]:
        kept = {
            column.key: getattr(need, column.key)
            for column in Need.__mapper__.column_attrs
            if column.key not in {"version", "changed_at", "changed_by_id"}
        }
        return {**kept, "groups": [(row.group, row.heads) for row in need.groups]}

    def test_urgent_needs_a_reason(self, officer: FlaskClient, needs: dict[NeedStatus, int]) -> None:
        address = f"/needs/{needs[NeedStatus.DRAFT]}/edit"
        answer = send(officer, address, urgency="high", urgency_reason=" ")
        assert answer.status_code == 422
        assert "Say why it is urgent." in text_of(answer)

    def test_on_an_older_version_shows_both_texts(
        self, officer: FlaskClient, colleague: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        address = f"/needs/{needs[NeedStatus.DRAFT]}/edit"
        mine = read_form(officer, address)
        assert send(colleague, address, title_en="Pumps for fifty hamlets").status_code == 302
        mine.setlist("title_en", ["Pumps for sixty hamlets"])
        answer = officer.post(address, data=mine)
        assert answer.status_code == 409
        assert "Pumps for fifty hamlets" in text_of(answer)
        assert "Pumps for sixty hamlets" in text_of(answer)

    def test_is_over_once_a_need_is_verified(
        self, officer: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        number = needs[NeedStatus.VERIFIED]
        assert officer.get(f"/needs/{number}/edit").status_code == 403
        assert f"/needs/{number}/edit" not in officer.get(f"/needs/{number}").text


class TestPartners:
    def test_pledge_and_what_is_still_to_find(
        self, officer: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        number = needs[NeedStatus.OPEN]
        # 2 crore, of which the scheme covers 50 lakh.
        assert "Still to find ₹1.50 crore" in text_of(officer.get(f"/needs/{number}"))
        answer = send(officer, f"/needs/{number}/partners", cpse_0="NMDC", pledged_0="1 crore", cpse_1="NTPC")
        assert answer.status_code == 302, text_of(answer)
        assert "Still to find not known" in text_of(officer.get(f"/needs/{number}"))
        send(officer, f"/needs/{number}/partners", pledged_1="20 lakh")
        page = text_of(officer.get(f"/needs/{number}"))
        assert "Still to find ₹30.00 lakh" in page
        assert "A pledge is a proposal" in page
        send(officer, f"/needs/{number}/partners", cpse_1="", pledged_1="")
        assert [row.cpse.code for row in load(number).partners] == ["NMDC"]

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"cpse_0": "NMDC", "cpse_1": "NMDC"}, "This CPSE stands twice."),
            ({"pledged_0": "5 lakh"}, "Choose the CPSE that pledged this."),
        ],
    )
    def test_rows_that_are_not_whole_are_refused(
        self, officer: FlaskClient, needs: dict[NeedStatus, int], given: dict[str, str], words: str
    ) -> None:
        answer = send(officer, f"/needs/{needs[NeedStatus.OPEN]}/partners", **given)
        assert answer.status_code == 422
        assert words in text_of(answer)

    def test_more_rows_are_shown_without_saving(
        self, officer: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        address = f"/needs/{needs[NeedStatus.OPEN]}/partners"
        answer = send(officer, address, cpse_0="NMDC", more="1")
        assert answer.status_code == 200
        assert len(BeautifulSoup(answer.text, "html.parser").select("select[name^=cpse_]")) == 6
        assert load(needs[NeedStatus.OPEN]).partners == []


class TestSteps:
    def test_the_author_is_told_that_a_colleague_verifies(
        self, officer: FlaskClient, colleague: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        address = f"/needs/{needs[NeedStatus.DRAFT]}/step"
        answer = send(officer, address, status="verified")
        assert answer.status_code == 422
        assert "a colleague of your office verifies it" in text_of(answer)
        assert "waits for you to verify it" in text_of(colleague.get("/home"))
        assert send(colleague, address, status="verified").status_code == 302
        assert "waits for you to verify it" not in text_of(colleague.get("/home"))

    def test_sent_back_with_the_reason_waits_for_its_author(
        self, officer: FlaskClient, colleague: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        number = needs[NeedStatus.VERIFIED]
        assert send(colleague, f"/needs/{number}/step", status="draft").status_code == 422
        answer = send(colleague, f"/needs/{number}/step", status="draft", reason="The block is another.")
        assert answer.status_code == 302
        assert "was sent back to you" in text_of(officer.get("/home"))
        page = text_of(officer.get(f"/needs/{number}"))
        assert "sent back" in page
        assert "The block is another." in page

    def test_dpe_may_send_an_open_need_back_and_nothing_else(
        self, sqlite_app: Application, needs: dict[NeedStatus, int]
    ) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        page = client.get(f"/needs/{needs[NeedStatus.OPEN]}/step")
        choices = BeautifulSoup(page.text, "html.parser").select("input[name=status]")
        assert [choice["value"] for choice in choices] == ["draft"]
        assert client.get(f"/needs/{needs[NeedStatus.MET]}/step").status_code == 403


class TestTheList:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"status": "open"}, {"open"}),
            ({"q": "taken"}, {"taken_up"}),
            ({"q": "376-0005"}, {"met"}),
            ({"district": "328"}, set()),
            ({"state": "22", "theme": "IN", "urgency": "high", "status": "met"}, {"met"}),
            ({"theme": "ED"}, set()),
            ({"urgency": "low"}, set()),
        ],
    )
    def test_is_narrowed(
        self,
        officer: FlaskClient,
        needs: dict[NeedStatus, int],
        query: dict[str, str],
        found: set[str],
    ) -> None:
        text = officer.get("/needs", query_string={**query, "download": "csv"}).text
        assert {status.value for status in needs if f"Need {status.value}," in text} == found

    @pytest.mark.parametrize(
        "sort", ["title", "code", "district", "state", "theme", "status", "urgency", "cost"]
    )
    def test_sorts_by_every_column_that_says_so(
        self, officer: FlaskClient, needs: dict[NeedStatus, int], sort: str
    ) -> None:
        page = officer.get("/needs", query_string={"sort": sort, "order": "desc"})
        assert 'aria-sort="descending"' in page.text

    def test_says_what_to_do_where_there_is_nothing_yet(self, officer: FlaskClient) -> None:
        assert "Post the first need" in text_of(officer.get("/needs"))

    def test_of_a_district_stands_on_its_page(
        self, sqlite_app: Application, officer: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        own = officer.get("/districts/376").text
        other = sign_in(sqlite_app, "cpse_officer@example.test").get("/districts/376").text
        assert f"/needs/{needs[NeedStatus.DRAFT]}" in own
        assert f'"/needs/{needs[NeedStatus.DRAFT]}"' not in other
        assert f'"/needs/{needs[NeedStatus.OPEN]}"' in other


class TestTheSheet:
    def test_says_everything_in_exact_rupees(
        self, officer: FlaskClient, needs: dict[NeedStatus, int]
    ) -> None:
        sheet = text_of(officer.get(f"/needs/{needs[NeedStatus.TAKEN_UP]}/sheet"))
        for words in ("₹2,00,00,000", "₹50,00,000", "Jal Jeevan Mission", "1,800 people", "NFHS-5", "NMDC"):
            assert words in sheet
        assert "The wells fall dry in April." in sheet
