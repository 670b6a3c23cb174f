"""Invitations: that nobody is told twice, and how people answer."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
import vobject
from sqlalchemy import select

from csrmatch import jobs
from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.documents.calendars import Method
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.jobs.models import Job
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.mail.sending import compose
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant, Workshop, WorkshopDay
from csrmatch.workshops.queries.invitations import facts_of, plan_round
from csrmatch.workshops.rules.invitations import (
    CALLED_OFF,
    WorkshopFacts,
    facts_digest,
    next_message,
    span_of,
)
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import invitations as verbs
from csrmatch.workshops.services.participants import (
    cancel_participant,
    restore_participant,
)
from csrmatch.workshops.tasks.invitations import write_letter
from tests.faults.racing import at_once
from tests.workshops.inviting import SmallCalendar, ask, invite, mails, make_invitable_workshop, person
from tests.workshops.participants import person_of, run_jobs


@pytest.fixture
def workshop(app: Application) -> int:
    """An announced workshop with a person of each language and one without an address."""
    return run_write(make_invitable_workshop)


def change(number: int, **values: object) -> None:
    def act() -> None:
        workshop = db.session.get_one(Workshop, number)
        for name, value in values.items():
            setattr(workshop, name, value)

    run_write(act)


class TestSpanOf:
    DAY = date(2026, 11, 10)

    def test_days_and_hours_come_from_the_agenda(self) -> None:
        days = [(1, self.DAY), (2, self.DAY + timedelta(days=1))]
        times = [(1, time(9), time(12)), (1, time(14), time(17)), (2, time(10), time(13)), (2, None, None)]
        assert span_of(days, None, times) == (self.DAY, days[1][1], time(9), time(13))

    def test_a_workshop_without_dated_days_has_its_first_day(self) -> None:
        assert span_of([(1, None)], self.DAY, []) == (self.DAY, self.DAY, None, None)
        assert span_of([], None, []) == (None, None, None, None)

    def test_hours_that_make_no_sense_are_left_out(self) -> None:
        assert span_of([(1, self.DAY)], None, [(1, time(17), None), (1, None, time(9))])[2:] == (None, None)


class TestNextMessage:
    FACTS = WorkshopFacts(
        titles=("A workshop", "कार्यशाला"),
        first_day=date(2026, 11, 10),
        last_day=date(2026, 11, 11),
        starts_at=time(10, 0),
        ends_at=time(16, 30),
        places=("Raipur", "रायपुर"),
        is_called_off=False,
    )

    @pytest.mark.parametrize(
        ("status", "told", "is_off", "expected"),
        [
            (ParticipantStatus.LISTED, "", False, Method.REQUEST),
            (ParticipantStatus.INVITED, "old", False, Method.REQUEST),
            (ParticipantStatus.ACCEPTED, "same", False, None),
            (ParticipantStatus.DECLINED, "old", False, None),
            (ParticipantStatus.WALK_IN, "", False, None),
            (ParticipantStatus.CANCELLED, "same", False, Method.CANCEL),
            (ParticipantStatus.CANCELLED, "", False, None),
            (ParticipantStatus.CANCELLED, CALLED_OFF, False, None),
            (ParticipantStatus.ACCEPTED, "same", True, Method.CANCEL),
            (ParticipantStatus.LISTED, "", True, None),
            (ParticipantStatus.LISTED, CALLED_OFF, False, Method.REQUEST),
        ],
    )
    def test_is_what_the_person_does_not_know_yet(
        self, status: ParticipantStatus, told: str, is_off: bool, expected: Method | None
    ) -> None:
        facts = WorkshopFacts(**{**vars(self.FACTS), "is_called_off": is_off})
        told = facts_digest(facts) if told == "same" else told
        assert next_message(status, told, facts) is expected


class TestARound:
    def test_each_is_written_to_in_their_language_with_a_calendar(self, workshop: int) -> None:
        english, hindi = invite(workshop)
        assert english.subject.startswith("Invitation: Fifth workshop")
        assert hindi.language == "hi"
        assert "पाँचवीं कार्यशाला" in hindi.subject
        for mail in (english, hindi):
            message = compose(mail, {"MAIL_SENDER": "csrmatch@localhost"})
            part = message.get_body(("calendar",)) or next(
                part for part in message.walk() if part.get_content_type() == "text/calendar"
            )
            assert part.get_param("method") == "REQUEST"
            assert vobject.readOne(part.get_content()).vevent.attendee.value == f"mailto:{mail.address}"
            assert "asha@example.org" not in mail.body
        assert person("Asha Verma").status is ParticipantStatus.INVITED
        assert person("No Address").status is ParticipantStatus.LISTED

    def test_asked_again_it_finds_nobody(self, workshop: int) -> None:
        invite(workshop)
        with pytest.raises(DomainError):
            ask(workshop)

    def test_jobs_that_run_twice_and_at_once_tell_each_person_once(
        self, app: Application, workshop: int
    ) -> None:
        asked = [ask(workshop) for _ in range(4)]
        at_once(app, 4, lambda number: run_job(asked[number]))
        assert sorted(mail.address for mail in mails()) == ["asha@example.org", "ravi@example.org"]
        assert {person("Asha Verma").sequence, person("Ravi Kumar").sequence} == {0}

    def test_killed_between_two_parts_it_goes_on_with_the_rest(
        self, workshop: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csrmatch.workshops.tasks.invitations._AT_ONCE", 1)
        real, calls = verbs.tell_some, []

        def dying(*given: Any) -> int:
            calls.append(given)
            if len(calls) == 2:
                raise ZeroDivisionError
            return real(*given)

        monkeypatch.setattr("csrmatch.workshops.tasks.invitations.tell_some", dying)
        number = ask(workshop)
        assert not run_job(number)
        assert len(mails()) == 1

        def let_run() -> None:
            job = db.session.get_one(Job, number)
            job.not_before = job.created_at

        run_write(let_run)
        assert run_job(number)
        assert sorted(mail.address for mail in mails()) == ["asha@example.org", "ravi@example.org"]

    def test_only_who_holds_it_may_and_only_once_announced(self, workshop: int) -> None:
        with pytest.raises(NotAllowed):
            ask(workshop, Role.STATE_OFFICER)
        for status in (WorkshopStatus.PLANNED, WorkshopStatus.HELD, WorkshopStatus.CLOSED):
            change(workshop, status=status)
            with pytest.raises(DomainError):
                ask(workshop)

    def test_without_a_date_nobody_is_written_to(self, workshop: int) -> None:
        def forget() -> None:
            db.session.get_one(Workshop, workshop).starts_on = None
            for day in db.session.scalars(select(WorkshopDay)):
                day.held_on = None

        run_write(forget)
        with pytest.raises(DomainError):
            ask(workshop)


class TestChangesInACalendar:
    def test_replace_never_double_and_calling_off_removes(self, workshop: int) -> None:
        calendar = SmallCalendar()

        def take(found: list[OutgoingMail]) -> None:
            for mail in found:
                if mail.address == "asha@example.org":
                    calendar.take(mail.calendar or "")

        take(invite(workshop))
        assert [event.location.value for event in calendar.standing] == ["Hotel Babylon, Raipur"]
        change(workshop, venue_en="Circuit House")
        second = invite(workshop)
        assert second[0].subject.startswith("Changed: ")
        take(second)
        take(second)
        assert [event.location.value for event in calendar.standing] == ["Circuit House, Raipur"]
        assert int(calendar.standing[0].sequence.value) == 1
        change(workshop, status=WorkshopStatus.CANCELLED)
        last = invite(workshop)
        assert last[0].subject.startswith("Called off: ")
        assert "METHOD:CANCEL" in (last[0].calendar or "")
        take(last)
        assert calendar.standing == []
        assert len(calendar.events) == 1

    def test_an_older_mail_that_comes_late_changes_nothing(self, workshop: int) -> None:
        first = invite(workshop)[0].calendar or ""
        change(workshop, venue_en="Circuit House")
        second = invite(workshop)[0].calendar or ""
        calendar = SmallCalendar()
        for text in (second, first):
            calendar.take(text)
        assert [event.location.value for event in calendar.standing] == ["Circuit House, Raipur"]

    def test_who_is_taken_off_is_told_alone_and_can_be_invited_again(self, workshop: int) -> None:
        calendar = SmallCalendar()
        for mail in invite(workshop):
            calendar.take(mail.calendar or "")

        def act(verb: Any, **given: object) -> None:
            holder = person_of(Role.DPE_STAFF)
            row = db.session.get_one(Participant, number)
            verb(workshop=row.workshop, row=row, by=holder, **given)

        number = person("Asha Verma").id
        run_write(lambda: act(cancel_participant, version=None, reason="Transferred."))
        (mail,) = invite(workshop)
        assert mail.address == "asha@example.org"
        calendar.take(mail.calendar or "")
        assert len(calendar.standing) == 1
        run_write(lambda: act(restore_participant))
        (again,) = invite(workshop)
        calendar.take(again.calendar or "")
        assert len(calendar.standing) == 2
        assert person("Asha Verma").sequence == 2
        assert "you are invited" in again.body

    def test_a_change_that_nobody_needs_to_know_is_told_nobody(self, workshop: int) -> None:
        invite(workshop)
        change(workshop, objective_en="Another objective.")
        assert plan_round(db.session.get_one(Workshop, workshop)).ids == []

    def test_another_hour_in_the_agenda_is_told(self, workshop: int) -> None:
        invite(workshop)
        before = facts_of(db.session.get_one(Workshop, workshop))

        def move() -> None:
            day = db.session.scalars(select(WorkshopDay).where(WorkshopDay.number == 1)).one()
            day.sessions[0].starts_at = time(9, 0)

        run_write(move)
        found = db.session.get_one(Workshop, workshop)
        assert facts_of(found) != before
        assert len(plan_round(found).changed) == 2


class TestMailToPeopleWithoutAnAccount:
    def test_is_sent_and_then_forgotten_with_its_calendar(self, app: Application, workshop: int) -> None:
        invite(workshop)
        assert {mail.person_id for mail in mails()} == {None}
        run_jobs("send_mail")
        written = [mail.sent_at for mail in mails()]
        assert all(written)
        with time_machine.travel(now() + timedelta(days=200), tick=True):
            assert run_job(run_write(lambda: jobs.enqueue("forget_old", {}, "forget").id))
        assert {(mail.body, mail.calendar) for mail in mails()} == {("", None)}

    def test_its_link_is_the_persons_own(self, app: Application, workshop: int) -> None:
        links = [re.findall(r"http://\S+/answer/\S+", mail.body) for mail in invite(workshop)]
        assert all(len(found) == 1 for found in links)
        assert links[0] != links[1]
        row = person("Asha Verma")
        letter = write_letter(row, facts_of(row.workshop), Method.REQUEST, 0)
        assert links[0][0] in letter.body
