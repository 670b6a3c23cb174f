"""Large problems: the same plan as from one matrix, the proof over every cell, and what stops in between."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import (
    Infeasible,
    LargeProblem,
    NotAvailable,
    Problem,
    ProblemError,
    solve,
    solve_large,
    ties,
    verify_large,
)
from csrmatch.optimiser.large import auction, candidates, cells
from csrmatch.optimiser.large import solving as large_solving
from tests.optimiser.referee import AllPlans, large_problem, one_liner, random_problem

GOOD = {"districts": ["A", "B"], "cpses": ["X", "Y"], "fit": [[0.1, 0.2], [0.3, 0.4]], "capacity": [1, 1]}


def enlarged(problem, *, by_rows=False, dtype=np.float64):
    """The same question, its scores as an array or to be asked for."""
    fit = problem.fit.astype(dtype)
    return LargeProblem(
        problem.districts,
        problem.cpses,
        fit.__getitem__ if by_rows else fit,
        problem.capacity,
        problem.banned,
        problem.pinned,
        problem.current,
    )


def ruled(seed, *, kind="clustered", rows=60, columns=300):
    """A problem of middling size with bans and pins, two of these on one CPSE that then has no place left."""
    rng = np.random.default_rng(seed)
    base = large_problem(kind, seed, rows=rows, columns=columns)
    banned = rng.random(base.fit.shape) < 0.3
    capacity = base.capacity.copy()
    capacity[rng.random(columns) < 0.1] = 0
    pinned = {base.districts[row]: base.cpses[column] for row, column in ((3, 7), (9, 7), (20, 11))}
    capacity[7], capacity[11] = 2, 3
    banned[[3, 9, 20], [7, 7, 11]] = False
    return Problem(base.districts, base.cpses, base.fit, capacity, None, banned, pinned)


class TestSolveLarge:
    def test_small_problems_have_the_plan_of_all_plans(self):
        rng = np.random.default_rng(3)
        feasible = infeasible = 0
        for _ in range(500):
            problem = random_problem(rng, current=True)
            if problem.minimum is not None:
                continue
            best = AllPlans(problem).best()
            if best is None:
                infeasible += 1
                with pytest.raises(Infeasible) as caught:
                    solve_large(enlarged(problem))
                with pytest.raises(Infeasible) as expected:
                    solve(problem)
                assert caught.value.conflicts == expected.value.conflicts
            else:
                feasible += 1
                solution = solve_large(enlarged(problem))
                assert solution.plan.total == best / 1e6
                assert solution.plan.pairs == AllPlans(problem).chosen()
                assert solution.plan.proven
                assert solution.canonical
                assert verify_large(enlarged(problem), solution.plan, solution.certificate)
        assert feasible > 100
        assert infeasible > 60

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    @pytest.mark.parametrize(("rows", "columns"), [(300, 2000), (120, 130), (200, 600)])
    def test_total_equals_scipy_on_repeated_columns(self, kind, rows, columns):
        problem = large_problem(kind, 1, rows=rows, columns=columns)
        solution = solve_large(enlarged(problem))
        assert solution.plan.total == pytest.approx(one_liner(problem), abs=1e-9)
        assert solution.plan.proven
        assert verify_large(enlarged(problem), solution.plan, solution.certificate)
        assert solution.candidates < problem.fit.size

    @pytest.mark.parametrize("seed", range(6))
    def test_bans_and_pins_are_kept_and_proven(self, seed):
        problem = ruled(seed)
        for by_rows in (False, True):
            solution = solve_large(enlarged(problem, by_rows=by_rows))
            assert solution.plan.pairs == solve(problem).pairs
            assert verify_large(enlarged(problem), solution.plan, solution.certificate)
        assert solution.plan.digest == solve(problem).digest

    @pytest.mark.parametrize("seed", range(4))
    def test_just_enough_places_are_all_used(self, seed):
        rng = np.random.default_rng(seed)
        names = [f"{n:03d}" for n in range(50)]
        banned = rng.random((50, 50)) < 0.6
        banned[np.arange(50), rng.permutation(50)] = False
        problem = Problem(names, names, 100 * rng.random((50, 50)), np.ones(50, dtype=int), banned=banned)
        solution = solve_large(enlarged(problem))
        assert solution.plan.pairs == solve(problem).pairs
        assert verify_large(enlarged(problem), solution.plan, solution.certificate)

    def test_single_precision_scores_are_solved_on_the_same_grid(self):
        base = large_problem("clustered", 4, rows=80, columns=400)
        single = base.fit.astype(np.float32)
        problem = Problem(base.districts, base.cpses, single, base.capacity)
        solution = solve_large(enlarged(problem, dtype=np.float32))
        assert solution.plan.pairs == solve(problem).pairs
        assert solution.plan.total == solve(problem).total

    def test_scores_far_beyond_one_in_single_precision_are_proven_all_the_same(self):
        rng = np.random.default_rng(8)
        fit = (rng.integers(0, 40, (40, 200)) * 50 + rng.random((40, 200))).astype(np.float32)
        names = [f"{n:03d}" for n in range(200)]
        solution = solve_large(LargeProblem(names[:40], names, fit, np.ones(200, dtype=int)))
        problem = Problem(names[:40], names, fit, np.ones(200, dtype=int))
        assert solution.plan.total == solve(problem).total
        assert verify_large(
            LargeProblem(names[:40], names, fit, problem.capacity), solution.plan, solution.certificate
        )

    @settings(max_examples=40, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_order_of_input_changes_no_pair(self, seed):
        rng = np.random.default_rng(seed)
        rows, columns = int(rng.integers(2, 12)), int(rng.integers(12, 60))
        fit = rng.integers(0, int(rng.integers(1, 30)), (rows, columns)) / 30
        districts, cpses = [f"d{n}" for n in range(rows)], [f"c{n}" for n in range(columns)]
        capacity = rng.integers(0, 3, columns)
        capacity[0] = rows
        now = {name: str(rng.choice(cpses)) for name in districts if rng.random() < 0.5}
        one = solve_large(LargeProblem(districts, cpses, fit, capacity, current=now))
        across, down = rng.permutation(columns), rng.permutation(rows)
        other = solve_large(
            LargeProblem(
                [districts[row] for row in down],
                [cpses[column] for column in across],
                fit[np.ix_(down, across)],
                capacity[across],
                current=now,
            )
        )
        assert dict(one.plan.pairs) == dict(other.plan.pairs)
        assert one.canonical

    def test_ties_too_many_to_tell_are_said_to_be_open(self, monkeypatch):
        problem = large_problem("tied", 2, rows=40, columns=120)
        monkeypatch.setattr(ties, "LINKED_CELLS", 100)
        solution = solve_large(enlarged(problem))
        assert not solution.canonical
        assert solution.plan.proven
        monkeypatch.undo()
        monkeypatch.setattr(candidates, "TIGHT_KEPT", 50)
        assert not solve_large(enlarged(problem)).canonical

    def test_everybody_pinned_needs_no_candidates(self):
        problem = LargeProblem(
            ["A", "B"], ["X", "Y"], [[0.3, 1], [1, 0.4]], [1, 1], pinned={"A": "X", "B": "Y"}
        )
        solution = solve_large(problem)
        assert (solution.plan.total, solution.plan.proven, solution.candidates) == (0.7, True, 0)
        assert verify_large(problem, solution.plan, solution.certificate)

    def test_progress_never_falls_and_ends_at_one(self):
        told = []
        solve_large(enlarged(large_problem("clustered", 0, rows=100, columns=400)), progress=told.append)
        assert told == sorted(set(told))
        assert told[-1] == 1.0

    def test_clash_too_large_to_tell_is_refused(self, monkeypatch):
        monkeypatch.setattr(large_solving, "CELLS_OF_CONFLICTS", 5)
        problem = LargeProblem(["A", "B", "C"], ["X", "Y"], np.zeros((3, 2)), [1, 1])
        with pytest.raises(NotAvailable) as caught:
            solve_large(problem)
        assert caught.value.code == "too_large_to_tell_conflicts"


def few_candidates(monkeypatch):
    """No bids, so no heed to prices: two cells of each row and any place; the proof must do the rest."""

    def run(self, goes_on):
        self._list(np.arange(self.cells.rows))
        self.lead = np.flatnonzero(self.capacity)[: self.cells.rows]

    monkeypatch.setattr(auction.Auction, "run", run)
    monkeypatch.setattr(candidates, "CHOSEN", 2)


class TestWidening:
    def test_first_candidates_may_be_far_too_few(self, monkeypatch):
        few_candidates(monkeypatch)
        audit, broken = cells.Cells.audit, []

        def told(self, *args):
            answer = audit(self, *args)
            broken.append(np.count_nonzero(answer.excess))
            return answer

        monkeypatch.setattr(cells.Cells, "audit", told)
        for seed in range(3):
            problem = large_problem("clustered", seed, rows=150, columns=700)
            solution = solve_large(enlarged(problem))
            assert solution.plan.total == pytest.approx(one_liner(problem), abs=1e-9)
            assert verify_large(enlarged(problem), solution.plan, solution.certificate)
        assert sum(number > 0 for number in broken) >= 3
        assert broken.count(0) == 3

    def test_stopped_early_it_gives_a_bound_that_holds(self, monkeypatch):
        few_candidates(monkeypatch)
        problem = large_problem("clustered", 5, rows=150, columns=700)
        solution = solve_large(enlarged(problem), time_limit=0)
        plan = solution.plan
        assert not plan.proven
        assert plan.total < one_liner(problem) - 1e-9 < plan.bound
        assert not solution.canonical
        assert verify_large(enlarged(problem), plan, solution.certificate)

    def test_more_places_are_opened_where_they_are_wanted(self):
        fit = np.full((30, 400), 0.1)
        fit[:, 5] = 0.9 + np.arange(30) / 1000
        names = [f"{n:03d}" for n in range(400)]
        solution = solve_large(LargeProblem(names[:30], names, fit, np.full(400, 29)))
        assert (np.bincount(solution.plan.lead)[5], solution.plan.lead[0] != 5) == (29, True)


class TestVerifyLarge:
    @pytest.mark.parametrize("field", ["district_price", "cpse_price", "value"])
    def test_any_other_price_is_refused(self, field):
        problem = enlarged(ruled(1))
        solution = solve_large(problem)
        assert verify_large(problem, solution.plan, solution.certificate)
        for step in (-1e-6, 1e-6):
            given = getattr(solution.certificate, field)
            if field == "value":
                changed = given + step
            else:
                changed = given.copy()
                changed[int(np.argmax(given))] += step
            assert not verify_large(problem, solution.plan, replace(solution.certificate, **{field: changed}))

    def test_any_other_plan_is_refused(self):
        problem = enlarged(ruled(2))
        solution = solve_large(problem)
        plan, proof = solution.plan, solution.certificate
        lead = np.array(plan.lead)
        lead[[0, 1]] = lead[[1, 0]]
        pinned = np.array(plan.lead)
        pinned[3] = 0
        for other in (
            replace(plan, lead=lead),
            replace(plan, lead=pinned),
            replace(plan, lead=lead[:-1]),
            replace(plan, total=plan.total + 1e-6),
            replace(plan, worst=plan.worst + 1e-6),
            replace(plan, bound=plan.bound + 1e-6),
            replace(plan, scores=plan.scores + 1e-6),
            replace(plan, cpses=plan.cpses[::-1]),
        ):
            assert not verify_large(problem, other, proof)

    def test_cell_that_no_candidate_was_is_looked_at(self):
        base = large_problem("uniform", 1, rows=30, columns=300)
        solution = solve_large(enlarged(base))
        fit = base.fit.copy()
        row = 4
        column = int(np.flatnonzero(np.bincount(solution.plan.lead, minlength=300) == 0)[-1])
        fit[row, column] = 1.5
        other = LargeProblem(base.districts, base.cpses, fit, base.capacity)
        assert not verify_large(other, solution.plan, solution.certificate)


class TestLargeProblem:
    @pytest.mark.parametrize(
        ("changes", "code", "where"),
        [
            ({"districts": ["A", "A"]}, "duplicate_name", {"field": "districts"}),
            ({"capacity": [1, -1]}, "negative_count", {"cpse": "Y"}),
            ({"fit": [[0.1, 0.2]]}, "wrong_shape", {"field": "fit"}),
            ({"fit": [["a", "b"], ["c", "d"]]}, "fit_not_numeric", {"field": "fit"}),
            ({"fit": [[0.1, 0.2], [float("nan"), 0.4]]}, "fit_not_finite", {"district": "B", "cpse": "X"}),
            ({"fit": [[0.1, 0.2], [0.1, float("inf")]]}, "fit_not_finite", {"district": "B", "cpse": "Y"}),
            ({"fit": [[0.1, 0.2], [-float("inf"), 0.1]]}, "fit_not_finite", {"district": "B", "cpse": "X"}),
            ({"fit": [[1e12, 0.2], [0.1, 0.4]]}, "fit_too_large", {"district": "A", "cpse": "X"}),
            ({"fit": lambda rows: np.zeros((1, 1))}, "wrong_shape", {"field": "fit"}),
            ({"fit": lambda rows: np.full((len(rows), 2), np.nan)}, "fit_not_finite", {"district": "A"}),
            ({"banned": [[True, False]]}, "wrong_shape", {"field": "banned"}),
            ({"pinned": {"C": "X"}}, "unknown_district", {"district": "C"}),
            ({"current": {"A": "Z"}}, "unknown_cpse", {"cpse": "Z"}),
        ],
    )
    def test_wrong_input_is_refused_with_its_cell(self, changes, code, where):
        with pytest.raises(ProblemError) as caught:
            solve_large(LargeProblem(**(GOOD | changes)))
        assert caught.value.code == code
        assert caught.value.where.items() >= where.items()

    def test_whole_numbers_serve_as_scores(self):
        assert solve_large(LargeProblem(**(GOOD | {"fit": [[1, 0], [1, 0]]}))).plan.total == 1

    def test_asks_for_rows_in_ascending_order_and_for_all_of_them(self):
        asked = []
        problem = large_problem("clustered", 3, rows=50, columns=300)

        def read(rows):
            asked.append(rows)
            return problem.fit[rows]

        solve_large(LargeProblem(problem.districts, problem.cpses, read, problem.capacity))
        assert set(np.concatenate(asked).tolist()) == set(range(50))
        assert all((np.diff(rows) > 0).all() for rows in asked)

    def test_given_array_is_neither_copied_nor_changed(self):
        base = large_problem("clustered", 3, rows=50, columns=300)
        fit = base.fit.copy()
        problem = LargeProblem(base.districts, base.cpses, fit, base.capacity)
        assert np.shares_memory(problem.read(np.arange(50)), fit)
        solve_large(problem)
        assert np.array_equal(fit, base.fit)
