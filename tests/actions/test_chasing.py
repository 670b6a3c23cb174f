"""Chasing: each rung once to whom it is for, whatever nights were missed, however often the job runs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

import config
from csrmatch.accounts.models import User
from csrmatch.actions import services
from csrmatch.actions.chasing import list_calls, take_calls
from csrmatch.actions.models import ActionPoint, ActionReminder
from csrmatch.actions.rules import ActionStatus
from csrmatch.actions.tasks import CHASE
from csrmatch.app import Application, create_app
from csrmatch.db import db, now, run_write, today
from csrmatch.jobs.models import Job
from csrmatch.jobs.queue import enqueue_daily
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.roles import Role
from tests.actions.points import attach, colleague, make_action, office_of, report, somebody
from tests.faults.racing import at_once

GIVEN, DUE = date(2027, 1, 5), date(2027, 1, 20)
OWNER, CHAIR, DPE = Role.DISTRICT_OFFICER, Role.CHAIR, Role.DPE_STAFF


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def give(**more: object) -> int:
    """An action point of Dantewada with a last day, given out a fortnight before."""

    def make() -> int:
        values = {"due_in": (DUE - today()).days, **more}
        return make_action(**values).id  # type: ignore[arg-type]

    with time_machine.travel(_noon(GIVEN)):
        return run_write(make)


def night(after: int, *, times: int = 2) -> None:
    """The worker's work so many days after the last day, twice over."""
    day = DUE + timedelta(days=after)
    with time_machine.travel(_noon(day)):
        for _time in range(times):
            run_write(lambda: enqueue_daily(now(), today()))
            query = select(Job.id).where(Job.kind == CHASE, Job.key.endswith(day.isoformat()))
            run_job(db.session.scalars(query).one())
            db.session.rollback()


def act(after: int, how: Callable[[], object]) -> None:
    with time_machine.travel(_noon(DUE + timedelta(days=after))):
        run_write(how)


def rungs(number: int) -> list[str]:
    """The rungs that were sent for an action point, in order."""
    db.session.rollback()
    query = select(ActionReminder).where(ActionReminder.action_id == number).order_by(ActionReminder.id)
    return [str(row.rung) for row in db.session.scalars(query)]


def mails() -> list[str]:
    """To whom reminders went, in order, by the name before the at sign."""
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.key.startswith("action points"))
    return [row.address.split("@")[0] for row in db.session.scalars(query.order_by(OutgoingMail.id))]


@pytest.fixture
def chair(app: Application) -> Application:
    """A chair of the state of Dantewada."""

    def make() -> None:
        from sqlalchemy import select as choose

        from csrmatch.accounts.models import Organisation, OrganisationKind

        state_id = office_of(OWNER).district.state_id  # type: ignore[union-attr]
        query = choose(Organisation).where(
            Organisation.state_id == state_id, Organisation.kind == OrganisationKind.STATE
        )
        colleague(CHAIR, "near", db.session.scalars(query).first())

    run_write(make)
    return app


class TestNights:
    def test_each_night_of_a_month_sends_each_rung_once(self, chair: Application) -> None:
        number = give()
        for after in range(-2, 31):
            night(after)
        assert rungs(number) == ["overdue", "again", "chair"]
        assert mails() == ["district_officer", "district_officer", "near.chair"]

    @pytest.mark.parametrize("first", [1, 3, 8, 13])
    def test_missed_nights_lose_no_rung(self, chair: Application, first: int) -> None:
        number = give()
        night(first)
        night(60)
        assert rungs(number) == ["overdue", "again"]
        night(61)
        night(90)
        assert rungs(number) == ["overdue", "again", "chair"]
        assert mails() == ["district_officer", "district_officer", "near.chair"]

    def test_after_a_long_sleep_the_owner_has_the_same_time_before_the_chair_hears(
        self, chair: Application
    ) -> None:
        number = give()
        for after in range(200, 213):
            night(after)
        assert mails() == ["district_officer", "district_officer"]
        for after in range(213, 220):
            night(after)
        assert rungs(number) == ["overdue", "again", "chair"]
        assert mails() == ["district_officer", "district_officer", "near.chair"]

    def test_where_a_state_has_no_chair_who_gave_it_out_is_told(self, app: Application) -> None:
        give()
        for after in (1, 7, 14):
            night(after)
        assert mails() == ["district_officer", "district_officer", "dpe_staff"]

    def test_where_who_gave_it_out_is_gone_the_office_is_told(self, app: Application) -> None:
        run_write(lambda: colleague(DPE, "second"))
        give()
        run_write(lambda: setattr(somebody(DPE), "is_enabled", False))
        for after in (1, 7, 14):
            night(after)
        assert mails() == ["district_officer", "district_officer", "second.dpe_staff"]

    def test_of_an_office_without_people_the_chair_hears_all_the_same(self, chair: Application) -> None:
        number = give()
        run_write(lambda: setattr(somebody(OWNER), "is_enabled", False))
        for after in range(1, 20):
            night(after)
        assert (rungs(number), mails()) == (["chair"], ["near.chair"])

    def test_several_are_told_in_one_mail(self, app: Application) -> None:
        for number in range(5):
            give(title=f"Point {number}")
        night(1)
        assert mails() == ["district_officer"]
        mail = db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.key.startswith("action points"))
        ).one()
        assert mail.subject == "5 action points of your office are overdue"
        assert all(f"Point {number}" in mail.body for number in range(5))

    def test_one_that_is_new_the_next_night_is_told_by_itself(self, app: Application) -> None:
        give()
        night(1)
        give(title="A later one", due_in=(DUE - GIVEN).days + 1)
        night(2)
        assert mails() == ["district_officer", "district_officer"]

    def test_only_the_person_who_has_it_in_hand_is_written_to(self, app: Application) -> None:
        number = give()

        def name() -> None:
            clerk = colleague(OWNER, "clerk")
            services.name_person(
                action=db.session.get_one(ActionPoint, number), by=somebody(OWNER), version=None, person=clerk
            )

        act(-1, name)
        night(1)
        assert mails() == ["clerk.district_officer"]

    def test_an_office_without_people_is_written_to_when_it_has_some(self, app: Application) -> None:
        number = give()
        run_write(lambda: setattr(somebody(OWNER), "is_enabled", False))
        night(1)
        assert rungs(number) == []
        run_write(lambda: setattr(somebody(OWNER), "is_enabled", True))
        night(5)
        assert rungs(number) == ["overdue"]

    def test_it_is_in_the_language_of_its_reader_with_a_way_there(self, app: Application) -> None:
        app.config["PUBLIC_URL"] = "https://csrmatch.example/portal"
        run_write(lambda: setattr(somebody(OWNER), "language", "hi"))
        number = give(title_hi="चार उप-केंद्र खोलें")
        night(1)
        mail = db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.key.startswith("action points"))
        ).one()
        assert mail.language == "hi"
        assert "चार उप-केंद्र खोलें" in mail.subject
        assert "20 जनवरी 2027" in mail.body
        assert f"https://csrmatch.example/portal/actions/{number}" in mail.body


class TestWhatEndsIt:
    @pytest.mark.parametrize("status", [ActionStatus.ON_SCHEDULE, ActionStatus.BEHIND])
    def test_a_report_that_it_goes_on_does_not(self, app: Application, status: ActionStatus) -> None:
        number = give()
        act(1, lambda: report(db.session.get_one(ActionPoint, number), status))
        night(2)
        assert rungs(number) == ["overdue"]

    def test_a_report_that_it_is_done_does(self, app: Application) -> None:
        number = give()
        night(1)
        act(2, lambda: report(db.session.get_one(ActionPoint, number)))
        for after in (8, 30):
            night(after)
        assert rungs(number) == ["overdue"]

    def test_not_accepted_it_is_chased_anew(self, app: Application) -> None:
        number = give()
        night(1)

        def refuse() -> None:
            action = db.session.get_one(ActionPoint, number)
            report(action)
            services.return_action(action=action, by=somebody(DPE), version=None, reason="One is shut.")

        act(2, refuse)
        night(3)
        assert rungs(number) == ["overdue", "overdue"]

    def test_another_last_day_begins_anew_after_that_day(self, app: Application) -> None:
        number = give()
        night(1)

        def move() -> None:
            services.change_due_date(
                action=db.session.get_one(ActionPoint, number),
                by=somebody(DPE),
                version=None,
                due_on=DUE + timedelta(days=20),
                reason="The roads were cut.",
            )

        act(2, move)
        night(8)
        assert rungs(number) == ["overdue"]
        night(21)
        assert rungs(number) == ["overdue", "overdue"]

    def test_given_to_another_office_that_office_is_chased_after_its_own_last_day(
        self, app: Application
    ) -> None:
        number = give()
        night(1)

        def give_anew() -> None:
            services.reassign_action(
                action=db.session.get_one(ActionPoint, number),
                by=somebody(DPE),
                version=None,
                owner=office_of(Role.CPSE_OFFICER),
                due_on=DUE + timedelta(days=2),
                reason="The company builds it.",
            )

        act(2, give_anew)
        night(3)
        assert mails() == ["district_officer", "cpse_officer"]

    def test_without_a_last_day_nobody_is_chased(self, app: Application) -> None:
        number = give(due_in=None)
        night(300)
        assert rungs(number) == []


class TestTwoWorkers:
    def test_who_read_the_same_calls_post_them_once(self, app: Application) -> None:
        numbers = [give(title=f"Point {number}") for number in range(3)]
        day = DUE + timedelta(days=30)
        calls = list_calls(day, again_days=7, chair_days=14)
        assert len(calls) == 3

        def work(_number: int) -> int:
            return run_write(lambda: len(take_calls(calls, day)))

        assert sum(at_once(app, 4, work)) == 3
        assert [rungs(number) for number in numbers] == [["overdue"]] * 3

    def test_what_was_answered_since_it_was_read_is_not_sent(self, app: Application) -> None:
        number = give()
        day = DUE + timedelta(days=30)
        calls = list_calls(day, again_days=7, chair_days=14)
        act(2, lambda: report(db.session.get_one(ActionPoint, number)))
        assert run_write(lambda: take_calls(calls, day)) == []
        assert rungs(number) == []

    def test_a_worker_killed_before_the_end_leaves_nothing_half_done(self, app: Application) -> None:
        number = give()
        day = DUE + timedelta(days=1)
        calls = list_calls(day, again_days=7, chair_days=14)

        def die() -> None:
            take_calls(calls, day)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_write(die)
        assert (rungs(number), mails()) == ([], [])
        night(1)
        assert (rungs(number), mails()) == (["overdue"], ["district_officer"])


class TestStatements:
    def test_their_number_does_not_grow_with_the_action_points(self, app: Application) -> None:
        from sqlalchemy import event

        def count() -> int:
            seen: list[str] = []

            def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
                seen.append(statement)

            db.session.rollback()
            db.session.expunge_all()
            event.listen(db.engine, "before_cursor_execute", note)
            list_calls(DUE + timedelta(days=30), again_days=7, chair_days=14)
            event.remove(db.engine, "before_cursor_execute", note)
            return len([text for text in seen if text.startswith("SELECT")])

        give()
        first = count()
        for number in range(6):
            give(title=f"Point {number}")
        assert count() == first <= 6


def test_the_paper_of_a_report_does_not_end_chasing(app: Application) -> None:
    number = give()
    act(1, lambda: attach(db.session.get_one(ActionPoint, number)))
    night(2)
    assert rungs(number) == ["overdue"]
    assert db.session.scalars(select(User).where(User.email == "district_officer@example.test")).one()


def test_settings_by_which_the_chair_would_hear_before_the_owner_are_refused() -> None:
    days = {"ACTION_AGAIN_DAYS": 9, "ACTION_CHAIR_DAYS": 8}
    with pytest.raises(RuntimeError, match="CSRMATCH_ACTION_AGAIN_DAYS"):
        create_app(type("Settings", (config.Testing,), days))
