"""The trial of large problems, on small ones of the same kinds."""

import pytest
from scipy.optimize import linear_sum_assignment

from csrmatch.optimiser import solve_large, verify_large
from trials import large


class TestInstance:
    @pytest.mark.parametrize("kind", large.KINDS)
    def test_every_kind_is_solved_to_the_optimum_of_scipy(self, kind):
        problem = large.instance(kind, 60, 90)
        solution = solve_large(problem)
        assert verify_large(problem, solution.plan, solution.certificate)
        micro = problem.micro(range(60)).astype(float)
        owner = [column for column, places in enumerate(problem.capacity) for _ in range(places)]
        if problem.banned is not None:
            micro[problem.banned] = -1e12
        for row, column in enumerate(problem.pins.tolist()):
            if column >= 0:
                micro[row, [other for other in range(90) if other != column]] = -1e12
        rows, slots = linear_sum_assignment(micro[:, owner], maximize=True)
        assert round(solution.plan.total * 1e6) == micro[:, owner][rows, slots].sum()

    def test_one_kind_holds_rules_and_the_other_ties(self):
        ruled, tied = large.instance("ruled", 60, 90), large.instance("tied", 60, 90)
        assert ruled.banned.any()
        assert len(ruled.pinned) == 15
        assert len(set(tied.micro(range(60)).ravel().tolist())) == 5
