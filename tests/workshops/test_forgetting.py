"""The night's forgetting of what workshops keep for an hour or a day only."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from csrmatch import jobs
from csrmatch.app import Application
from csrmatch.db import db, now, run_write
from csrmatch.jobs.running import run_job
from csrmatch.roles import Role
from csrmatch.workshops.models import FeedbackSending, ParticipantList
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.participants import keep_list
from csrmatch.workshops.tables.participant_rows import ReadList
from csrmatch.workshops.tasks.forgetting import FORGET
from tests.workshops.feedback import answer, make_form
from tests.workshops.participants import make_held_workshop, person_of


def leave_traces() -> None:
    """An answer from a network, and a list of people that was tried and never taken in."""
    form = make_form(make_held_workshop(WorkshopStatus.HELD, in_days=-2))
    answer(form, useful=5, sender="hall")
    keep_list(
        workshop=make_held_workshop(),
        by=person_of(Role.DPE_STAFF),
        file_name="people.csv",
        read=ReadList(rows=[], faults=[], doubts=[]),
    )


def traces() -> tuple[int, int]:
    db.session.rollback()
    found = [
        db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in (FeedbackSending, ParticipantList)
    ]
    return found[0], found[1]


def night(later: timedelta) -> None:
    with time_machine.travel(now() + later, tick=False):
        assert run_job(run_write(lambda: jobs.enqueue(FORGET, {}, f"night {later}").id))


class TestTheNight:
    def test_forgets_networks_after_an_hour_and_lists_after_a_day(self, app: Application) -> None:
        run_write(leave_traces)
        night(timedelta(minutes=30))
        assert traces() == (1, 1)
        night(timedelta(hours=2))
        assert traces() == (0, 1)
        night(timedelta(hours=25))
        assert traces() == (0, 0)


def test_no_moment_leads_from_a_network_to_its_answer(app: Application) -> None:
    run_write(leave_traces)
    at = db.session.scalars(select(FeedbackSending.at)).one()
    assert (at.second, at.microsecond) == (0, 0)
