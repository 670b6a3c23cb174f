"""The way out of clashing budgets and groups: none is cheaper, and it works."""

import numpy as np
import pytest

from csrmatch.optimiser import Group, Problem, ProblemError, cheapest_relaxation, find_conflicts, relax, solve
from tests.optimiser.ruled import RuledPlans, ruled_problem


def prices_of_all_leads(problem, price):
    """What every giving of districts to CPSEs would cost, and how many rupees it asks beyond the budgets."""
    plans = RuledPlans(problem)
    pinned, rows = problem.pinned or {}, np.arange(len(problem.districts))
    cost = np.zeros(len(plans.leads), dtype=np.int64)
    rupees = np.zeros_like(cost)
    for row, district in enumerate(problem.districts):
        if district in pinned:
            cost += price["pin"] * (plans.leads[:, row] != problem.cpses.index(pinned[district]))
    if problem.banned is not None:
        cost += price["ban"] * problem.banned[rows, plans.leads].sum(axis=1)
    cost += price["capacity"] * np.maximum(plans.loads - problem.capacity, 0).sum(axis=1)
    if problem.minimum is not None:
        cost += price["minimum"] * np.maximum(problem.minimum - plans.loads, 0).sum(axis=1)
    if problem.budget is not None:
        for column, budget in enumerate(problem.budget.tolist()):
            ask = problem.ask if problem.ask.ndim == 1 else problem.ask[:, column]
            over = np.maximum(np.where(plans.leads == column, ask, 0).sum(axis=1) - budget, 0)
            cost += price["budget"] * (over > 0)
            rupees += over
    for group in problem.groups:
        inside = [problem.districts.index(name) for name in group.districts]
        columns = [problem.cpses.index(name) for name in group.cpses]
        count = np.isin(plans.leads[:, inside], columns).sum(axis=1)
        cost += price["group"] * np.maximum(group.at_least - count, 0)
        if group.at_most is not None:
            cost += price["group"] * np.maximum(count - group.at_most, 0)
    return cost, rupees


class TestCheapestRelaxation:
    def test_no_way_out_is_cheaper_or_asks_for_fewer_rupees_and_the_rules_lifted_leave_a_plan(self):
        rng = np.random.default_rng(1)
        kinds = set()
        for _ in range(200):
            problem = ruled_problem(rng)
            price = {
                kind: int(rng.integers(1, 4))
                for kind in ("pin", "ban", "capacity", "minimum", "budget", "group")
            }
            relaxations = cheapest_relaxation(problem, price)
            if RuledPlans(problem).best() is not None:
                assert relaxations == []
                continue
            (relaxation,) = relaxations
            cost, rupees = prices_of_all_leads(problem, price)
            assert relaxation.price == cost.min()
            relaxed = relax(problem, relaxation.lifted)
            assert find_conflicts(relaxed) == []
            assert round(relaxation.plan.total * 1e6) == RuledPlans(relaxed).best()
            raised = sum(lift.by for lift in relaxation.lifted if lift.kind == "budget")
            if problem.budget is not None:
                assert raised == rupees[cost == cost.min()].min()
            kinds |= {lift.kind for lift in relaxation.lifted}
        assert kinds == {"pin", "ban", "capacity", "minimum", "budget", "at_least", "at_most"}

    def test_budget_is_raised_by_just_the_rupees_that_are_missing(self):
        problem = Problem(["A"], ["X"], [[1.0]], [1], ask=[1_234_567], budget=[1_000_000])
        (relaxation,) = cheapest_relaxation(problem)
        assert [(lift.kind, lift.cpse, lift.by) for lift in relaxation.lifted] == [("budget", "X", 234_567)]
        assert solve(relax(problem, relaxation.lifted)).pairs == [("A", "X")]

    def test_bound_of_a_group_is_lowered_to_what_can_be(self):
        groups = [Group("east", ("A", "B"), ("X",), at_least=2)]
        problem = Problem(["A", "B"], ["X", "Y"], [[1, 0], [1, 0]], [1, 1], groups=groups)
        (relaxation,) = cheapest_relaxation(problem, {"capacity": 5})
        (lift,) = relaxation.lifted
        assert (lift.kind, lift.group, lift.by) == ("at_least", "east", 1)

    def test_price_of_an_unknown_kind_is_refused(self):
        problem = Problem(["A"], ["X"], [[1.0]], [1])
        with pytest.raises(ProblemError) as caught:
            cheapest_relaxation(problem, {"money": 1})
        assert caught.value.code == "price_unknown"
