"""The pages of action points: the list and its files, giving out, reporting, the moves, the papers."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.actions.models import ActionLink, ActionPoint
from csrmatch.actions.rules import ActionStatus, Priority
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.roles import Role
from tests.actions.points import (
    PDF,
    attach,
    colleague,
    load,
    make_action,
    office_of,
    report,
    somebody,
)
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form, send, text_of
from tests.registry.needs import make_need

DPE, OWNER, STATE = Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER


def listed(client: FlaskClient, **query: str) -> set[str]:
    """The titles of a whole list, read from its file."""
    text = client.get("/actions", query_string={**query, "download": "csv"}).data.decode("utf-8-sig")
    return {row["Title"] for row in csv.DictReader(io.StringIO(text))}


class TestListActions:
    @pytest.mark.parametrize(
        ("query", "seen"),
        [
            ({}, {"Late", "Soon", "Done", "Company", "State"}),
            ({"due": "overdue"}, {"Late"}),
            ({"due": "week"}, {"Soon"}),
            ({"due": "month"}, {"Done"}),
            ({"due": "later"}, {"State"}),
            ({"due": "none"}, {"Company"}),
            ({"status": "done"}, {"Done"}),
            ({"status": "open", "priority": "high"}, {"Soon"}),
            ({"district": "376"}, {"Late", "Soon", "Done"}),
            ({"state": "20"}, {"State"}),
            ({"q": "late"}, {"Late"}),
            ({"q": "F-11"}, {"Late"}),
            ({"q": "zzzz"}, set()),
            ({"whose": "given"}, {"Late", "Soon", "Done", "Company"}),
            ({"whose": "ours"}, set()),
            ({"due": "nonsense"}, {"Late", "Soon", "Done", "Company", "State"}),
        ],
    )
    def test_is_narrowed_by(
        self, points: dict[str, int], dpe_page: FlaskClient, query: dict[str, str], seen: set[str]
    ) -> None:
        assert listed(dpe_page, **query) == {f"{name} wells" for name in seen}

    def test_finds_one_by_its_number(self, points: dict[str, int], dpe_page: FlaskClient) -> None:
        assert listed(dpe_page, q=f"a-{points['soon']:04d}") == {"Soon wells"}

    def test_of_an_owner_begins_with_what_the_own_office_is_to_do(
        self, sqlite_app: Application, points: dict[str, int], owner: FlaskClient
    ) -> None:
        assert listed(owner) == {"Late wells", "Soon wells", "Done wells"}
        of_state = sign_in(sqlite_app, "state_officer@example.test")
        run_write(lambda: make_action("Given wells", by=somebody(STATE), owner=office_of(Role.CPSE_OFFICER)))
        assert listed(of_state) == {"State wells"}
        assert listed(of_state, whose="given") == {"State wells", "Given wells"}
        assert listed(of_state, whose="all") == {"State wells", "Given wells"}

    def test_holds_the_nearest_last_day_first_and_those_without_one_last(
        self, points: dict[str, int], dpe_page: FlaskClient
    ) -> None:
        page = BeautifulSoup(dpe_page.get("/actions").text, "html.parser")
        titles = [cell.get_text().split()[0] for cell in page.select("tbody th")]
        assert titles == ["Late", "Soon", "Done", "State", "Company"]

    @pytest.mark.parametrize(
        "sort", ["title", "number", "owner", "district", "status", "percent", "priority", "due"]
    )
    def test_sorts_both_ways(self, points: dict[str, int], dpe_page: FlaskClient, sort: str) -> None:
        for order in ("asc", "desc"):
            assert dpe_page.get("/actions", query_string={"sort": sort, "order": order}).status_code == 200

    def test_says_what_comes_where_nothing_is_to_be_done(self, owner: FlaskClient) -> None:
        assert "Nothing is to be done by your office" in text_of(owner.get("/actions"))

    def test_sends_no_more_statements_for_more_rows(
        self, points: dict[str, int], dpe_page: FlaskClient
    ) -> None:
        with counted_statements(dpe_page) as few:
            dpe_page.get("/actions")
        run_write(lambda: [make_action(f"Wells {number}") for number in range(30)])
        with counted_statements(dpe_page) as many:
            dpe_page.get("/actions")
        assert len(many) == len(few) <= 12


class TestNewAction:
    def test_gives_an_office_something_to_do(self, dpe_page: FlaskClient) -> None:
        answer = send(
            dpe_page,
            "/actions/new",
            title_en="Open the sub-centres",
            owner=office_of(OWNER).id,
            due_on=(today() + timedelta(days=9)).isoformat(),
            priority="high",
        )
        assert answer.status_code == 302
        page = dpe_page.get(answer.location)
        assert "Open the sub-centres" in text_of(page)
        assert "A-0001" in text_of(page)

    def test_about_a_need_takes_its_district_and_leads_back(self, dpe_page: FlaskClient) -> None:
        need = run_write(lambda: make_need("Solar pumps").id)
        address = f"/actions/new?about=need-{need}"
        assert "Solar pumps" in text_of(dpe_page.get(address))
        assert read_form(dpe_page, address.split("?")[0] + f"?about=need-{need}")["district"] == "376"
        answer = send(dpe_page, address, title_en="Verify the pumps", owner=office_of(OWNER).id)
        page = BeautifulSoup(dpe_page.get(answer.location).text, "html.parser")
        assert page.select_one(f'a[href="/needs/{need}"]')

    def test_about_what_is_not_there_is_missing(self, dpe_page: FlaskClient) -> None:
        for about in ("need-99999", "nothing-1"):
            assert dpe_page.get(f"/actions/new?about={about}").status_code == 404
        assert dpe_page.get("/actions/new?about=%00<x>").status_code in {200, 400}

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"title_en": ""}, "Enter a title"),
            ({"owner": ""}, "Choose the office"),
            ({"assigned_on": ""}, "Enter the day"),
            ({"due_on": "2020-01-01"}, "cannot be before the day"),
            ({"due_on": "9999-01-01"}, "between 2000 and 2100"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, dpe_page: FlaskClient, changes: dict[str, str], told: str
    ) -> None:
        sound = {"title_en": "Kept title", "owner": office_of(OWNER).id, "asked": "Kept text"}
        answer = send(dpe_page, "/actions/new", **{**sound, **changes})
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert "Kept text" in answer.text

    def test_offers_a_state_only_what_it_may_give_to(self, sqlite_app: Application) -> None:
        page = sign_in(sqlite_app, "state_officer@example.test").get("/actions/new")
        offered = {
            option["value"]
            for option in BeautifulSoup(page.text, "html.parser").select("#owner option")
            if option["value"]
        }
        assert str(office_of(OWNER).id) not in offered
        assert str(office_of(Role.CPSE_OFFICER).id) in offered
        assert str(office_of(Role.AUDITOR).id) not in offered


class TestShowAction:
    def test_shows_each_side_what_it_can_do(
        self, points: dict[str, int], owner: FlaskClient, dpe_page: FlaskClient
    ) -> None:
        path = f"/actions/{points['late']}"
        of_owner, of_dpe = owner.get(path).text, dpe_page.get(path).text
        for act in ("report", "hand-back", "person"):
            assert f"{path}/{act}" in of_owner
            assert f"{path}/{act}" not in of_dpe
        for act in ("close", "due", "assign", "drop", "edit"):
            assert f'{path}/{act}"' in of_dpe
            assert f'{path}/{act}"' not in of_owner
        assert "3 days overdue" in of_owner

    def test_hides_what_it_is_about_from_who_may_not_see_that(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        def make() -> int:
            draft = make_need("Secret draft")
            return make_action(owner=office_of(Role.CPSE_OFFICER), about=[("need", draft.id)]).id

        path = f"/actions/{run_write(make)}"
        assert "Secret draft" in dpe_page.get(path).text
        company = sign_in(sqlite_app, "cpse_officer@example.test")
        assert "Secret draft" not in company.get(path).text

    def test_names_people_by_number_to_the_auditor(self, sqlite_app: Application) -> None:
        number = run_write(lambda: make_action(owner_written="Shri Quokka").id)
        page = text_of(sign_in(sqlite_app, "auditor@example.test").get(f"/actions/{number}"))
        assert "Quokka" not in page
        assert "dpe_staff person" not in page
        assert "Person " in page

    def test_sends_few_statements(self, points: dict[str, int], owner: FlaskClient) -> None:
        number = points["done"]

        def grow() -> None:
            action = db.session.get_one(ActionPoint, number)
            for status in (ActionStatus.BEHIND, ActionStatus.ON_SCHEDULE, ActionStatus.DONE):
                report(action, status)
            attach(action)
            for title in ("Wells", "Pumps"):
                need = make_need(title)
                db.session.add(ActionLink(action_id=action.id, kind="need", record_id=need.id))

        run_write(grow)
        with counted_statements(owner) as statements:
            assert owner.get(f"/actions/{number}").status_code == 200
        assert len(statements) <= 12, statements


class TestReportOnAction:
    def test_with_a_file_stands_in_the_history_with_it(
        self, points: dict[str, int], owner: FlaskClient
    ) -> None:
        path = f"/actions/{points['late']}"
        answer = send(
            owner,
            f"{path}/report",
            status="behind",
            text="Two of four.",
            percent="50",
            title="Photographs",
            file=(io.BytesIO(PDF), "photos.pdf"),
        )
        assert answer.status_code == 302
        page = text_of(owner.get(path))
        assert "behind schedule , 50 %" in page or "behind schedule, 50 %" in page
        assert "Two of four." in page
        assert page.count("Photographs") >= 2
        assert load(points["late"]).reported_on == today()

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"status": ""}, "Choose how it stands"),
            ({"text": ""}, "stays on record"),
            ({"status": "done", "percent": "50"}, "does not fit"),
            ({"file": (io.BytesIO(b"MZ nonsense"), "x.exe")}, "This kind of file is not taken"),
            ({"status": "closed"}, "Not a valid choice"),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(
        self, points: dict[str, int], owner: FlaskClient, changes: dict[str, object], told: str
    ) -> None:
        sound: dict[str, object] = {"status": "behind", "text": "Two of four."}
        answer = send(owner, f"/actions/{points['late']}/report", **{**sound, **changes})
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert load(points["late"]).status is ActionStatus.NOT_STARTED

    def test_from_an_old_page_shows_both(self, points: dict[str, int], owner: FlaskClient) -> None:
        path = f"/actions/{points['late']}/report"
        form = read_form(owner, path)
        run_write(lambda: report(db.session.get_one(ActionPoint, points["late"]), ActionStatus.BEHIND))
        form.setlist("status", ["done"])
        form.setlist("text", ["All four are open."])
        answer = owner.post(path, data=form)
        assert answer.status_code == 409
        assert "All four are open." in answer.text


class TestMoves:
    def test_both_sides_walk_the_whole_way(
        self, sqlite_app: Application, points: dict[str, int], owner: FlaskClient, dpe_page: FlaskClient
    ) -> None:
        path, number = f"/actions/{points['soon']}", points["soon"]
        second = run_write(lambda: colleague(DPE).email)
        person = str(somebody(OWNER).id)
        later = (today() + timedelta(days=50)).isoformat()
        steps: list[tuple[FlaskClient, str, dict[str, object], ActionStatus]] = [
            (owner, "person", {"person": person}, ActionStatus.NOT_STARTED),
            (owner, "hand-back", {"reason": "It is the state's."}, ActionStatus.HANDED_BACK),
            (
                dpe_page,
                "assign",
                {"owner": office_of(OWNER).id, "reason": "It is yours.", "due_on": later},
                ActionStatus.NOT_STARTED,
            ),
            (dpe_page, "due", {"due_on": "", "reason": "No hurry."}, ActionStatus.NOT_STARTED),
            (
                owner,
                "documents/new",
                {"title": "Plan", "file": (io.BytesIO(PDF), "plan.pdf")},
                ActionStatus.NOT_STARTED,
            ),
            (owner, "report", {"status": "done", "text": "All open."}, ActionStatus.DONE),
            (dpe_page, "return", {"reason": "One is shut."}, ActionStatus.ON_SCHEDULE),
            (owner, "report", {"status": "done", "text": "Now it is open."}, ActionStatus.DONE),
            (dpe_page, "close", {"note": "Seen."}, ActionStatus.DONE),
            (sign_in(sqlite_app, second), "close", {"note": "Seen too."}, ActionStatus.CLOSED),
            (dpe_page, "reopen", {"reason": "It shut again.", "due_on": later}, ActionStatus.ON_SCHEDULE),
            (dpe_page, "edit", {"title_en": "Open and keep open"}, ActionStatus.ON_SCHEDULE),
            (dpe_page, "drop", {"reason": "The scheme ended."}, ActionStatus.DROPPED),
        ]
        for client, act, changes, status in steps:
            answer = send(client, f"{path}/{act}", **changes)
            assert answer.status_code == 302, f"{act}: {text_of(answer)}"
            assert load(number).status is status, act
        page = text_of(dpe_page.get(path))
        for words in (
            "It is the state's.",
            "No hurry.",
            "One is shut.",
            "It shut again.",
            "Open and keep open",
        ):
            assert words in page
        assert load(number).priority is Priority.HIGH

    def test_the_first_of_two_is_told_that_a_second_has_to_close(
        self, points: dict[str, int], dpe_page: FlaskClient
    ) -> None:
        run_write(lambda: attach(db.session.get_one(ActionPoint, points["soon"])))
        path = f"/actions/{points['soon']}"
        send(dpe_page, f"{path}/close", note="Seen.")
        assert "a second person has to close it" in text_of(dpe_page.get(path)).casefold()
        assert "You asked for the closing yourself" in text_of(dpe_page.get(f"{path}/close"))
        answer = send(dpe_page, f"{path}/close", note="Seen again.")
        assert (answer.status_code, load(points["soon"]).status) == (422, ActionStatus.NOT_STARTED)
        assert "You asked for the closing yourself" in text_of(answer)


class TestDocuments:
    def test_are_saved_and_never_shown_by_the_browser_and_struck_they_are_gone(
        self, sqlite_app: Application, points: dict[str, int], owner: FlaskClient
    ) -> None:
        path = f"/actions/{points['late']}"
        paper = run_write(lambda: attach(db.session.get_one(ActionPoint, points["late"])))
        answer = owner.get(f"{path}/documents/{paper}")
        assert (answer.data, answer.headers["Content-Type"]) == (PDF, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        stranger = sign_in(sqlite_app, "cpse_officer@example.test")
        assert stranger.get(f"{path}/documents/{paper}").status_code == 404
        assert owner.get(f"/actions/{points['soon']}/documents/{paper}").status_code == 404
        assert send(owner, f"{path}/documents/{paper}/strike", reason="Wrong file.").status_code == 302
        assert owner.get(f"{path}/documents/{paper}").status_code == 404
