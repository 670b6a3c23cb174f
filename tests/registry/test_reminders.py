"""Reminders: at which distance, to whom, in which language, and each once whatever nights were missed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, now, run_write, today
from csrmatch.jobs.models import Job
from csrmatch.jobs.queue import enqueue_daily
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.registry.models import Cpse
from csrmatch.registry.rules.reminders import AFTER, BEFORE, is_early, stage_of
from csrmatch.registry.services.csr_accounts import NEW, save_account
from tests.registry.test_answer_views import act_for, settle

DUE = date(2027, 4, 30)
_CRORE = 10**7


class TestStageOf:
    @pytest.mark.parametrize(
        ("days", "stage"),
        [
            (-31, None),
            (-30, -30),
            (-8, -30),
            (-7, -7),
            (-2, -7),
            (-1, -1),
            (0, -1),
            (1, 1),
            (6, 1),
            (7, 7),
            (14, 14),
            (28, 14),
            (29, None),
        ],
    )
    def test_is_the_last_whose_day_has_come(self, days: int, stage: int | None) -> None:
        assert stage_of(DUE, DUE + timedelta(days=days)) == stage

    @given(st.integers(-60, 60))
    def test_from_day_to_day_it_only_goes_on(self, days: int) -> None:
        first, second = (stage_of(DUE, DUE + timedelta(days=days + step)) for step in (0, 1))
        assert first is None or second is None or first <= second

    def test_after_the_day_nothing_is_said_that_was_to_be_said_before_it(self) -> None:
        for days in range(1, 60):
            stage = stage_of(DUE, DUE + timedelta(days=days))
            assert stage is None or stage > 0

    def test_only_the_first_ones_can_be_declined(self) -> None:
        assert [stage for stage in (*(-days for days in BEFORE), *AFTER) if is_early(stage)] == [-30, -7]


def owe() -> None:
    """NMDC has unspent money of 2026-27: of ongoing projects by 30 April, other by 30 September 2027."""
    officer = db.session.scalars(select(User).where(User.email == "cpse_officer@example.test")).one()
    nmdc = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    values: dict[str, object] = {
        **{f"net_profit_{number}_inr": 500 * _CRORE for number in (1, 2, 3)},
        "spent_inr": 7 * _CRORE,
        "unspent_ongoing_inr": 3 * _CRORE,
        "unspent_other_inr": 0,
    }
    save_account(cpse=nmdc, financial_year="2026-27", by=officer, version=NEW, values=values)


@pytest.fixture
def owing(app: Application) -> Application:
    """A company that owes a transfer, whose second officer reads Hindi and wants no early reminders."""
    settle(app)
    with time_machine.travel(datetime(2027, 1, 10, tzinfo=UTC)):
        act_for("cpse_officer@example.test")
        run_write(owe)
    return app


def night(day: date) -> None:
    """The worker's work of one day, twice over."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)):
        for _time in range(2):
            run_write(lambda: enqueue_daily(now(), today()))
            query = select(Job.id).where(Job.kind == "reminders", Job.key.endswith(day.isoformat()))
            run_job(db.session.scalars(query).one())
            db.session.rollback()


def sent(about: str = "NMDC 2026-27 unspent_ongoing") -> list[str]:
    """The stages of what was posted about a thing, with the address."""
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.key.contains(about)).order_by(OutgoingMail.id)
    return [f"{mail.key.split()[-3]} {mail.address.split('@')[0]}" for mail in db.session.scalars(query)]


class TestSendReminders:
    def test_each_night_of_two_months_sends_each_once(self, owing: Application) -> None:
        for offset in [*range(-32, -27), *range(-8, 3), 6, 7, 8, 13, 14, 15, 28, 29, 30]:
            night(DUE + timedelta(days=offset))
        assert sent() == [f"{stage:+d} cpse_officer" for stage in (-30, -7, -1, 1, 7, 14)]

    def test_nights_without_a_worker_lose_only_what_is_past(self, owing: Application) -> None:
        for offset in (-20, -3, 9):
            night(DUE + timedelta(days=offset))
        assert sent() == ["-30 cpse_officer", "-7 cpse_officer", "+7 cpse_officer"]

    def test_what_is_done_is_reminded_of_no_more(self, owing: Application) -> None:
        night(DUE - timedelta(days=7))

        def pay() -> None:
            officer = act_for("cpse_officer@example.test")
            nmdc = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
            save_account(
                cpse=nmdc,
                financial_year="2026-27",
                by=officer,
                version=1,
                values={"ongoing_transferred_on": DUE - timedelta(days=2)},
            )

        run_write(pay)
        for offset in (-1, 1, 7):
            night(DUE + timedelta(days=offset))
        assert sent() == ["-7 cpse_officer"]

    def test_who_declined_the_early_ones_gets_the_last_call_all_the_same(self, owing: Application) -> None:
        change("cpse_officer@example.test", lambda user: setattr(user, "early_reminders", False))
        for offset in (-30, -7, -1, 1):
            night(DUE + timedelta(days=offset))
        assert sent() == ["-1 cpse_officer", "+1 cpse_officer"]

    def test_who_may_not_sign_in_is_not_written_to(self, owing: Application) -> None:
        change("cpse_officer@example.test", lambda user: setattr(user, "is_enabled", False))
        night(DUE - timedelta(days=1))
        assert sent() == []

    def test_a_silent_office_is_reminded_and_an_answer_ends_it(self, owing: Application) -> None:
        day = date(2027, 1, 30)
        for offset in (-15, -1, 1):
            night(day + timedelta(days=offset))
        assert [line.split()[0] for line in sent("answer") if "district" in line] == ["-15", "-1", "+1"]
        # The company changed its account on 10 January: that is its answer.
        assert not [line for line in sent("answer") if "cpse" in line]

    def test_it_is_in_the_language_of_its_reader_with_a_way_there(self, owing: Application) -> None:
        owing.config["PUBLIC_URL"] = "https://csrmatch.example/portal"
        change("cpse_officer@example.test", lambda user: setattr(user, "language", "hi"))
        night(DUE - timedelta(days=7))
        db.session.rollback()
        mail = db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.key.contains("unspent_ongoing"))
        ).one()
        assert mail.language == "hi"
        assert "30 अप्रैल 2027" in mail.subject
        assert "https://csrmatch.example/portal/cpses/NMDC/csr-accounts/2026-27" in mail.body
        assert "₹3.00 करोड़" in mail.body


def change(email: str, how: Callable[[User], None]) -> None:
    run_write(lambda: how(db.session.scalars(select(User).where(User.email == email)).one()))
