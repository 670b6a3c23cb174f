"""The mail about what was put into an owner's hands: once, to whom it is for, in their language."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from csrmatch.actions import services
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionStatus
from csrmatch.actions.services.steps import GIVEN
from csrmatch.app import Application
from csrmatch.db import db, run_write, today
from csrmatch.errors import DomainError
from csrmatch.i18n import format_day
from csrmatch.jobs.models import Job, JobState
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.roles import Role
from tests.actions.points import HIGH, colleague, load, make_action, office_of, report, somebody

DPE, OWNER, STATE = Role.DPE_STAFF, Role.DISTRICT_OFFICER, Role.STATE_OFFICER


def told() -> list[tuple[str, str]]:
    """Does the work that waits and gives to whom mails went, by what is before the at sign, and subjects."""
    db.session.rollback()
    for number in db.session.scalars(select(Job.id).where(Job.kind == GIVEN).order_by(Job.id)).all():
        run_job(number)
    db.session.rollback()
    return [(mail.address.split("@")[0], mail.subject) for mail in letters()]


def letters() -> list[OutgoingMail]:
    query = select(OutgoingMail).where(OutgoingMail.kind == "action")
    return list(db.session.scalars(query.order_by(OutgoingMail.id)))


def give(**more: object) -> int:
    return run_write(lambda: make_action("Open the wells", **more).id)  # type: ignore[arg-type]


def act(number: int, how: Callable[..., object], by: Role = DPE, **given: object) -> None:
    def write() -> None:
        how(action=db.session.get_one(ActionPoint, number), by=somebody(by), version=None, **given)

    run_write(write)


class TestTheMail:
    def test_tells_the_owner_what_is_to_be_done_until_when_and_where(self, app: Application) -> None:
        number = give(file_number="F-11/2026", priority=HIGH)
        assert told() == [("district_officer", "For your office: A-0001 Open the wells")]
        (mail,) = letters()
        for words in (
            "Department of Public Enterprises gives your office an action point.",
            "A-0001: Open the wells",
            "No. F-11/2026",
            "All four staffed",
            f"Last day: {format_day(today() + timedelta(days=30))}",
            "Priority: high",
            f"/actions/{number}\n",
        ):
            assert words in mail.body, mail.body
        assert "dpe_staff person" not in mail.body

    def test_is_in_the_language_of_each_reader(self, app: Application) -> None:
        def make() -> None:
            reader = colleague(OWNER, "hindi", office_of(OWNER))
            reader.language = "hi"
            make_action("Open the wells", title_hi="कुएँ खोलें")

        run_write(make)
        told()
        mails = {mail.address.split(".")[0].split("@")[0]: mail for mail in letters()}
        assert mails.keys() == {"district_officer", "hindi"}
        assert mails["hindi"].language == "hi"
        assert "कुएँ खोलें" in mails["hindi"].subject
        assert "अंतिम" in mails["hindi"].body
        assert "कुएँ" not in mails["district_officer"].body

    def test_is_sent_once_however_often_the_work_is_done(self, app: Application) -> None:
        give()
        once = told()
        assert len(once) == 1

        def wait_again() -> None:
            for job in db.session.scalars(select(Job).where(Job.kind == GIVEN)):
                job.state = JobState.QUEUED

        run_write(wait_again)
        assert told() == once
        assert {job.state for job in db.session.scalars(select(Job).where(Job.kind == GIVEN))} == {
            JobState.DONE
        }

    def test_putting_it_into_the_same_hands_again_tells_nobody(self, app: Application) -> None:
        run_write(lambda: colleague(OWNER, "clerk", office_of(OWNER)).id)
        number = run_write(lambda: make_action("Wells", person=somebody(OWNER, "clerk")).id)
        once = told()
        run_write(
            lambda: services.name_person(
                action=load(number), by=somebody(OWNER), version=None, person=somebody(OWNER, "clerk")
            )
        )
        assert told() == once

    def test_a_colleague_who_left_meanwhile_is_not_stood_in_for_by_the_whole_office(
        self, app: Application
    ) -> None:
        # Somebody who would be written to in the place of the one who left.
        run_write(lambda: colleague(OWNER, "other", office_of(OWNER)).id)
        number = run_write(lambda: make_action("Wells").id)
        once = told()

        def name_and_leave() -> None:
            clerk = colleague(OWNER, "clerk", office_of(OWNER))
            services.name_person(action=load(number), by=somebody(OWNER), version=None, person=clerk)
            clerk.is_enabled = False

        run_write(name_and_leave)
        assert told() == once

    def test_is_not_lost_while_nobody_works_and_not_sent_for_what_was_refused(self, app: Application) -> None:
        give()

        def refused() -> None:
            make_action("Never given")
            raise DomainError("No.")

        with pytest.raises(DomainError):
            run_write(refused)
        assert letters() == []
        assert [subject for _to, subject in told()] == ["For your office: A-0001 Open the wells"]

    def test_goes_to_the_named_person_alone_and_never_to_who_did_it(self, app: Application) -> None:
        run_write(lambda: colleague(OWNER, "clerk", office_of(OWNER)).id)
        run_write(lambda: make_action("Wells", person=somebody(OWNER, "clerk")).id)
        assert [to for to, _subject in told()] == ["clerk.district_officer"]
        run_write(lambda: colleague(DPE, "second", office_of(DPE)).id)
        run_write(lambda: make_action("Ours", owner=office_of(DPE)).id)
        assert [to for to, _subject in told()][1:] == ["second.dpe_staff"]


class TestGivingItOutAnew:
    def test_tells_the_new_owner_with_the_reason(self, app: Application) -> None:
        number = give()
        told()
        act(
            number,
            services.reassign_action,
            owner=office_of(Role.CPSE_OFFICER),
            due_on=None,
            reason="The wells are theirs.",
        )
        assert told()[1:] == [("cpse_officer", "For your office: A-0001 Open the wells")]
        assert "Reason: The wells are theirs." in letters()[-1].body
        assert "Last day: no date" in letters()[-1].body

    def test_before_the_first_mail_was_written_tells_only_the_new_owner(self, app: Application) -> None:
        number = give()
        act(
            number,
            services.reassign_action,
            owner=office_of(Role.CPSE_OFFICER),
            due_on=None,
            reason="The wells are theirs.",
        )
        assert [to for to, _subject in told()] == ["cpse_officer"]

    def test_what_came_back_is_told_and_what_was_ended_or_done_meanwhile_is_not(
        self, app: Application
    ) -> None:
        number = give()
        told()
        run_write(lambda: report(db.session.get_one(ActionPoint, number)))
        act(number, services.return_action, reason="One is shut.")
        assert told()[1:] == [("district_officer", "Not accepted as done: A-0001 Open the wells")]
        act(number, services.drop_action, reason="The scheme ended.")
        act(number, services.reopen_action, due_on=None, reason="It goes on.")
        assert told()[2:] == [("district_officer", "Open again: A-0001 Open the wells")]
        other = give()
        act(other, services.drop_action, reason="The scheme ended.")
        run_write(lambda: report(make_action("Done at once")))
        assert len(told()) == 3
        assert load(other).status is ActionStatus.DROPPED

    def test_another_last_day_is_told_with_the_one_before(self, app: Application) -> None:
        number = give()
        told()
        act(
            number,
            services.change_due_date,
            due_on=today() + timedelta(days=50),
            reason="The roads were cut.",
        )
        assert told()[1:] == [("district_officer", "Another last day: A-0001 Open the wells")]
        body = letters()[-1].body
        assert f"Last day: {format_day(today() + timedelta(days=50))}" in body
        assert f"Before: {format_day(today() + timedelta(days=30))}" in body
        for days in (60, 70):
            day = today() + timedelta(days=days)
            act(number, services.change_due_date, due_on=day, reason="The roads were cut.")
        assert len(told()) == 3, "a day that was changed again is not told"
        assert format_day(today() + timedelta(days=70)) in letters()[-1].body

    def test_who_gets_it_in_hand_is_told_unless_it_is_in_other_hands_by_then(self, app: Application) -> None:
        run_write(lambda: [colleague(OWNER, name, office_of(OWNER)).id for name in ("clerk", "other")])
        number = give()
        told()
        before = len(letters())
        act(number, services.name_person, OWNER, person=somebody(OWNER, "clerk"))
        act(number, services.name_person, OWNER, person=somebody(OWNER, "other"))
        assert told()[before:] == [("other.district_officer", "In your hands: A-0001 Open the wells")]
        act(number, services.name_person, OWNER, person=None)
        assert len(told()) == before + 1
