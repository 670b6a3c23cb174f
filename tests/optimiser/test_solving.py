"""Which method answers which question, and what cannot be asked yet."""

import pytest

from csrmatch.optimiser import NotAvailable, Objective, Problem, solve
from csrmatch.optimiser.problem import Group


class TestTotal:
    def test_budgets_and_groups_are_kept(self):
        groups = [Group("g", ("A", "B"), ("X",), at_most=1)]
        fit = [[0.9, 0.2], [0.8, 0.7]]
        problem = Problem(["A", "B"], ["X", "Y"], fit, [2, 2], groups=groups)
        assert solve(problem).pairs == [("A", "X"), ("B", "Y")]
        problem = Problem(["A", "B"], ["X", "Y"], fit, [2, 2], ask=[9, 5], budget=[8, 14])
        assert solve(problem).pairs == [("A", "Y"), ("B", "X")]


class TestNotAvailable:
    def test_fairest_plan_under_budgets_is_not_available_yet(self):
        problem = Problem(["A"], ["X"], [[1]], [1], ask=[5], budget=[9])
        with pytest.raises(NotAvailable) as caught:
            solve(problem, Objective.FAIREST)
        assert caught.value.code == "budgets_not_available"

    def test_fairest_plan_under_groups_is_not_available_yet(self):
        problem = Problem(["A"], ["X"], [[1]], [1], groups=[Group("g", ("A",), ("X",), at_most=1)])
        with pytest.raises(NotAvailable) as caught:
            solve(problem, Objective.FAIREST)
        assert caught.value.code == "groups_not_available"
