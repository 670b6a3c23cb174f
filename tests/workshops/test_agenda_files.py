"""The agenda as PDF, Word and calendar: read again by other programs, they hold what the page holds."""

import io
import re
from datetime import UTC, date, datetime, time, timedelta

import docx
import icalendar
import pytest
import vobject
from flask.testing import FlaskClient

from csrmatch.app import Application
from csrmatch.db import db, run_write
from csrmatch.i18n import speaking
from csrmatch.roles import Role
from csrmatch.workshops.documents.agenda import agenda_data, agenda_pdf, agenda_word
from csrmatch.workshops.models import Workshop, WorkshopSession
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.agenda import SessionText, change_session, session_text_of
from tests.conftest import sign_in
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

    def test_it_names_its_zone_and_needs_nothing_else(self, reader: FlaskClient, workshop: str) -> None:
        content = reader.get(f"{workshop}/agenda/ics").data
        lines = content.decode().split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        assert b"DTSTART;TZID=Asia/Kolkata:20260209T100000" in content
        assert content.count(b"BEGIN:VTIMEZONE") == 1
        zone = icalendar.Calendar.from_ical(content).timezones[0].to_tz()
        for month in (2, 7):
            moment = datetime(2026, month, 9, 10, tzinfo=zone)
            assert moment.utcoffset() == timedelta(hours=5, minutes=30)

    def test_an_event_stays_the_same_one_with_a_later_number(
        self, reader: FlaskClient, workshop: str
    ) -> None:
        def read() -> dict[str, tuple[int, str]]:
            calendar = vobject.readOne(reader.get(f"{workshop}/agenda/ics").text)
            return {
                row.uid.value: (int(row.sequence.value), row.summary.value)
                for row in calendar.contents["vevent"]
            }

        before = read()
        assert len(before) == 4

        def change() -> None:
            made = db.session.get_one(Workshop, int(workshop[11:]))
            session = db.session.query(WorkshopSession).filter_by(title_en="Discussion").one()
            text = SessionText(**{**vars(session_text_of(session)), "starts_at": time(9, 30)})
            by = find_person(Role.DPE_STAFF)
            change_session(workshop=made, session=session, by=by, version=session.version, text=text)

        run_write(change)
        after = read()
        assert after.keys() == before.keys()
        changed = [uid for uid in before if after[uid] != before[uid]]
        assert len(changed) == 1
        assert after[changed[0]][0] == before[changed[0]][0] + 1

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
