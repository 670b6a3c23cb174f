"""The door: whatever is sent twice counts once, and nothing that was sent is lost."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.roles import Role
from csrmatch.workshops.models import Attendance, Participant, Workshop
from csrmatch.workshops.queries.check_in import count_attendance, list_doors, list_present_ids
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.check_in import MOST_ITEMS, BadBatch, Outcome, read_batch
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.services.agenda import move_session
from csrmatch.workshops.services.check_in import Done, record_check_ins
from csrmatch.workshops.services.participants import cancel_participant
from csrmatch.workshops.signed_links import badge_code, read_badge_code
from tests.faults.racing import at_once
from tests.workshops.participants import item, make_held_workshop, make_helper, make_person, person_of


def send(workshop_id: int, items: list[dict[str, object]], role: Role = Role.DPE_STAFF) -> list[Done]:
    return run_write(
        lambda: record_check_ins(
            workshop=db.session.get_one(Workshop, workshop_id),
            by=person_of(role),
            items=read_batch({"items": items}),
            read_code=read_badge_code,
        )
    )


@pytest.fixture
def held(app: Application) -> tuple[int, int, int, list[int]]:
    """A workshop, its day, its first session, and three people."""

    def make() -> tuple[int, int, int, list[int]]:
        workshop = make_held_workshop()
        people = [make_person(workshop, f"Person {number}", email=None).id for number in range(3)]
        doors = list_doors(workshop)
        assert doors[1].session is not None
        return workshop.id, doors[0].day.id, doors[1].session.id, people

    return run_write(make)


def standing() -> int:
    db.session.rollback()
    query = select(func.count()).select_from(Attendance).where(Attendance.undone_at.is_(None))
    return db.session.scalar(query) or 0


class TestCheckingIn:
    def test_sent_again_it_counts_once_by_its_key_and_by_the_person(
        self, held: tuple[int, int, int, list[int]]
    ) -> None:
        number, day, _session, people = held
        first = item(day=day, participant=people[0])
        again = item(day=day, participant=people[0])
        assert [done.outcome for done in send(number, [first, first, again])] == [
            Outcome.DONE,
            Outcome.KNOWN,
            Outcome.KNOWN,
        ]
        assert [done.outcome for done in send(number, [first])] == [Outcome.KNOWN]
        assert standing() == 1

    def test_a_day_and_its_session_are_counted_apart(self, held: tuple[int, int, int, list[int]]) -> None:
        number, day, session, people = held
        send(number, [item(day=day, participant=people[0])])
        send(number, [item(day=day, session=session, participant=people[0])])
        assert list_present_ids(day, None) == list_present_ids(day, session) == {people[0]}
        found = count_attendance(db.session.get_one(Workshop, number))
        assert {key: sum(groups.values()) for key, groups in found.items()} == {
            (day, 0): 1,
            (day, session): 1,
        }

    def test_a_badge_is_read_and_a_forged_one_is_not(self, held: tuple[int, int, int, list[int]]) -> None:
        number, day, _session, people = held
        good, forged = badge_code(people[0]), badge_code(people[1])[:-2] + "xx"
        done = send(number, [item(day=day, code=good), item(day=day, code=forged), item(day=day, code="")])
        assert [one.outcome for one in done] == [Outcome.DONE, Outcome.REFUSED, Outcome.REFUSED]

    def test_people_and_days_of_other_workshops_are_refused(
        self, held: tuple[int, int, int, list[int]]
    ) -> None:
        number, day, session, people = held

        def make() -> tuple[int, int]:
            other = make_held_workshop()
            return list_doors(other)[0].day.id, make_person(other, email=None).id

        other_day, stranger = run_write(make)
        done = send(
            number,
            [
                item(day=other_day, participant=people[0]),
                item(day=day, participant=stranger),
                item(day=other_day, session=session, participant=people[0]),
                item(day=day, participant=987_654_321),
            ],
        )
        assert {one.outcome for one in done} == {Outcome.REFUSED}
        assert standing() == 0

    def test_who_was_taken_off_the_list_is_refused(self, held: tuple[int, int, int, list[int]]) -> None:
        number, day, _session, people = held
        run_write(
            lambda: cancel_participant(
                workshop=db.session.get_one(Workshop, number),
                row=db.session.get_one(Participant, people[0]),
                by=person_of(Role.DPE_STAFF),
                version=None,
                reason="Ill.",
            )
        )
        (done,) = send(number, [item(day=day, participant=people[0])])
        assert done.outcome is Outcome.REFUSED

    def test_a_phone_whose_clock_is_fast_makes_no_arrival_in_the_future(
        self, held: tuple[int, int, int, list[int]]
    ) -> None:
        number, day, _session, people = held
        late = (now() + timedelta(days=3)).isoformat()
        send(number, [{**item(day=day, participant=people[0]), "at": late}])
        db.session.rollback()
        assert db.session.scalars(select(Attendance)).one().arrived_at <= now()

    def test_eight_doors_that_send_the_same_people_count_each_once(
        self, app: Application, held: tuple[int, int, int, list[int]]
    ) -> None:
        number, day, _session, people = held
        same = [item("walk_in", day=day, name="Late guest")]

        def door(_number: int) -> list[Done]:
            return send(number, [*(item(day=day, participant=one) for one in people), *same])

        found = at_once(app, 8, door)
        outcomes = [done.outcome for batch in found for done in batch]
        assert outcomes.count(Outcome.DONE) == 4
        assert outcomes.count(Outcome.KNOWN) == 28
        assert standing() == 4

    @pytest.mark.parametrize("role", list(Role))
    def test_is_for_those_who_hold_it_and_those_named_for_the_door(
        self, held: tuple[int, int, int, list[int]], role: Role
    ) -> None:
        number, day, _session, people = held
        entry = [item(day=day, participant=people[0])]
        if role in {Role.DPE_STAFF, Role.UNICEF_OFFICER}:
            assert send(number, entry, role)
            return
        with pytest.raises(NotAllowed):
            send(number, entry, role)
        run_write(lambda: make_helper(db.session.get_one(Workshop, number), person_of(role)))
        if role is Role.AUDITOR:
            with pytest.raises(NotAllowed):
                send(number, entry, role)
        else:
            assert send(number, entry, role)[0].outcome is Outcome.DONE


class TestWalkIns:
    def test_become_participants_once_and_are_there(self, held: tuple[int, int, int, list[int]]) -> None:
        number, day, session, _people = held
        guest = item("walk_in", day=day, name="Meena Sahu", organisation="Sarpanch, Geedam", group="other")
        first, second = send(number, [guest])[0], send(number, [guest])[0]
        assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.KNOWN)
        assert first.participant_id == second.participant_id
        db.session.rollback()
        person = db.session.get_one(Participant, first.participant_id)
        assert person.status is ParticipantStatus.WALK_IN
        # Once known they go on as everybody else does.
        assert send(number, [item(day=day, session=session, code=badge_code(person.id))])[0].outcome is (
            Outcome.DONE
        )


class TestUndoing:
    def test_takes_back_is_kept_on_record_and_lets_them_come_again(
        self, held: tuple[int, int, int, list[int]]
    ) -> None:
        number, day, _session, people = held
        entry = item(day=day, participant=people[0])
        undo = {**entry, "act": "undo"}
        assert send(number, [entry])[0].outcome is Outcome.DONE
        assert [done.outcome for done in send(number, [undo, undo])] == [Outcome.DONE, Outcome.KNOWN]
        assert standing() == 0
        # The first check-in arrives once more, as after a lost answer: it stays undone.
        assert send(number, [entry])[0].outcome is Outcome.KNOWN
        assert standing() == 0
        assert send(number, [item(day=day, participant=people[0])])[0].outcome is Outcome.DONE
        assert standing() == 1

    def test_takes_back_what_another_door_had_counted_first(
        self, held: tuple[int, int, int, list[int]]
    ) -> None:
        number, day, session, people = held
        send(number, [item(day=day, participant=people[0]), item(day=day, participant=people[1])])
        mine = item(day=day, participant=people[0])
        assert send(number, [mine])[0].outcome is Outcome.KNOWN
        undo = {**mine, "act": "undo"}
        elsewhere = {**undo, "session": session}
        assert [done.outcome for done in send(number, [elsewhere, undo, undo])] == [
            Outcome.REFUSED,
            Outcome.DONE,
            Outcome.KNOWN,
        ]
        assert send(number, [undo])[0].outcome is Outcome.KNOWN
        assert standing() == 1

    def test_of_another_workshop_is_refused(self, held: tuple[int, int, int, list[int]]) -> None:
        number, day, _session, people = held
        entry = item(day=day, participant=people[0])
        send(number, [entry])
        other = run_write(lambda: make_held_workshop().id)
        assert send(other, [{**entry, "act": "undo"}])[0].outcome is Outcome.REFUSED
        assert standing() == 1


GOOD = {"key": str(uuid.UUID(int=7)), "act": "check_in", "at": "2026-11-10T10:00:00+05:30", "day": 1}


class TestReadBatch:
    @pytest.mark.parametrize(
        "change",
        [
            {"key": "no uuid"},
            {"act": "delete"},
            {"at": "yesterday"},
            {"at": "2026-11-10T10:00:00"},
            {"day": -1},
            {"day": True},
            {"day": "1"},
            {"participant": 2**40},
            {"name": 5},
            {"group": "crowd"},
            {"status": "accepted"},
            {"act": "walk_in", "name": "  "},
            {"name": "a\0b"},
        ],
    )
    def test_refuses_what_is_wrongly_formed(self, change: dict[str, object]) -> None:
        assert read_batch({"items": [GOOD]})
        with pytest.raises(BadBatch):
            read_batch({"items": [{**GOOD, **change}]})

    def test_refuses_too_many_and_what_is_no_batch(self) -> None:
        for given_batch in (None, [], {}, {"items": "abc"}, {"items": [GOOD] * (MOST_ITEMS + 1)}):
            with pytest.raises(BadBatch):
                read_batch(given_batch)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        )
    )
    def test_nothing_breaks_it(self, given_batch: object) -> None:
        for whole in (given_batch, {"items": given_batch}, {"items": [given_batch]}):
            try:
                read_batch(whole)
            except BadBatch:
                continue


class TestMovedSessions:
    def test_what_a_phone_queued_for_a_session_that_was_moved_counts_on_its_new_day(
        self, sqlite_app: Application
    ) -> None:
        def make() -> tuple[int, int, int, int, int]:
            workshop = make_held_workshop(days=2)
            first, second = list_days(workshop)
            session = first.sessions[0]
            person = make_person(workshop, "Asha Verma", email=None)
            move_session(
                workshop=workshop,
                session=session,
                by=person_of(Role.DPE_STAFF),
                version=None,
                day=second,
                index=0,
            )
            return workshop.id, first.id, second.id, session.id, person.id

        number, old, new, session_id, person_id = run_write(make)
        sent = [item(key=str(uuid.uuid4()), participant=person_id, day=old, session=session_id)]
        assert [done.outcome for done in send(number, sent)] == [Outcome.DONE]
        assert db.session.scalars(select(Attendance.day_id)).all() == [new]

    def test_a_session_to_which_people_were_checked_in_stays_on_its_day(
        self, sqlite_app: Application
    ) -> None:
        def make() -> tuple[int, int, int, int]:
            workshop = make_held_workshop(days=2)
            first, _second = list_days(workshop)
            person = make_person(workshop, "Asha Verma", email=None)
            return workshop.id, first.id, first.sessions[0].id, person.id

        number, day, session_id, person_id = run_write(make)
        send(number, [item(key=str(uuid.uuid4()), participant=person_id, day=day, session=session_id)])

        def move() -> None:
            workshop = db.session.get_one(Workshop, number)
            first, second = list_days(workshop)
            move_session(
                workshop=workshop,
                session=first.sessions[0],
                by=person_of(Role.DPE_STAFF),
                version=None,
                day=second,
                index=0,
            )

        with pytest.raises(DomainError, match="stays on its day"):
            run_write(move)
