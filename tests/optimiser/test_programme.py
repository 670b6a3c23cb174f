"""Budgets and groups: every small problem is solved as an independent enumeration says."""

import numpy as np

from csrmatch.optimiser import Infeasible, check
from csrmatch.optimiser.programme import solve_programme
from tests.optimiser.ruled import RuledPlans, ruled_problem, turned


class TestSmall:
    def test_plan_is_the_one_that_enumeration_and_the_stated_order_prefer(self):
        rng = np.random.default_rng(1)
        solved = 0
        for _ in range(800):
            problem = ruled_problem(rng)
            plans = RuledPlans(problem)
            try:
                plan = solve_programme(problem)
            except Infeasible:
                assert plans.best() is None
                continue
            solved += 1
            assert plan.proven
            assert not check(problem, plan)
            assert round(plan.total * 1e6) == plans.best()
            assert plan.pairs == plans.chosen()
        assert 200 < solved < 600

    def test_order_of_the_input_changes_no_pair(self):
        rng = np.random.default_rng(2)
        for _ in range(150):
            problem = ruled_problem(rng)
            try:
                plan = solve_programme(problem)
            except Infeasible:
                continue
            assert set(solve_programme(turned(problem, rng)).pairs) == set(plan.pairs)
