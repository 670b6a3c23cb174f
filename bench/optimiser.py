"""The optimiser on one national instance each of three kinds, against scipy alone and against itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench import measure
from bench.measure import Row
from csrmatch.optimiser import (
    Infeasible,
    Problem,
    certificate,
    cheapest_relaxation,
    find_conflicts,
    override_costs,
    solve,
    verify,
)

DISTRICTS, CPSES = 112, 270
SIZE = f"{DISTRICTS} × {CPSES}"
SEEDS = range(5)
KINDS = ("uniform", "clustered")

medians = partial(measure.medians, clock=thread_time)


@dataclass(frozen=True)
class Instance:
    """Raw input: names, scores, capacities. Four CPSEs in five can lead one district, the others 2 to 5."""

    districts: list[str]
    cpses: list[str]
    fit: Any
    capacity: Any

    def problem(self, **rules: Any) -> Problem:
        """The problem, validated."""
        return Problem(self.districts, self.cpses, self.fit, self.capacity, **rules)

    def one_liner(self) -> object:
        """What scipy alone does."""
        owner = np.repeat(np.arange(CPSES), self.capacity)
        return linear_sum_assignment(self.fit[:, owner], maximize=True)


def instance(kind: str, seed: int) -> Instance:
    """Uniform scores; or clustered by theme and region with popular CPSEs; or on five levels, all ties."""
    random = np.random.default_rng(seed)
    capacity = np.where(random.random(CPSES) < 0.8, 1, random.integers(2, 6, CPSES))
    if kind == "uniform":
        fit = random.random((DISTRICTS, CPSES))
    elif kind == "clustered":
        block = random.random((12, 12))[random.integers(0, 12, DISTRICTS)][:, random.integers(0, 12, CPSES)]
        fit = 0.55 * block + 0.4 * random.random(CPSES) + 0.05 * random.random((DISTRICTS, CPSES))
    else:
        fit = random.integers(0, 5, (DISTRICTS, CPSES)) / 4
    names = [f"{number:03d}" for number in range(DISTRICTS)]
    return Instance(names, [f"C{number:03d}" for number in range(CPSES)], fit, capacity)


def rows() -> Iterator[Row]:
    """The rows of the optimiser, medians over five instances of each kind."""
    for kind in KINDS:
        yield _solve(kind)
    yield _rules()
    yield _ties()
    for kind in KINDS:
        yield from _overrides(kind)
    for kind in KINDS:
        yield _certificate(kind)
    yield _conflicts()


def _solve(kind: str) -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance(kind, seed)
        ours, scipy = medians(lambda given=given: solve(given.problem()), given.one_liner)
        ratios.append(ours / scipy)
    return Row(f"solve with validation, {kind}", SIZE, "the one-liner", median(ratios), 1.0, _range(ratios))


def _rules() -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance("clustered", seed)
        random = np.random.default_rng(seed)
        banned = random.random(given.fit.shape) < 0.02
        pinned = {given.districts[row]: given.cpses[int(np.argmin(banned[row]))] for row in (3, 50, 90)}
        given.capacity[[given.cpses.index(cpse) for cpse in pinned.values()]] += 3
        ours, scipy = medians(
            lambda given=given, banned=banned, pinned=pinned: solve(
                given.problem(banned=banned, pinned=pinned)
            ),
            given.one_liner,
        )
        ratios.append(ours / scipy)
    return Row(
        "solve with validation, 3 pins, 2 % bans, clustered",
        SIZE,
        "the one-liner",
        median(ratios),
        1.0,
        _range(ratios),
    )


def _ties() -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance("tied", seed)
        ours, scipy = medians(lambda given=given: solve(given.problem()), given.one_liner, repeats=9)
        ratios.append(ours / scipy)
    return Row(
        "solve in the stated order among ties, 5 levels",
        SIZE,
        "the one-liner",
        median(ratios),
        200,
        _range(ratios),
    )


def _overrides(kind: str) -> Iterator[Row]:
    to_solve, to_naive = [], []
    for seed in SEEDS:
        given = instance(kind, seed)
        problem = given.problem()
        plan = solve(problem)
        cells = np.random.default_rng(seed).integers(0, (DISTRICTS, CPSES), (20, 2)).tolist()

        def naive(given: Instance = given, cells: list[list[int]] = cells) -> None:
            for row, column in cells:
                rest = given.capacity.copy()
                rest[column] -= 1
                owner = np.repeat(np.arange(CPSES), rest)
                linear_sum_assignment(np.delete(given.fit, row, axis=0)[:, owner], maximize=True)

        ours, once, some = medians(
            lambda problem=problem, plan=plan: override_costs(problem, plan),
            lambda given=given: solve(given.problem()),
            naive,
            repeats=15,
        )
        to_solve.append(ours / once)
        to_naive.append(some / len(cells) * DISTRICTS * CPSES / ours)
    yield Row(
        f"all {DISTRICTS * CPSES:,} override costs, {kind}",
        SIZE,
        "one solve",
        median(to_solve),
        4,
        _range(to_solve),
    )
    yield Row(
        f"the same by solving anew, {kind}",
        "20 cells sampled",
        "all override costs",
        median(to_naive),
        10_000,
        _range(to_naive),
        least=True,
    )


def _certificate(kind: str) -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance(kind, seed)
        problem = given.problem()
        plan = solve(problem)

        def prove(problem: Problem = problem, plan: Any = plan) -> None:
            assert verify(problem, plan, certificate(problem, plan))

        ours, once = medians(prove, lambda given=given: solve(given.problem()))
        ratios.append(ours / once)
    return Row(f"certificate and verify, {kind}", SIZE, "one solve", median(ratios), 1.0, _range(ratios))


def _conflicts() -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance("clustered", seed)
        random = np.random.default_rng(seed)
        banned = random.random(given.fit.shape) < 0.02
        few = random.choice(DISTRICTS, 6, replace=False)
        left = random.choice(CPSES, 3, replace=False)
        banned[few] = True
        banned[np.ix_(few, left)] = False
        given.capacity[left] = [1, 2, 1]
        clashing = given.problem(banned=banned)

        def tell(given: Instance = given, banned: Any = banned) -> None:
            clashing = given.problem(banned=banned)
            assert find_conflicts(clashing)
            assert cheapest_relaxation(clashing)

        try:
            solve(clashing)
        except Infeasible:
            ours, once = medians(tell, lambda given=given: solve(given.problem()), repeats=15)
            ratios.append(ours / once)
    return Row("conflicts and cheapest relaxation", SIZE, "one solve", median(ratios), 10, _range(ratios))


def _range(ratios: list[float]) -> str:
    return f"{min(ratios):,.2f}–{max(ratios):,.2f} over {len(ratios)} instances"
