"""The greatest total against enumeration and against scipy, and ties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import Infeasible, Objective, Problem, assignment, check, solve, ties
from tests.optimiser.referee import AllPlans, large_problem, one_liner, random_problem, shuffled


class TestSolve:
    def test_total_is_the_greatest_of_all_plans(self):
        rng = np.random.default_rng(20180105)
        feasible = infeasible = 0
        for _ in range(3000):
            problem = random_problem(rng)
            best = AllPlans(problem).best()
            if best is None:
                infeasible += 1
                with pytest.raises(Infeasible) as caught:
                    solve(problem)
                assert caught.value.conflicts
            else:
                feasible += 1
                plan = solve(problem)
                assert plan.total == best / 1e6
                assert check(problem, plan) == []
        assert feasible > 800
        assert infeasible > 800

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    @pytest.mark.parametrize(("rows", "columns"), [(10, 15), (40, 60), (112, 270), (60, 25)])
    def test_total_equals_scipy_on_repeated_columns(self, kind, rows, columns):
        for seed in range(5):
            problem = large_problem(kind, seed, rows=rows, columns=columns)
            if problem.capacity.sum() < rows:
                problem = Problem(problem.districts, problem.cpses, problem.fit, problem.capacity * 4)
            assert solve(problem).total == pytest.approx(one_liner(problem), abs=1e-9)

    def test_likeliest_columns_first_finds_the_same_total_with_rules(self):
        rng = np.random.default_rng(3)
        for seed in range(12):
            base = large_problem("clustered", seed, rows=30, columns=150)
            banned = rng.random(base.fit.shape) < 0.3
            minimum = (rng.random(150) < 0.05).astype(int)
            pinned = {base.districts[0]: base.cpses[0], base.districts[5]: base.cpses[7]}
            problem = Problem(
                base.districts,
                base.cpses,
                base.fit,
                base.capacity + 1,
                minimum,
                banned & ~minimum.astype(bool),
                pinned,
            )
            if problem.banned[0, 0] or problem.banned[5, 7]:
                continue
            assert solve(problem).total == pytest.approx(_by_milp(problem), abs=1e-9)

    @pytest.mark.parametrize("places", [1.05, 1.2, 1.5])
    @pytest.mark.parametrize("contended", [0.0, 0.4, 2.0])
    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_whatever_is_tried_first_the_plan_is_the_same(self, monkeypatch, places, contended, kind):
        problems = [large_problem(kind, seed, rows=25, columns=90 + 10 * seed) for seed in range(8)]
        expected = [solve(problem) for problem in problems]
        monkeypatch.setattr(assignment, "PLACES_FIRST", places)
        monkeypatch.setattr(assignment, "CONTENDED", contended)
        for problem, plan in zip(problems, expected, strict=True):
            other = solve(problem)
            assert other.pairs == plan.pairs
            assert other.total == pytest.approx(one_liner(problem), abs=1e-9)

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_by_candidates_the_plan_is_the_same(self, monkeypatch, kind):
        rng = np.random.default_rng(12)
        for seed in range(4):
            base = large_problem(kind, seed, rows=40, columns=260)
            banned = rng.random(base.fit.shape) < 0.2
            banned[:2] = False
            now = {name: str(rng.choice(base.cpses)) for name in base.districts}
            pinned = {base.districts[0]: base.cpses[3]}
            rules = {"banned": banned, "pinned": pinned, "current": now} if seed % 2 else {}
            problem = Problem(base.districts, base.cpses, base.fit, base.capacity, **rules)
            monkeypatch.setattr(assignment, "MANY_CELLS", 10**9)
            expected = solve(problem)
            monkeypatch.setattr(assignment, "MANY_CELLS", 1)
            assert solve(problem).pairs == expected.pairs
            monkeypatch.setattr(ties, "LINKED_CELLS", 1)
            assert solve(problem).pairs == expected.pairs
            monkeypatch.undo()

    def test_by_candidates_small_problems_have_the_plan_of_all_plans(self, monkeypatch):
        monkeypatch.setattr(assignment, "MANY_CELLS", 1)
        rng = np.random.default_rng(13)
        judged = 0
        for _ in range(400):
            problem = random_problem(rng, current=True)
            plans = AllPlans(problem)
            if plans.best() is None:
                assert isinstance(_answer(problem), list)
            else:
                judged += 1
                assert solve(problem).pairs == plans.chosen()
        assert judged > 100

    def test_plan_says_who_and_how_well(self):
        plan = solve(Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1]))
        assert plan.pairs == [("A", "X"), ("B", "Y")]
        assert plan.lead.tolist() == [0, 1]
        assert plan.scores.tolist() == [0.9, 0.7]
        assert (plan.total, plan.worst, plan.bound, plan.proven) == (1.6, 0.7, 1.6, True)
        assert plan.objective is Objective.TOTAL

    def test_progress_is_told(self):
        told = []
        solve(Problem(["A"], ["X"], [[1]], [1]), progress=told.append)
        assert told == [1.0]


def _by_milp(problem):
    """The greatest total by a mixed-integer solver, which shares nothing with ours."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import eye_array, kron

    rows, columns = problem.fit.shape
    upper = ~problem.banned
    for district, cpse in problem.pinned.items():
        row, column = problem.districts.index(district), problem.cpses.index(cpse)
        upper[row] = np.arange(columns) == column
    by_row = kron(eye_array(rows), np.ones((1, columns)))
    by_column = kron(np.ones((1, rows)), eye_array(columns))
    answer = milp(
        -problem.fit.ravel(),
        integrality=np.ones(rows * columns),
        bounds=Bounds(0, upper.ravel().astype(float)),
        constraints=[
            LinearConstraint(by_row, 1, 1),
            LinearConstraint(by_column, problem.minimum, problem.capacity),
        ],
        options={"mip_rel_gap": 0.0},
    )
    return -answer.fun


def _answer(problem):
    """The pairs, or the conflicts where there is no plan."""
    try:
        return dict(solve(problem).pairs)
    except Infeasible as clash:
        return clash.conflicts


class TestTies:
    def test_chosen_plan_is_first_by_changes_and_names(self):
        rng = np.random.default_rng(7)
        judged = 0
        for _ in range(2500):
            problem = random_problem(rng, current=bool(rng.integers(0, 2)))
            plans = AllPlans(problem)
            if plans.best() is not None:
                judged += 1
                assert solve(problem).pairs == plans.chosen()
        assert judged > 800

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_order_of_input_changes_no_pair_of_a_nation(self, kind):
        rng = np.random.default_rng(11)
        for seed in range(3):
            problem = large_problem(kind, seed)
            expected = dict(solve(problem).pairs)
            for _ in range(2):
                assert dict(solve(shuffled(problem, rng)).pairs) == expected

    @settings(max_examples=150, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_order_of_input_changes_no_pair(self, seed):
        rng = np.random.default_rng(seed)
        problem = random_problem(rng, largest=7, current=True)
        other = shuffled(problem, rng)
        assert _answer(other) == _answer(problem)

    def test_present_mapping_is_kept_where_it_costs_nothing(self):
        base = large_problem("tied", 1)
        now = dict(solve(base).pairs)
        names = [f"{999 - number}" for number in range(len(base.cpses))]
        renamed = dict(zip(base.cpses, names, strict=True))
        kept = {district: renamed[cpse] for district, cpse in now.items()}
        problem = Problem(base.districts, names, base.fit, base.capacity, current=kept)
        assert dict(solve(problem).pairs) == kept
