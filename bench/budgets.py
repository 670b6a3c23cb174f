"""Budgets: the search against one plain integer programme with every rule as a row, in the same run."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import TypeVar

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, kron, vstack

from bench.measure import Row
from csrmatch.optimiser import OutOfTime, Problem, find_conflicts, solve
from csrmatch.optimiser.integer.highs import Found, best_choice
from csrmatch.optimiser.integer.linear import rows_of

Answer = TypeVar("Answer")

SEEDS = (1, 2)


def instance(kind: str, seed: int, size: tuple[int, int], tight: float) -> Problem:
    """Scores uniform or clustered, asks widely spread, budgets of so many mean asks for each place."""
    rows, columns = size
    random = np.random.default_rng(seed)
    capacity = np.where(random.random(columns) < 0.8, 1, random.integers(2, 6, columns))
    if columns < 2 * rows:
        capacity = random.integers(1, 6, columns)
    if kind == "uniform":
        fit = random.random((rows, columns))
    else:
        block = random.random((12, 12))[random.integers(0, 12, rows)][:, random.integers(0, 12, columns)]
        fit = 0.55 * block + 0.4 * random.random(columns) + 0.05 * random.random((rows, columns))
    ask = (random.lognormal(0, 0.6, rows) * 200).astype(np.int64) + 20
    budget = (capacity * ask.mean() * tight * random.uniform(0.6, 1.4, columns)).astype(np.int64)
    return Problem(
        [f"{number:03d}" for number in range(rows)],
        [f"C{number:04d}" for number in range(columns)],
        fit,
        capacity,
        ask=ask * 100_000,
        budget=budget * 100_000,
    )


def plain(problem: Problem) -> float:
    """The greatest total by scipy's `milp` alone, every rule a row."""
    rows, columns = problem.fit.shape
    own = kron(eye_array(rows), csr_array(np.ones((1, columns))))
    load = kron(csr_array(np.ones((1, rows))), eye_array(columns))
    money = kron(csr_array(np.asarray(problem.ask)[None, :] / 1e5), eye_array(columns))
    bounds = np.concatenate([np.ones(rows), problem.capacity, np.asarray(problem.budget) / 1e5])
    least = np.concatenate([np.ones(rows), np.zeros(2 * columns)])
    result = milp(
        -problem.fit.ravel(),
        integrality=np.ones(rows * columns),
        bounds=(0, 1),
        constraints=LinearConstraint(csr_array(vstack([own, load, money])), least, bounds),
        options={"mip_rel_gap": 0.0},
    )
    return -float(result.fun)


def rows() -> Iterator[Row]:
    """Proof against plain `milp`; then what gap is left after so many seconds of the clock on the wall."""
    for kind in ("uniform", "clustered"):
        problems = [instance(kind, seed, (112, 270), 1.0) for seed in SEEDS]
        ours, theirs = [], []
        for problem in problems:
            seconds, plan = timed(solve, problem)
            taken, total = timed(plain, problem)
            assert plan.proven
            assert abs(plan.total - total) < 1e-5
            ours.append(seconds)
            theirs.append(taken)
        yield Row(
            f"budgets, proven, {kind}",
            "112 × 270",
            "`milp` with every rule as a row",
            median(ours) / median(theirs),
            1.0,
            f"{median(ours):.1f} s; asked: 2 s on an idle machine",
        )
    yield holding()
    yield gap("budgets, certified", (112, 270), 1.0, 0.5, 0.2)
    yield gap("budgets, very tight", (112, 60), 0.9, 5.0, 0.5)
    yield gap("budgets, large", (500, 2000), 1.0, 10.0, 0.1)


def holding() -> Row:
    """Whether rules can hold together, against `milp` with the same rows and nothing to make great."""
    ratios, taken = [], []
    for kind in ("uniform", "clustered"):
        for seed in SEEDS:
            problem = instance(kind, seed, (112, 270), 1.0)
            seconds, conflicts = timed(find_conflicts, problem)
            theirs, answer = timed(_any_choice, problem)
            assert not conflicts
            assert answer.chosen is not None
            ratios.append(seconds / theirs)
            taken.append(seconds)
    return Row(
        "budgets, can the rules hold",
        "112 × 270",
        "`milp` with every rule as a row, nothing to maximise",
        median(ratios),
        0.5,
        f"{median(taken):.1f} s; asked: 1 s while a page waits",
    )


def _any_choice(problem: Problem) -> Found:
    rows = rows_of(problem)
    return best_choice(rows, np.zeros(len(rows.cpse), dtype=np.int64))


def gap(what: str, size: tuple[int, int], tight: float, seconds: float, percent: float) -> Row:
    """The greatest gap left over what is asked, after so many seconds, of both kinds and all seeds."""
    gaps = []
    for kind in ("uniform", "clustered"):
        for seed in SEEDS:
            try:
                plan = solve(instance(kind, seed, size, tight), time_limit=seconds)
            except OutOfTime:
                gaps.append(100.0)
            else:
                gaps.append((plan.bound - plan.total) / plan.total * 100)
    return Row(
        what,
        f"{size[0]} × {size[1]}",
        f"a gap of {percent:g} % in {seconds:g} s",
        max(gaps) / percent,
        1.0,
        "gaps " + ", ".join(f"{value:.3f} %" for value in gaps),
    )


def timed(job: Callable[[Problem], Answer], problem: Problem) -> tuple[float, Answer]:
    """Seconds of the clock on the wall, and the result."""
    start = perf_counter()
    result = job(problem)
    return perf_counter() - start, result
