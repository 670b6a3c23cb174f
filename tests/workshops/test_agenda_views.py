"""The agenda: everyone reads it, who holds the workshop writes and arranges it, and nothing is lost."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.roles import Role
from csrmatch.workshops.models import Talk, Workshop, WorkshopSession
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests.conftest import sign_in
from tests.counting import counted_statements
from tests.form_filling import read_form, send, text_of
from tests.registry.projects import PDF
from tests.workshops.factories import find_person, make_agenda, make_workshop


def titles(workshop_id: int) -> list[list[str]]:
    """The titles of the sessions, day by day."""
    db.session.rollback()
    days = get_agenda(db.session.get_one(Workshop, workshop_id))
    return [[str(row.title_en) for row in day.sessions] for day in days]


def find_session(title: str) -> int:
    db.session.rollback()
    return db.session.query(WorkshopSession).filter_by(title_en=title).one().id


def find_talk(topic: str) -> int:
    db.session.rollback()
    return db.session.query(Talk).filter_by(topic_en=topic).one().id


@pytest.fixture
def workshop(sqlite_app: Application) -> str:
    """The address of a workshop with an agenda."""
    return f"/workshops/{run_write(lambda: make_workshop().id)}"


class TestReading:
    def test_it_tells_days_sessions_talks_and_speakers(self, reader_page: FlaskClient, workshop: str) -> None:
        page = text_of(reader_page.get(f"{workshop}/agenda"))
        for words in (
            "Day 1: Monday, 9 February 2026",
            "10:00–11:00 Inaugural session",
            "10:00 · 20 minutes Welcome address",
            "Asha Verma , Additional Secretary, Department of Public Enterprises",
            "Anaemia among young women in Dantewada Ravi Kumar , Collector, Dantewada मीना साहू",
            "Every second young woman is anaemic.",
        ):
            assert words in page
        assert "Arrange" not in page
        assert "Add a session" not in page

    def test_it_tells_once_that_times_are_indian_and_once_that_those_of_a_day_are_not_known(
        self, reader_page: FlaskClient, workshop: str
    ) -> None:
        page = text_of(reader_page.get(f"{workshop}/agenda"))
        assert page.count("All times are in Indian Standard Time (IST).") == 1
        assert "not known" not in page

        def forget() -> None:
            for row in get_agenda(db.session.get_one(Workshop, int(workshop[11:])))[1].sessions:
                row.starts_at = row.ends_at = None

        run_write(forget)
        page = text_of(reader_page.get(f"{workshop}/agenda"))
        assert page.count("Indian Standard Time") == 1
        assert page.count("not known") == 1

    def test_the_kind_of_a_session_is_told_only_where_its_title_does_not(
        self, reader_page: FlaskClient, workshop: str
    ) -> None:
        page = BeautifulSoup(reader_page.get(f"{workshop}/agenda").text, "html.parser")
        notes = [row.text.strip() for row in page.select(".session-kind")]
        assert notes == ["Hall A", "Districts present · Hall A", "Hall A", "Hall A"]

    def test_in_hindi_it_falls_back_to_english(self, reader_page: FlaskClient, workshop: str) -> None:
        reader_page.get("/language/hi")
        page = text_of(reader_page.get(f"{workshop}/agenda"))
        assert "आशा वर्मा , Additional Secretary" in page
        assert "दंतेवाड़ा की युवतियों में रक्ताल्पता" in page

    def test_the_auditor_reads_offices_and_no_names(self, sqlite_app: Application, workshop: str) -> None:
        page = text_of(sign_in(sqlite_app, "auditor@example.test").get(f"{workshop}/agenda"))
        assert "Verma" not in page
        assert "Additional Secretary" in page
        assert re.search(r"Speaker \d+ , Additional Secretary", page)

    def test_what_was_said_is_kept_from_who_is_shown_no_names_on_the_page_in_search_and_in_the_log(
        self, sqlite_app: Application, workshop: str
    ) -> None:
        number = int(workshop.rsplit("/", 1)[1])

        def say() -> None:
            talk = get_agenda(db.session.get_one(Workshop, number))[0].sessions[0].talks[0]
            talk.said_en = "Dr. Quokkason stressed equity."

        run_write(say)
        auditor, reader = (
            sign_in(sqlite_app, f"{role}@example.test") for role in ("auditor", "cpse_officer")
        )
        assert "Quokkason stressed" in text_of(reader.get(f"{workshop}/agenda"))
        assert "Quokkason" not in text_of(auditor.get(f"{workshop}/agenda"))
        assert "stressed equity" not in text_of(auditor.get("/search?q=Quokkason"))
        changes = db.session.scalars(select(AuditEvent.changes)).all()
        assert not [text for text in changes if text and "Quokkason" in text]

    def test_it_asks_no_more_of_the_database_the_longer_it_is(
        self, sqlite_app: Application, dpe_page: FlaskClient, workshop: str
    ) -> None:
        number = int(workshop.rsplit("/", 1)[1])
        dpe_page.get(f"{workshop}/agenda")
        with counted_statements(dpe_page) as short:
            dpe_page.get(f"{workshop}/agenda")

        def lengthen() -> None:
            for _time in range(4):
                make_agenda(db.session.get_one(Workshop, number), find_person(Role.DPE_STAFF))

        run_write(lengthen)
        with counted_statements(dpe_page) as long:
            dpe_page.get(f"{workshop}/agenda?arrange=1")
        assert len(long) == len(short) <= 12
        with counted_statements(dpe_page) as overview:
            dpe_page.get(workshop)
        assert len(overview) <= 12

    def test_one_without_sessions_says_what_to_do(self, sqlite_app: Application) -> None:
        made = run_write(lambda: make_workshop(with_agenda=False).id)
        for role, words in (("dpe_staff", "Add a session"), ("chair", "The agenda is not written yet")):
            client = sign_in(sqlite_app, f"{role}@example.test")
            assert words in text_of(client.get(f"/workshops/{made}/agenda"))


class TestSessions:
    def test_a_new_one_is_proposed_the_time_after_the_last(
        self, dpe_page: FlaskClient, workshop: str
    ) -> None:
        form = read_form(dpe_page, f"{workshop}/days/1/sessions/new")
        assert (form["starts_at"], form["ends_at"], form["room_en"]) == ("13:00", "14:00", "Hall A")
        answer = send(dpe_page, f"{workshop}/days/1/sessions/new", title_hi="भोजन", kind="break")
        assert answer.status_code == 302
        assert "13:00–14:00 भोजन" in text_of(dpe_page.get(answer.location))

    def test_its_errors_are_told(self, dpe_page: FlaskClient, workshop: str) -> None:
        answer = send(dpe_page, f"{workshop}/days/1/sessions/new", ends_at="12:00", title_en="Lunch")
        assert answer.status_code == 422
        assert "The session ends after it begins." in text_of(answer)
        answer = send(dpe_page, f"{workshop}/days/1/sessions/new")
        assert "Enter a title, in English or in Hindi." in text_of(answer)

    def test_a_second_editor_is_told_both_texts_and_nothing_is_lost(
        self, dpe_page: FlaskClient, sqlite_app: Application, workshop: str
    ) -> None:
        page = f"{workshop}/sessions/{find_session('Discussion')}/edit"
        stale = read_form(dpe_page, page)
        other = sign_in(sqlite_app, "unicef_officer@example.test")
        assert send(other, page, title_en="Discussion in groups").status_code == 302
        stale.setlist("title_en", ["Open discussion"])
        answer = dpe_page.post(page, data=stale)
        assert answer.status_code == 409
        assert "Discussion in groups" in text_of(answer)
        assert "Open discussion" in text_of(answer)
        assert titles(int(workshop[11:]))[1][0] == "Discussion in groups"

    def test_removing_one_takes_its_talks_but_no_file(self, dpe_page: FlaskClient, workshop: str) -> None:
        session = find_session("Inaugural session")
        page, action = (f"{workshop}/sessions/{session}/{part}" for part in ("edit", "remove"))
        assert send(dpe_page, page, action).status_code == 302
        assert titles(int(workshop[11:]))[0] == ["What districts need"]
        assert db.session.query(Talk).count() == 1


class TestArranging:
    @pytest.mark.parametrize(
        ("title", "to", "expected"),
        [
            ("Inaugural session", "1:1", [["What districts need", "Inaugural session"], None]),
            ("What districts need", "1:0", [["What districts need", "Inaugural session"], None]),
            ("What districts need", "2:0", [["Inaugural session"], ["What districts need", "Discussion"]]),
            ("Discussion", "1:2", [None, ["Vote of thanks"]]),
            ("Discussion", "1:99", [None, ["Vote of thanks"]]),
        ],
    )
    def test_a_session_moves_where_its_button_says_and_the_rest_keep_their_order(
        self, dpe_page: FlaskClient, workshop: str, title: str, to: str, expected: list
    ) -> None:
        action = f"{workshop}/sessions/{find_session(title)}/move"
        answer = send(dpe_page, f"{workshop}/agenda?arrange=1", action, to=to)
        assert answer.status_code == 302
        assert answer.location.endswith(f"#session-{find_session(title)}")
        found = titles(int(workshop[11:]))
        for day, wanted in zip(found, expected, strict=True):
            assert wanted is None or day[: len(wanted)] == wanted
        assert sorted(title for day in found for title in day) == sorted(
            ["Inaugural session", "What districts need", "Discussion", "Vote of thanks"]
        )

    def test_every_button_of_the_page_leads_somewhere(self, dpe_page: FlaskClient, workshop: str) -> None:
        page = BeautifulSoup(dpe_page.get(f"{workshop}/agenda?arrange=1").text, "html.parser")
        buttons = page.select("form[data-move] button")
        assert len(buttons) >= 12
        for button in buttons:
            form = button.find_parent("form")
            client_page = f"{workshop}/agenda?arrange=1"
            answer = send(dpe_page, client_page, str(form["action"]), to=str(button["value"]))
            assert answer.status_code == 302, button

    def test_a_talk_moves_into_another_session(self, dpe_page: FlaskClient, workshop: str) -> None:
        talk, session = find_talk("Welcome address"), find_session("Discussion")
        action = f"{workshop}/talks/{talk}/move"
        assert send(dpe_page, f"{workshop}/agenda?arrange=1", action, to=f"{session}:0").status_code == 302
        db.session.rollback()
        assert db.session.get_one(Talk, talk).session_id == session

    def test_moving_one_leaves_the_version_of_the_others_alone(
        self, dpe_page: FlaskClient, workshop: str
    ) -> None:
        still = find_session("What districts need")
        before = db.session.get_one(WorkshopSession, still).version
        action = f"{workshop}/sessions/{find_session('Inaugural session')}/move"
        send(dpe_page, f"{workshop}/agenda?arrange=1", action, to="1:1")
        db.session.rollback()
        assert db.session.get_one(WorkshopSession, still).version == before

    def test_a_stale_move_is_told_and_moves_nothing(self, dpe_page: FlaskClient, workshop: str) -> None:
        action = f"{workshop}/sessions/{find_session('Discussion')}/move"
        assert (
            send(dpe_page, f"{workshop}/agenda?arrange=1", action, to="1:0", version="0").status_code == 409
        )
        assert titles(int(workshop[11:]))[1][0] == "Discussion"

    @pytest.mark.parametrize("to", ["", "1", "1:", ":1", "1:x", "1:-1", "१:१"])
    def test_what_no_button_sends_is_refused(self, dpe_page: FlaskClient, workshop: str, to: str) -> None:
        action = f"{workshop}/sessions/{find_session('Discussion')}/move"
        assert send(dpe_page, f"{workshop}/agenda?arrange=1", action, to=to).status_code == 400

    def test_a_session_of_another_workshop_is_no_target(
        self, dpe_page: FlaskClient, sqlite_app: Application, workshop: str
    ) -> None:
        other = run_write(lambda: make_workshop("Another").id)
        foreign = get_agenda(db.session.get_one(Workshop, other))[0].sessions[0].id
        action = f"{workshop}/talks/{find_talk_of(workshop)}/move"
        answer = send(dpe_page, f"{workshop}/agenda?arrange=1", action, to=f"{foreign}:0")
        assert answer.status_code == 404


def find_talk_of(workshop: str) -> int:
    db.session.rollback()
    return get_agenda(db.session.get_one(Workshop, int(workshop[11:])))[0].sessions[0].talks[0].id


class TestTalks:
    def test_a_new_one_with_a_speaker_is_added_and_its_office_is_known_again(
        self, dpe_page: FlaskClient, workshop: str
    ) -> None:
        page = f"{workshop}/sessions/{find_session('Inaugural session')}/talks/new"
        form = read_form(dpe_page, page)
        assert (form["starts_at"], form["minutes"]) == ("10:20", "20")
        answer = send(dpe_page, page, speaker_1_name_hi="रवि कुमार", speaker_1_organisation_en="nmdc")
        assert answer.status_code == 302
        db.session.rollback()
        speaker = db.session.query(Talk).order_by(Talk.id.desc()).first().speakers[0]
        assert speaker.organisation.name_en.startswith("NMDC")

    def test_an_earlier_speaker_is_taken_over_without_saving(
        self, dpe_page: FlaskClient, workshop: str
    ) -> None:
        page = f"{workshop}/sessions/{find_session('Discussion')}/talks/new"
        options = BeautifulSoup(dpe_page.get(page).text, "html.parser").select("#earlier option")
        wanted = next(str(row["value"]) for row in options if "Asha Verma" in row.text)
        form = read_form(dpe_page, page)
        form.setlist("earlier", [wanted])
        form.setlist("take", ["1"])
        form.setlist("topic_en", ["Summing up"])
        answer = dpe_page.post(page, data=form)
        assert answer.status_code == 200
        fields = BeautifulSoup(answer.text, "html.parser")
        values = {row["name"]: row.get("value") for row in fields.select("input[name^=speaker_1]")}
        assert values["speaker_1_name_hi"] == "आशा वर्मा"
        assert values["speaker_1_designation_en"] == "Additional Secretary"
        assert fields.select_one("#topic_en")["value"] == "Summing up"
        assert fields.select_one("[name=speaker_2_name_en]") is not None
        db.session.rollback()
        assert db.session.query(Talk).count() == 2

    def test_a_change_of_speakers_alone_makes_a_new_version(
        self, dpe_page: FlaskClient, sqlite_app: Application, workshop: str
    ) -> None:
        page = f"{workshop}/talks/{find_talk('Welcome address')}/edit"
        stale = read_form(dpe_page, page)
        other = sign_in(sqlite_app, "unicef_officer@example.test")
        assert send(other, page, speaker_1_designation_en="Secretary").status_code == 302
        answer = dpe_page.post(page, data=stale)
        assert answer.status_code == 409
        assert "Asha Verma, Secretary" in text_of(answer)

    def test_one_without_topic_and_speaker_is_refused(self, dpe_page: FlaskClient, workshop: str) -> None:
        page = f"{workshop}/sessions/{find_session('Discussion')}/talks/new"
        answer = send(dpe_page, page)
        assert answer.status_code == 422
        assert "Enter a topic or a speaker." in text_of(answer)
        answer = send(dpe_page, page, speaker_1_designation_en="Collector")
        assert "Enter the name of the speaker" in text_of(answer)


class TestFiles:
    def test_who_sees_the_workshop_downloads_them(
        self, dpe_page: FlaskClient, reader_page: FlaskClient, workshop: str
    ) -> None:
        page = f"{workshop}/documents/new"
        talk = find_talk("Welcome address")
        form = read_form(dpe_page, f"{page}?talk={talk}")
        assert form["talk"] == str(talk)
        form.setlist("title", ["Slides"])
        answer = dpe_page.post(page, data={**form, "file": (io.BytesIO(PDF), "slides.pdf")})
        assert answer.status_code == 302, answer.text
        shown = BeautifulSoup(reader_page.get(f"{workshop}/agenda").text, "html.parser")
        link = shown.select_one(f"#talk-{talk} a[download]")
        assert link is not None
        answer = reader_page.get(str(link["href"]))
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        remove = f"{workshop}/talks/{talk}/remove"
        told = dpe_page.get(send(dpe_page, f"{workshop}/talks/{talk}/edit", remove).location)
        assert "The talk has a file" in text_of(told)
        strike = f"{link['href']}/strike"
        assert send(dpe_page, strike, reason="Wrong.").status_code == 302
        assert reader_page.get(str(link["href"])).status_code == 404


class TestWhoMay:
    def test_nothing_of_a_closed_record_can_be_changed_until_it_is_opened(
        self, sqlite_app: Application, dpe_page: FlaskClient
    ) -> None:
        made = run_write(lambda: make_workshop(status=WorkshopStatus.CLOSED).id)
        assert dpe_page.get(f"/workshops/{made}/days/1/sessions/new").status_code == 403
        assert "Arrange" not in text_of(dpe_page.get(f"/workshops/{made}/agenda?arrange=1"))
        send(dpe_page, f"/workshops/{made}", f"/workshops/{made}/step", step="reopen")
        assert dpe_page.get(f"/workshops/{made}/days/1/sessions/new").status_code == 200
