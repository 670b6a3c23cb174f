"""The verbs of the agenda on both databases: places that never run out, versions, numbers of a series."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, run_write
from csrmatch.errors import Conflict, DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import Talk, Workshop
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.queries.workshops import WorkshopSearch, get_workshop, search_workshops
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import agenda as verbs
from tests.workshops.factories import find_person, make_workshop


@pytest.fixture
def workshop(app: Application) -> int:
    """The number of a workshop with an agenda."""
    return run_write(lambda: make_workshop(ordinal=4).id)


def _dpe():
    return find_person(Role.DPE_STAFF)


class TestPlaces:
    def test_do_not_run_out_however_often_parts_are_moved_between_two(self, workshop: int) -> None:
        """Each move halves the room between two neighbours, which is 1,024 at first."""

        def move() -> None:
            made = get_workshop(_dpe(), workshop, for_change=True)
            day = get_agenda(made)[0]
            while len(day.sessions) < 4:
                text = verbs.SessionText(title_en=f"Part {len(day.sessions)}")
                verbs.add_session(workshop=made, day=day, by=_dpe(), text=text)
            wanted = [row.title_en for row in day.sessions]
            for _time in range(30):
                last = day.sessions[-1]
                verbs.move_session(
                    workshop=made, session=last, by=_dpe(), version=last.version, day=day, index=1
                )
                wanted = [wanted[0], wanted[-1], *wanted[1:-1]]
                assert [row.title_en for row in day.sessions] == wanted

        run_write(move)

    def test_a_session_goes_to_another_day_with_its_talks(self, workshop: int) -> None:
        def move() -> None:
            made = get_workshop(_dpe(), workshop, for_change=True)
            first, second = get_agenda(made)
            row = first.sessions[0]
            talks = [talk.id for talk in row.talks]
            verbs.move_session(workshop=made, session=row, by=_dpe(), version=None, day=second, index=0)
            assert second.sessions[0].id == row.id
            assert [talk.id for talk in row.talks] == talks

        run_write(move)


class TestVersions:
    def test_a_change_of_speakers_is_a_new_version_and_nothing_else_in_the_log(self, workshop: int) -> None:
        def change() -> int:
            made = get_workshop(_dpe(), workshop, for_change=True)
            talk = get_agenda(made)[0].sessions[0].talks[0]
            text = verbs.talk_text_of(talk)
            speaker = replace(text.speakers[0], designation_en="Secretary")
            version = talk.version
            verbs.change_talk(
                workshop=made, talk=talk, by=_dpe(), version=version, text=replace(text, speakers=(speaker,))
            )
            assert talk.version == version + 1
            with pytest.raises(Conflict):
                verbs.change_talk(workshop=made, talk=talk, by=_dpe(), version=version, text=text)
            return talk.id

        number = run_write(change)
        query = select(AuditEvent).where(AuditEvent.object_type == "talk", AuditEvent.action == "update")
        entries = list(db.session.scalars(query.where(AuditEvent.object_id == str(number))))
        assert all(set(json.loads(entry.changes)) == {"version"} for entry in entries)
        assert db.session.get_one(Talk, number).version == 2
        speakers = select(AuditEvent.changes).where(
            AuditEvent.object_type == "speaker", AuditEvent.action.in_(("insert", "update"))
        )
        assert not any(
            "Verma" in changes or "Secretary" in changes for changes in db.session.scalars(speakers)
        )

    def test_who_does_not_hold_the_workshop_changes_nothing(self, workshop: int) -> None:
        def change() -> None:
            made = get_workshop(_dpe(), workshop)
            with pytest.raises(NotAllowed):
                verbs.add_day(workshop=made, by=find_person(Role.STATE_OFFICER))
            made.status = WorkshopStatus.CLOSED
            with pytest.raises(NotAllowed):
                verbs.add_day(workshop=made, by=_dpe())

        run_write(change)


class TestTheLog:
    def removed(self) -> dict[str, int]:
        """How many rows of each table the log says were removed."""
        db.session.rollback()
        query = select(AuditEvent.object_type).where(AuditEvent.action == "delete")
        return dict(Counter(db.session.scalars(query)))

    def test_tells_of_a_session_that_is_removed_and_of_all_that_goes_with_it(self, workshop: int) -> None:
        def drop() -> None:
            made = get_workshop(_dpe(), workshop, for_change=True)
            row = get_agenda(made)[0].sessions[1]
            verbs.drop_session(workshop=made, session=row, by=_dpe(), version=None)

        run_write(drop)
        assert self.removed() == {"workshop_session": 1, "talk": 1, "speaker": 2}

    def test_tells_of_a_talk_that_goes_to_another_session_as_moved_alone(self, workshop: int) -> None:
        def move() -> None:
            made = get_workshop(_dpe(), workshop, for_change=True)
            first, second = get_agenda(made)[0].sessions
            talk = first.talks[0]
            verbs.move_talk(workshop=made, talk=talk, by=_dpe(), version=None, session=second, index=0)

        run_write(move)
        assert self.removed() == {}
        assert db.session.query(Talk).count() == 2

    def test_tells_of_a_speaker_who_is_left_out(self, workshop: int) -> None:
        def leave_out() -> None:
            made = get_workshop(_dpe(), workshop, for_change=True)
            talk = get_agenda(made)[0].sessions[1].talks[0]
            text = verbs.talk_text_of(talk)
            text = replace(text, speakers=text.speakers[:1])
            verbs.change_talk(workshop=made, talk=talk, by=_dpe(), version=None, text=text)

        run_write(leave_out)
        assert self.removed() == {"speaker": 1}


class TestNumbers:
    def test_are_taken_once_in_a_series_and_freed_by_cancelling(self, workshop: int) -> None:
        with pytest.raises(DomainError):
            run_write(lambda: make_workshop(ordinal=4))
        run_write(lambda: make_workshop(ordinal=5, status=WorkshopStatus.CANCELLED))
        run_write(lambda: make_workshop(ordinal=5))

    def test_each_search_finds_on_both_databases(self, workshop: int) -> None:
        for search in (
            WorkshopSearch(text="raipur"),
            WorkshopSearch(year=2026, state_lgd=22, theme="HN", status=WorkshopStatus.ANNOUNCED),
        ):
            found = db.session.scalars(search_workshops(find_person(Role.CHAIR), search)).unique().all()
            assert [row.id for row in found] == [workshop]
        assert isinstance(found[0], Workshop)
