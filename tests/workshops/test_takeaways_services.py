"""The verbs of takeaways on both databases: kept once, every wording kept, struck and never deleted."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.rules.takeaways import NoteState, TakeawayKind
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import takeaways as verbs
from csrmatch.workshops.services.agenda import drop_session, drop_talk
from tests.workshops.factories import find_person
from tests.workshops.takeaways import find_talk, make_held_workshop, make_note_taker, make_takeaway, new_note

T = TypeVar("T")


@pytest.fixture
def number(app: Application) -> int:
    """A workshop that is going on; UNICEF's officer takes notes beside DPE's."""

    def make() -> int:
        workshop = make_held_workshop()
        make_note_taker(workshop, find_person(Role.UNICEF_OFFICER))
        return workshop.id

    return run_write(make)


def write(number: int, act: Callable[[Workshop], T]) -> T:
    return run_write(lambda: act(db.session.get_one(Workshop, number)))


def take(number: int, *notes: object, role: Role = Role.DPE_STAFF) -> list[tuple[NoteState, int | None]]:
    def act(workshop: Workshop) -> list[tuple[NoteState, int | None]]:
        answers = verbs.take_notes(workshop=workshop, by=find_person(role), notes=notes)  # type: ignore[arg-type]
        return [(answer.state, answer.takeaway.id if answer.takeaway else None) for answer in answers]

    return write(number, act)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Takeaway)) or 0


class TestTakeNotes:
    def test_the_same_note_sent_again_is_the_same_takeaway(self, number: int) -> None:
        note = new_note()
        first = take(number, note)
        assert take(number, note) == [(NoteState.KNOWN, first[0][1])]
        assert take(number, note, note) == [(NoteState.KNOWN, first[0][1])] * 2
        assert count() == 1

    def test_a_note_twice_in_one_batch_is_taken_once(self, number: int) -> None:
        note = new_note()
        assert [state for state, _id in take(number, note, note)] == [NoteState.SAVED, NoteState.KNOWN]
        assert count() == 1

    def test_a_refused_note_stops_no_other(self, number: int) -> None:
        states = [state for state, _id in take(number, new_note(""), new_note(), new_note(kind="gossip"))]
        assert states == [NoteState.REFUSED, NoteState.SAVED, NoteState.REFUSED]
        assert count() == 1

    def test_what_a_note_is_about_is_found_by_its_codes(self, number: int) -> None:
        talk_id = find_talk(db.session.get_one(Workshop, number)).id
        given = {"item": f"t{talk_id}", "theme": "HN", "district": "376", "organisation": "cpse:NMDC"}
        [(_state, key)] = take(number, new_note(**given))
        row = db.session.get_one(Takeaway, key)
        assert (row.talk_id, row.talk.session_id) == (talk_id, row.session_id)
        assert (row.theme_code, row.district.lgd, row.cpse.code) == ("HN", 376, "NMDC")

    def test_a_talk_that_is_gone_loses_no_note(self, number: int) -> None:
        [(state, key)] = take(number, new_note(item="t999999", district="1", organisation="cpse:NOBODY"))
        assert state is NoteState.SAVED
        assert db.session.get_one(Takeaway, key).talk_id is None

    def test_who_is_no_note_taker_writes_nothing(self, number: int) -> None:
        assert take(number, new_note(), role=Role.CPSE_OFFICER) == [(NoteState.REFUSED, None)]
        assert take(number, new_note(), role=Role.UNICEF_OFFICER)[0][0] is NoteState.SAVED

    def test_another_ones_mark_gives_nothing_of_their_note(self, number: int) -> None:
        note = new_note()
        take(number, note)
        assert take(number, note, role=Role.UNICEF_OFFICER) == [(NoteState.REFUSED, None)]

    @pytest.mark.parametrize(
        "status", [WorkshopStatus.PLANNED, WorkshopStatus.CLOSED, WorkshopStatus.CANCELLED]
    )
    def test_no_note_is_taken_before_and_after(self, number: int, status: WorkshopStatus) -> None:
        def end(workshop: Workshop) -> None:
            workshop.status = status

        write(number, end)
        assert take(number, new_note()) == [(NoteState.REFUSED, None)]

    def test_the_log_says_that_a_note_was_taken_and_not_what_it_says(self, number: int) -> None:
        take(number, new_note("Asha said so", speaker_name="Asha"))
        query = select(AuditEvent).where(AuditEvent.object_type.in_(["takeaway", "takeaway_wording"]))
        told = json.dumps([str(row.changes) for row in db.session.scalars(query)])
        assert "challenge" in told
        assert "Asha" not in told


class TestAgenda:
    def test_a_talk_of_which_notes_were_taken_stays_in_the_agenda(self, number: int) -> None:
        talk = find_talk(db.session.get_one(Workshop, number))
        take(number, new_note(item=f"t{talk.id}"))

        def drop(workshop: Workshop) -> None:
            row, by = find_talk(workshop), find_person(Role.DPE_STAFF)
            with pytest.raises(DomainError):
                drop_session(workshop=workshop, session=row.session, by=by, version=None)
            drop_talk(workshop=workshop, talk=row, by=by, version=None)

        with pytest.raises(DomainError):
            write(number, drop)
        assert find_talk(db.session.get_one(Workshop, number)).id == talk.id


class TestChange:
    def begin(self, number: int) -> int:
        return write(number, lambda workshop: make_takeaway(workshop, find_person(Role.DPE_STAFF)).id)

    def change(self, number: int, key: int, text: str, version: int, role: Role = Role.DPE_STAFF) -> None:
        def act(_workshop: Workshop) -> None:
            row = db.session.get_one(Takeaway, key)
            new = replace(verbs.text_of(row), text=text, kind=TakeawayKind.INSIGHT.value)
            verbs.change_takeaway(takeaway=row, by=find_person(role), version=version, text=new)

        write(number, act)

    def test_every_wording_is_kept_with_its_author(self, number: int) -> None:
        key = self.begin(number)
        self.change(number, key, "दंतेवाड़ा दूर है", 1, Role.UNICEF_OFFICER)
        row = db.session.get_one(Takeaway, key)
        assert [(item.number, item.text) for item in row.earlier] == [(1, "Remoteness in Dantewada")]
        assert (row.text, row.language, row.kind) == ("दंतेवाड़ा दूर है", "hi", TakeawayKind.INSIGHT)
        assert [item.written_by.role for item in row.wordings] == [Role.DPE_STAFF, Role.UNICEF_OFFICER]

    def test_of_two_who_correct_the_same_the_second_is_shown_both(self, number: int) -> None:
        key = self.begin(number)
        self.change(number, key, "First", 1)
        with pytest.raises(Conflict) as caught:
            self.change(number, key, "Second", 1, Role.UNICEF_OFFICER)
        assert "First" in caught.value.theirs.values()
        assert "Second" in caught.value.mine.values()
        assert db.session.get_one(Takeaway, key).text == "First"

    def test_others_correct_nothing(self, number: int) -> None:
        with pytest.raises(NotAllowed):
            self.change(number, self.begin(number), "Mine", 1, Role.CPSE_OFFICER)

    def test_an_empty_wording_is_refused(self, number: int) -> None:
        with pytest.raises(DomainError):
            self.change(number, self.begin(number), "", 1)

    def test_struck_it_stays_and_can_be_restored(self, number: int) -> None:
        key, dpe = self.begin(number), Role.DPE_STAFF

        def strike(reason: str) -> None:
            row = db.session.get_one(Takeaway, key)
            verbs.strike_takeaway(takeaway=row, by=find_person(dpe), version=None, reason=reason)

        with pytest.raises(DomainError):
            write(number, lambda _w: strike(" "))
        write(number, lambda _w: strike("Said by nobody"))
        assert db.session.get_one(Takeaway, key).struck_reason == "Said by nobody"
        with pytest.raises(Conflict):
            self.change(number, key, "x", 2)
        write(
            number,
            lambda _w: verbs.restore_takeaway(
                takeaway=db.session.get_one(Takeaway, key), by=find_person(dpe)
            ),
        )
        row = db.session.get_one(Takeaway, key)
        assert (row.struck_at, row.text, count()) == (None, "Remoteness in Dantewada", 1)
