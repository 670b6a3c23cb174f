"""What is told of a pair adds up: points to fit, losers to cost, runner-up to the matrix."""

import numpy as np
import pytest

from csrmatch.optimiser import (
    Problem,
    ProblemError,
    additionality,
    certificate,
    explain,
    nearness,
    override_costs,
    runners_up,
    solve,
    weighted_fit,
)

WEIGHTS = {"nearness": 70, "additionality": 30}


@pytest.fixture
def nation():
    rng = np.random.default_rng(9)
    overlap = rng.random((6, 8))
    overlap[2] = float("nan")
    criteria = [nearness(rng.random((6, 8)) * 500, np.zeros((6, 8), dtype=bool)), additionality(overlap)]
    banned = rng.random((6, 8)) < 0.1
    banned[0, 0] = True
    fit = weighted_fit(criteria, WEIGHTS)
    problem = Problem(list("ABCDEF"), list("PQRSTUVW"), fit, [1, 1, 1, 1, 2, 0, 1, 1], banned=banned)
    return problem, solve(problem), criteria


class TestExplain:
    def test_points_add_up_to_the_fit(self, nation):
        problem, plan, criteria = nation
        for district, cpse in plan.pairs:
            told = explain(problem, plan, criteria, WEIGHTS, district, cpse)
            assert sum(part.points for part in told.parts) / 100 == pytest.approx(told.fit, abs=5.1e-7)
            assert [part.weight for part in told.parts] == [70, 30]
            assert told.is_lead
            assert told.override_cost == 0
            assert told.losers == ()
            assert told.lead == cpse

    def test_every_cell_agrees_with_the_matrices(self, nation):
        problem, plan, criteria = nation
        costs, proof = override_costs(problem, plan), certificate(problem, plan)
        for row, district in enumerate(problem.districts):
            for column, cpse in enumerate(problem.cpses):
                told = explain(problem, plan, criteria, WEIGHTS, district, cpse, costs, proof)
                assert told.fit == problem.fit[row, column]
                assert told.override_cost == costs[row, column]
                assert told.price == proof.cpse_price[column]
                assert told.is_banned == problem.banned[row, column]
                others = [
                    (-problem.fit[row, c], name)
                    for c, name in enumerate(problem.cpses)
                    if c != column and not problem.banned[row, c] and problem.capacity[c]
                ]
                assert (told.runner_up_fit, told.runner_up) == (-min(others)[0], min(others)[1])
                assert told.gap == pytest.approx(told.fit - told.runner_up_fit, abs=1e-9)

    def test_missing_data_is_flagged(self, nation):
        problem, plan, criteria = nation
        told = explain(problem, plan, criteria, WEIGHTS, "C", "Q")
        assert [part.missing for part in told.parts] == [False, True]
        assert told.missing_share == 0.3

    def test_pinned_pair_says_so(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1], pinned={"A": "Y"})
        criteria = [additionality([[0.1, 0.8], [0.2, 0.3]])]
        told = explain(problem, solve(problem), criteria, {"additionality": 100}, "A", "Y")
        assert told.is_pinned
        other = explain(problem, solve(problem), criteria, {"additionality": 100}, "A", "X")
        assert not other.is_pinned
        assert other.override_cost == -0.6

    def test_unknown_names_are_refused(self, nation):
        problem, plan, criteria = nation
        with pytest.raises(ProblemError, match="unknown_district"):
            explain(problem, plan, criteria, WEIGHTS, "Z", "P")
        with pytest.raises(ProblemError, match="unknown_cpse"):
            explain(problem, plan, criteria, WEIGHTS, "A", "Z")


class TestRunnersUp:
    def test_tie_goes_to_the_first_name(self):
        problem = Problem(["A"], ["Z", "Y", "X"], [[0.9, 0.5, 0.5]], [1, 1, 1])
        (other,) = runners_up(problem, solve(problem))
        assert (other.cpse, other.fit, other.margin) == ("X", 0.5, 0.4)

    def test_none_where_there_is_no_other(self):
        problem = Problem(["A"], ["X", "Y"], [[0.9, 0.5]], [1, 0])
        (other,) = runners_up(problem, solve(problem))
        assert other.cpse is None
        assert np.isnan(other.margin)
