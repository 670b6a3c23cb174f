"""The last day for answers in the list of proposed pairs: what is due soon, what is overdue, the order."""

import csv
import io
from datetime import timedelta

import pytest

from csrmatch.db import db, run_write, today
from csrmatch.mapping.models import Proposal
from csrmatch.mapping.queries.proposals import search_proposed_pairs
from csrmatch.mapping.rules.consent import Answer, Due, Side
from tests.conftest import sign_in
from tests.mapping.proposing import BASTAR, DANTEWADA, KANKER, answer, make_pinned_exercise, put, user


def postpone(proposal_id: int, days: int) -> None:
    """Sets the last day of a proposal so many days from today, which no page can do backwards."""

    def act():
        proposal = db.session.get_one(Proposal, proposal_id)
        proposal.deadline_on = today() + timedelta(days=days)

    run_write(act)


def due(name, when, **changes):
    query = search_proposed_pairs(user(name), due=when, day=today(), **changes)
    return {row.district.lgd for row in db.session.scalars(query).unique()}


class TestDue:
    @pytest.mark.parametrize(
        ("days", "soon", "over"), [(-1, False, True), (0, True, False), (7, True, False), (8, False, False)]
    )
    def test_tells_what_ends_within_a_week_from_what_is_over(self, sqlite_app, days, soon, over):
        postpone(put(make_pinned_exercise()), days)
        assert bool(due("dpe_staff", Due.SOON)) is soon
        assert bool(due("dpe_staff", Due.OVER)) is over

    def test_leaves_out_pairs_whose_both_sides_have_answered(self, app):
        proposal = put(make_pinned_exercise())
        answer(proposal, BASTAR, Side.DISTRICT)
        for side in (Side.DISTRICT, Side.CPSE):
            answer(proposal, KANKER, side)
        postpone(proposal, -1)
        assert due("dpe_staff", Due.OVER) == {BASTAR, DANTEWADA}

    def test_tells_nobody_what_the_other_side_said(self, app):
        proposal = put(make_pinned_exercise())
        answer(proposal, DANTEWADA, Side.CPSE, Answer.DECLINED, reason="No plant there.")
        postpone(proposal, -1)
        before = due("district_officer", Due.OVER)
        assert before == {DANTEWADA}
        answer(proposal, DANTEWADA, Side.DISTRICT)
        assert due("district_officer", Due.OVER) == set()

    def test_is_that_of_the_proposal_that_is_looked_at(self, sqlite_app):
        exercise = make_pinned_exercise()
        former = put(exercise)
        postpone(former, -1)
        put(exercise, deadline=3)
        old = db.session.get_one(Proposal, former)
        assert len(due("dpe_staff", Due.OVER, proposal=old)) == 3
        assert due("dpe_staff", Due.OVER) == set()
        assert len(due("dpe_staff", Due.SOON)) == 3


class TestListProposedPairs:
    def test_sorts_by_the_last_day_and_carries_it_into_the_file(self, app):
        postpone(put(make_pinned_exercise("Early")), 2)
        postpone(put(make_pinned_exercise("Late")), 40)
        client = sign_in(app, "dpe_staff@example.test")
        for order in ("asc", "desc"):
            text = client.get(f"/proposed-pairs?sort=due&order={order}&download=csv").text
            rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
            days = [row["Last day"] for row in rows]
            assert len(days) == 6
            assert days == sorted(days, reverse=order == "desc")
        soon = client.get("/proposed-pairs?due=soon&download=csv").text
        assert soon.count("\n") == 4
        page = client.get("/proposed-pairs?due=soon").text
        assert 'name="due"' in page
        assert 'data-label="Last day"' in page
        assert client.get("/proposed-pairs?due=never").status_code == 200
