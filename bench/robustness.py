"""Weight draws against as many solves, alone and on two threads, on the nation's size."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from time import thread_time

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench import measure
from bench.measure import Row
from bench.optimiser import CPSES, DISTRICTS, KINDS, SIZE, Instance, instance
from csrmatch.optimiser import Criterion, Problem, flips, robustness, solve, weight_draws, weighted_fit

DRAWS = 1000
WEIGHTS = {"a": 30, "b": 20, "c": 15, "d": 15, "e": 10, "f": 10}
SPREAD = 0.1
SEEDS = range(3)
REPEATS = 1

medians = partial(measure.medians, clock=thread_time, repeats=REPEATS)


def rows() -> Iterator[Row]:
    """The rows of robustness, medians over three instances of each kind."""
    for kind in KINDS:
        yield from _draws(kind)
    yield _threads()
    yield _flips()


def _case(kind: str, seed: int) -> tuple[Instance, list[Criterion], Problem]:
    """An instance whose fit is the weighted mean of six criteria, each of the same kind."""
    given = instance(kind, seed)
    known = np.zeros((DISTRICTS, CPSES), dtype=bool)
    criteria = [
        Criterion(name, np.round(instance(kind, 100 * seed + place).fit, 6), known)
        for place, name in enumerate(WEIGHTS)
    ]
    return (
        given,
        criteria,
        Problem(given.districts, given.cpses, weighted_fit(criteria, WEIGHTS), given.capacity),
    )


def _draws(kind: str) -> Iterator[Row]:
    to_solves, to_scipy = [], []
    for seed in SEEDS:
        given, criteria, problem = _case(kind, seed)
        asked = {"spread": SPREAD, "draws": DRAWS, "seed": seed}
        values = np.array([criterion.values for criterion in criteria])
        fits = [np.tensordot(row / 1e8, values, axes=1) for row in weight_draws(criteria, WEIGHTS, **asked)]
        owner = np.repeat(np.arange(CPSES), given.capacity)

        def solves(given: Instance = given, fits: list[np.ndarray] = fits) -> None:
            for fit in fits:
                solve(Problem(given.districts, given.cpses, fit, given.capacity))

        def one_liners(owner: np.ndarray = owner, fits: list[np.ndarray] = fits) -> None:
            for fit in fits:
                linear_sum_assignment(fit[:, owner], maximize=True)

        ours, ready, bare = medians(
            lambda criteria=criteria, problem=problem, asked=asked: robustness(
                criteria, WEIGHTS, problem, **asked
            ),
            solves,
            one_liners,
        )
        to_solves.append(ours / ready)
        to_scipy.append(ours / bare)
    what = f"{DRAWS:,} weight draws of six criteria, {kind}"
    yield Row(what, SIZE, f"{DRAWS:,} solves of ready matrices", median(to_solves), 1.2, _range(to_solves))
    yield Row(what, SIZE, f"{DRAWS:,} one-liners on ready matrices", median(to_scipy), 1.2, _range(to_scipy))


def _threads() -> Row:
    ratios = []
    for seed in SEEDS:
        _, criteria, problem = _case("clustered", seed)
        asked = {"spread": SPREAD, "draws": DRAWS, "seed": seed}
        with ThreadPoolExecutor(2) as threads:
            two, alone = measure.medians(
                lambda criteria=criteria, problem=problem, asked=asked, threads=threads: robustness(
                    criteria, WEIGHTS, problem, **asked, executor=threads
                ),
                lambda criteria=criteria, problem=problem, asked=asked: robustness(
                    criteria, WEIGHTS, problem, **asked
                ),
                repeats=REPEATS,
            )
        ratios.append(two / alone)
    note = f"{_range(ratios)}; clock on the wall, needs two idle cores"
    return Row(
        f"{DRAWS:,} weight draws on two threads, clustered", SIZE, "one thread", median(ratios), 0.7, note
    )


def _flips() -> Row:
    ratios = []
    for seed in SEEDS:
        _, criteria, problem = _case("clustered", seed)
        plan = solve(problem)
        first, draws = medians(
            lambda criteria=criteria, problem=problem, plan=plan: flips(criteria, WEIGHTS, problem, plan),
            lambda criteria=criteria, problem=problem: robustness(
                criteria, WEIGHTS, problem, spread=SPREAD, draws=DRAWS, seed=0
            ),
        )
        ratios.append(first / draws)
    return Row(
        "the weight change that first flips each pair",
        SIZE,
        f"{DRAWS:,} weight draws",
        median(ratios),
        1.2,
        _range(ratios),
    )


def _range(ratios: list[float]) -> str:
    return f"{min(ratios):,.2f}–{max(ratios):,.2f} over {len(ratios)} instances"
