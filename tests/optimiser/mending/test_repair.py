"""The repair curve against every plan there is, against solving anew, and by both of its methods."""

import sys
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import (
    Group,
    Infeasible,
    Plan,
    Problem,
    ProblemError,
    after_declines,
    certificate,
    check,
    plan_of,
    repair,
    solve,
    verify,
)
from tests.optimiser.referee import AllPlans, large_problem, random_problem, shuffled


@dataclass(frozen=True, eq=False)
class Referee:
    """Every plan of a problem after declines, with how many other districts it moves."""

    problem: Problem
    plan: Plan
    declined: list[tuple[str, str]]

    @cached_property
    def plans(self):
        problem = self.problem
        banned = np.zeros(problem.fit.shape, dtype=bool) if problem.banned is None else problem.banned.copy()
        for district, cpse in self.declined:
            banned[problem.districts.index(district), problem.cpses.index(cpse)] = True
        pinned = {d: c for d, c in (problem.pinned or {}).items() if (d, c) not in self.declined}
        after = Problem(
            problem.districts, problem.cpses, problem.fit, problem.capacity, problem.minimum, banned, pinned
        )
        return AllPlans(after)

    @cached_property
    def keeps(self):
        return self.plans.within_bounds & ~self.plans.shut.any(axis=1)

    @cached_property
    def moved(self):
        pairs = [pair for pair in self.plan.pairs if pair not in self.declined]
        rows = [self.problem.districts.index(district) for district, _ in pairs]
        stay = [self.problem.cpses.index(cpse) for _, cpse in pairs]
        return (self.plans.leads[:, rows] != stay).sum(axis=1)

    def best(self, most):
        """(worth, changes, pairs by the stated order); None if no plan has so few changes."""
        few = self.keeps & (self.moved <= most)
        if not few.any():
            return None
        worth = self.plans.worth[few].max()
        level = few & (self.plans.worth == worth)
        fewest = self.moved[level].min()
        level &= self.moved == fewest
        order = sorted(range(len(self.problem.districts)), key=lambda row: self.problem.districts[row])
        names = self.problem.cpses
        lead = min(self.plans.leads[level].tolist(), key=lambda lead: [names[lead[row]] for row in order])
        return (
            int(worth),
            int(fewest),
            [(d, names[c]) for d, c in zip(self.problem.districts, lead, strict=True)],
        )

    def is_corner(self, most):
        """Whether no mixture of a plan with fewer and one with more changes does as well."""
        worths = [best and best[0] for best in map(self.best, range(len(self.problem.districts) + 1))]
        here = worths[most]
        return not any(
            worths[i] is not None and worths[i] * (j - most) + worths[j] * (most - i) >= here * (j - i)
            for i in range(most)
            for j in range(most + 1, len(worths))
        )


def micro(plan):
    return round(plan.total * 1e6)


def agrees(problem, plan, declined, *, named_everywhere):
    """Holds every entry of the curve against all plans there are; gives the curve back."""
    referee = Referee(problem, plan, declined)
    districts = len(problem.districts)
    if not referee.keeps.any():
        with pytest.raises(Infeasible):
            repair(problem, plan, declined=declined, most_changes=districts)
        return None
    curve = repair(problem, plan, declined=declined, most_changes=districts)
    after = after_declines(problem, plan, declined)
    assert len(curve) == districts + 1
    for most, repaired in enumerate(curve):
        best = referee.best(most)
        if best is None:
            assert repaired is None
            continue
        moved = sum(pair not in declined and pair not in repaired.pairs for pair in plan.pairs)
        assert (micro(repaired), moved) == best[:2]
        assert repaired.proven
        assert repaired.bound == repaired.total
        assert check(after, repaired) == []
        if named_everywhere or referee.is_corner(most):
            assert repaired.pairs == best[2]
    assert curve[-1].pairs == solve(after).pairs
    return curve


@pytest.mark.parametrize("seed", range(350))
def test_one_decline_from_a_best_plan_is_repaired_as_well_as_any_plan_could(seed):
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, largest=5)
    try:
        plan = solve(problem)
    except Infeasible:
        return
    declined = [plan.pairs[int(rng.integers(len(plan.pairs)))]]
    agrees(problem, plan, declined, named_everywhere=True)


@pytest.mark.parametrize("seed", range(350))
def test_many_declines_from_any_plan_are_repaired_as_well_as_any_plan_could(seed):
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, largest=5)
    lead = rng.integers(-1 if rng.random() < 0.3 else 0, len(problem.cpses), len(problem.districts))
    plan = plan_of(problem, lead)
    cells = [(d, c) for d in problem.districts for c in problem.cpses]
    some = rng.choice(len(cells), min(len(cells), int(rng.integers(0, 4))), replace=False)
    agrees(problem, plan, [cells[index] for index in some], named_everywhere=False)


def curves_by_both(problem, rng, monkeypatch):
    """The totals of the curve after one decline from the best plan, by paths and by prices."""
    plan = solve(problem)
    asked = {"declined": [plan.pairs[int(rng.integers(len(plan.pairs)))]], "most_changes": 8}
    chained = repair(problem, plan, **asked)
    with monkeypatch.context() as patched:
        patched.setattr(sys.modules[repair.__module__], "_by_chain", lambda *_: None)
        priced = repair(problem, plan, **asked)
    assert all(plan.proven for plan in priced if plan is not None)
    return [plan and plan.total for plan in chained], [plan and plan.total for plan in priced]


@pytest.mark.parametrize("seed", range(30))
def test_both_methods_give_the_same_curve(seed, monkeypatch):
    kind = ["uniform", "clustered", "tied"][seed % 3]
    problem = large_problem(kind, seed, rows=20, columns=30)
    chained, priced = curves_by_both(problem, np.random.default_rng(seed), monkeypatch)
    assert chained == priced


def test_both_methods_agree_where_every_bound_is_a_step_or_two_away(monkeypatch):
    for seed in range(120):
        given_problem = large_problem("clustered", seed, rows=12, columns=14)
        steps = np.rint(given_problem.fit * 12) / 1e6
        problem = Problem(given_problem.districts, given_problem.cpses, steps, given_problem.capacity)
        chained, priced = curves_by_both(problem, np.random.default_rng(seed), monkeypatch)
        assert chained == priced


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**6))
def test_more_changes_never_give_less_and_the_order_of_the_input_changes_no_pair(seed):
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, largest=6)
    lead = rng.integers(0, len(problem.cpses), len(problem.districts))
    plan = plan_of(problem, lead)
    declined = [plan.pairs[0], plan.pairs[-1]]
    try:
        curve = repair(problem, plan, declined=declined, most_changes=6)
    except Infeasible:
        return
    totals = [repaired.total for repaired in curve if repaired is not None]
    assert totals == sorted(totals)
    other = shuffled(problem, rng)
    again = repair(other, plan_of(other, dict(plan.pairs)), declined=declined[::-1], most_changes=6)
    assert [p and sorted(p.pairs) for p in curve] == [p and sorted(p.pairs) for p in again]


def test_a_declined_pin_falls():
    problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], [1, 1], pinned={"A": "X"})
    curve = repair(problem, solve(problem), declined=[("A", "X")], most_changes=1)
    assert curve[0] is None
    assert curve[1].pairs == [("A", "Y"), ("B", "X")]


def test_a_repaired_plan_can_be_proven_by_prices():
    problem = large_problem("clustered", 3)
    plan = solve(problem)
    declined = [plan.pairs[5]]
    best = repair(problem, plan, declined=declined, most_changes=len(problem.districts))[-1]
    after = after_declines(problem, plan, declined)
    assert verify(after, best, certificate(after, best))


def test_a_plan_that_stands_is_kept_where_nothing_was_declined():
    problem = large_problem("tied", 3, rows=10, columns=12)
    plan = solve(problem)
    curve = repair(problem, plan, declined=[], most_changes=2)
    assert [repaired.pairs for repaired in curve] == [plan.pairs] * 3


@pytest.mark.parametrize(
    ("declined", "most", "code"),
    [
        ([("Nowhere", "X")], 1, "unknown_district"),
        ([("A", "Nobody")], 1, "unknown_cpse"),
        ([("A", "X")], -1, "changes_negative"),
    ],
)
def test_a_wrong_question_is_named(declined, most, code):
    problem = Problem(["A"], ["X", "Y"], [[0.9, 0.2]], [1, 1])
    with pytest.raises(ProblemError) as told:
        repair(problem, solve(problem), declined=declined, most_changes=most)
    assert told.value.code == code


def test_a_plan_of_other_names_is_refused():
    problem = Problem(["A"], ["X", "Y"], [[0.9, 0.2]], [1, 1])
    other = Problem(["B"], ["X", "Y"], [[0.9, 0.2]], [1, 1])
    with pytest.raises(ProblemError) as told:
        repair(problem, solve(other), declined=[], most_changes=1)
    assert told.value.code == "plan_of_another_problem"


def with_budgets(problem, rng):
    """The same problem with money and a group."""
    rows, columns = problem.fit.shape
    some = problem.districts[: 1 + rows // 2]
    return Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        problem.capacity,
        problem.minimum,
        problem.banned,
        problem.pinned,
        ask=rng.integers(1, 10, rows) * 10**7,
        budget=rng.integers(4, 25, columns) * 10**7,
        groups=[Group("g", tuple(some), problem.cpses[: 1 + columns // 2], 0, max(1, len(some) - 1))],
    )


@pytest.mark.parametrize("seed", range(60))
def test_budgets_and_groups_are_kept_in_every_repair(seed):
    rng = np.random.default_rng(seed)
    problem = with_budgets(random_problem(rng, largest=5), rng)
    lead = rng.integers(0, len(problem.cpses), len(problem.districts))
    plan = plan_of(problem, lead)
    declined = plan.pairs[:1]
    referee = Referee(problem, plan, declined)
    ask = problem.ask[:, None] * np.ones(len(problem.cpses), dtype=np.int64)
    spent = ((referee.plans.leads[:, :, None] == np.arange(len(problem.cpses))) * ask).sum(axis=1)
    members = [problem.districts.index(district) for district in problem.groups[0].districts]
    inside = referee.plans.leads[:, members] < len(problem.groups[0].cpses)
    keeps = referee.keeps & (spent <= problem.budget).all(axis=1)
    keeps &= inside.sum(axis=1) <= problem.groups[0].at_most
    if not keeps.any():
        with pytest.raises(Infeasible):
            repair(problem, plan, declined=declined, most_changes=5)
        return
    for most, repaired in enumerate(repair(problem, plan, declined=declined, most_changes=5)):
        few = keeps & (referee.moved <= most)
        assert (repaired is not None) == few.any()
        if repaired is not None:
            assert micro(repaired) == referee.plans.worth[few].max()
            assert repaired.proven
            assert check(after_declines(problem, plan, declined), repaired) == []
