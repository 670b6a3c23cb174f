"""Clashing rules: every set told is a true clash, no part of it is idle, and the way out works."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from csrmatch.optimiser import (
    Infeasible,
    Problem,
    ProblemError,
    cheapest_relaxation,
    find_conflicts,
    relax,
    solve,
)
from tests.optimiser.referee import AllPlans, random_problem


def only_rules_of(problem, conflict, *, without=None, more=None):
    """A problem of the conflict's districts in which nothing but its own rules is in force."""
    districts = [name for name in conflict.districts if name != without]
    banned = np.zeros((len(districts), len(problem.cpses)), dtype=bool)
    for district, cpse in conflict.bans:
        if district in districts and (district, cpse) != without:
            banned[districts.index(district), problem.cpses.index(cpse)] = True
    pinned = {d: c for d, c in conflict.pins if d in districts and ("pin", d, c) != without}
    capacity = problem.capacity.copy()
    if more is not None:
        capacity[problem.cpses.index(more)] += 1
    fit = np.zeros((len(districts), len(problem.cpses)))
    return Problem(districts, problem.cpses, fit, capacity, banned=banned, pinned=pinned)


def places_left_empty(problem, conflict, *, without=None):
    """How many places that the conflict's minimums ask for stay empty under its pins and bans alone."""
    seats = [cpse for cpse, least in conflict.minimums if ("minimum", cpse) != without for _ in range(least)]
    pins = {district: cpse for district, cpse in conflict.pins if ("pin", district, cpse) != without}
    bans = {pair for pair in conflict.bans if pair != without}
    ways = [
        [pins.get(district, cpse) == cpse and (district, cpse) not in bans for district in problem.districts]
        for cpse in seats
    ]
    if not ways:
        return 0
    return int((maximum_bipartite_matching(csr_array(np.array(ways)), perm_type="column") < 0).sum())


def possible(problem):
    return AllPlans(problem).best() is not None


def clashes(seed, count):
    rng = np.random.default_rng(seed)
    found = 0
    while found < count:
        problem = random_problem(rng)
        if not possible(problem):
            found += 1
            yield problem


class TestFindConflicts:
    def test_conflicts_are_found_just_where_no_plan_exists(self):
        rng = np.random.default_rng(1)
        for _ in range(1500):
            problem = random_problem(rng)
            assert bool(find_conflicts(problem)) == (not possible(problem))

    def test_districts_may_go_to_no_other_cpse_and_there_are_too_few_places(self):
        judged = 0
        for problem in clashes(2, 600):
            for conflict in find_conflicts(problem):
                if conflict.minimums:
                    continue
                judged += 1
                columns = [problem.cpses.index(name) for name in conflict.cpses]
                for district in conflict.districts:
                    row = problem.districts.index(district)
                    for column, cpse in enumerate(problem.cpses):
                        pin = problem.pinned.get(district, cpse)
                        banned = problem.banned is not None and problem.banned[row, column]
                        if column not in columns and problem.capacity[column] > 0:
                            assert banned or pin != cpse
                assert conflict.capacity < len(conflict.districts)
                assert conflict.capacity == problem.capacity[columns].sum()
        assert judged > 300

    def test_own_rules_alone_clash_and_each_is_needed(self):
        judged = 0
        for problem in clashes(3, 500):
            for conflict in find_conflicts(problem):
                if conflict.minimums:
                    continue
                judged += 1
                assert not possible(only_rules_of(problem, conflict))
                for pair in conflict.bans:
                    assert possible(only_rules_of(problem, conflict, without=pair))
                for pair in conflict.pins:
                    assert possible(only_rules_of(problem, conflict, without=("pin", *pair)))
                for cpse in conflict.cpses:
                    assert possible(only_rules_of(problem, conflict, more=cpse))
                if len(conflict.districts) > 1:
                    for district in conflict.districts:
                        assert possible(only_rules_of(problem, conflict, without=district))
        assert judged > 250

    def test_minimums_that_clash_ask_for_too_much_and_each_is_needed(self):
        judged = 0
        for problem in clashes(4, 700):
            for conflict in find_conflicts(problem):
                if not conflict.minimums:
                    continue
                judged += 1
                asked = sum(least for _, least in conflict.minimums)
                if not conflict.districts and len(conflict.cpses) == 1 and asked > conflict.capacity:
                    continue
                assert asked > len(conflict.districts)
                empty = places_left_empty(problem, conflict)
                assert empty == asked - len(conflict.districts)
                for pair in conflict.bans:
                    assert places_left_empty(problem, conflict, without=pair) == empty - 1
                for pair in conflict.pins:
                    assert places_left_empty(problem, conflict, without=("pin", *pair)) == empty - 1
                for cpse in conflict.cpses:
                    assert places_left_empty(problem, conflict, without=("minimum", cpse)) == 0
        assert judged > 100

    def test_pins_above_a_capacity_are_named(self):
        problem = Problem(list("ABC"), list("XYZ"), np.ones((3, 3)), [1, 1, 1], pinned={"A": "X", "B": "X"})
        (conflict,) = find_conflicts(problem)
        assert conflict.districts == ("A", "B")
        assert conflict.cpses == ("X",)
        assert conflict.capacity == 1
        assert conflict.pins == (("A", "X"), ("B", "X"))
        assert conflict.bans == ()

    def test_pin_on_a_banned_pair_is_named_with_its_ban(self):
        problem = Problem(["A"], ["X", "Y"], [[1, 1]], [1, 1], banned=[[True, False]], pinned={"A": "X"})
        (conflict,) = find_conflicts(problem)
        assert (conflict.pins, conflict.bans) == ((("A", "X"),), (("A", "X"),))

    def test_minimum_above_its_capacity_is_named(self):
        problem = Problem(list("AB"), list("XY"), np.ones((2, 2)), [1, 2], minimum=[2, 0])
        (conflict,) = find_conflicts(problem)
        assert conflict.minimums == (("X", 2),)
        assert conflict.capacity == 1

    def test_bans_that_leave_too_few_are_named(self):
        banned = [[False, True, True], [False, True, True], [False, False, False]]
        problem = Problem(list("ABC"), list("XYZ"), np.ones((3, 3)), [1, 1, 1], banned=banned)
        (conflict,) = find_conflicts(problem)
        assert conflict.districts == ("A", "B")
        assert conflict.bans == (("A", "Y"), ("A", "Z"), ("B", "Y"), ("B", "Z"))


class TestCheapestRelaxation:
    def test_nothing_to_lift_where_a_plan_exists(self):
        assert cheapest_relaxation(Problem(["A"], ["X"], [[1]], [1])) == []

    def test_lifted_rules_make_a_plan_possible_at_the_stated_price(self):
        for number, problem in enumerate(clashes(5, 500)):
            prices = {"pin": 1 + number % 3, "ban": 2, "capacity": 3, "minimum": 1 + number % 2}
            (relaxation,) = cheapest_relaxation(problem, prices)
            assert relaxation.price == sum(prices[lift.kind] * lift.by for lift in relaxation.lifted)
            assert relaxation.price > 0
            relaxed = relax(problem, relaxation.lifted)
            assert solve(relaxed).pairs == relaxation.plan.pairs

    def test_no_cheaper_set_of_rules_exists(self):
        for problem in clashes(6, 500):
            (relaxation,) = cheapest_relaxation(problem)
            plans = AllPlans(problem)
            minimum = 0 if problem.minimum is None else problem.minimum
            broken = _rules_broken(problem, plans.leads)
            broken = broken + np.maximum(plans.loads - problem.capacity, 0).sum(axis=1)
            broken = broken + np.maximum(minimum - plans.loads, 0).sum(axis=1)
            assert relaxation.price == broken.min()

    def test_no_single_lift_is_idle(self):
        for problem in clashes(7, 150):
            (relaxation,) = cheapest_relaxation(problem)
            for left_out in relaxation.lifted:
                rest = [lift for lift in relaxation.lifted if lift != left_out]
                with pytest.raises(Infeasible):
                    solve(relax(problem, rest))

    def test_prices_decide_what_is_lifted(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[1, 0], [1, 0.5]], [1, 1], pinned={"A": "X", "B": "X"})
        assert [lift.kind for lift in cheapest_relaxation(problem, {"capacity": 5})[0].lifted] == ["pin"]
        assert [lift.kind for lift in cheapest_relaxation(problem, {"pin": 5})[0].lifted] == ["capacity"]

    def test_enormous_prices_are_still_exact(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[1, 0], [1, 0.5]], [1, 1], pinned={"A": "X", "B": "X"})
        (relaxation,) = cheapest_relaxation(problem, {"capacity": 10**12, "pin": 10**11})
        assert [lift.kind for lift in relaxation.lifted] == ["pin"]

    @pytest.mark.parametrize("prices", [{"ban": 0}, {"ban": -1}, {"ban": 1.5}, {"ban": True}, {"money": 1}])
    def test_senseless_prices_are_refused(self, prices):
        with pytest.raises(ProblemError, match="price_"):
            cheapest_relaxation(Problem(["A"], ["X"], [[1]], [1]), prices)


def _rules_broken(problem, leads):
    """For every plan the pins and bans it breaks."""
    count = np.zeros(len(leads), dtype=int)
    for row, district in enumerate(problem.districts):
        if problem.banned is not None:
            count += problem.banned[row, leads[:, row]]
        if district in problem.pinned:
            count += leads[:, row] != problem.cpses.index(problem.pinned[district])
    return count
