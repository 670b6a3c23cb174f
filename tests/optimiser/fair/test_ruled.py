"""Fairness under budgets and groups against enumeration, and what it says when the time is over."""

import numpy as np
import pytest

from csrmatch.optimiser import (
    Group,
    Infeasible,
    Objective,
    OutOfTime,
    Problem,
    check,
    frontier,
    plan_of,
    solve,
)
from csrmatch.optimiser.integer.programme import without_sums
from tests.optimiser.fair.test_plans import fairest_of, first_worst, front_of
from tests.optimiser.referee import large_problem
from tests.optimiser.ruled import RuledPlans, ruled_problem, turned


def problems(seed, count):
    """Small problems under rules of every kind that have a plan, with every plan there is."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        problem = ruled_problem(rng)
        plans = RuledPlans(problem)
        if (problem.budget is not None or problem.groups) and plans.keeps.any():
            yield plans


def tight_nation(rows=20, columns=14):
    """A problem whose budgets are too small for the fairest plan without them."""
    base = large_problem("clustered", 3, rows=rows, columns=columns)
    rng = np.random.default_rng(3)
    ask = rng.integers(1, 9, rows)
    budget = np.full(columns, int(1.2 * ask.sum() / columns) + 4)
    return Problem(base.districts, base.cpses, base.fit, base.capacity + 2, ask=ask, budget=budget)


class TestAgainstEnumeration:
    def test_worst_is_the_best_there_is_then_the_total_then_the_stated_order(self):
        judged = 0
        for plans in problems(91, 450):
            plan = solve(plans.problem, Objective.MAXMIN)
            expected = first_worst(plans)
            assert plan.worst == plan.bound == plans.ascending[expected][0, 0] / 1e6
            assert plan.total == plans.worth[expected][0] / 1e6
            assert plan.pairs == plans.preferred(expected)
            assert (plan.proven, check(plans.problem, plan)) == (True, [])
            judged += 1
        assert judged > 60

    def test_scores_are_the_fairest_there_are_and_the_stated_order_decides(self):
        judged = binding = 0
        for plans in problems(92, 600):
            plan = solve(plans.problem, Objective.FAIREST)
            expected = fairest_of(plans)
            assert (np.sort(plan.scores) == plans.ascending[expected][0] / 1e6).all()
            assert plan.pairs == plans.preferred(expected)
            assert plan.bound == plan.worst
            assert (plan.proven, check(plans.problem, plan)) == (True, [])
            unruled = solve(without_sums(plans.problem), Objective.FAIREST)
            binding += bool(check(plans.problem, plan_of(plans.problem, unruled.lead)))
            judged += 1
        assert judged > 100
        assert binding > 10

    def test_frontier_is_just_what_nothing_betters(self):
        judged = 0
        for plans in problems(93, 450):
            found, front = frontier(plans.problem), front_of(plans)
            assert [(plan.total, plan.worst) for plan in found] == [(t / 1e6, w / 1e6) for t, w in front]
            for plan, (total, worst) in zip(found, front, strict=True):
                same = plans.keeps & (plans.worth == total) & (plans.ascending[:, 0] == worst)
                assert plan.pairs == plans.preferred(same)
            judged += 1
        assert judged > 60

    def test_clashing_rules_are_told(self):
        rng = np.random.default_rng(94)
        refused = 0
        for _ in range(40):
            problem = ruled_problem(rng)
            if (problem.budget is None and not problem.groups) or RuledPlans(problem).keeps.any():
                continue
            refused += 1
            for ask in (_maxmin, _fairest, frontier):
                with pytest.raises(Infeasible) as caught:
                    ask(problem)
                assert caught.value.conflicts
        assert refused > 5

    def test_order_of_input_changes_no_pair(self):
        rng = np.random.default_rng(95)
        for plans in problems(95, 60):
            other = turned(plans.problem, rng)
            for objective in (Objective.MAXMIN, Objective.FAIREST):
                assert dict(solve(other, objective).pairs) == dict(solve(plans.problem, objective).pairs)


class TestLarger:
    def test_budgets_that_bind_cost_fairness_and_every_level_is_proven(self):
        problem = tight_nation()
        free = Problem(problem.districts, problem.cpses, problem.fit, problem.capacity)
        fair, worst = (solve(problem, objective) for objective in (Objective.FAIREST, Objective.MAXMIN))
        assert fair.proven
        assert worst.proven
        assert check(problem, fair) == check(problem, worst) == []
        assert fair.worst == worst.worst == worst.bound
        assert sorted(fair.scores) < sorted(solve(free, Objective.FAIREST).scores)
        assert sorted(fair.scores) >= sorted(worst.scores)
        points = frontier(problem)
        assert points[-1].pairs == worst.pairs
        assert points[0].total == solve(problem).total

    def test_rules_that_do_not_bind_leave_the_answer(self):
        base = large_problem("clustered", 4)
        group = Group("all", base.districts[:3], base.cpses, at_most=3)
        problem = Problem(base.districts, base.cpses, base.fit, base.capacity, groups=[group])
        for objective in (Objective.FAIREST, Objective.MAXMIN):
            assert solve(problem, objective).pairs == solve(base, objective).pairs

    def test_progress_never_goes_back_and_ends_at_one(self):
        for objective in (Objective.MAXMIN, Objective.FAIREST):
            told = []
            solve(tight_nation(), objective, progress=told.append)
            assert told == sorted(told)
            assert told[-1] == 1.0

    @pytest.mark.parametrize("seconds", [0.0, 0.05, 0.3])
    def test_what_the_time_does_not_allow_is_not_claimed(self, seconds):
        problem = tight_nation(rows=60, columns=40)
        for objective in (Objective.MAXMIN, Objective.FAIREST):
            try:
                plan = solve(problem, objective, time_limit=seconds)
            except OutOfTime as over:
                code = over.code
            else:
                code = "no_plan_in_time"
                assert check(problem, plan) == []
                assert plan.worst <= plan.bound
                assert (
                    plan.bound
                    <= solve(
                        Problem(problem.districts, problem.cpses, problem.fit, problem.capacity), "maxmin"
                    ).worst
                )
            assert code == "no_plan_in_time"


def _maxmin(problem):
    return solve(problem, Objective.MAXMIN)


def _fairest(problem):
    return solve(problem, Objective.FAIREST)
