"""Prices under budgets and groups prove a bound, and changed ones are refused."""

from dataclasses import replace

import numpy as np
import pytest

from csrmatch.optimiser import (
    Infeasible,
    Problem,
    ProblemError,
    certificate,
    override_bounds,
    override_row,
    plan_of,
    solve,
    verify,
)
from tests.optimiser.ruled import RuledPlans, ruled_problem


def solved(seed, count):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        problem = ruled_problem(rng)
        if problem.budget is None and not problem.groups:
            continue
        try:
            plan = solve(problem)
        except Infeasible:
            continue
        yield problem, plan, certificate(problem, plan)


class TestCertificate:
    def test_no_plan_of_all_there_are_exceeds_the_value_and_it_is_verified(self):
        judged = close = 0
        for problem, plan, proof in solved(1, 500):
            judged += 1
            assert verify(problem, plan, proof)
            assert round(proof.value * 1e6) >= RuledPlans(problem).best()
            close += proof.value == plan.total
        assert judged > 100
        assert close > judged / 2

    def test_any_changed_price_or_value_is_refused(self):
        refused = 0
        for problem, plan, proof in solved(2, 200):
            for field in ("district_price", "cpse_price", "budget_price", "group_price"):
                price = getattr(proof, field)
                if price is None:
                    continue
                changed = price.copy()
                changed[0] -= 0.5
                assert not verify(problem, plan, replace(proof, **{field: changed}))
                refused += 1
            assert not verify(problem, plan, replace(proof, value=proof.value - 1e-6))
            assert not verify(problem, plan, replace(proof, value=plan.total - 1e-6))
            assert not verify(problem, replace(plan, bound=plan.total - 1.0), proof)
            assert not verify(problem, replace(plan, total=plan.total + 1e-6), proof)
            assert not verify(problem, plan, replace(proof, cpse_price=proof.cpse_price[:-1]))
            assert not verify(problem, plan, replace(proof, budget_price=None, group_price=None))
        assert refused > 100

    def test_worse_plan_lies_within_the_bound_and_a_plan_that_breaks_a_rule_has_no_certificate(self):
        problem = Problem(
            ["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [2, 2], ask=[5, 5], budget=[8, 20]
        )
        worse = plan_of(problem, {"A": "Y", "B": "Y"})
        proof = certificate(problem, worse)
        assert verify(problem, worse, proof)
        assert proof.value >= 1.6
        with pytest.raises(ProblemError, match="plan_breaks_rules"):
            certificate(problem, plan_of(problem, {"A": "X", "B": "X"}))

    def test_asks_of_any_size_stay_exact(self):
        ask = np.array([[1, 10**15], [10**15, 3]])
        problem = Problem(
            ["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [2, 2], ask=ask, budget=[1, 10**15]
        )
        plan = solve(problem)
        assert plan.pairs == [("A", "X"), ("B", "Y")]
        assert verify(problem, plan, certificate(problem, plan))


class TestOverride:
    def test_row_is_what_enumeration_loses_and_the_bounds_never_exceed_it(self):
        told = 0
        for problem, plan, proof in solved(3, 120):
            bounds = override_bounds(problem, plan, proof)
            plans = RuledPlans(problem)
            for row, district in enumerate(problem.districts):
                exact = override_row(problem, plan, district)
                assert exact.proven.all()
                for column in range(len(problem.cpses)):
                    best = plans.best_with(row, column)
                    lost = np.inf if best is None else plan.total - best / 1e6
                    assert exact.cost[column] == pytest.approx(lost, abs=1e-9)
                    assert bounds[row, column] <= lost + 1e-9
                    told += bounds[row, column] > 0
        assert told > 60

    def test_row_without_time_gives_the_least_that_it_can_cost(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [2, 2], ask=[5, 5], budget=[8, 8])
        plan = solve(problem)
        exact = override_row(problem, plan, "A").cost
        hasty = override_row(problem, plan, "A", time_limit=0.0)
        assert (hasty.cost <= exact).all()
