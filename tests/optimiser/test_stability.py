"""Stable plans and blocking pairs against the package `matching` and against plain loops over pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from csrmatch.optimiser import (
    Infeasible,
    NotAvailable,
    Objective,
    Problem,
    ProblemError,
    blocking_pairs,
    check,
    plan_of,
    solve,
)
from csrmatch.optimiser.problem import Group
from tests.optimiser.referee import AllPlans, random_problem, shuffled


def stable(problem, ours=None, theirs=None, proposing="district"):
    return solve(problem, Objective.STABLE, district_view=ours, cpse_view=theirs, proposing=proposing)


def blocking_by_loops(problem, lead, ours, theirs):
    """Every pair of indices that both would rather have, by the words of the definition."""
    found = []
    pins, banned = problem.pins, problem.banned
    for d in range(len(problem.districts)):
        for c in range(len(problem.cpses)):
            if problem.capacity[c] == 0 or pins[d] >= 0 or (banned is not None and banned[d, c]):
                continue
            if lead[d] == c or (lead[d] >= 0 and ours[d, c] <= ours[d, lead[d]]):
                continue
            led = [other for other in range(len(lead)) if lead[other] == c]
            dearer = [other for other in led if pins[other] != c and theirs[other, c] < theirs[d, c]]
            if len(led) < problem.capacity[c] or dearer:
                found.append((problem.districts[d], problem.cpses[c]))
    return found


def distinct_views(rng, shape):
    """Two views without ties."""
    size = shape[0] * shape[1]
    return [rng.permutation(size).reshape(shape) / 1000 for _ in range(2)]


def by_matching(problem, ours, theirs, optimal):
    """The answer of the package `matching`, a district left out as None."""
    may = problem.allowed
    names = {c: f"C{c}" for c in np.flatnonzero(may.any(axis=0))}
    residents = {
        f"D{d}": [names[c] for c in np.argsort(-ours[d]) if may[d, c]]
        for d in np.flatnonzero(may.any(axis=1))
    }
    hospitals = {name: [f"D{d}" for d in np.argsort(-theirs[:, c]) if may[d, c]] for c, name in names.items()}
    places = {name: int(problem.capacity[c]) for c, name in names.items()}
    game = HospitalResident.create_from_dictionaries(residents, hospitals, places)
    solved = game.solve(optimal=optimal)
    lead = {resident.name: hospital.name for hospital, led in solved.items() for resident in led}
    return [lead.get(f"D{d}") for d in range(len(problem.districts))]


class TestStable:
    @pytest.mark.parametrize(("proposing", "optimal"), [("district", "resident"), ("cpse", "hospital")])
    def test_plan_is_that_of_the_package_matching(self, proposing, optimal):
        rng = np.random.default_rng(71)
        led = left_out = 0
        for _ in range(250):
            rows, columns = rng.integers(1, 9, 2)
            banned = rng.random((rows, columns)) < 0.3 * rng.integers(0, 2)
            problem = Problem(
                [f"d{row}" for row in rng.permutation(rows)],
                [f"c{column}" for column in rng.permutation(columns)],
                rng.random((rows, columns)),
                rng.integers(0, 4, columns),
                banned=banned,
            )
            if not problem.allowed.any():
                continue
            ours, theirs = distinct_views(rng, (rows, columns))
            expected = by_matching(problem, ours, theirs, optimal)
            if None in expected:
                left_out += 1
                missing = tuple(problem.districts[d] for d, name in enumerate(expected) if name is None)
                with pytest.raises((NotAvailable, Infeasible)) as caught:
                    stable(problem, ours, theirs, proposing)
                if isinstance(caught.value, NotAvailable):
                    assert caught.value.where == {"districts": missing}
            else:
                led += 1
                plan = stable(problem, ours, theirs, proposing)
                assert [f"C{c}" for c in plan.lead] == expected
        assert led > 80
        assert left_out > 40

    @pytest.mark.parametrize("proposing", ["district", "cpse"])
    def test_no_pair_blocks_and_every_rule_is_kept(self, proposing):
        rng = np.random.default_rng(72)
        seen = {"led": 0, "stable_leaves_out": 0, "stable_under_minimum": 0, "clash": 0}
        for _ in range(1500):
            problem = random_problem(rng, largest=5, current=True)
            ours, theirs = (rng.integers(0, 3, problem.fit.shape) / 2 for _ in range(2))
            outcome, plan = _outcome(problem, ours, theirs, proposing)
            seen[outcome] += 1
            assert (outcome == "clash") == (not AllPlans(problem).keeps.any())
            if plan is not None:
                assert blocking_by_loops(problem, plan.lead, ours, theirs) == []
                assert check(problem, plan) == []
                assert (plan.objective, plan.proven, plan.bound) == (Objective.STABLE, True, plan.total)
        assert min(seen.values()) > 4

    def test_refused_without_ties_only_where_no_stable_plan_keeps_the_rules(self):
        rng = np.random.default_rng(73)
        seen = set()
        for _ in range(700):
            problem = random_problem(rng)
            ours, theirs = distinct_views(rng, problem.fit.shape)
            plans = AllPlans(problem)
            exists = any(
                not blocking_by_loops(problem, lead, ours, theirs) for lead in plans.leads[plans.keeps]
            )
            outcome, _ = _outcome(problem, ours, theirs, "district")
            seen.add(outcome)
            assert (outcome == "led") == exists
        assert seen == {"led", "clash", "stable_leaves_out", "stable_under_minimum"}

    @settings(max_examples=80, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_each_side_likes_its_own_proposing_at_least_as_well(self, seed):
        rng = np.random.default_rng(seed)
        shape = (9, 7)
        problem = Problem(
            [f"d{row}" for row in range(9)],
            [f"c{column}" for column in range(7)],
            rng.random(shape),
            rng.integers(1, 4, 7) + 1,
        )
        ours, theirs = distinct_views(rng, shape)
        by_district = stable(problem, ours, theirs).lead
        by_cpse = stable(problem, ours, theirs, "cpse").lead
        rows = np.arange(9)
        assert (ours[rows, by_district] >= ours[rows, by_cpse]).all()
        for c in range(7):
            best, other = theirs[by_cpse == c, c], theirs[by_district == c, c]
            assert len(best) == len(other)
            assert (np.sort(best) >= np.sort(other)).all()

    @settings(max_examples=80, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1), proposing=st.sampled_from(["district", "cpse"]))
    def test_order_of_input_changes_no_pair(self, seed, proposing):
        rng = np.random.default_rng(seed)
        problem = random_problem(rng, largest=7, current=True)
        assert _answer(shuffled(problem, rng), proposing) == _answer(problem, proposing)

    @pytest.mark.parametrize("proposing", ["district", "cpse"])
    def test_scores_so_great_that_ties_cannot_be_told_by_a_fraction_change_nothing(self, proposing):
        rng = np.random.default_rng(75)
        shape = (3, 400)
        names = [f"d{row}" for row in range(3)], [f"c{column:03d}" for column in range(400)]
        small = rng.integers(0, 4, shape)
        great = Problem(*names, small * 1e8, np.ones(400, dtype=int))
        plan = stable(Problem(*names, small, np.ones(400, dtype=int)), proposing=proposing)
        assert stable(great, proposing=proposing).pairs == plan.pairs

    def test_present_mapping_then_name_decide_between_equals(self):
        names = ["A", "B"], ["X", "Y"], [[1, 1], [1, 1]], [1, 1]
        assert stable(Problem(*names)).pairs == [("A", "X"), ("B", "Y")]
        kept = Problem(*names, current={"A": "Y", "B": "X"})
        for proposing in ("district", "cpse"):
            assert stable(kept, proposing=proposing).pairs == [("A", "Y"), ("B", "X")]

    def test_pinned_district_takes_its_place_first(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.1], [0.2, 0.8]], [1, 1], pinned={"B": "X"})
        plan = stable(problem)
        assert plan.pairs == [("A", "Y"), ("B", "X")]
        assert blocking_pairs(problem, plan) == []

    def test_progress_is_told(self):
        told = []
        solve(Problem(["A"], ["X"], [[1]], [1]), Objective.STABLE, progress=told.append)
        assert told == [1.0]


def _outcome(problem, ours, theirs, proposing):
    """In a word how it came out, and the plan if there is one."""
    try:
        return "led", stable(problem, ours, theirs, proposing)
    except Infeasible:
        return "clash", None
    except NotAvailable as no:
        return no.code, None


def _answer(problem, proposing):
    try:
        return dict(stable(problem, proposing=proposing).pairs)
    except Infeasible as clash:
        return clash.conflicts
    except NotAvailable as no:
        return no.code, {name: sorted(named) for name, named in no.where.items()}


class TestRefusals:
    def test_bans_that_leave_a_district_out_are_told(self):
        banned = [[False, False], [False, True]]
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.1], [0.2, 0.8]], [1, 1], banned=banned)
        with pytest.raises(NotAvailable) as caught:
            stable(problem)
        assert (caught.value.code, caught.value.where) == ("stable_leaves_out", {"districts": ("B",)})

    def test_minimum_that_no_stable_plan_keeps_is_told(self):
        problem = Problem(["A"], ["X", "Y"], [[0.9, 0.1]], [1, 1], minimum=[0, 1])
        with pytest.raises(NotAvailable) as caught:
            stable(problem)
        assert (caught.value.code, caught.value.where) == ("stable_under_minimum", {"cpses": ("Y",)})

    @pytest.mark.parametrize(
        ("rules", "code", "where"),
        [
            ({"ask": [5], "budget": [4, 9]}, "stable_over_budget", {"cpses": ("X",)}),
            ({"groups": [Group("g", ("A",), ("X",), at_most=0)]}, "stable_breaks_groups", {"groups": ("g",)}),
            (
                {"groups": [Group("g", ("A",), ("Y",), at_least=1)]},
                "stable_breaks_groups",
                {"groups": ("g",)},
            ),
        ],
    )
    def test_budget_or_group_that_the_stable_plan_breaks_is_told(self, rules, code, where):
        with pytest.raises(NotAvailable) as caught:
            stable(Problem(["A"], ["X", "Y"], [[0.9, 0.1]], [1, 1], **rules))
        assert (caught.value.code, caught.value.where) == (code, where)

    def test_budget_that_the_stable_plan_keeps_is_no_obstacle(self):
        problem = Problem(["A"], ["X", "Y"], [[0.9, 0.1]], [1, 1], ask=[5], budget=[5, 0])
        assert stable(problem).pairs == [("A", "X")]

    def test_more_districts_than_places_clash(self):
        with pytest.raises(Infeasible):
            stable(Problem(["A", "B"], ["X"], [[1], [1]], [1]))

    def test_unknown_side_is_told(self):
        with pytest.raises(ProblemError) as caught:
            stable(Problem(["A"], ["X"], [[1]], [1]), proposing="ministry")
        assert caught.value.code == "proposing_unknown"

    @pytest.mark.parametrize(
        ("view", "code"),
        [([[1, 2]], "wrong_shape"), ([[np.nan]], "view_not_finite"), ([["x"]], "view_not_numeric")],
    )
    def test_view_that_is_none_is_told(self, view, code):
        problem = Problem(["A"], ["X"], [[1]], [1])
        for ask in (
            lambda: stable(problem, theirs=view),
            lambda: blocking_pairs(problem, plan_of(problem, {"A": "X"}), None, view),
        ):
            with pytest.raises(ProblemError) as caught:
                ask()
            assert (caught.value.code, caught.value.where["field"]) == (code, "cpse_view")


class TestBlockingPairs:
    def test_pairs_are_those_of_the_definition_in_any_plan(self):
        rng = np.random.default_rng(81)
        none = some = 0
        for _ in range(1500):
            problem = random_problem(rng, largest=5)
            ours, theirs = (rng.integers(0, 4, problem.fit.shape) / 3 for _ in range(2))
            lead = rng.integers(-1, len(problem.cpses), len(problem.districts))
            held = problem.pins >= 0
            lead[held] = problem.pins[held]
            found = blocking_pairs(problem, plan_of(problem, lead), ours, theirs)
            assert found == blocking_by_loops(problem, lead, ours, theirs)
            none += not found
            some += bool(found)
        assert min(none, some) > 200

    def test_both_sides_judge_by_the_fit_unless_told_otherwise(self):
        problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.8], [0.7, 0.1]], [1, 1])
        plan = plan_of(problem, {"A": "Y", "B": "X"})
        assert blocking_pairs(problem, plan) == blocking_pairs(problem, plan, problem.fit, problem.fit)
        assert blocking_pairs(problem, plan) == [("A", "X")]

    def test_difference_below_the_grid_is_none(self):
        problem = Problem(["A"], ["X", "Y"], [[0.5, 0.5 + 4e-7]], [1, 1])
        assert blocking_pairs(problem, plan_of(problem, {"A": "X"})) == []

    def test_plan_of_another_problem_is_refused(self):
        problem, other = (Problem([name], ["X"], [[1]], [1]) for name in "AB")
        with pytest.raises(ProblemError) as caught:
            blocking_pairs(problem, plan_of(other, {"B": "X"}))
        assert caught.value.code == "plan_of_another_problem"


def test_the_present_mapping_comes_before_equal_liking_only_and_never_before_greater():
    present = {"A": "X"}
    fit = [[0.5, 0.1], [0.5, 0.1]]
    problem = Problem(["A", "B"], ["X", "Y"], fit, capacity=[1, 1], current=present)
    view = [[0.000004, 0.0], [0.000005, 0.0]]
    for proposing in ("district", "cpse"):
        plan = solve(problem, Objective.STABLE, cpse_view=view, proposing=proposing)
        assert plan.pairs == [("A", "Y"), ("B", "X")]
        assert blocking_pairs(problem, plan, None, view) == []
