"""The proof of the best worst score: it is found where it exists, and nothing false passes the check."""

from dataclasses import replace

import numpy as np
import pytest

from csrmatch.optimiser import (
    Objective,
    Problem,
    WorstProof,
    plan_of,
    solve,
    verify_worst,
    worst_proof,
)
from tests.optimiser.referee import AllPlans, large_problem, random_problem


class TestProof:
    @pytest.mark.parametrize("objective", [Objective.MAXMIN, Objective.FAIREST])
    def test_every_best_worst_score_has_a_proof_that_passes(self, objective):
        rng = np.random.default_rng(101)
        kinds = {"capacity": 0, "minimum": 0}
        for _ in range(900):
            problem = random_problem(rng)
            if AllPlans(problem).keeps.any():
                plan = solve(problem, objective)
                proof = worst_proof(problem, plan)
                assert proof is not None
                assert verify_worst(problem, plan, proof)
                kinds[proof.by] += 1
        assert min(kinds.values()) > 5

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_best_worst_score_of_a_nation_has_a_proof_that_passes(self, kind):
        problem = large_problem(kind, 7)
        plan = solve(problem, Objective.FAIREST)
        assert verify_worst(problem, plan, worst_proof(problem, plan))

    def test_no_claim_about_a_worst_score_that_can_be_bettered_passes(self):
        rng = np.random.default_rng(102)
        judged = 0
        for _ in range(600):
            problem = random_problem(rng)
            plans = AllPlans(problem)
            if not plans.keeps.any():
                continue
            lead = plans.leads[plans.keeps][0]
            plan = plan_of(problem, lead)
            is_best = plan.worst == plans.ascending[plans.keeps, 0].max() / 1e6
            assert (worst_proof(problem, plan) is not None) == is_best
            if is_best:
                continue
            judged += 1
            for by in ("capacity", "minimum", "hope"):
                some = (
                    tuple(n for n in names if rng.random() < 0.5) for names in (plan.districts, plan.cpses)
                )
                assert not verify_worst(problem, plan, WorstProof(plan.worst, *some, by))
        assert judged > 50


class TestCheck:
    problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.5], [0.8, 0.3]], [1, 1])

    @pytest.mark.parametrize(
        "change",
        [
            {"worst": 0.6},
            {"worst": 0.4},
            {"districts": ("A",)},
            {"cpses": ("Y",)},
            {"cpses": ("X", "Y")},
            {"cpses": ()},
            {"districts": ("A", "C")},
            {"cpses": ("Z",)},
            {"by": "minimum"},
        ],
    )
    def test_any_change_of_the_proof_is_refused(self, change):
        plan = solve(self.problem, Objective.MAXMIN)
        proof = worst_proof(self.problem, plan)
        assert verify_worst(self.problem, plan, proof)
        assert not verify_worst(self.problem, plan, replace(proof, **change))

    def test_plan_that_breaks_a_rule_or_misstates_a_figure_is_refused(self):
        plan = solve(self.problem, Objective.MAXMIN)
        proof = worst_proof(self.problem, plan)
        both = plan_of(self.problem, {"A": "X", "B": "X"})
        assert not verify_worst(self.problem, both, replace(proof, worst=both.worst))
        assert not verify_worst(self.problem, replace(plan, total=plan.total + 1), proof)
        other = Problem(["A", "C"], ["X", "Y"], [[0.9, 0.5], [0.8, 0.3]], [1, 1])
        assert not verify_worst(other, plan, proof)

    def test_minimum_that_can_just_be_filled_proves_nothing(self):
        fit = [[0.9, 0.9], [0.1, 0.8]]
        problem = Problem(["A", "B"], ["X", "Y"], fit, [1, 2], minimum=[1, 0])
        plan = solve(problem, Objective.MAXMIN)
        assert plan.worst == 0.8
        assert verify_worst(problem, plan, worst_proof(problem, plan))
        assert not verify_worst(problem, plan, WorstProof(0.8, ("A",), ("X",), "minimum"))
