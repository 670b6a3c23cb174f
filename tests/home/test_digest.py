"""The summary by mail: what waits and what changed, once a day or week, nothing of others', never empty."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from csrmatch.accounts.models import Digest, User
from csrmatch.app import Application
from csrmatch.db import db, now, run_write, today
from csrmatch.home.digest import digest_key
from csrmatch.jobs.models import Job
from csrmatch.jobs.queue import enqueue_daily
from csrmatch.jobs.running import run_job
from csrmatch.mail import OutgoingMail
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import PracticeStatus
from csrmatch.registry.models import Need, Project
from csrmatch.roles import Role
from tests.faults.test_canaries import _visible_needs, _visible_projects
from tests.faults.world import World
from tests.practices.practices import make_practice, person, step_to

MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)


def wish(how: Digest, **only: str) -> None:
    def set_all() -> None:
        for user in db.session.scalars(select(User).order_by(User.id)):
            user.digest = how if user.email in only.values() or not only else Digest.NONE

    run_write(set_all)


def night(moment: datetime) -> None:
    with time_machine.travel(moment):
        run_write(lambda: enqueue_daily(now(), today()))
        key = f"digests {today().isoformat()}"
        run_job(db.session.scalars(select(Job.id).where(Job.key == key)).one())
        db.session.rollback()


def letters(email: str | None = None) -> list[OutgoingMail]:
    db.session.rollback()
    query = select(OutgoingMail).where(OutgoingMail.kind == "digest").order_by(OutgoingMail.id)
    return list(db.session.scalars(query if email is None else query.where(OutgoingMail.address == email)))


class TestSendDigests:
    def test_a_week_brings_one_however_many_nights_and_a_missed_monday_is_made_up_for(
        self, app: Application
    ) -> None:
        wish(Digest.WEEKLY, one="cpse_officer@example.test")
        for days in (1, 2, 5, 6, 7, 8):
            night(MONDAY + timedelta(days=days))
        assert [mail.created_at.day for mail in letters()] == [24, 30]

    def test_a_day_brings_one(self, app: Application) -> None:
        wish(Digest.DAILY, one="cpse_officer@example.test")
        for days in (0, 0, 1, 4):
            night(MONDAY + timedelta(days=days))
        assert [mail.created_at.day for mail in letters()] == [23, 24, 27]

    def test_an_empty_one_is_not_sent(self, app: Application) -> None:
        wish(Digest.DAILY, one="agency@example.test")
        night(MONDAY)
        assert letters() == []

    def test_who_wants_none_gets_none(self, app: Application) -> None:
        wish(Digest.NONE)
        night(MONDAY)
        assert letters() == []

    def test_hindi_readers_read_hindi(self, sqlite_app: Application) -> None:
        wish(Digest.DAILY, one="cpse_officer@example.test")

        def choose() -> None:
            user = db.session.scalars(select(User).where(User.email == "cpse_officer@example.test")).one()
            user.language = "hi"

        run_write(choose)
        night(MONDAY)
        (mail,) = letters()
        assert mail.language == "hi"
        assert "नवंबर" in mail.subject


class TestPractices:
    def test_that_wait_are_told_to_keepers_and_to_their_office(self, sqlite_app: Application) -> None:
        office, keeper = "district_officer@example.test", "dpe_staff@example.test"
        wish(Digest.DAILY, one=office, other=keeper)

        def offer() -> int:
            practice = make_practice("Eggs for hostels")
            step_to(practice, person(Role.DISTRICT_OFFICER), PracticeStatus.OFFERED)
            return practice.id

        number = run_write(offer)
        night((now() + timedelta(days=1)).replace(hour=3))
        assert not [mail for mail in letters(office) if "Eggs for hostels" in mail.body]
        (mail,) = letters(keeper)
        assert "Eggs for hostels · offered to the library: decide on it" in mail.body
        assert f"/practices/{number}" in mail.body

        def send_back() -> None:
            practice = db.session.get_one(Practice, number)
            step_to(practice, person(Role.UNICEF_OFFICER), PracticeStatus.SENT_BACK, "No cost is told.")

        run_write(send_back)
        night((now() + timedelta(days=2)).replace(hour=3))
        told = letters(office)[-1].body
        assert "Eggs for hostels · was sent back to you to be written again" in told


class TestCanaries:
    @pytest.mark.parametrize("role", list(Role))
    def test_nobody_is_told_of_what_they_may_not_see(
        self, sqlite_app: Application, world: World, role: Role
    ) -> None:
        def mark() -> None:
            for number, row in enumerate(db.session.scalars(select(Project).order_by(Project.id))):
                row.title_en = f"Project canary{20_000 + row.id}x{number}"
            for row in db.session.scalars(select(Need).order_by(Need.id)):
                row.title_en = f"Need canary{60_000 + row.id}x"

        run_write(mark)
        email = f"{role.value}@example.test"
        wish(Digest.DAILY, one=email)
        # In the morning of the next day, whatever the hour is now.
        night((now() + timedelta(days=1)).replace(hour=3))
        found = {int(one) for mail in letters(email) for one in re.findall(r"canary(\d+)x", mail.body)}
        allowed = {20_000 + one for one in _visible_projects(world, role)}
        allowed |= {60_000 + one for one in _visible_needs(world, role)}
        assert found <= allowed
        if allowed:
            assert found, "what one may see is told"


def test_the_key_of_a_week_is_the_same_from_monday_to_sunday() -> None:
    user = User(id=7, digest=Digest.WEEKLY)
    keys = {digest_key(user, (MONDAY + timedelta(days=days)).date()) for days in range(7)}
    assert keys == {"digest 2026-W48 to 7"}
