"""The pages of the mapping in the room: the record, what is written down, the exercise held."""

import pytest
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.mapping.models import Exercise
from csrmatch.mapping.queries import list_exercise_districts
from csrmatch.mapping.services import run_exercise
from csrmatch.roles import Role
from csrmatch.workshops.models import HeldExercise, RoomPair, RoomVoice, Workshop
from csrmatch.workshops.rules.room import RoomSide, Stance
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.rooms import put_pair, say

CONSENT = "proposal until both sides and the CPSE"


@pytest.fixture
def room(sqlite_app: Application) -> tuple[str, str]:
    """The address of a room and of a pair in it: both sides agreed, the state did not."""

    def make() -> tuple[int, int]:
        workshop = make_workshop()
        pair = put_pair(workshop)
        say(pair, RoomSide.DISTRICT)
        say(pair, RoomSide.CPSE)
        say(pair, RoomSide.STATE, Stance.NOT_AGREED, note="The state asked for another.")
        return workshop.id, pair.id

    workshop_id, pair_id = run_write(make)
    base = f"/workshops/{workshop_id}/mapping"
    return base, f"{base}/pairs/{pair_id}"


def send(client: FlaskClient, page: str, **changes: str) -> str:
    """Fills the form of a page and sends it; gives the page that follows."""
    form = read_form(client, page)
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(page, data=form, follow_redirects=True).text


class TestShowRoom:
    def test_tells_who_said_what_and_that_it_is_no_consent(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        text = dpe_page.get(room[0]).text
        assert "agreed by both sides, with dissent" in text
        assert "Ravi Kumar, Officer on the day, An office: agreed in the room" in text
        assert CONSENT in text
        assert "allotted" not in text

    def test_its_files_hold_every_voice(self, dpe_page: FlaskClient, room: tuple[str, str]) -> None:
        text = dpe_page.get(f"{room[0]}?download=csv").text
        for name in ("Ravi Kumar", "Sunita Rao", "Anil Sahu"):
            assert name in text

    def test_can_be_narrowed_to_what_is_disputed(self, dpe_page: FlaskClient, room: tuple[str, str]) -> None:
        assert "1 row" in dpe_page.get(f"{room[0]}?outcome=dissent").text
        assert "0 rows" in dpe_page.get(f"{room[0]}?outcome=agreed").text
        assert "1 row" in dpe_page.get(f"{room[0]}?q=dante").text

    def test_the_auditor_reads_numbers_instead_of_names(
        self, sqlite_app: Application, room: tuple[str, str]
    ) -> None:
        client = sign_in(sqlite_app, "auditor@example.test")
        for path in (*room, f"{room[0]}?download=csv"):
            text = client.get(path).text
            assert "Ravi Kumar" not in text
            assert "Voice " in text

    def test_takes_no_more_statements_for_more_pairs(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        def count(path: str) -> int:
            with counted_statements(dpe_page) as statements:
                assert dpe_page.get(path).status_code == 200
            return len(statements)

        paths = (room[0], f"{room[0]}/record", f"{room[0]}/projector", f"{room[0]}/projector/news")
        before = [count(path) for path in paths]

        def more() -> None:
            workshop = db.session.get_one(RoomPair, int(room[1].rsplit("/", 1)[1])).workshop
            for lgd, code in ((376, "SAIL"), (636, "NMDC"), (636, "NTPC"), (637, "BPCL")):
                say(put_pair(workshop, lgd, code), RoomSide.DISTRICT)

        run_write(more)
        assert [count(path) for path in paths] == before
        assert before == [11, 8, 9, 4]


class TestShowRoomPair:
    def test_shows_what_was_said_before_it_was_changed_and_what_was_struck(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        voice = dpe_page.get(room[1]).text.split('id="voice-')[1].split('"')[0]
        edit = f"{room[1]}/voices/{voice}/edit"
        text = send(dpe_page, edit, stance="conditions", note="If the road comes first.")
        assert "1 earlier wording" in text
        assert "If the road comes first." in text
        text = send(dpe_page, f"{room[1]}/voices/{voice}/strike", reason="Misheard.")
        assert "Struck: Misheard." in text
        assert "not agreed" in text
        assert dpe_page.get(edit).status_code == 404


class TestNewVoice:
    def test_is_written_down_on_the_list_it_was_asked_from(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        text = send(dpe_page, f"{room[1]}/voices/new?side=cpse", stance="later", name="Asha Devi")
        assert "Written down: Asha Devi, Dantewada – NMDC." in text
        assert "Asha Devi: to be settled later" in text

    def test_takes_a_speaker_of_the_agenda_as_on_the_day(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        page = f"{room[1]}/voices/new?side=other"
        option = dpe_page.get(page).text.split(">Asha Verma, ")[0].rsplit('value="', 1)[1].split('"')[0]
        send(dpe_page, page, stance="agreed", person=option)
        voice = db.session.query(RoomVoice).filter_by(name="Asha Verma").one()
        assert voice.designation == "Additional Secretary"
        assert voice.organisation == "Department of Public Enterprises"

    def test_asks_why_where_somebody_does_not_agree(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        text = send(dpe_page, f"{room[1]}/voices/new?side=cpse", stance="not_agreed", name="Asha Devi")
        assert "Write in the note on which conditions, or why not" in text

    def test_is_made_once_however_often_the_form_is_sent(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        page = f"{room[1]}/voices/new?side=other"
        form = read_form(dpe_page, page)
        form.setlist("stance", ["agreed"])
        form.setlist("name", ["Asha Devi"])
        assert {dpe_page.post(page, data=form).status_code for _time in range(2)} == {302}
        assert db.session.query(RoomVoice).filter_by(name="Asha Devi").count() == 1


class TestNewRoomPair:
    def test_leads_to_the_pair_that_is_there_already(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        page = f"{room[0]}/pairs/new"
        form = read_form(dpe_page, page)
        form.setlist("district", ["376"])
        form.setlist("cpse", ["NMDC"])
        assert dpe_page.post(page, data=form).location == room[1]


class TestStrikeRoomPair:
    def test_takes_the_pair_off_and_naming_it_again_brings_it_back(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        send(dpe_page, f"{room[1]}/strike", reason="Of another workshop.")
        text = dpe_page.get(room[0]).text
        assert "1 pair was taken off" in text
        assert "No pair before the room yet" in text
        assert dpe_page.get(f"{room[1]}/voices/new").status_code == 404
        text = send(dpe_page, f"{room[0]}/pairs/new", district="376", cpse="NMDC")
        assert "Ravi Kumar" in text
        assert "agreed by both sides, with dissent" in dpe_page.get(room[0]).text


class TestExercise:
    def test_is_made_from_the_districts_of_the_workshop_and_told_on_its_own_page(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        text = send(dpe_page, f"{room[0]}/new", title_en="Mapping of Raipur")
        assert "Mapping of Raipur" in text
        held = db.session.query(HeldExercise).one()
        page = dpe_page.get(f"/exercises/{held.exercise_id}").text
        assert "Held at:" in page
        assert f'href="{room[0]}"' in page
        text = send(dpe_page, f"{room[0]}/release", reason="Held later.")
        assert "The workshop holds no exercise" in text
        assert "Held at:" not in dpe_page.get(f"/exercises/{held.exercise_id}").text

    def test_its_run_is_laid_before_the_room_with_the_word_that_it_is_a_proposal(
        self, dpe_page: FlaskClient, room: tuple[str, str]
    ) -> None:
        def make() -> None:
            held = db.session.query(HeldExercise).one()
            run = run_exercise(exercise=held.exercise, by=find_person(Role.DPE_STAFF), language="en")
            districts = len(list_exercise_districts(held.exercise))
            assert len(run.summary["pairs"]) == districts == 2

        send(dpe_page, f"{room[0]}/new", title_en="Mapping of Raipur")
        run_write(make)
        assert CONSENT in dpe_page.get(f"{room[0]}/lay").text
        text = send(dpe_page, f"{room[0]}/lay", plan="1:total")
        assert "New pairs before the room: " in text
        assert "New pairs before the room: 0." in send(dpe_page, f"{room[0]}/lay", plan="1:total")
        assert {pair.district.lgd for pair in db.session.query(RoomPair)} == {376, 636}
        assert "Ravi Kumar" in text

    def test_of_another_department_is_not_offered_to_who_may_not_change_exercises(
        self, sqlite_app: Application, room: tuple[str, str]
    ) -> None:
        client = sign_in(sqlite_app, "unicef_officer@example.test")
        assert "Make the exercise of this workshop" not in client.get(room[0]).text
        assert client.get(f"{room[0]}/hold").status_code == 403

    def test_is_held_at_one_workshop_at_a_time(self, dpe_page: FlaskClient, room: tuple[str, str]) -> None:
        send(dpe_page, f"{room[0]}/new", title_en="Mapping of Raipur")
        other = run_write(lambda: make_workshop("Another").id)
        exercise = db.session.query(Exercise).filter_by(title_en="Mapping of Raipur").one().id
        assert f'value="{exercise}"' not in dpe_page.get(f"/workshops/{other}/mapping/hold").text


class TestDownloadSignatures:
    def test_is_for_whoever_takes_notes(self, sqlite_app: Application, room: tuple[str, str]) -> None:
        path = f"{room[0]}/signatures-en.docx"
        assert sign_in(sqlite_app, "unicef_officer@example.test").get(path).status_code == 200
        assert sign_in(sqlite_app, "cpse_officer@example.test").get(path).status_code == 403

    def test_is_printed_of_a_closed_record_and_of_none_that_was_cancelled(
        self, sqlite_app: Application, room: tuple[str, str]
    ) -> None:
        number = int(room[0].split("/")[2])
        page, path = sign_in(sqlite_app, "unicef_officer@example.test"), f"{room[0]}/signatures-en.pdf"

        def put(status: WorkshopStatus) -> None:
            db.session.get_one(Workshop, number).status = status

        for status, answer in ((WorkshopStatus.CLOSED, 200), (WorkshopStatus.CANCELLED, 403)):
            run_write(lambda status=status: put(status))
            assert page.get(path).status_code == answer
            assert ("signatures-en.pdf" in page.get(room[0]).text) is (answer == 200)


class TestModerateRoom:
    def test_is_open_to_a_named_note_taker_of_any_office(
        self, sqlite_app: Application, room: tuple[str, str]
    ) -> None:
        from csrmatch.workshops.services.workshops import name_helper

        client = sign_in(sqlite_app, "district_officer@example.test")
        assert client.get(f"{room[0]}/record").status_code == 403

        def name() -> None:
            workshop = db.session.get_one(RoomPair, int(room[1].rsplit("/", 1)[1])).workshop
            name_helper(
                workshop=workshop,
                by=find_person(Role.DPE_STAFF),
                person=find_person(Role.DISTRICT_OFFICER),
                takes_notes=True,
                checks_in=False,
            )

        run_write(name)
        text = client.get(f"{room[0]}/record").text
        assert "The district says" in text
        assert CONSENT in text
