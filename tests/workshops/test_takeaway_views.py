"""Pages of takeaways: taken without scripts, sent in batches, listed, corrected by two, struck."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services.workshops import step_workshop
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.workshops.factories import find_person
from tests.workshops.takeaways import fill, find_talk, make_held_workshop, make_takeaway, new_note


@pytest.fixture
def number(sqlite_app: Application) -> int:
    return run_write(lambda: make_held_workshop().id)


@pytest.fixture
def dpe(sqlite_app: Application, number: int) -> FlaskClient:
    return sign_in(sqlite_app, "dpe_staff@example.test")


def held(number: int) -> Workshop:
    return db.session.get_one(Workshop, number)


def make(number: int, text: str = "Remoteness in Dantewada", **given: Any) -> int:
    return run_write(lambda: make_takeaway(held(number), find_person(Role.DPE_STAFF), text, **given).id)


def as_json(**given: Any) -> dict[str, Any]:
    note = new_note(**given)
    return {"uuid": note.uuid, "kind": note.kind, "text": note.text, "item": note.item, "theme": note.theme}


class TestTakeNotes:
    def test_without_scripts_a_note_is_a_form_and_the_talk_stays_chosen(
        self, dpe: FlaskClient, number: int
    ) -> None:
        talk = find_talk(held(number)).id
        page = f"/workshops/{number}/notes/take"
        answer = fill(dpe, page, text="दूरी बड़ी चुनौती है", kind="challenge", item=f"t{talk}")
        assert answer.status_code == 302
        assert answer.location.endswith(f"?item=t{talk}")
        text = dpe.get(answer.location).text
        assert "दूरी बड़ी चुनौती है" in text
        assert re.search(rf'<option selected value="t{talk}">', text)

    def test_a_form_sent_twice_takes_one_note(self, dpe: FlaskClient, number: int) -> None:
        page = f"/workshops/{number}/notes/take"
        shown = dpe.get(page).text
        form = {
            name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', shown)[1] for name in ("uuid", "form_key")
        }  # type: ignore[index]
        for _time in range(2):
            dpe.post(page, data={**form, "text": "Once", "kind": "insight"})
        assert db.session.scalar(select(func.count()).select_from(Takeaway)) == 1

    def test_an_empty_note_is_told_at_its_field(self, dpe: FlaskClient, number: int) -> None:
        answer = fill(dpe, f"/workshops/{number}/notes/take", text=" ", kind="insight")
        assert answer.status_code == 422
        assert "Write what was said." in answer.text

    def test_who_takes_no_notes_reads_them_and_cannot_write(
        self, sqlite_app: Application, number: int
    ) -> None:
        make(number)
        reader = sign_in(sqlite_app, "district_officer@example.test")
        assert "Remoteness" in reader.get(f"/workshops/{number}/notes").text
        assert reader.get(f"/workshops/{number}/notes/take").status_code == 403
        assert reader.post(f"/workshops/{number}/notes/send", json={"notes": [as_json()]}).status_code == 403


class TestSendNotes:
    def test_each_note_of_a_batch_is_answered(self, dpe: FlaskClient, number: int) -> None:
        good, empty, broken = as_json(), as_json(text=""), {**as_json(), "due_on": "soon"}
        answer = dpe.post(f"/workshops/{number}/notes/send", json={"notes": [good, empty, broken, 7]})
        told = {row["uuid"]: row["state"] for row in answer.json["notes"]}
        assert told == {good["uuid"]: "saved", empty["uuid"]: "refused", broken["uuid"]: "refused"}
        again = dpe.post(f"/workshops/{number}/notes/send", json={"notes": [good]})
        assert again.json["notes"][0]["state"] == "known"

    @pytest.mark.parametrize("body", [None, [], {}, {"notes": 3}, {"notes": []}, {"notes": [{}] * 51}])
    def test_what_is_no_batch_is_refused(self, dpe: FlaskClient, number: int, body: object) -> None:
        assert dpe.post(f"/workshops/{number}/notes/send", json=body).status_code == 400

    def test_a_phone_that_is_late_keeps_its_notes_and_is_told_why(
        self, dpe: FlaskClient, number: int
    ) -> None:
        def close() -> None:
            row = held(number)
            step_workshop(
                workshop=row, by=find_person(Role.DPE_STAFF), version=row.version, step=WorkshopStep.CLOSE
            )

        run_write(close)
        answer = dpe.post(f"/workshops/{number}/notes/send", json={"notes": [as_json()]})
        assert (answer.status_code, answer.json["notes"][0]["state"]) == (200, "refused")
        assert dpe.get(f"/workshops/{number}/notes/take").status_code == 200


class TestNewNotes:
    def since(self, client: FlaskClient, number: int, cursor: str, tag: str = "") -> Any:
        headers = {"If-None-Match": f'"{tag}"'} if tag else {}
        return client.get(f"/workshops/{number}/notes/new", query_string={"since": cursor}, headers=headers)

    def test_notes_of_others_come_and_nothing_is_said_twice(self, dpe: FlaskClient, number: int) -> None:
        start = re.search(r'data-cursor="([^"]+)"', dpe.get(f"/workshops/{number}/notes/take").text)[1]  # type: ignore[index]
        key = make(number, "<b>Bold</b> claim")
        answer = self.since(dpe, number, start)
        [told] = answer.json["notes"]
        assert (told["id"], told["struck"]) == (key, False)
        assert "&lt;b&gt;Bold" in told["html"]
        tag = answer.headers["ETag"].strip('"')
        assert self.since(dpe, number, start, tag).status_code == 304
        make(number, "Another")
        assert self.since(dpe, number, start, tag).status_code == 200

    def test_the_mark_of_a_note_is_told_to_its_taker_alone(
        self, sqlite_app: Application, dpe: FlaskClient, number: int
    ) -> None:
        make(number)
        cursor = "2026-01-01T00:00:00+00:00"
        assert self.since(dpe, number, cursor).json["notes"][0]["uuid"]
        other = sign_in(sqlite_app, "unicef_officer@example.test")
        assert self.since(other, number, cursor).json["notes"][0]["uuid"] is None

    @pytest.mark.parametrize("cursor", ["", "yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00+00:00"])
    def test_a_cursor_that_means_nothing_is_refused(self, dpe: FlaskClient, number: int, cursor: str) -> None:
        assert self.since(dpe, number, cursor).status_code == 400

    def test_asking_costs_few_statements_and_next_to_no_bytes(self, dpe: FlaskClient, number: int) -> None:
        for turn in range(30):
            make(number, f"Note {turn}")
        cursor = "2026-01-01T00:00:00+00:00"
        first = self.since(dpe, number, cursor)
        tag = first.headers["ETag"].strip('"')
        with counted_statements(dpe) as counted:
            again = self.since(dpe, number, cursor, tag)
        assert again.status_code == 304
        assert again.data == b""
        assert len(counted) <= 4


class TestShow:
    def test_a_list_costs_the_same_however_long_it_is(self, dpe: FlaskClient, number: int) -> None:
        def cost() -> int:
            db.session.expire_all()
            with counted_statements(dpe) as counted:
                assert dpe.get(f"/workshops/{number}/notes").status_code == 200
            return len(counted)

        make(number)
        few = cost()
        for turn in range(20):
            make(number, f"Note {turn}", theme="HN", district="376", organisation="cpse:NMDC")
        assert cost() <= few + 1

    def test_filters_narrow_by_what_a_note_is_about(self, dpe: FlaskClient, number: int) -> None:
        make(number, "Of health", theme="HN", district="376", organisation="cpse:NMDC", kind="request")
        make(number, "Of nothing")
        for chosen in ("theme=HN", "district=376", "organisation=cpse:NMDC", "kind=request", "q=health"):
            text = dpe.get(f"/workshops/{number}/notes?{chosen}").text
            assert ("Of health" in text, "Of nothing" in text) == (True, False), chosen
        assert "Of health" in dpe.get(f"/workshops/{number}/notes?download=csv").text

    def test_who_is_shown_no_names_neither_finds_nor_sorts_by_who_spoke(
        self, sqlite_app: Application, dpe: FlaskClient, number: int
    ) -> None:
        def make_nameless() -> int:
            talk = find_talk(held(number))
            talk.topic_en = talk.topic_hi = None
            return talk.id

        talk = run_write(make_nameless)
        for text, speaker in (("Said first", "Zarina Begum"), ("Said later", "Anil Das")):
            make(number, text, speaker_name=speaker, item=f"t{talk}")
        name = find_talk(held(number)).speakers[0].name_en
        page = f"/workshops/{number}/notes"
        auditor = sign_in(sqlite_app, "auditor@example.test")
        for client, may in ((dpe, True), (auditor, False)):
            assert ("Said first" in client.get(f"{page}?q=zarina").text) is may
            assert (str(name) in client.get(page).text) is may
            assert (str(name) in client.get(f"{page}?download=csv").text) is may
            assert ("sort=speaker" in client.get(page).text) is may
        orders = [auditor.get(f"{page}?sort={order}").text for order in ("speaker", "-speaker")]
        assert len({text.index("Said first") < text.index("Said later") for text in orders}) == 1

    def test_new_notes_tell_the_speaker_to_who_is_shown_names(
        self, sqlite_app: Application, dpe: FlaskClient, number: int
    ) -> None:
        make(number, "Said first", speaker_name="Zarina Begum")
        address = f"/workshops/{number}/notes/new?since=2026-01-01T00:00:00Z"
        for client, may in ((dpe, True), (sign_in(sqlite_app, "auditor@example.test"), False)):
            told = client.get(address).json["notes"][0]["html"]
            assert "Said first" in told
            assert ("Zarina Begum" in told) is may
        assert "Zarina Begum" in dpe.get(f"/workshops/{number}/notes/take").text

    def test_what_a_phone_keeps_names_nobody(self, dpe: FlaskClient, number: int) -> None:
        def name_by_speaker() -> str:
            talk = find_talk(held(number))
            talk.topic_en = talk.topic_hi = None
            return str(talk.speakers[0].name_en)

        name = run_write(name_by_speaker)
        assert name in dpe.get(f"/workshops/{number}/notes/take").text
        assert name not in dpe.get(f"/workshops/{number}/notes/offline").text

    def test_one_page_costs_at_most_twelve_statements(self, dpe: FlaskClient, number: int) -> None:
        key = make(number, theme="HN", district="376", organisation="cpse:NMDC")
        db.session.expire_all()
        with counted_statements(dpe) as counted:
            assert dpe.get(f"/workshops/{number}/notes/{key}").status_code == 200
        assert len(counted) <= 12

    def test_a_note_of_another_workshop_is_not_there(self, dpe: FlaskClient, number: int) -> None:
        key = make(number)
        other = run_write(lambda: make_held_workshop().id)
        assert dpe.get(f"/workshops/{other}/notes/{key}").status_code == 404


class TestEdit:
    def test_of_two_who_correct_the_second_chooses_and_neither_is_lost(
        self, dpe: FlaskClient, number: int
    ) -> None:
        page = f"/workshops/{number}/notes/{make(number)}/edit"
        assert fill(dpe, page, text="Theirs").status_code == 302
        stale = fill(dpe, page, text="Mine", version="1")
        assert stale.status_code == 409
        assert "Theirs" in stale.text
        assert "Mine" in stale.text
        joined = fill(dpe, page, text="Mine", version="1", choose="both")
        assert joined.status_code == 409
        assert re.search(r"<textarea[^>]*>\s*Theirs\nMine</textarea>", joined.text.replace("\r", ""))
        assert fill(dpe, page, text="Theirs\nMine").status_code == 302
        row = db.session.scalars(select(Takeaway)).one()
        assert [item.text for item in row.wordings] == ["Remoteness in Dantewada", "Theirs", "Theirs\nMine"]

    def test_a_struck_note_leaves_the_list_and_comes_back(self, dpe: FlaskClient, number: int) -> None:
        key = make(number)
        base = f"/workshops/{number}/notes"
        assert fill(dpe, f"{base}/{key}/strike", reason="Nobody said it").status_code == 302
        assert "Remoteness" not in dpe.get(base).text
        assert "Remoteness" in dpe.get(f"{base}?struck=y").text
        assert "Nobody said it" in dpe.get(f"{base}/{key}").text
        assert dpe.post(f"{base}/{key}/restore").status_code == 302
        assert "Remoteness" in dpe.get(base).text
