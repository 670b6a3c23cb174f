"""How safe the pairs are, against a plain loop; the first flip of each, against a scan of all changes."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import (
    Criterion,
    Infeasible,
    Objective,
    Problem,
    ProblemError,
    flips,
    plan_of,
    robustness,
    solve,
    weight_draws,
    weighted_fit,
)
from tests.optimiser.referee import AllPlans, random_problem

WEIGHTS = {"a": 50, "b": 30, "c": 20}


def random_criteria(rng, rows, columns, names="abc"):
    """Criteria of a few levels, so that pairs tie and flip."""
    return [
        Criterion(name, rng.integers(0, 5, (rows, columns)) / 4, np.zeros((rows, columns), dtype=bool))
        for name in names
    ]


def case(seed, *, rows=8, columns=12):
    rng = np.random.default_rng(seed)
    criteria = random_criteria(rng, rows, columns)
    names = [f"d{row}" for row in range(rows)], [f"c{column}" for column in range(columns)]
    banned = rng.random((rows, columns)) < 0.1
    problem = Problem(*names, weighted_fit(criteria, WEIGHTS), rng.integers(1, 3, columns), banned=banned)
    return criteria, problem


def fit_by_fractions(criteria, weights):
    """The weighted mean in exact fractions, rounded half up to millionths."""
    total = sum(weights)
    shape = criteria[0].values.shape
    fit = np.empty(shape)
    for cell in np.ndindex(shape):
        micro = [Fraction(round(criterion.values[cell] * 10**6)) for criterion in criteria]
        mean = sum(weight * value for weight, value in zip(weights, micro, strict=True)) / total
        fit[cell] = int((mean + Fraction(1, 2)) // 1) / 10**6
    return fit


def solved_with(problem, fit):
    return solve(
        Problem(
            problem.districts,
            problem.cpses,
            fit,
            problem.capacity,
            problem.minimum,
            problem.banned,
            problem.pinned,
            current=problem.current,
        )
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_shares_are_those_of_a_plain_loop_over_the_draws(seed):
    criteria, problem = case(seed)
    drawn = weight_draws(criteria, WEIGHTS, spread=0.3, draws=40, seed=seed)
    counted = np.zeros(problem.fit.shape)
    for weights in drawn.tolist():
        plan = solved_with(problem, fit_by_fractions(criteria, weights))
        counted[np.arange(len(counted)), plan.lead] += 1
    shares = robustness(criteria, WEIGHTS, problem, spread=0.3, draws=40, seed=seed)
    assert np.array_equal(shares, counted / 40)
    assert len(np.unique(shares)) > 2


def test_a_drawn_fit_is_rounded_as_the_weighted_fit_is():
    rng = np.random.default_rng(4)
    values = rng.integers(0, 200, (2, 5, 4)) / 1_000_000
    missing = np.zeros((5, 4), dtype=bool)
    criteria = [Criterion(name, part, missing) for name, part in zip("ab", values, strict=True)]
    weights = {"a": 50, "b": 50}
    assert np.array_equal(weighted_fit(criteria, weights), fit_by_fractions(criteria, [50, 50]))
    problem = Problem([*"ABCDE"], [*"WXYZ"], weighted_fit(criteria, weights), [2] * 4)
    shares = robustness(criteria, weights, problem, spread=0, draws=1, seed=0)
    assert np.array_equal(shares.argmax(axis=1), solve(problem).lead)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.floats(0.01, 0.9), st.integers(1, 30))
def test_drawn_weights_are_whole_and_make_a_hundred_points(seed, spread, draws):
    criteria = random_criteria(np.random.default_rng(0), 1, 1)
    drawn = weight_draws(criteria, {"a": 70, "b": 30, "c": 0}, spread=spread, draws=draws, seed=seed)
    assert (drawn.sum(axis=1) == 100 * 10**6).all()
    assert (drawn >= 0).all()
    assert not drawn[:, 2].any()
    more = weight_draws(criteria, {"a": 70, "b": 30, "c": 0}, spread=spread, draws=draws + 5, seed=seed)
    assert np.array_equal(more[:draws], drawn)


def test_drawn_weights_have_the_stated_mean_and_spread():
    criteria = random_criteria(np.random.default_rng(0), 1, 1)
    drawn = weight_draws(criteria, WEIGHTS, spread=0.2, draws=20_000, seed=5) / 10**6
    shares = np.array([0.5, 0.3, 0.2])
    assert np.allclose(drawn.mean(axis=0), 100 * shares, atol=0.5)
    assert np.allclose(drawn.std(axis=0), 20 * np.sqrt(shares * (1 - shares)), rtol=0.03)


@pytest.mark.parametrize("seed", range(20))
def test_without_spread_the_plan_itself_is_chosen_every_time(seed):
    criteria, problem = case(seed)
    shares = robustness(criteria, WEIGHTS, problem, spread=0, draws=3, seed=seed)
    plan = solve(problem)
    assert (shares[np.arange(len(shares)), plan.lead] == 1).all()
    assert shares.sum() == len(shares)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_the_shares_of_a_district_make_one_and_no_rule_is_broken(seed):
    rng = np.random.default_rng(seed)
    problem = random_problem(rng)
    criteria = random_criteria(rng, *problem.fit.shape)
    asked = {"spread": 0.5, "draws": 4, "seed": seed}
    if AllPlans(problem).best() is None:
        with pytest.raises(Infeasible):
            robustness(criteria, WEIGHTS, problem, **asked)
        return
    shares = robustness(criteria, WEIGHTS, problem, **asked)
    assert (shares.sum(axis=1) == 1).all()
    assert not shares[~problem.allowed].any()
    assert (shares.sum(axis=0) <= problem.capacity).all()


def test_threads_and_processes_give_the_same_shares_as_one_loop():
    criteria, problem = case(1)
    asked = {"spread": 0.3, "draws": 300, "seed": 7}
    alone = robustness(criteria, WEIGHTS, problem, **asked)
    with ThreadPoolExecutor(2) as threads:
        assert np.array_equal(robustness(criteria, WEIGHTS, problem, **asked, executor=threads), alone)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        assert np.array_equal(robustness(criteria, WEIGHTS, problem, **asked, executor=processes), alone)
    other = robustness(criteria, WEIGHTS, problem, **{**asked, "seed": 8})
    assert not np.array_equal(other, alone)


def test_the_fairest_plan_can_be_asked_how_safe_it_is():
    criteria, problem = case(2, rows=4, columns=5)
    shares = robustness(criteria, WEIGHTS, problem, spread=0, draws=1, seed=0, objective=Objective.MAXMIN)
    assert np.array_equal(shares.argmax(axis=1), solve(problem, Objective.MAXMIN).lead)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"spread": 1.0}, "spread_out_of_range"),
        ({"spread": -0.1}, "spread_out_of_range"),
        ({"spread": float("nan")}, "spread_out_of_range"),
        ({"draws": 0}, "draws_not_positive"),
        ({"seed": -1}, "seed_negative"),
    ],
)
def test_a_wrong_question_is_named(asked, code):
    criteria, problem = case(1)
    with pytest.raises(ProblemError) as told:
        robustness(criteria, WEIGHTS, problem, **({"spread": 0.1, "draws": 1, "seed": 1} | asked))
    assert told.value.code == code


def test_criteria_of_another_shape_are_named():
    criteria, problem = case(1)
    other, _ = case(1, rows=7)
    with pytest.raises(ProblemError) as told:
        robustness([*criteria[:2], other[2]], WEIGHTS, problem, spread=0.1, draws=1, seed=1)
    assert (told.value.code, told.value.where["field"]) == ("wrong_shape", "c")


def first_flips(criteria, weights, problem, plan):
    """The nearest change of one weight that loses each pair, by solving every one on its own."""
    names = [criterion.name for criterion in criteria]
    found = {}
    for size in range(101):
        for name in names:
            for step in (size, -size):
                rest = 100 - weights[name]
                if rest == 0 or not 0 <= weights[name] + step <= 100:
                    continue
                moved = [
                    Fraction(weights[other] + step)
                    if other == name
                    else Fraction(weights[other] * (rest - step), rest)
                    for other in names
                ]
                pairs = solved_with(problem, fit_by_fractions(criteria, moved)).pairs
                for (district, cpse), (_, then) in zip(plan.pairs, pairs, strict=True):
                    if cpse != then and district not in found:
                        found[district] = (name if size else None, step, then)
    return [found.get(district, (None, None, None)) for district, _ in plan.pairs]


@pytest.mark.parametrize("seed", range(4))
def test_the_first_flip_is_that_of_a_scan_of_every_change(seed):
    rng = np.random.default_rng(seed)
    criteria = random_criteria(rng, 4, 5)
    weights = [WEIGHTS, {"a": 100, "b": 0, "c": 0}, {"a": 0, "b": 60, "c": 40}, WEIGHTS][seed]
    problem = Problem(
        [*"ABCD"], [*"VWXYZ"], weighted_fit(criteria, weights), [1, 1, 1, 1, 2], current={"A": "Z", "B": "W"}
    )
    plan = solve(problem) if seed < 3 else plan_of(problem, np.array([0, 1, 2, 4]))
    told = [(flip.criterion, flip.points, flip.joins) for flip in flips(criteria, weights, problem, plan)]
    assert told == first_flips(criteria, weights, problem, plan)


def test_a_pair_that_no_weight_can_flip_is_called_safe():
    missing = np.zeros((1, 2), dtype=bool)
    criteria = [Criterion(name, np.array([[1.0, 0.5]]), missing) for name in "abc"]
    problem = Problem(["A"], ["X", "Y"], weighted_fit(criteria, WEIGHTS), [1, 1])
    (flip,) = flips(criteria, WEIGHTS, problem, solve(problem))
    assert (flip.criterion, flip.points, flip.joins) == (None, None, None)


def test_only_changes_up_to_the_greatest_are_looked_at():
    missing = np.zeros((1, 2), dtype=bool)
    criteria = [
        Criterion("a", np.array([[1.0, 0.0]]), missing),
        Criterion("b", np.array([[0.0, 1.0]]), missing),
    ]
    weights = {"a": 60, "b": 40}
    problem = Problem(["A"], ["X", "Y"], weighted_fit(criteria, weights), [1, 1])
    plan = solve(problem)
    assert flips(criteria, weights, problem, plan, most_points=10)[0].points is None
    (flip,) = flips(criteria, weights, problem, plan, most_points=11)
    assert (flip.criterion, flip.points, flip.joins) == ("a", -11, "Y")


def test_budgets_are_kept_in_every_draw():
    rng = np.random.default_rng(6)
    criteria = random_criteria(rng, 5, 4)
    rules = {"ask": [3, 4, 5, 2, 6], "budget": [9, 7, 6, 8]}
    problem = Problem([*"ABCDE"], [*"WXYZ"], weighted_fit(criteria, WEIGHTS), [3] * 4, **rules)
    shares = robustness(criteria, WEIGHTS, problem, spread=0.3, draws=12, seed=2)
    counted = np.zeros(shares.shape)
    for weights in weight_draws(criteria, WEIGHTS, spread=0.3, draws=12, seed=2).tolist():
        fit = fit_by_fractions(criteria, weights)
        plan = solve(Problem([*"ABCDE"], [*"WXYZ"], fit, [3] * 4, **rules))
        counted[np.arange(5), plan.lead] += 1
    assert np.array_equal(shares, counted / 12)
