"""What fairness costs in time: the best worst score, the frontier and the fairest plan, against one solve."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import thread_time

from bench import measure
from bench.measure import Row
from bench.optimiser import KINDS, SEEDS, SIZE, instance
from csrmatch.optimiser import Objective, Problem, frontier, solve

medians = partial(measure.medians, clock=thread_time)

ASKED: tuple[tuple[str, Callable[[Problem], object], float], ...] = (
    ("best worst score, then greatest total", lambda problem: solve(problem, Objective.MAXMIN), 12),
    ("every trade-off of worst score against total", frontier, 15),
    ("fairest plan, exact with ties", lambda problem: solve(problem, Objective.FAIREST), 150),
)


def rows() -> Iterator[Row]:
    """Three rows for each kind of instance, medians over five instances."""
    for kind in (*KINDS, "tied"):
        for what, ask, target in ASKED:
            yield _row(kind, what, ask, target)


def _row(kind: str, what: str, ask: Callable[[Problem], object], target: float) -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance(kind, seed)
        ours, once = medians(
            lambda given=given: ask(given.problem()), lambda given=given: solve(given.problem()), repeats=9
        )
        ratios.append(ours / once)
    note = f"{min(ratios):.1f} to {max(ratios):.1f}"
    return Row(f"{what}, {kind}", SIZE, "one solve", median(ratios), target, note)
