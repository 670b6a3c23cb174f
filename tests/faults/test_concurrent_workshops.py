"""Many editors of what belongs to a workshop, of an action point or a practice lose no accepted save."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import InstrumentedAttribute

from csrmatch.actions.models import ActionPoint
from csrmatch.app import Application
from csrmatch.db import run_write
from csrmatch.practices.models import Practice
from csrmatch.roles import Role
from csrmatch.workshops.models import (
    Participant,
    RoomVoice,
    Takeaway,
    Talk,
    Workshop,
    WorkshopReport,
    WorkshopSession,
)
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.room import RoomSide
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.report import ReportText, change_report
from tests.actions.points import make_action
from tests.faults.edit_races import race_editors
from tests.practices.practices import make_practice
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.participants import make_person
from tests.workshops.rooms import put_pair, say
from tests.workshops.takeaways import make_takeaway

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Edited:
    """What is edited: a page, a field of it, the column it goes to, the row and its version."""

    page: str
    field: str
    column: Column
    of: dict[str, int]
    version: Column
    email: str = "dpe_staff@example.test"
    # A note shows both wordings in the form itself, to choose from or to join.
    has_house_page: bool = True


def _held() -> Workshop:
    return make_workshop(status=WorkshopStatus.HELD)


def _a_workshop() -> Edited:
    row = make_workshop()
    return Edited(
        f"/workshops/{row.id}/edit", "venue_en", Workshop.venue_en, {"id": row.id}, Workshop.version
    )


def _a_session() -> Edited:
    row = make_workshop()
    session = get_agenda(row)[0].sessions[0]
    page = f"/workshops/{row.id}/sessions/{session.id}/edit"
    return Edited(page, "title_en", WorkshopSession.title_en, {"id": session.id}, WorkshopSession.version)


def _a_talk() -> Edited:
    row = make_workshop()
    talk = get_agenda(row)[0].sessions[0].talks[0]
    page = f"/workshops/{row.id}/talks/{talk.id}/edit"
    return Edited(page, "topic_en", Talk.topic_en, {"id": talk.id}, Talk.version)


def _a_participant() -> Edited:
    row = make_workshop()
    person = make_person(row)
    page = f"/workshops/{row.id}/people/{person.id}/edit"
    return Edited(
        page, "organisation_en", Participant.organisation_en, {"id": person.id}, Participant.version
    )


def _a_takeaway() -> Edited:
    note = make_takeaway(_held(), find_person(Role.DPE_STAFF))
    page = f"/workshops/{note.workshop_id}/notes/{note.id}/edit"
    return Edited(page, "text", Takeaway.text, {"id": note.id}, Takeaway.version, has_house_page=False)


def _a_voice() -> Edited:
    row = _held()
    voice = say(put_pair(row), RoomSide.DISTRICT)
    page = f"/workshops/{row.id}/mapping/pairs/{voice.pair_id}/voices/{voice.id}/edit"
    return Edited(page, "note", RoomVoice.note, {"id": voice.id}, RoomVoice.version)


def _a_report() -> Edited:
    row = _held()
    change_report(
        workshop=row, by=find_person(Role.DPE_STAFF), version=None, text=ReportText(foreword_en="A word.")
    )
    return Edited(
        f"/workshops/{row.id}/report/edit",
        "foreword_en",
        WorkshopReport.foreword_en,
        {"workshop_id": row.id},
        WorkshopReport.version,
    )


def _an_action_point() -> Edited:
    row = make_action()
    return Edited(
        f"/actions/{row.id}/edit", "title_en", ActionPoint.title_en, {"id": row.id}, ActionPoint.version
    )


def _a_practice() -> Edited:
    row = make_practice()
    return Edited(
        f"/practices/{row.id}/edit",
        "title_en",
        Practice.title_en,
        {"id": row.id},
        Practice.version,
        email="district_officer@example.test",
    )


MADE = {
    "a workshop": _a_workshop,
    "a session": _a_session,
    "a talk": _a_talk,
    "a participant": _a_participant,
    "a takeaway": _a_takeaway,
    "a voice in the room": _a_voice,
    "the words of a report": _a_report,
    "an action point": _an_action_point,
    "a practice": _a_practice,
}


@pytest.mark.parametrize("what", MADE)
def test_16_editors_lose_no_accepted_save(app: Application, what: str) -> None:
    edited = run_write(MADE[what])
    race_editors(app, **vars(edited))
