"""Budgets and groups: what enumeration and other solvers find, honest bounds, no rule broken by a rupee."""

import json
import subprocess
import sys

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from csrmatch.optimiser import Group, Infeasible, OutOfTime, Problem, check, solve
from csrmatch.optimiser.integer.highs import relaxed
from csrmatch.optimiser.integer.knapsacks import Knapsacks
from csrmatch.optimiser.integer.linear import rows_of
from csrmatch.optimiser.integer.programme import solve_programme
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


def nation(seed, *, rows=60, columns=40, tight=1.0):
    """A problem too great to enumerate, with budgets that bind."""
    rng = np.random.default_rng(seed)
    capacity = rng.integers(1, 5, columns)
    ask = rng.integers(20, 400, rows) * 100_000
    budget = (capacity * ask.mean() * tight * rng.uniform(0.6, 1.4, columns)).astype(np.int64)
    districts = [f"d{number:03d}" for number in range(rows)]
    cpses = [f"c{number:03d}" for number in range(columns)]
    groups = [Group("east", tuple(districts[:20]), tuple(cpses[:8]), at_least=6, at_most=9)]
    fit = rng.random((rows, columns)).round(4)
    return Problem(districts, cpses, fit, capacity, ask=ask, budget=budget, groups=groups)


REFEREE = """
import json, sys
from ortools.sat.python import cp_model
given = json.load(sys.stdin)
model = cp_model.CpModel()
rows, columns = range(len(given["ask"])), range(len(given["budget"]))
x = [[model.new_bool_var("") for _ in columns] for _ in rows]
for d in rows:
    model.add_exactly_one(x[d])
for c in columns:
    model.add(sum(x[d][c] for d in rows) <= given["capacity"][c])
    model.add(sum(given["ask"][d] * x[d][c] for d in rows) <= given["budget"][c])
inside = sum(x[d][c] for d in given["group"][0] for c in given["group"][1])
model.add(inside >= given["group"][2])
model.add(inside <= given["group"][3])
model.maximize(sum(given["fit"][d][c] * x[d][c] for d in rows for c in columns))
solver = cp_model.CpSolver()
solver.parameters.num_workers = 1
solver.parameters.max_time_in_seconds = 60
print(solver.status_name(solver.solve(model)), round(solver.objective_value))
"""


class TestLarge:
    @pytest.mark.parametrize(("seed", "tight"), [(1, 1.2), (2, 1.0)])
    def test_another_solver_finds_the_same_greatest_total(self, seed, tight):
        problem = nation(seed, rows=24, columns=24, tight=tight)
        plan = solve(problem)
        assert plan.proven
        assert not check(problem, plan)
        (group,) = problem.groups
        given = {
            "fit": problem.fit_micro.tolist(),
            "ask": (problem.ask // 100_000).tolist(),
            "budget": (problem.budget // 100_000).tolist(),
            "capacity": problem.capacity.tolist(),
            "group": [
                [problem.row[name] for name in group.districts],
                [problem.column[name] for name in group.cpses],
                group.at_least,
                group.at_most,
            ],
        }
        told = subprocess.run(
            [sys.executable, "-c", REFEREE],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert told == ["OPTIMAL", str(round(plan.total * 1e6))]

    def test_scipy_alone_finds_the_same_greatest_total(self):
        problem = nation(3)
        plan = solve(problem)
        assert plan.proven
        assert not check(problem, plan)
        rows, columns = problem.fit.shape
        one = np.kron(np.eye(rows), np.ones(columns))
        load = np.kron(np.ones(rows), np.eye(columns))
        money = np.kron(problem.ask / 1e5, np.eye(columns))
        group = np.zeros(problem.fit.shape)
        group[:20, :8] = 1
        result = milp(
            -problem.fit.ravel(),
            integrality=np.ones(rows * columns),
            bounds=(0, 1),
            constraints=[
                LinearConstraint(one, 1, 1),
                LinearConstraint(load, 0, problem.capacity),
                LinearConstraint(money, 0, problem.budget // 100_000),
                LinearConstraint(group.ravel()[None, :], 6, 9),
            ],
            options={"mip_rel_gap": 0},
        )
        assert result.status == 0
        assert plan.total == pytest.approx(-result.fun, abs=1e-6)

    def test_order_of_the_input_changes_no_pair(self):
        problem = nation(4)
        again = solve(turned(problem, np.random.default_rng(1)))
        assert set(again.pairs) == set(solve(problem).pairs)

    @pytest.mark.parametrize("seconds", [0.0, 0.05, 0.5])
    def test_short_time_gives_an_honest_bound_or_says_that_there_was_no_time(self, seconds):
        problem = nation(3)
        best = solve(problem).total
        try:
            plan = solve(problem, time_limit=seconds)
        except OutOfTime:
            return
        assert not check(problem, plan)
        assert plan.total <= best <= plan.bound
        assert plan.proven == (plan.total == plan.bound)

    def test_progress_never_falls_and_ends_at_one(self):
        shares = []
        solve(nation(3), progress=shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


class TestMoney:
    def test_budget_that_is_short_by_one_rupee_of_a_thousand_crore_is_kept(self):
        ask = np.array([3_333_333_333, 3_333_333_333, 3_333_333_334])
        for budget, fits in ((10**10, True), (10**10 - 1, False)):
            problem = Problem(
                ["A", "B", "C"], ["X", "Y"], [[1, 0]] * 3, [3, 1], ask=ask, budget=[budget, 10**10]
            )
            plan = solve(problem)
            assert not check(problem, plan)
            assert plan.total == (3.0 if fits else 2.0)

    def test_asks_by_cell_are_kept(self):
        ask = [[5, 9], [5, 1]]
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.8], [0.9, 0.1]], [2, 2], ask=ask, budget=[9, 9])
        assert solve(problem).pairs == [("A", "Y"), ("B", "X")]


def tight_problem(rng):
    """Five districts that fit into the budgets of three CPSEs with trouble, if at all."""
    return Problem(
        [f"d{number}" for number in range(5)],
        [f"c{number}" for number in range(3)],
        rng.random((5, 3)),
        rng.integers(2, 6, 3),
        ask=rng.integers(1, 9, 5),
        budget=rng.integers(6, 15, 3),
    )


class TestKnapsacks:
    def test_bound_of_the_knapsacks_and_of_every_forced_cell_holds_against_all_plans(self):
        rng = np.random.default_rng(5)
        judged = 0
        for _ in range(60):
            problem = tight_problem(rng)
            rows = rows_of(problem)
            plans = RuledPlans(problem)
            if plans.best() is None:
                continue
            value = problem.fit_micro[rows.district, rows.cpse]
            prices = relaxed(rows, value)
            sacks = Knapsacks.of(rows, value, prices.price)
            if sacks is None:
                continue
            judged += 1
            tight = sacks.tightened(prices.price[: rows.districts], -np.inf, np.inf)
            assert plans.best() <= tight.bound + 1e-3 <= prices.bound + 1e-2
            for cell, (row, column) in enumerate(zip(rows.district, rows.cpse, strict=True)):
                best = plans.best_with(row, column)
                if best is not None:
                    assert best <= tight.bound - tight.slack[cell] + 1e-3
        assert judged > 30


class TestForbidding:
    def test_row_shuts_out_the_choice_that_breaks_a_rule_and_none_that_keeps_all(self):
        rng = np.random.default_rng(6)
        judged = 0
        for _ in range(40):
            problem = tight_problem(rng)
            rows = rows_of(problem)
            choices = [rows.chosen(lead) for lead in RuledPlans(problem).leads]
            choices = [chosen for chosen in choices if chosen.sum() == 5]
            breaking = [chosen for chosen in choices if len(rows.broken(chosen))]
            if not breaking:
                continue
            judged += 1
            wrong = breaking[int(rng.integers(len(breaking)))]
            cut = rows.forbidding(int(rows.broken(wrong)[0]), wrong)
            assert len(cut.low) - 1 in cut.broken(wrong)
            for chosen in choices:
                if not len(rows.broken(chosen)):
                    assert not len(cut.broken(chosen))
        assert judged > 20
