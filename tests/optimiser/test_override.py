"""What overruling costs, against solving anew with every cell forced."""

import numpy as np
import pytest

from csrmatch.optimiser import (
    Group,
    Infeasible,
    NotAvailable,
    Problem,
    ProblemError,
    losers,
    moves,
    override_costs,
    solve,
)
from tests.optimiser.referee import AllPlans, large_problem, random_problem


class TestOverrideCosts:
    def test_every_cell_equals_solving_anew(self):
        rng = np.random.default_rng(4)
        cells = impossible = 0
        for _ in range(2500):
            problem = random_problem(rng)
            try:
                plan = solve(problem)
            except Infeasible:
                continue
            costs, plans = override_costs(problem, plan), AllPlans(problem)
            best = plans.best()
            for row, column in np.ndindex(costs.shape):
                forced = plans.best_with(row, column)
                cells += 1
                impossible += forced is None
                assert costs[row, column] == (np.inf if forced is None else (best - forced) / 1e6)
        assert cells > 6000
        assert impossible > 1000

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_sampled_cells_of_a_nation_equal_solving_anew_with_a_pin(self, kind):
        rng = np.random.default_rng(2)
        problem = large_problem(kind, 5)
        plan = solve(problem)
        costs = override_costs(problem, plan)
        assert (costs >= 0).all()
        for _ in range(25):
            row, column = rng.integers(112), rng.integers(270)
            pinned = {problem.districts[row]: problem.cpses[column]}
            forced = solve(
                Problem(problem.districts, problem.cpses, problem.fit, problem.capacity, pinned=pinned)
            )
            assert costs[row, column] == pytest.approx(plan.total - forced.total, abs=1e-9)

    @pytest.mark.parametrize("kind", ["tied", "clustered"])
    def test_cells_of_another_best_plan_cost_nothing(self, kind):
        rng = np.random.default_rng(9)
        base = large_problem(kind, 1, rows=30, columns=40)
        problem = Problem(base.districts, base.cpses, np.round(base.fit, 1), base.capacity)
        plan = solve(problem)
        costs = override_costs(problem, plan)
        other_cells = set()
        for _ in range(8):
            names = dict(zip(problem.cpses, rng.permutation(problem.cpses).tolist(), strict=True))
            renamed = Problem(problem.districts, list(names.values()), problem.fit, problem.capacity)
            other = solve(renamed)
            assert other.total == plan.total
            rows = np.arange(30)
            assert (costs[rows, other.lead] == 0).all()
            other_cells |= set(zip(rows.tolist(), other.lead.tolist(), strict=True))
        assert len(other_cells) > 30
        assert np.count_nonzero(costs == 0) >= len(other_cells)

    @pytest.mark.parametrize(
        "rules", [{"ask": [5, 5], "budget": [9, 9]}, {"groups": [Group("g", ("A",), ("X",), at_most=1)]}]
    )
    def test_budgets_and_groups_are_refused(self, rules):
        fit = [[0.9, 0.2], [0.8, 0.7]]
        plan = solve(Problem(["A", "B"], ["X", "Y"], fit, [1, 1]))
        problem = Problem(["A", "B"], ["X", "Y"], fit, [1, 1], **rules)
        for question in (
            lambda: override_costs(problem, plan),
            lambda: moves(problem, plan, "A", "Y"),
            lambda: losers(problem, plan, "A", "Y"),
        ):
            with pytest.raises(NotAvailable) as caught:
                question()
            assert caught.value.code == "override_needs_plain_rules"

    def test_plan_costs_nothing_and_no_capacity_is_impossible(self):
        problem = Problem(["A", "B"], ["X", "Y", "Z"], [[0.9, 0.2, 1], [0.8, 0.7, 1]], [1, 1, 0])
        costs = override_costs(problem, solve(problem))
        assert costs.tolist() == [[0.0, 0.6, np.inf], [0.6, 0.0, np.inf]]


class TestMoves:
    def test_moves_make_a_plan_that_keeps_the_rules_and_lose_just_the_cost(self):
        rng = np.random.default_rng(6)
        judged = 0
        for _ in range(700):
            problem = random_problem(rng)
            try:
                plan = solve(problem)
            except Infeasible:
                continue
            costs = override_costs(problem, plan)
            for row, column in np.ndindex(costs.shape):
                district, cpse = problem.districts[row], problem.cpses[column]
                if not np.isfinite(costs[row, column]):
                    with pytest.raises(ProblemError, match="cell_impossible"):
                        moves(problem, plan, district, cpse)
                    continue
                judged += 1
                made = moves(problem, plan, district, cpse)
                assert sum(move.before - move.after for move in made) == pytest.approx(
                    costs[row, column], abs=1e-9
                )
                leads = dict(plan.pairs) | {move.district: move.joins for move in made}
                assert leads[district] == cpse
                load = [list(leads.values()).count(name) for name in problem.cpses]
                assert (load <= problem.capacity).all()
                assert problem.minimum is None or (load >= problem.minimum).all()
                for move in made[1:]:
                    assert (problem.pinned or {}).get(move.district) is None
                    cell = problem.row[move.district], problem.column[move.joins]
                    assert problem.banned is None or not problem.banned[cell]
        assert judged > 500

    def test_unknown_names_are_refused(self):
        problem = Problem(["A"], ["X"], [[1]], [1])
        plan = solve(problem)
        with pytest.raises(ProblemError, match="unknown_district"):
            moves(problem, plan, "B", "X")
        with pytest.raises(ProblemError, match="unknown_cpse"):
            moves(problem, plan, "A", "Y")


class TestLosers:
    def test_names_who_pays(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1])
        plan = solve(problem)
        assert losers(problem, plan, "B", "X") == [("A", 0.9, 0.2)]
        assert losers(problem, plan, "A", "Y") == [("A", 0.9, 0.2)]
        assert losers(problem, plan, "A", "X") == []
