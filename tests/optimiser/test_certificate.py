"""The prices prove the optimum, and no changed number passes."""

from dataclasses import replace

import numpy as np
import pytest

from csrmatch.optimiser import (
    Infeasible,
    Objective,
    Problem,
    ProblemError,
    certificate,
    plan_of,
    solve,
    verify,
)
from tests.optimiser.referee import large_problem, random_problem


def solved(seed, count, **kinds):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        problem = random_problem(rng, **kinds)
        try:
            plan = solve(problem)
        except Infeasible:
            continue
        yield problem, plan, certificate(problem, plan)


class TestCertificate:
    def test_value_is_the_total_and_prices_bound_every_open_cell(self):
        judged = 0
        for problem, plan, proof in solved(1, 1500):
            judged += 1
            assert proof.value == plan.total
            bound = proof.district_price[:, None] + proof.cpse_price
            shut = (
                np.zeros(problem.fit.shape, dtype=bool) if problem.banned is None else problem.banned.copy()
            )
            for district in problem.pinned:
                shut[problem.districts.index(district)] = True
            assert (problem.fit <= bound + 1e-9)[~shut].all()
            assert np.allclose(plan.scores, bound[np.arange(len(plan.lead)), plan.lead], atol=1e-9)
            load = np.bincount(plan.lead, minlength=len(problem.cpses))
            assert (proof.cpse_price[load < problem.capacity] <= 0).all()
            minimum = 0 if problem.minimum is None else problem.minimum
            assert ((proof.cpse_price >= 0) | ((load == minimum) & (load > 0))).all()
            term = np.where(proof.cpse_price < 0, minimum, problem.capacity) * proof.cpse_price
            assert proof.district_price.sum() + term.sum() == pytest.approx(plan.total, abs=1e-9)
        assert judged > 500

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_nation_is_verified(self, kind):
        problem = large_problem(kind, 0)
        plan = solve(problem)
        assert verify(problem, plan, certificate(problem, plan))

    def test_plan_that_is_not_best_has_no_certificate(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1])
        with pytest.raises(ProblemError) as caught:
            certificate(problem, plan_of(problem, {"A": "Y", "B": "X"}))
        assert caught.value.code == "plan_not_optimal"

    def test_plan_that_breaks_a_rule_has_no_certificate(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1])
        for leads in ({"A": "X", "B": "X"}, {"A": "X"}):
            with pytest.raises(ProblemError) as caught:
                certificate(problem, plan_of(problem, leads))
            assert caught.value.code == "plan_breaks_rules"

    def test_every_plan_that_is_not_best_is_refused_a_certificate(self):
        rng = np.random.default_rng(5)
        refused = 0
        for problem, plan, _ in solved(5, 1000):
            other = plan_of(problem, rng.integers(0, len(problem.cpses), len(problem.districts)))
            if other.total != plan.total:
                refused += 1
                with pytest.raises(ProblemError):
                    certificate(problem, other)
        assert refused > 100


class TestVerify:
    def test_accepts_what_solve_made(self):
        for problem, plan, proof in solved(2, 800):
            assert verify(problem, plan, proof)

    @pytest.mark.parametrize("change", [1e-6, -1e-6, 0.25, -0.25, 1e-9, float("nan"), float("inf")])
    def test_refuses_any_changed_price(self, change):
        for problem, plan, proof in solved(3, 120):
            for row in range(len(problem.districts)):
                wrong = proof.district_price.copy()
                wrong[row] += change
                assert not verify(problem, plan, replace(proof, district_price=wrong))
            for column in range(len(problem.cpses)):
                wrong = proof.cpse_price.copy()
                wrong[column] += change
                assert not verify(problem, plan, replace(proof, cpse_price=wrong))
            assert not verify(problem, plan, replace(proof, value=proof.value + change))

    @pytest.mark.parametrize("change", [1e-6, -1e-6, 0.25, 1e-9, float("nan")])
    def test_refuses_any_changed_figure_of_the_plan(self, change):
        for problem, plan, proof in solved(4, 120):
            for row in range(len(problem.districts)):
                wrong = plan.scores.copy()
                wrong[row] += change
                assert not verify(problem, replace(plan, scores=wrong), proof)
            for field in ("total", "worst", "bound"):
                assert not verify(problem, replace(plan, **{field: getattr(plan, field) + change}), proof)

    def test_refuses_any_changed_lead(self):
        for problem, plan, proof in solved(6, 300):
            for row in range(len(problem.districts)):
                for column in range(-1, len(problem.cpses) + 1):
                    if column != plan.lead[row]:
                        wrong = plan.lead.copy()
                        wrong[row] = column
                        assert not verify(problem, replace(plan, lead=wrong), proof)

    def test_refuses_any_changed_fit(self):
        for problem, plan, proof in solved(8, 80):
            for cell in np.ndindex(problem.fit.shape):
                for change in (1e-6, -1e-6, 0.5):
                    fit = problem.fit.copy()
                    fit[cell] += change
                    other = Problem(
                        problem.districts,
                        problem.cpses,
                        fit,
                        problem.capacity,
                        problem.minimum,
                        problem.banned,
                        problem.pinned,
                        current=problem.current,
                    )
                    assert not verify(other, plan, proof)

    def test_refuses_another_objective_digest_or_name(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1])
        plan = solve(problem)
        proof = certificate(problem, plan)
        assert verify(problem, plan, proof)
        other = solve(Problem(["A", "B"], ["X", "Y"], [[0.9, 0.3], [0.8, 0.7]], [1, 1]))
        for wrong in (
            replace(plan, objective=Objective.FAIREST),
            replace(plan, proven=False),
            replace(plan, seal=replace(plan.seal, objective=Objective.STABLE)),
            replace(plan, seal=replace(plan.seal, lead=plan.lead[::-1])),
            replace(plan, seal=other.seal),
            replace(plan, districts=("A", "C")),
            replace(plan, lead=plan.lead[:1]),
        ):
            assert not verify(problem, wrong, proof)
        assert not verify(problem, plan, replace(proof, cpse_price=proof.cpse_price[:1]))

    def test_refuses_a_plan_under_other_rules(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1])
        plan = solve(problem)
        proof = certificate(problem, plan)
        names = (problem.districts, problem.cpses, problem.fit)
        assert not verify(Problem(*names, [1, 0]), plan, proof)
        assert not verify(Problem(*names, [1, 1], minimum=[1, 2]), plan, proof)
        assert not verify(Problem(*names, [1, 1], banned=[[True, False], [False, False]]), plan, proof)
        assert not verify(Problem(*names, [1, 1], pinned={"A": "Y"}), plan, proof)
