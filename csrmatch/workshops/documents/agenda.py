"""The agenda as PDF and as Word, in the language in force."""

from collections.abc import Sequence
from datetime import date

from csrmatch.documents.pdf import printable_data, write_pdf
from csrmatch.documents.word import fill_word
from csrmatch.i18n import _, current_language, format_day, name_of
from csrmatch.workshops.models import Talk, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.agenda_slots import talk_times
from csrmatch.workshops.wording.agenda import (
    tell_day,
    tell_office,
    tell_session_note,
    tell_speaker,
    tell_times,
)
from csrmatch.workshops.wording.workshops import WORKSHOP_STATUSES, tell_series, tell_when

__all__ = ["agenda_data", "agenda_pdf", "agenda_word"]


def agenda_data(
    workshop: Workshop, days: Sequence[WorkshopDay], dated: date, *, with_names: bool = True
) -> dict[str, object]:
    """What the agenda says, as plain texts in the language in force."""
    offices = ", ".join(name_of(item.organisation) for item in workshop.organisers)
    return {
        "language": current_language(),
        "title": name_of(workshop, "title"),
        "series": tell_series(workshop),
        "heading": _("Agenda"),
        "when": tell_when(workshop, [day.held_on for day in days]),
        "venue": name_of(workshop, "venue"),
        "organisers": _("Organised by: %(offices)s", offices=offices) if offices else "",
        "status": str(WORKSHOP_STATUSES[workshop.status][0]),
        "stand": _("As of %(day)s", day=format_day(dated)),
        "page_words": _("Page {page} of {pages}"),
        "time_head": _("Time (IST)"),
        "what_head": _("Session"),
        "days": [
            {
                "heading": tell_day(day),
                "is_timed": any(session.starts_at is not None for session in day.sessions),
                "rows": [_row(session, with_names) for session in day.sessions],
            }
            for day in days
            if day.sessions
        ],
    }


def _row(session: WorkshopSession, with_names: bool) -> dict[str, object]:
    times = talk_times(session)
    talks = []
    for talk in session.talks:
        at = tell_times(times[talk.id], None) if talk.id in times else ""
        talks.append({"time": at, "topic": name_of(talk, "topic"), "lines": _lines(talk, with_names)})
    return {
        "time": tell_times(session.starts_at, session.ends_at),
        "title": name_of(session, "title"),
        "note": tell_session_note(session),
        "is_break": session.kind is SessionKind.BREAK,
        "talks": talks,
    }


def _lines(talk: Talk, with_names: bool) -> list[str]:
    found = []
    for speaker in talk.speakers:
        office = tell_office(speaker)
        who = tell_speaker(speaker, with_name=with_names)
        found.append(f"{who}, {office}" if office else who)
    return found


def agenda_pdf(data: dict[str, object], dated: date) -> bytes:
    """The agenda as PDF/UA-1; signs that no font has are shown as �."""
    return write_pdf("agenda.typ", printable_data(data), dated=dated)


def agenda_word(data: dict[str, object], dated: date) -> bytes:
    """The agenda as a Word file that can be edited."""
    return fill_word("agenda.docx", data, dated=dated)
