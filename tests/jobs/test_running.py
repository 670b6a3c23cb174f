"""Jobs: asked for with the business, done once, tried again, never lost."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from csrmatch import jobs
from csrmatch.accounts.models import SignInAttempt, User
from csrmatch.app import Application
from csrmatch.audit.models import AuditEvent
from csrmatch.db import db, now, run_write
from csrmatch.errors import DomainError
from csrmatch.jobs import rules
from csrmatch.jobs.models import Job
from csrmatch.jobs.queue import count_waiting, list_unattended
from csrmatch.jobs.running import run_job
from csrmatch.jobs.tasks import DAILY, TASKS
from csrmatch.jobs.transport import find_share, find_sign, open_transport
from csrmatch.jobs.worker import sweep
from tests.faults.racing import at_once


class Broken(Exception):
    """What a task of these tests dies of."""


@pytest.fixture
def effects(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A task that leaves a row and counts how often it ran."""
    runs: list[int] = []

    def note(work: jobs.Work) -> jobs.Effect:
        runs.append(work.attempt)
        work.progress(0.5)
        return lambda: db.session.add(SignInAttempt(key=f"job {work.id}", at=now()))

    monkeypatch.setitem(TASKS, "note", note)
    return runs


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No job is due each day."""
    monkeypatch.setattr("csrmatch.jobs.queue.DAILY", {})


def ask(kind: str = "note", key: str = "one", **more: object) -> int:
    return run_write(lambda: jobs.enqueue(kind, {"what": "it"}, key, **more).id)


def load(number: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, number, populate_existing=True)


def count_effects() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(SignInAttempt.key.like("job %"))) or 0


class TestEnqueue:
    def test_a_key_asked_for_twice_is_one_job(self, app: Application, effects: list[int]) -> None:
        assert ask() == ask()
        assert ask(key="another") != ask()

    def test_by_eight_at_once_it_is_one_job(self, app: Application, effects: list[int]) -> None:
        assert len(set(at_once(app, 8, lambda _number: ask()))) == 1

    def test_rolled_back_with_the_business_it_was_never_asked_for(
        self, app: Application, effects: list[int]
    ) -> None:
        def break_off() -> None:
            jobs.enqueue("note", {}, "one")
            raise Broken

        with pytest.raises(Broken):
            run_write(break_off)
        assert db.session.scalar(select(func.count()).select_from(Job)) == 0
        assert open_transport(app).pending_count() == 0

    def test_its_message_goes_out_only_after_the_commit(self, app: Application, effects: list[int]) -> None:
        huey, seen = open_transport(app), []

        def look() -> None:
            jobs.enqueue("note", {}, "one")
            with db.session.begin_nested():
                pass
            seen.append(huey.pending_count())

        run_write(look)
        assert seen == [0]
        assert huey.pending_count() == 1

    def test_a_transport_that_is_down_loses_nothing(
        self, app: Application, effects: list[int], alone: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csrmatch.jobs.transport._make", lambda _url: 1 / 0)
        number = ask()
        with time_machine.travel(now() + rules.MESSAGE_LIFE, tick=False):
            assert list_unattended(now()) == [number]
            assert run_job(number)
        assert load(number).state is jobs.JobState.DONE

    def test_the_message_alone_brings_it_to_a_worker(self, app: Application, effects: list[int]) -> None:
        number = ask()
        huey = open_transport(app)
        huey.execute(huey.dequeue())
        assert load(number).state is jobs.JobState.DONE


class TestRunJob:
    def test_effect_and_note_are_one(self, app: Application, effects: list[int]) -> None:
        number = ask()
        assert run_job(number)
        job = load(number)
        assert (job.state, job.attempts, job.progress) == (jobs.JobState.DONE, 1, 1.0)
        assert count_effects() == 1

    def test_done_once_it_is_not_done_again(self, app: Application, effects: list[int]) -> None:
        number = ask()
        assert [run_job(number), run_job(number), run_job(number)] == [True, False, False]
        assert effects == [1]

    def test_by_eight_workers_at_once_it_is_done_once(self, app: Application, effects: list[int]) -> None:
        number = ask()
        assert sum(at_once(app, 8, lambda _number: run_job(number))) == 1
        assert count_effects() == 1

    def test_a_worker_that_comes_back_too_late_writes_nothing(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        takeovers: list[bool] = []

        def slow(work: jobs.Work) -> jobs.Effect:
            if work.attempt == 1:
                with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
                    takeovers.append(run_job(work.id))
            return lambda: db.session.add(SignInAttempt(key=f"job {work.id}", at=now()))

        monkeypatch.setitem(TASKS, "note", slow)
        assert run_job(ask()) is False
        assert takeovers == [True]
        assert count_effects() == 1

    def test_what_fails_rests_and_is_tried_again_until_it_is_given_up(
        self, app: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(work: jobs.Work) -> jobs.Effect:
            raise Broken("secret canary")

        monkeypatch.setitem(TASKS, "note", fail)
        number, moment = ask(), now()
        for attempt in range(1, rules.MOST_TRIES + 1):
            with time_machine.travel(moment, tick=False):
                assert not run_job(number)
                assert load(number).attempts == attempt
                assert not run_job(number), "it rests before the next try"
            moment += rules.wait_before(attempt)
        job = load(number)
        assert (job.state, job.error) == (jobs.JobState.FAILED, "Broken")
        assert "canary" not in caplog.text
        run_write(lambda: jobs.try_again(load_again(number)))
        assert load(number).state is jobs.JobState.QUEUED

    def test_a_refusal_in_words_is_not_tried_again(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(work: jobs.Work) -> jobs.Effect:
            def write() -> None:
                db.session.add(SignInAttempt(key=f"job {work.id}", at=now()))
                raise DomainError("The year is closed.")

            return write

        monkeypatch.setitem(TASKS, "note", refuse)
        number = ask()
        run_job(number)
        job = load(number)
        assert (job.state, job.error, job.attempts) == (jobs.JobState.FAILED, "The year is closed.", 1)
        assert count_effects() == 0

    def test_a_job_that_kills_its_worker_is_given_up_in_the_end(
        self, app: Application, effects: list[int], alone: None
    ) -> None:
        number = ask()

        def die() -> None:
            job = load_again(number)
            job.state, job.attempts = jobs.JobState.RUNNING, rules.MOST_TRIES
            job.lease_until = now()

        run_write(die)
        assert list_unattended(now()) == [number]
        assert not run_job(number)
        assert load(number).state is jobs.JobState.FAILED

    def test_the_log_names_the_person_who_asked_and_the_job(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = db.session.scalars(select(User).where(User.email == "chair@example.test")).one().id

        def rename(work: jobs.Work) -> jobs.Effect:
            def write() -> None:
                db.session.get_one(User, work.by_id).language = "hi"

            return write

        monkeypatch.setitem(TASKS, "note", rename)
        number = ask(by_id=user)
        run_job(number)
        entry = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert (entry.actor_id, entry.request_id) == (user, f"job {number}")

    def test_how_far_it_is_can_be_asked_meanwhile(self, app: Application, effects: list[int]) -> None:
        number = ask()
        assert find_share(number) is None
        run_job(number)
        assert find_share(number) == 0.5

    def test_at_which_stage_it_is_can_be_asked_too(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read(work: jobs.Work) -> None:
            work.progress(1.5, "read", 7, 20)

        monkeypatch.setitem(TASKS, "note", read)
        number = ask()
        run_job(number)
        sign = find_sign(number)
        assert sign is not None
        assert (sign.share, sign.stage, sign.done, sign.total) == (1.0, "read", 7, 20)
        assert abs(sign.at - now().timestamp()) < 60


def leave_row(name: str) -> str:
    db.session.add(SignInAttempt(key=f"job {name}", at=now()))
    return name


class TestSave:
    """Parts of a job that are saved before its end."""

    @pytest.fixture(autouse=True)
    def no_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("csrmatch.jobs.running.REST_SECONDS", 0.0)

    def test_stay_when_the_job_fails_later_and_renew_its_lease(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        leases: list[datetime | None] = []

        def work_on(work: jobs.Work) -> None:
            with time_machine.travel(now() + timedelta(seconds=40), tick=False):
                assert work.save(lambda: leave_row("part")) == "part"
                leases.append(load(work.id).lease_until)
                leases.append(now() + rules.LEASE)
            raise Broken

        monkeypatch.setitem(TASKS, "note", work_on)
        assert not run_job(ask())
        assert leases[0] == leases[1]
        assert count_effects() == 1

    def test_are_not_saved_by_a_worker_that_lost_the_job(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def work_on(work: jobs.Work) -> None:
            if work.attempt == 1:
                with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
                    assert run_job(work.id)
            work.save(lambda: leave_row(str(work.attempt)))

        monkeypatch.setitem(TASKS, "note", work_on)
        assert run_job(ask()) is False
        db.session.rollback()
        keys = db.session.scalars(select(SignInAttempt.key).where(SignInAttempt.key.like("job %"))).all()
        assert keys == ["job 2"]

    def test_leave_the_one_writer_of_sqlite_to_others_in_between(
        self, sqlite_app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rests: list[float] = []
        monkeypatch.setattr("csrmatch.jobs.running.REST_SECONDS", 0.12)
        monkeypatch.setattr("csrmatch.jobs.running.time.sleep", rests.append)

        def work_on(work: jobs.Work) -> None:
            for number in range(3):
                work.save(partial(leave_row, str(number)))

        monkeypatch.setitem(TASKS, "note", work_on)
        run_job(ask())
        assert rests == [0.12] * 3


class TestWithdraw:
    def test_a_job_that_waits_is_never_done(self, app: Application, effects: list[int]) -> None:
        number = ask()
        assert run_write(lambda: jobs.withdraw(load_again(number)))
        assert not run_job(number)
        assert load(number).state is jobs.JobState.FAILED

    def test_a_job_that_was_begun_goes_on(self, app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
        answers: list[bool] = []

        def work_on(work: jobs.Work) -> None:
            answers.append(run_write(lambda: jobs.withdraw(load_again(work.id))))

        monkeypatch.setitem(TASKS, "note", work_on)
        assert run_job(ask())
        assert answers == [False]


def load_again(number: int) -> Job:
    return db.session.get_one(Job, number, populate_existing=True)


class TestSweep:
    def test_finds_what_was_left_by_a_dead_worker(
        self, app: Application, effects: list[int], alone: None
    ) -> None:
        number = ask()
        huey = open_transport(app)
        huey.dequeue()

        def take_and_die() -> None:
            job = load_again(number)
            job.state, job.attempts, job.lease_until = jobs.JobState.RUNNING, 1, now() + rules.LEASE

        run_write(take_and_die)
        assert sweep() == 0
        with time_machine.travel(now() + rules.LEASE, tick=False):
            assert count_waiting(now()) == 1
            assert sweep() == 1
            huey.execute(huey.dequeue())
        assert load(number).attempts == 2
        assert count_effects() == 1

    def test_does_not_wait_for_a_job_whose_row_its_worker_has_locked(
        self, app: Application, effects: list[int], alone: None
    ) -> None:
        if db.engine.dialect.name == "sqlite":
            # It locks no rows.
            return
        number = ask()
        with db.engine.begin() as connection:
            # Waiting for the row would otherwise never end.
            connection.exec_driver_sql(f'alter database "{db.engine.url.database}" set lock_timeout = 2000')
        db.session.remove()
        db.engine.dispose()
        with db.engine.connect() as worker, worker.begin():
            worker.execute(select(Job.id).where(Job.id == number).with_for_update())
            with time_machine.travel(now() + rules.MESSAGE_LIFE, tick=False):
                assert list_unattended(now()) == [number]
                assert sweep() == 0

    def test_asks_for_the_jobs_of_the_day_once_from_their_hour_on(
        self, app: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csrmatch.jobs.queue.DAILY", {"note": 6})
        early = datetime(2026, 11, 22, 0, 29, tzinfo=UTC)
        for moment, expected in (
            (early, 0),
            (early + timedelta(minutes=1), 1),
            (early + timedelta(hours=12), 1),
            (early + timedelta(days=4, hours=1), 2),
        ):
            with time_machine.travel(moment, tick=False):
                sweep()
                sweep()
            assert db.session.scalar(select(func.count()).select_from(Job)) == expected
        keys = db.session.scalars(select(Job.key).order_by(Job.id)).all()
        assert keys == ["note 2026-11-22", "note 2026-11-26"]

    def test_the_kinds_of_each_day_have_their_tasks(self) -> None:
        assert DAILY.keys() <= TASKS.keys()


class TestRules:
    @given(st.integers(1, 50))
    def test_each_wait_is_at_least_the_last_and_at_most_six_hours(self, attempts: int) -> None:
        assert timedelta(seconds=30) <= rules.wait_before(attempts) <= rules.wait_before(attempts + 1)
        assert rules.wait_before(attempts) <= timedelta(hours=6)

    def test_a_day_has_one_key(self) -> None:
        assert rules.day_key("reminders", date(2026, 11, 22)) == "reminders 2026-11-22"
