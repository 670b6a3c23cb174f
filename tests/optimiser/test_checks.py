"""Every broken rule of a human-edited plan is named, and only those."""

from dataclasses import replace

import numpy as np
import pytest

from csrmatch.optimiser import Group, Problem, ProblemError, check, plan_of, solve
from tests.optimiser.referee import AllPlans, random_problem

FIT = [[0.9, 0.2], [0.8, 0.7]]


def codes(problem, leads):
    return [violation.code for violation in check(problem, plan_of(problem, leads))]


class TestCheck:
    def test_agrees_with_enumeration_on_every_plan(self):
        rng = np.random.default_rng(12)
        good = bad = 0
        for _ in range(150):
            problem = random_problem(rng, largest=3)
            plans = AllPlans(problem)
            keeps = plans.within_bounds & ~plans.shut.any(axis=1)
            for lead, is_good in zip(plans.leads, keeps, strict=True):
                assert (check(problem, plan_of(problem, lead)) == []) == is_good
                good, bad = good + is_good, bad + (not is_good)
        assert good > 100
        assert bad > 100

    def test_each_rule_has_its_code(self):
        names = (["A", "B"], ["X", "Y"], FIT)
        assert codes(Problem(*names, [1, 1]), {"A": "X"}) == ["no_lead"]
        assert codes(Problem(*names, [1, 1]), {"A": "X", "B": "X"}) == ["over_capacity"]
        assert codes(Problem(*names, [2, 1], minimum=[0, 1]), {"A": "X", "B": "X"}) == ["under_minimum"]
        banned = [[True, False], [False, False]]
        assert codes(Problem(*names, [1, 1], banned=banned), {"A": "X", "B": "Y"}) == ["banned"]
        assert codes(Problem(*names, [1, 1], pinned={"A": "Y"}), {"A": "X", "B": "Y"}) == ["pin_broken"]

    @pytest.mark.parametrize("ask", [[6, 7], [[6, 0], [7, 0]]])
    def test_budget_is_judged(self, ask):
        problem = Problem(["A", "B"], ["X", "Y"], FIT, [2, 1], ask=ask, budget=[12, 0])
        (violation,) = check(problem, plan_of(problem, {"A": "X", "B": "X"}))
        assert (violation.code, violation.cpse, violation.value, violation.limit) == (
            "over_budget",
            "X",
            13,
            12,
        )

    def test_groups_are_judged(self):
        few = Group("few", ("A", "B"), ("X",), at_least=1)
        many = Group("many", ("A", "B"), ("Y",), at_most=1)
        problem = Problem(["A", "B"], ["X", "Y"], FIT, [2, 2], groups=[few, many])
        found = check(problem, plan_of(problem, {"A": "Y", "B": "Y"}))
        assert [(v.code, v.group, v.value, v.limit) for v in found] == [
            ("group_too_few", "few", 0, 1),
            ("group_too_many", "many", 2, 1),
        ]
        assert codes(problem, {"A": "X", "B": "Y"}) == []

    def test_wrong_figures_are_named(self):
        problem = Problem(["A", "B"], ["X", "Y"], FIT, [1, 1])
        plan = solve(problem)
        wrong = replace(plan, scores=np.array([0.9, 0.70001]), total=1.7, worst=0.1)
        assert [(v.code, v.value, v.limit) for v in check(problem, wrong)] == [
            ("score_wrong", 0.70001, 0.7),
            ("total_wrong", 1.7, 1.6),
            ("worst_wrong", 0.1, 0.7),
        ]

    def test_plan_of_another_problem_is_refused(self):
        problem = Problem(["A", "B"], ["X", "Y"], FIT, [1, 1])
        other = Problem(["A", "C"], ["X", "Y"], FIT, [1, 1])
        with pytest.raises(ProblemError):
            check(other, solve(problem))
