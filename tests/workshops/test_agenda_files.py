"""The agenda as PDF, Word and calendar: read again by other programs, they hold what the page holds."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import docx
import pytest
import time_machine
import vobject
from flask.testing import FlaskClient

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.i18n import speaking
from csrmatch.roles import Role
from csrmatch.workshops.documents.agenda import agenda_data, agenda_pdf, agenda_word
from csrmatch.workshops.models import Workshop, WorkshopSession
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import agenda as verbs
from csrmatch.workshops.services.agenda import TalkText, session_text_of, talk_text_of
from tests.conftest import sign_in
from tests.documents.test_letters import pdf_pages, pdf_text
from tests.workshops.factories import find_person, make_workshop

_HARD = "A & B < C > \"D\" {{ x }} {% y %} #let $z$ \\n ; , = 'é' 𝔘 " + "Wort" * 60


@pytest.fixture
def workshop(sqlite_app: Application) -> str:
    """The address of a workshop with an agenda."""
    return f"/workshops/{run_write(lambda: make_workshop().id)}"


@pytest.fixture
def reader(sqlite_app: Application) -> FlaskClient:
    """An officer of a district."""
    return sign_in(sqlite_app, "district_officer@example.test")


def _words(content: bytes) -> str:
    """All that a Word file says, headings, cells and footers."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(row.text for row in document.paragraphs), *cells])


def _events(client: FlaskClient, workshop: str) -> dict[str, Any]:
    """The events of the calendar, by what it knows them again by."""
    events = vobject.readOne(client.get(f"{workshop}/agenda/ics").text).contents["vevent"]
    found = {event.uid.value: event for event in events}
    assert len(found) == len(events)
    return found


def _told(event: Any) -> list[str]:
    """What people read in an event."""
    names = ("summary", "dtstart", "dtend", "location", "description", "status")
    return [str(event.contents[name][0].value) for name in names if name in event.contents]


def _sessions(workshop: Workshop) -> list[WorkshopSession]:
    return [row for day in get_agenda(workshop) for row in day.sessions]


def _add_a_talk(workshop: Workshop, by: User) -> None:
    verbs.add_talk(workshop=workshop, session=_sessions(workshop)[2], by=by, text=TalkText(topic_en="New"))


def _change_a_talk(workshop: Workshop, by: User) -> None:
    talk = _sessions(workshop)[0].talks[0]
    text = replace(talk_text_of(talk), topic_en="Another topic")
    verbs.change_talk(workshop=workshop, talk=talk, by=by, version=talk.version, text=text)


def _change_a_speaker(workshop: Workshop, by: User) -> None:
    talk = _sessions(workshop)[0].talks[0]
    text = talk_text_of(talk)
    text = replace(text, speakers=(replace(text.speakers[0], designation_en="Secretary"),))
    verbs.change_talk(workshop=workshop, talk=talk, by=by, version=talk.version, text=text)


def _move_a_talk(workshop: Workshop, by: User) -> None:
    first, second, *_others = _sessions(workshop)
    verbs.move_talk(workshop=workshop, talk=first.talks[0], by=by, version=None, session=second, index=0)


def _remove_a_talk(workshop: Workshop, by: User) -> None:
    verbs.drop_talk(workshop=workshop, talk=_sessions(workshop)[0].talks[0], by=by, version=None)


def _change_a_session(workshop: Workshop, by: User) -> None:
    session = _sessions(workshop)[2]
    text = replace(session_text_of(session), starts_at=time(9, 30))
    verbs.change_session(workshop=workshop, session=session, by=by, version=session.version, text=text)


def _move_a_session(workshop: Workshop, by: User) -> None:
    day, other = get_agenda(workshop)
    verbs.move_session(workshop=workshop, session=day.sessions[0], by=by, version=None, day=other, index=0)


def _change_a_day(workshop: Workshop, by: User) -> None:
    dates = [date(2026, 2, 10), date(2026, 2, 11)]
    verbs.date_days(workshop=workshop, by=by, version=workshop.version, dates=dates)


_ACTS = (
    _add_a_talk,
    _change_a_talk,
    _change_a_speaker,
    _move_a_talk,
    _remove_a_talk,
    _change_a_session,
    _move_a_session,
    _change_a_day,
)


class TestCalendar:
    def test_another_library_reads_an_event_for_each_session(
        self, reader: FlaskClient, workshop: str
    ) -> None:
        answer = reader.get(f"{workshop}/agenda/ics")
        assert answer.mimetype == "text/calendar"
        calendar = vobject.readOne(answer.text)
        events = calendar.contents["vevent"]
        assert [event.summary.value for event in events] == [
            "Inaugural session",
            "What districts need",
            "Discussion",
            "Vote of thanks",
        ]
        first = events[0]
        assert first.dtstart.value.astimezone(UTC) == datetime(2026, 2, 9, 4, 30, tzinfo=UTC)
        assert first.dtend.value.astimezone(UTC) == datetime(2026, 2, 9, 5, 30, tzinfo=UTC)
        assert first.location.value == "Hall A, Hotel in Raipur, Raipur, Chhattisgarh"
        assert "Welcome address: Asha Verma (Additional Secretary" in first.description.value
        assert first.status.value == "CONFIRMED"
        assert first.url.value.endswith(f"{workshop}/agenda")

    @pytest.mark.parametrize("act", _ACTS, ids=lambda act: act.__name__)
    def test_a_change_makes_the_same_event_a_later_one_and_no_second_one(
        self, reader: FlaskClient, workshop: str, act: Callable[[Workshop, User], object]
    ) -> None:
        moment = now().replace(microsecond=0) + timedelta(minutes=1)
        with time_machine.travel(moment, tick=False):
            before = _events(reader, workshop)
        moment += timedelta(minutes=1)
        with time_machine.travel(moment, tick=False):
            run_write(
                lambda: act(db.session.get_one(Workshop, int(workshop[11:])), find_person(Role.DPE_STAFF))
            )
            after = _events(reader, workshop)
        assert after.keys() == before.keys()
        assert len(after) == 4
        for uid, event in after.items():
            assert event.dtstamp.value > before[uid].dtstamp.value
            if _told(event) != _told(before[uid]):
                assert int(event.sequence.value) > int(before[uid].sequence.value)
                assert event.contents["last-modified"][0].value == moment
            else:
                assert event.sequence.value == before[uid].sequence.value
        assert [uid for uid in after if _told(after[uid]) != _told(before[uid])]

    def test_its_name_is_of_this_system_and_no_other(
        self, sqlite_app: Application, reader: FlaskClient, workshop: str
    ) -> None:
        first = set(_events(reader, workshop))
        assert all(uid.endswith("@127.0.0.1") for uid in first)
        assert set(_events(reader, workshop)) == first
        sqlite_app.config["PUBLIC_URL"] = "https://csr.example.gov.in"
        other = set(_events(reader, workshop))
        assert all(uid.endswith("@csr.example.gov.in") for uid in other)
        assert not other & first

    def test_it_is_published_by_who_holds_the_workshop_and_asks_nobody(
        self, sqlite_app: Application, reader: FlaskClient, workshop: str
    ) -> None:
        event = next(iter(_events(reader, workshop).values()))
        assert event.organizer.value == f"mailto:{sqlite_app.config['MAIL_SENDER']}"
        assert event.organizer.params["CN"][0].startswith("Department of Public Enterprises")
        assert "attendee" not in event.contents

    def test_sessions_without_a_time_last_the_day_and_days_without_a_date_are_left_out(
        self, sqlite_app: Application, reader: FlaskClient
    ) -> None:
        def make() -> int:
            made = make_workshop("No dates", starts_on=None, series=None, status=WorkshopStatus.PLANNED)
            days = get_agenda(made)
            days[0].held_on = date(2026, 3, 2)
            for row in days[0].sessions:
                row.starts_at = row.ends_at = None
            return made.id

        number = run_write(make)
        client = sign_in(sqlite_app, "dpe_staff@example.test")
        events = vobject.readOne(client.get(f"/workshops/{number}/agenda/ics").text).contents["vevent"]
        assert [(row.dtstart.value, row.dtend.value) for row in events] == [
            (date(2026, 3, 2), date(2026, 3, 3))
        ] * 2
        assert {row.status.value for row in events} == {"TENTATIVE"}

    def test_a_hard_text_cannot_break_out_of_its_line(self, reader: FlaskClient, workshop: str) -> None:
        def change() -> None:
            db.session.query(WorkshopSession).filter_by(
                title_en="Discussion"
            ).one().title_en = "Groups; all, of\\ them\r\nBEGIN:VEVENT"

        run_write(change)
        events = vobject.readOne(reader.get(f"{workshop}/agenda/ics").text).contents["vevent"]
        assert len(events) == 4
        assert "BEGIN:VEVENT" in events[2].summary.value


def _talks(number: int, count: int) -> list[dict[str, object]]:
    return [
        {"time": "", "topic": f"Topic{number}-{place}.", "lines": [f"Speaker{number}-{place}."]}
        for place in range(count)
    ]


class TestPaper:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_both_files_hold_days_sessions_talks_and_speakers(
        self, sqlite_app: Application, workshop: str, language: str
    ) -> None:
        made = db.session.get_one(Workshop, int(workshop[11:]))
        with speaking(language):
            data = agenda_data(made, get_agenda(made), date(2026, 1, 5))
            pdf, word = agenda_pdf(data, date(2026, 1, 5)), agenda_word(data, date(2026, 1, 5))
            again = agenda_pdf(data, date(2026, 1, 5)), agenda_word(data, date(2026, 1, 5))
        assert (pdf, word) == again
        assert pdf.startswith(b"%PDF-")
        told = _words(word)
        wanted = {
            "en": ("Agenda", "Monday, 9 February 2026", "10:00–11:00", "Asha Verma, Additional Secretary"),
            "hi": ("सोमवार, 9 फ़रवरी 2026", "आशा वर्मा, Additional Secretary", "दंतेवाड़ा की युवतियों"),
        }
        for words in (*wanted[language], "Inaugural session", "मीना साहू", "Hall A"):
            assert words in told

    def test_a_hard_text_is_only_ever_printed(self, sqlite_app: Application, workshop: str) -> None:
        made = db.session.get_one(Workshop, int(workshop[11:]))
        days = get_agenda(made)
        days[0].sessions[0].title_en = days[0].sessions[0].talks[0].topic_en = _HARD
        data = agenda_data(made, days, date(2026, 1, 5))
        db.session.rollback()
        assert agenda_pdf(data, date(2026, 1, 5)).startswith(b"%PDF-")
        assert _words(agenda_word(data, date(2026, 1, 5))).count("{{ x }} {% y %}") == 2

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_no_page_ends_between_a_title_and_its_talk_or_a_topic_and_its_speaker(
        self, sqlite_app: Application, workshop: str, language: str
    ) -> None:
        made = db.session.get_one(Workshop, int(workshop[11:]))
        with speaking(language):
            data = agenda_data(made, get_agenda(made), date(2026, 1, 5))
        day, row = data["days"][0], data["days"][0]["rows"][0]
        for above in range(24, 44):
            rows = [
                {**row, "title": f"Title{number}.", "note": "Note", "talks": _talks(number, 2 + number % 3)}
                for number in range(above, above + 12)
            ]
            shown = {**data, "venue": "Venue " * above * 3, "days": [{**day, "rows": rows}]}
            pages = pdf_pages(agenda_pdf(shown, date(2026, 1, 5)))
            assert len(pages) > 1
            for item in rows:
                for talk in item["talks"]:
                    (page,) = (page for page in pages if talk["topic"] in page)
                    assert talk["lines"][0] in page
                    if talk is item["talks"][0]:
                        assert item["title"] in page

    def test_times_are_told_as_indian_and_not_at_all_where_there_are_none(
        self, sqlite_app: Application, workshop: str
    ) -> None:
        made = db.session.get_one(Workshop, int(workshop[11:]))
        day = date(2026, 1, 5)
        days = get_agenda(made)
        data = agenda_data(made, days, day)
        for text in (pdf_text(agenda_pdf(data, day)), _words(agenda_word(data, day)).replace(" ", "")):
            assert text.count("Time(IST)") == 2
        for row in days[1].sessions:
            row.starts_at = row.ends_at = None
        data = agenda_data(made, days, day)
        db.session.rollback()
        for text in (pdf_text(agenda_pdf(data, day)), _words(agenda_word(data, day)).replace(" ", "")):
            assert text.count("Time(IST)") == 1
            assert "Discussion" in text

    def test_the_columns_of_the_word_file_are_as_wide_as_what_they_hold(
        self, sqlite_app: Application, workshop: str
    ) -> None:
        made = db.session.get_one(Workshop, int(workshop[11:]))
        content = agenda_word(agenda_data(made, get_agenda(made), date(2026, 1, 5)), date(2026, 1, 5))
        for table in docx.Document(io.BytesIO(content)).tables:
            time_column, what_column = (column.width.cm for column in table.columns)
            assert time_column < what_column / 3

    def test_the_auditor_gets_no_names(self, sqlite_app: Application, workshop: str) -> None:
        client = sign_in(sqlite_app, "auditor@example.test")
        word = _words(client.get(f"{workshop}/agenda/docx").data)
        calendar = client.get(f"{workshop}/agenda/ics").text
        assert not re.search("Verma|Kumar|साहू", word + calendar)
        assert "Additional Secretary" in word

    def test_each_has_the_type_and_name_of_its_kind(self, reader: FlaskClient, workshop: str) -> None:
        for kind, mime in (("pdf", "application/pdf"), ("docx", "application/vnd.openxml"), ("ics", "text/")):
            answer = reader.get(f"{workshop}/agenda/{kind}")
            assert answer.mimetype.startswith(mime)
            assert f'filename="W-0001-agenda.{kind}"' in answer.headers["Content-Disposition"]
        assert reader.get(f"{workshop}/agenda/exe").status_code == 404
