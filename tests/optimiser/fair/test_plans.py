"""The best worst score, the fairest plan and the frontier against enumeration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import Infeasible, Objective, Problem, check, frontier, solve
from tests.optimiser.referee import AllPlans, large_problem, random_problem, shuffled


def problems(seed, count, **how):
    """Small problems with every plan there is; only those that have one that keeps the rules."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        plans = AllPlans(random_problem(rng, current=bool(rng.integers(0, 2)), **how))
        if plans.keeps.any():
            yield plans


def contended(seed, count):
    """Small problems in which all districts want the same CPSEs and each leads one, on few levels."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        size = int(rng.integers(4, 6))
        fit = np.outer(rng.random(size), rng.random(size)) + 0.3 * rng.random((size, size))
        now = {f"d{row}": f"c{rng.integers(size)}" for row in range(size) if rng.random() < 0.5}
        yield AllPlans(
            Problem(
                [f"d{row}" for row in range(size)],
                [f"c{column}" for column in rng.permutation(size)],
                fit.round(int(rng.integers(1, 3))),
                np.ones(size, dtype=int),
                current=now,
            )
        )


def first_worst(plans):
    """Of the plans that keep the rules, those of the best worst score and then of the greatest total."""
    worst = plans.ascending[:, 0]
    best = plans.keeps & (worst == worst[plans.keeps].max())
    return best & (plans.worth == plans.worth[best].max())


def fairest_of(plans):
    """The plans whose ascending scores are the greatest by the first that differs."""
    left = plans.keeps.copy()
    for scores in plans.ascending.T:
        left &= scores == scores[left].max()
    return left


def front_of(plans):
    """Every pair of total and worst score that no plan betters in both, the greatest total first."""
    front = []
    for total in sorted(set(plans.worth[plans.keeps].tolist()), reverse=True):
        worst = int(plans.ascending[plans.keeps & (plans.worth == total), 0].max())
        if not front or worst > front[-1][1]:
            front.append((total, worst))
    return front


class TestBestWorst:
    def test_worst_is_the_best_there_is_then_the_total_then_the_stated_order(self):
        judged = 0
        for plans in problems(31, 2500):
            plan = solve(plans.problem, Objective.MAXMIN)
            expected = first_worst(plans)
            assert plan.worst == plan.bound == plans.ascending[expected][0, 0] / 1e6
            assert plan.total == plans.worth[expected][0] / 1e6
            assert plan.pairs == plans.preferred(expected)
            assert (plan.objective, plan.proven, check(plans.problem, plan)) == (Objective.MAXMIN, True, [])
            judged += 1
        assert judged > 800

    @settings(max_examples=60, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_one_more_place_never_lowers_the_best_worst_score(self, seed):
        rng = np.random.default_rng(seed)
        base = large_problem(str(rng.choice(["uniform", "clustered", "tied"])), seed, rows=20, columns=25)
        more = base.capacity.copy()
        more[rng.integers(0, 25)] += 1
        wider = Problem(base.districts, base.cpses, base.fit, more)
        assert solve(wider, Objective.MAXMIN).worst >= solve(base, Objective.MAXMIN).worst


class TestFairest:
    def test_scores_are_the_fairest_there_are_and_the_stated_order_decides(self):
        judged = 0
        for plans in problems(41, 2400):
            plan = solve(plans.problem, Objective.FAIREST)
            expected = fairest_of(plans)
            assert (np.sort(plan.scores) == plans.ascending[expected][0] / 1e6).all()
            assert plan.pairs == plans.preferred(expected)
            assert plan.bound == plan.worst
            assert (plan.objective, plan.proven, check(plans.problem, plan)) == (Objective.FAIREST, True, [])
            judged += 1
        assert judged > 800

    def test_scores_are_the_fairest_where_many_districts_contend(self):
        judged = 0
        for plans in contended(42, 150):
            plan = solve(plans.problem, Objective.FAIREST)
            expected = fairest_of(plans)
            assert (np.sort(plan.scores) == plans.ascending[expected][0] / 1e6).all()
            assert plan.pairs == plans.preferred(expected)
            judged += 1
        assert judged == 150

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_order_of_input_changes_no_pair_of_a_nation(self, kind):
        problem = large_problem(kind, 5)
        expected = dict(solve(problem, Objective.FAIREST).pairs)
        assert dict(solve(shuffled(problem, np.random.default_rng(5)), Objective.FAIREST).pairs) == expected

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_no_swap_and_no_move_to_a_free_place_is_fairer_in_a_nation(self, kind):
        problem = large_problem(kind, 6)
        plan = solve(problem, Objective.FAIREST)
        lead, fit = plan.lead, problem.fit
        room = np.bincount(lead, minlength=len(problem.cpses)) < problem.capacity
        assert not (fit[:, room] > plan.scores[:, None]).any()
        after = np.minimum(fit[:, lead], fit[:, lead].T)
        before = np.minimum(plan.scores[:, None], plan.scores)
        assert not (after > before).any()

    @settings(max_examples=60, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_worst_is_that_of_the_best_worst_and_no_less_than_that_of_the_best_total(self, seed):
        rng = np.random.default_rng(seed)
        problem = large_problem(str(rng.choice(["uniform", "clustered", "tied"])), seed, rows=25, columns=40)
        total, worst, fair = (
            solve(problem, o) for o in (Objective.TOTAL, Objective.MAXMIN, Objective.FAIREST)
        )
        assert fair.worst == worst.worst >= total.worst
        assert fair.total <= worst.total <= total.total

    def test_progress_never_goes_back_and_ends_at_one(self):
        for objective in (Objective.MAXMIN, Objective.FAIREST):
            told = []
            solve(large_problem("clustered", 1, rows=30, columns=40), objective, progress=told.append)
            assert told == sorted(told)
            assert told[-1] == 1.0


class TestFrontier:
    def test_points_are_just_those_that_nothing_betters(self):
        judged = several = 0
        for plans in [*problems(51, 1500), *contended(52, 300)]:
            found = frontier(plans.problem)
            front = front_of(plans)
            assert [(plan.total, plan.worst) for plan in found] == [(t / 1e6, w / 1e6) for t, w in front]
            for plan, (total, worst) in zip(found, front, strict=True):
                same = plans.keeps & (plans.worth == total) & (plans.ascending[:, 0] == worst)
                assert plan.pairs == plans.preferred(same)
            judged += 1
            several += len(front) > 1
        assert judged > 600
        assert several > 100

    @pytest.mark.parametrize("kind", ["uniform", "clustered", "tied"])
    def test_ends_of_a_nation_are_the_best_total_and_the_best_worst(self, kind):
        problem = large_problem(kind, 2)
        found = frontier(problem)
        assert found[0].total == solve(problem).total
        assert found[-1].pairs == solve(problem, Objective.MAXMIN).pairs
        assert [plan.total for plan in found] == sorted({plan.total for plan in found}, reverse=True)
        assert [plan.worst for plan in found] == sorted({plan.worst for plan in found})


class TestRefusals:
    def test_clashing_rules_are_told(self):
        rng = np.random.default_rng(61)
        refused = 0
        for _ in range(600):
            problem = random_problem(rng)
            if AllPlans(problem).keeps.any():
                continue
            refused += 1
            for ask in (_maxmin, _fairest, frontier):
                with pytest.raises(Infeasible) as caught:
                    ask(problem)
                assert caught.value.conflicts
        assert refused > 150


def _maxmin(problem):
    return solve(problem, Objective.MAXMIN)


def _fairest(problem):
    return solve(problem, Objective.FAIREST)
