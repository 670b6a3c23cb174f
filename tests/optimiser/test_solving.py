"""Which method answers which question, and what cannot be asked yet."""

import pytest

from csrmatch.optimiser import NotAvailable, Problem, solve
from csrmatch.optimiser.problem import Group


class TestNotAvailable:
    def test_budgets_are_not_available_yet(self):
        problem = Problem(["A"], ["X"], [[1]], [1], ask=[5], budget=[9])
        with pytest.raises(NotAvailable) as caught:
            solve(problem)
        assert caught.value.code == "budgets_not_available"

    def test_groups_are_not_available_yet(self):
        problem = Problem(["A"], ["X"], [[1]], [1], groups=[Group("g", ("A",), ("X",), at_most=1)])
        with pytest.raises(NotAvailable) as caught:
            solve(problem)
        assert caught.value.code == "groups_not_available"
