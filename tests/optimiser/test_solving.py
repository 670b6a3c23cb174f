"""Which method answers which question."""

import pytest

from csrmatch.optimiser import Problem, solve
from csrmatch.optimiser.problem import Group


class TestTotal:
    def test_budgets_and_groups_are_kept(self):
        groups = [Group("g", ("A", "B"), ("X",), at_most=1)]
        fit = [[0.9, 0.2], [0.8, 0.7]]
        problem = Problem(["A", "B"], ["X", "Y"], fit, [2, 2], groups=groups)
        assert solve(problem).pairs == [("A", "X"), ("B", "Y")]
        problem = Problem(["A", "B"], ["X", "Y"], fit, [2, 2], ask=[9, 5], budget=[8, 14])
        assert solve(problem).pairs == [("A", "Y"), ("B", "X")]


class TestOtherObjectives:
    @pytest.mark.parametrize("objective", ["maxmin", "fairest", "stable"])
    def test_each_is_the_best_by_its_own_measure_and_named_in_the_plan(self, objective):
        fit = [[0.9, 0.5], [0.8, 0.1]]
        plan = solve(Problem(["A", "B"], ["X", "Y"], fit, [1, 1]), objective)
        stable = [("A", "X"), ("B", "Y")]
        assert plan.pairs == (stable if objective == "stable" else [("A", "Y"), ("B", "X")])
        assert plan.objective.value == objective

    @pytest.mark.parametrize("objective", ["maxmin", "fairest"])
    def test_fair_plans_keep_budgets_and_groups(self, objective):
        fit = [[0.9, 0.5], [0.8, 0.1]]
        problem = Problem(["A", "B"], ["X", "Y"], fit, [1, 1], ask=[9, 5], budget=[9, 8])
        assert solve(problem, objective).pairs == [("A", "X"), ("B", "Y")]
        group = Group("g", ("A",), ("Y",), at_most=0)
        assert solve(Problem(["A", "B"], ["X", "Y"], fit, [1, 1], groups=[group]), objective).worst == 0.1

    def test_unknown_objective_is_refused(self):
        with pytest.raises(ValueError, match="cheapest"):
            solve(Problem(["A"], ["X"], [[1]], [1]), "cheapest")
