"""The page at the door and what a phone keeps: names and codes, no addresses; attendance; the camera."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.check_in import list_doors
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import agenda
from csrmatch.workshops.services.participants import cancel_participant
from csrmatch.workshops.signed_links import badge_code
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form, text_of
from tests.workshops.participants import PHONE, item, make_held_workshop, make_helper, make_person, person_of


@pytest.fixture
def door(sqlite_app: Application) -> str:
    """The door of a workshop at which NMDC's officer helps; Gone is off the list."""

    def make() -> int:
        workshop = make_held_workshop()
        make_person(workshop, "Asha Verma", email="qx1971@example.org")
        make_person(workshop, "Ravi Kumar", group=ParticipantGroup.DISTRICT, wishes="No groundnuts")
        gone, by = make_person(workshop, "Gone Guest"), person_of(Role.DPE_STAFF)
        cancel_participant(workshop=workshop, row=gone, by=by, version=None, reason="Ill.")
        make_helper(workshop, person_of(Role.CPSE_OFFICER))
        return workshop.id

    return f"/workshops/{run_write(make)}/check-in"


@pytest.fixture
def helper(sqlite_app: Application, door: str) -> FlaskClient:
    return sign_in(sqlite_app, "cpse_officer@example.test")


class TestWhatAPhoneKeeps:
    def test_is_names_and_codes_of_those_on_the_list_and_no_address(
        self, helper: FlaskClient, door: str
    ) -> None:
        answer = helper.get(f"{door}/people")
        given = json.loads(answer.text)
        assert [person["name"] for person in given["people"]] == ["Asha Verma", "Ravi Kumar"]
        assert [person["badge"] for person in given["people"]] == [badge_code(1), badge_code(2)]
        for secret in (PHONE, "qx1971", "example.org", "groundnuts"):
            assert secret not in answer.text
            assert secret not in helper.get(f"{door}?q=a").text

    def test_a_check_in_reads_nothing_of_the_workshop_that_it_does_not_ask_for(
        self, helper: FlaskClient, door: str
    ) -> None:
        helper.get(door)
        with counted_statements(helper) as statements:
            answer = helper.post(f"{door}/batch", json={"items": [item(day=1, participant=1)]})
        assert answer.get_json()["done"][0]["outcome"] == "done"
        for table in ("workshop_theme", "workshop_district"):
            assert not any(table in statement for statement in statements)
        assert len(statements) <= 12

    def test_costs_as_many_statements_for_many_as_for_few(self, helper: FlaskClient, door: str) -> None:
        def count(address: str) -> int:
            with counted_statements(helper) as statements:
                assert helper.get(address).status_code == 200
            return len(statements)

        addresses = (f"{door}/people", f"{door}?q=person", door.replace("check-in", "people/attendance"))
        before = [count(address) for address in addresses]

        def add() -> None:
            workshop = db.session.get_one(Workshop, 1)
            for number in range(40):
                make_person(workshop, f"Person {number}", email=None)

        run_write(add)
        assert [count(address) for address in addresses] == before
        assert max(before) <= 14


class TestTheCamera:
    def test_may_be_asked_for_at_the_door_alone(self, helper: FlaskClient, door: str) -> None:
        assert "camera=(self)" in helper.get(door).headers["Permissions-Policy"]
        for other in (door.replace("/check-in", "/people"), "/home", f"{door}/people"):
            assert "camera=()" in helper.get(other).headers["Permissions-Policy"]


class TestPlainForms:
    def test_check_in_undo_and_walk_in_work_without_scripts(self, helper: FlaskClient, door: str) -> None:
        page = BeautifulSoup(helper.get(f"{door}?q=asha").text, "html.parser")
        target = str(page.select_one("[data-results] form")["action"])
        data = {field["name"]: field["value"] for field in page.select("[data-results] form input[name]")}
        assert "Checked in." in text_of(helper.post(target, data=data, follow_redirects=True))
        page = BeautifulSoup(helper.get(door).text, "html.parser")
        assert "1 are there." in page.get_text()
        undo = {field["name"]: field["value"] for field in page.select("[data-latest] form input[name]")}
        told = text_of(helper.post(target, data=undo, follow_redirects=True))
        assert "The check-in is taken back." in told
        assert "0 are there." in told
        form = read_form(helper, door, target.split("?")[0])
        guest = {**form.to_dict(), "act": "", "participant": "", "name": "Late Guest", "group": "agency"}
        guest["key"] = str(item()["key"])
        assert "1 are there." in text_of(helper.post(target, data=guest, follow_redirects=True))

    def test_an_undo_of_nothing_is_told_in_its_own_words(self, helper: FlaskClient, door: str) -> None:
        nothing = {"act": "undo", "key": str(item()["key"]), "participant": "1"}
        told = text_of(helper.post(door, data=nothing, follow_redirects=True))
        assert "There is no check-in that could be taken back." in told

    @pytest.mark.parametrize(
        "data", [{}, {"act": "check_in", "key": "x"}, {"act": "undo"}, {"participant": "z" * 9}]
    )
    def test_nonsense_is_told_and_changes_nothing(
        self, helper: FlaskClient, door: str, data: dict[str, str]
    ) -> None:
        assert "0 are there." in text_of(helper.post(door, data=data, follow_redirects=True))


class TestWhoStandsThere:
    def test_those_who_are_not_named_and_a_closed_workshop_are_refused(
        self, sqlite_app: Application, helper: FlaskClient, door: str
    ) -> None:
        for role in (Role.STATE_OFFICER, Role.DISTRICT_OFFICER, Role.AUDITOR):
            client = sign_in(sqlite_app, f"{role.value}@example.test")
            for part in ("", "/people"):
                assert client.get(door + part).status_code == 403
            assert client.post(f"{door}/batch", json={"items": []}).status_code == 403

        def close() -> None:
            db.session.get_one(Workshop, 1).status = WorkshopStatus.CLOSED

        run_write(close)
        assert helper.get(door).status_code == 403
        assert helper.post(f"{door}/batch", json={"items": [item(day=1, participant=1)]}).status_code == 403

    def test_a_batch_needs_the_token_of_the_page(self, sqlite_app: Application, door: str) -> None:
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        sqlite_app.config["WTF_CSRF_ENABLED"] = True
        assert client.post(f"{door}/batch", json={"items": []}).status_code == 400


class TestAttendance:
    def test_is_told_by_day_session_and_group_and_as_a_file(self, helper: FlaskClient, door: str) -> None:
        doors = run_write(lambda: [one.code for one in list_doors(db.session.get_one(Workshop, 1))])
        day, session = (tuple(map(int, code.split("-"))) for code in doors[:2])
        items = [
            item(day=day[0], participant=1),
            item(day=day[0], participant=2),
            item(day=day[0], session=session[1], participant=2),
        ]
        done = helper.post(f"{door}/batch", json={"items": items}).get_json()["done"]
        assert [one["outcome"] for one in done] == ["done"] * 3
        base = door.replace("check-in", "people/attendance")
        page = BeautifulSoup(helper.get(base).text, "html.parser")
        rows = [
            [cell.get_text(strip=True) for cell in row.select("th, td")]
            for row in page.select(".group-counts tr")
        ]
        assert rows[0][1:] == ["District", "CPSE", "All"]
        assert [row[1:] for row in rows[1:3]] == [["1", "1", "2"], ["1", "0", "1"]]

        def named(query: str) -> list[tuple[str, str]]:
            answer = helper.get(f"{base}?{query}&download=csv")
            return [
                (row["Name"], row["Was there"])
                for row in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
            ]

        assert named(f"at={doors[1]}") == [("Asha Verma", "no"), ("Ravi Kumar", "yes")]
        assert named(f"at={doors[1]}&present=no") == [("Asha Verma", "no")]
        assert named(f"at={doors[0]}&group=district") == [("Ravi Kumar", "yes")]

    def test_a_session_with_attendance_stays_in_the_agenda(self, helper: FlaskClient, door: str) -> None:
        doors = run_write(lambda: [one.code for one in list_doors(db.session.get_one(Workshop, 1))])
        day, session = map(int, doors[1].split("-"))
        helper.post(f"{door}/batch", json={"items": [item(day=day, session=session, participant=1)]})

        def drop() -> None:
            workshop = db.session.get_one(Workshop, 1)
            found = list_doors(workshop)[1].session
            by = person_of(Role.DPE_STAFF)
            agenda.drop_session(workshop=workshop, session=found, by=by, version=None)

        with pytest.raises(agenda.DomainError):
            run_write(drop)
