"""Reminders of proposals: a week and a day before, to silent sides alone, each once; then a note to DPE."""

from datetime import timedelta

import pytest

from csrmatch import mail
from csrmatch.db import db, run_write, today
from csrmatch.mail.models import OutgoingMail
from csrmatch.mapping.rules.consent import Side
from csrmatch.mapping.tasks.proposals import list_reminders
from tests.mapping.proposing import DANTEWADA, answer, load_proposal, make_pinned_exercise, put


def written(proposal_id, days_before):
    day = load_proposal(proposal_id).deadline_on - timedelta(days=days_before)
    return {letter.address.split("@")[0]: letter for letter in list_reminders(day)}


class TestReminders:
    def test_come_a_week_and_a_day_before_to_who_has_not_answered(self, app):
        proposal = put(make_pinned_exercise())
        assert written(proposal, 8) == {}
        week, eve = written(proposal, 7), written(proposal, 1)
        assert set(week) == set(eve) == {"cpse_officer", "district_officer"}
        assert week["cpse_officer"].key != eve["cpse_officer"].key
        assert written(proposal, 5)["cpse_officer"].key == week["cpse_officer"].key
        answer(proposal, DANTEWADA, Side.CPSE)
        assert set(written(proposal, 1)) == {"district_officer"}

    def test_after_the_last_day_dpe_is_told_and_nobody_else(self, sqlite_app):
        proposal = put(make_pinned_exercise())
        over = written(proposal, -1)
        assert set(over) == {"dpe_staff"}
        assert "have not declined" in over["dpe_staff"].body
        assert written(proposal, -9)["dpe_staff"].key == over["dpe_staff"].key

    @pytest.mark.parametrize("times", [1, 3])
    def test_are_posted_once_however_often_the_job_runs(self, sqlite_app, times):
        proposal = put(make_pinned_exercise(), deadline=7)
        for _time in range(times):
            letters = list_reminders(today())
            run_write(lambda letters=letters: [mail.post(letter) for letter in letters])
        assert load_proposal(proposal).deadline_on == today() + timedelta(days=7)
        count = db.session.query(OutgoingMail).filter_by(kind="reminder").count()
        assert count == 2
