"""A time limit on clashes and ways out: what is not found in time is not claimed, by enumeration."""

from collections import Counter

import numpy as np
import pytest

from csrmatch.optimiser import (
    Infeasible,
    OutOfTime,
    Problem,
    cheapest_relaxation,
    check,
    find_conflicts,
    relax,
    solve,
)
from csrmatch.optimiser.integer import clashes, easing, highs
from csrmatch.optimiser.integer.programme import can_hold
from tests.optimiser.integer.test_easing import prices_of_all_leads
from tests.optimiser.ruled import RuledPlans, ruled_problem

PRICE = dict.fromkeys(("pin", "ban", "capacity", "minimum", "budget", "group"), 1)


def problems(count, seed):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        problem = ruled_problem(rng)
        yield problem, RuledPlans(problem).best() is not None


def ask(question, problem):
    """What is answered when there is no time, and whether it is or which code stands for it."""
    try:
        return question(problem, time_limit=0.0), "answered"
    except OutOfTime as over:
        return [], over.code


class TestWhetherRulesCanHold:
    def test_is_answered_as_enumeration_answers_it(self):
        seen = Counter()
        for problem, truth in problems(400, seed=5):
            assert can_hold(problem, 10.0) is truth
            seen[truth] += 1
        assert min(seen.values()) > 50

    def test_is_answered_rightly_or_not_at_all_when_there_is_no_time(self):
        told = Counter()
        for problem, truth in problems(400, seed=6):
            conflicts, code = ask(find_conflicts, problem)
            told[code] += 1
            if code == "answered":
                assert bool(conflicts) is not truth
            else:
                assert code == "no_plan_in_time" or not truth
        assert min(told[name] for name in ("no_plan_in_time", "no_clash_in_time", "answered")) > 5

    def test_a_search_through_many_cells_answers_alike(self, monkeypatch):
        monkeypatch.setattr("csrmatch.optimiser.integer.search.DIRECT_CELLS", 0)
        for problem, truth in problems(150, seed=7):
            assert can_hold(problem, 10.0) is truth


class TestSolve:
    def test_that_has_no_time_to_name_the_clash_says_only_that_there_is_one(self, monkeypatch):
        named = Counter()
        monkeypatch.setattr(clashes, "left_until", lambda _deadline: 0.0)
        for problem, truth in problems(200, seed=8):
            try:
                solve(problem, time_limit=10.0)
            except Infeasible as clash:
                assert not truth
                named[bool(clash.conflicts)] += 1
            else:
                assert truth
        assert min(named[True], named[False]) > 5


class TestWayOut:
    def test_is_a_way_out_and_called_the_cheapest_only_where_it_is(self, monkeypatch):
        monkeypatch.setattr(easing, "WHOLE_CELLS", 0)
        monkeypatch.setattr(easing, "LIKELY_CELLS", 1)
        dearer = 0
        for problem, truth in problems(150, seed=9):
            found = cheapest_relaxation(problem, time_limit=20.0)
            assert bool(found) is not truth
            for way in found:
                eased = relax(problem, way.lifted)
                assert check(eased, way.plan) == []
                if problem.budget is None and not problem.groups:
                    continue
                best = prices_of_all_leads(problem, PRICE)[0].min()
                assert not way.is_cheapest
                assert way.price >= best
                dearer += way.price > best
        assert dearer, "one cell for each district is too few to find the cheapest"

    def test_is_not_told_when_there_is_no_time(self):
        for problem, truth in problems(100, seed=10):
            if problem.budget is None and not problem.groups:
                continue
            found, code = ask(cheapest_relaxation, problem)
            if code == "answered":
                assert bool(found) is not truth
            else:
                assert code == "no_plan_in_time" or not truth

    def test_is_followed_by_the_leads_it_was_found_with_where_no_time_is_left(self, monkeypatch):
        def late(*_given, **_named):
            raise OutOfTime("no_plan_in_time", seconds=0)

        problem = Problem(["A"], ["X"], [[1.0]], [1], ask=[1_234_567], budget=[1_000_000])
        monkeypatch.setattr("csrmatch.optimiser.relaxation.solve", late)
        (way,) = cheapest_relaxation(problem)
        assert way.plan.pairs == [("A", "X")]
        assert check(relax(problem, way.lifted), way.plan) == []


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_time_that_is_over_leaves_none(seconds):
    assert highs.left_until(highs.deadline_after(seconds)) == 0.0
