"""Calendar files, read back by other libraries: what was meant, in lines that nothing breaks out of."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import vobject
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.documents.calendars import CalendarEvent, EventStatus, Method, Party, write_calendar

_EVENT: dict[str, Any] = {
    "uid": "workshop-1-participant-2@example.org",
    "sequence": 3,
    "title": "A workshop",
    "first_day": date(2026, 11, 10),
    "last_day": date(2026, 11, 11),
    "starts_at": time(10, 0),
    "ends_at": time(16, 30),
    "place": "Raipur",
    "description": "Come",
    "language": "en",
    "organiser": Party("csrmatch", "csrmatch@example.org"),
}
_STAMP = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
_ASHA = Party("Asha Verma", "asha@example.org")


def write(method: Method = Method.REQUEST, **changes: Any) -> str:
    return write_calendar([CalendarEvent(**{**_EVENT, **changes})], method=method, stamp=_STAMP).decode()


class TestAnEvent:
    def test_another_library_reads_back_what_was_meant(self) -> None:
        found = vobject.readOne(write(attendee=_ASHA, changed_at=datetime(2026, 9, 1, tzinfo=UTC)))
        event = found.vevent
        assert found.method.value == "REQUEST"
        assert found.version.value == "2.0"
        assert event.uid.value == "workshop-1-participant-2@example.org"
        assert event.sequence.value == "3"
        assert event.summary.value == "A workshop"
        assert event.location.value == "Raipur"
        assert event.status.value == "CONFIRMED"
        assert event.dtstart.value.astimezone(UTC) == datetime(2026, 11, 10, 4, 30, tzinfo=UTC)
        assert event.dtend.value.astimezone(UTC) == datetime(2026, 11, 11, 11, 0, tzinfo=UTC)
        assert event.dtstamp.value == _STAMP
        assert event.contents["last-modified"][0].value == datetime(2026, 9, 1, tzinfo=UTC)
        assert event.attendee.value == "mailto:asha@example.org"
        assert event.organizer.value == "mailto:csrmatch@example.org"
        assert found.vtimezone.tzid.value == "Asia/Kolkata"

    def test_what_is_not_known_is_left_out(self) -> None:
        event = vobject.readOne(
            write(Method.CANCEL, place="", ends_at=None, status=EventStatus.CANCELLED)
        ).vevent
        assert not {"location", "dtend", "attendee", "url", "last-modified"} & event.contents.keys()
        assert event.status.value == "CANCELLED"

    def test_its_lines_are_folded_and_ended_as_the_standard_asks(self) -> None:
        text = write(description="बस्तर संभाग के आकांक्षी ज़िले " * 20)
        assert "\n" not in text.replace("\r\n", "")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert str(vobject.readOne(text).vevent.description.value).startswith("बस्तर")

    def test_without_hours_it_is_a_matter_of_whole_days(self) -> None:
        text = write(starts_at=None, ends_at=None)
        event = vobject.readOne(text).vevent
        assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 10), date(2026, 11, 12))
        assert "VTIMEZONE" not in text

    def test_it_names_its_zone_once_and_needs_nothing_else(self) -> None:
        event = CalendarEvent(**_EVENT)
        content = write_calendar([event, event], method=Method.PUBLISH, stamp=_STAMP, name="Both")
        assert b"DTSTART;TZID=Asia/Kolkata:20261110T100000" in content
        assert content.count(b"BEGIN:VTIMEZONE") == 1
        zone = icalendar.Calendar.from_ical(content).timezones[0].to_tz()
        for month in (2, 7):
            assert datetime(2026, month, 9, 10, tzinfo=zone).utcoffset() == timedelta(hours=5, minutes=30)

    @given(
        title=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1),
        language=st.sampled_from(["en", "hi"]),
    )
    def test_no_title_breaks_out_of_its_line(self, title: str, language: str) -> None:
        text = write(title=title, description=title + "\nEND:VEVENT", language=language)
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert str(event["summary"]) == title
        assert text.count("\r\nEND:VEVENT") == 1

    def test_a_line_break_in_a_name_adds_no_property(self) -> None:
        text = write(attendee=Party('Asha"\r\nX-EVIL:1', "asha@example.org"), title="A\r\nX-EVIL:1")
        assert "\r\nX-EVIL" not in text
