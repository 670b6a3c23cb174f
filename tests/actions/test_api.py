"""Operations on action points: the same rules as the pages, told as plain values."""

from datetime import timedelta

import pytest

from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionStatus
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.roles import Role
from tests.actions.points import load, make_action, office_of, report
from tests.registry.api.asking import Caller
from tests.registry.needs import make_need


class TestGivingOut:
    def test_makes_one_and_tells_it_with_its_history(self, app: Application) -> None:
        caller = Caller(app, Role.DPE_STAFF)
        need = run_write(lambda: make_need("Wells").id)
        owner = office_of(Role.DISTRICT_OFFICER).id
        body = {
            "title_en": "Verify the wells",
            "owner_id": owner,
            "due_on": (today() + timedelta(days=9)).isoformat(),
            "priority": "high",
            "about": [{"kind": "need", "id": need}],
        }
        made = caller.send("POST", "/actions", body, Idempotency_Key="once")
        assert made.status_code == 201, made.text
        told = caller.get(made.headers["Location"].removeprefix("/api/v1")).json
        assert told == made.json
        assert (told["status"], told["needs_second"], told["district_lgd"]) == ("not_started", True, 376)
        assert told["owner"]["id"] == owner
        assert told["about"][0] | {"code": ""} == {"kind": "need", "id": need, "code": ""}
        assert [line["move"] for line in told["history"]] == ["assign"]
        again = caller.send("POST", "/actions", body, Idempotency_Key="once")
        assert again.json["id"] == told["id"]

    @pytest.mark.parametrize(
        ("wrong", "status"),
        [
            ({"owner_id": 999_999}, 422),
            ({"title_en": None}, 422),
            ({"due_on": "2020-01-01"}, 422),
            ({"district_lgd": 999_998}, 422),
            ({"about": [{"kind": "need", "id": 99_999}]}, 422),
            ({"about": [{"kind": "nothing", "id": 1}]}, 422),
            ({"status": "closed"}, 422),
        ],
    )
    def test_refuses_what_cannot_be(
        self, sqlite_app: Application, wrong: dict[str, object], status: int
    ) -> None:
        caller = Caller(sqlite_app, Role.DPE_STAFF)
        body = {"title_en": "Wells", "owner_id": office_of(Role.DISTRICT_OFFICER).id, **wrong}
        assert caller.send("POST", "/actions", body).status_code == status

    def test_to_another_state_is_refused_to_a_state(self, sqlite_app: Application) -> None:
        caller = Caller(sqlite_app, Role.STATE_OFFICER)
        body = {"title_en": "Wells", "owner_id": office_of(Role.DISTRICT_OFFICER).id}
        assert caller.send("POST", "/actions", body).status_code == 403


class TestReporting:
    def test_adds_a_line_and_moves_the_stage(self, sqlite_app: Application) -> None:
        number = run_write(lambda: make_action().id)
        caller = Caller(sqlite_app, Role.DISTRICT_OFFICER)
        body = {"status": "behind", "text": "Two of four.", "percent": 50}
        answer = caller.send("POST", f"/actions/{number}/reports", body)
        assert answer.status_code == 201, answer.text
        assert (answer.json["status"], answer.json["percent"]) == ("behind", 50)
        assert answer.json["history"][0]["note"] == "Two of four."

    @pytest.mark.parametrize(
        "body",
        [
            {"status": "closed", "text": "All."},
            {"status": "done", "text": "All.", "percent": 50},
            {"status": "done", "text": None},
            {"status": "done"},
        ],
    )
    def test_refuses_what_an_owner_cannot_say(self, sqlite_app: Application, body: dict[str, object]) -> None:
        number = run_write(lambda: make_action().id)
        caller = Caller(sqlite_app, Role.DISTRICT_OFFICER)
        assert caller.send("POST", f"/actions/{number}/reports", body).status_code == 422
        assert load(number).status is ActionStatus.NOT_STARTED


class TestReading:
    def test_is_narrowed_and_sorted_and_holds_no_person(self, sqlite_app: Application) -> None:
        def make() -> list[int]:
            late = make_action("Late", due_in=-3, owner_written="Shri Quokka")
            soon = make_action("Soon", due_in=3)
            done = make_action("Done")
            report(done)
            return [late.id, soon.id, done.id]

        late, soon, done = run_write(make)
        caller = Caller(sqlite_app, Role.DISTRICT_OFFICER)

        def found(query: str) -> list[int]:
            answer = caller.get(f"/actions{query}")
            assert answer.status_code == 200, answer.text
            assert "Quokka" not in answer.text
            return [item["id"] for item in answer.json["items"]]

        assert found("") == [late, soon, done]
        assert found("?sort=-id") == [done, soon, late]
        assert found("?due=overdue") == [late]
        assert found("?status=done") == [done]
        assert found("?is_open=true&text=soon") == [soon]
        assert found(f"?owner={office_of(Role.CPSE_OFFICER).id}") == []
        assert caller.get("/actions?nonsense=1").status_code == 422
        assert caller.get(f"/actions/{late}").json["is_overdue"] is True
        assert "Quokka" not in caller.get(f"/actions/{late}").text

    def test_of_others_is_missing(self, sqlite_app: Application) -> None:
        number = run_write(lambda: make_action().id)
        caller = Caller(sqlite_app)
        assert caller.get(f"/actions/{number}").status_code == 404
        assert caller.get("/actions").json["items"] == []
        assert db.session.get_one(ActionPoint, number).status is ActionStatus.NOT_STARTED
