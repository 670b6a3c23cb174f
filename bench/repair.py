"""The repair curve against one solve: after one decline from the best plan, and of any mapping."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import thread_time

import numpy as np

from bench import measure
from bench.measure import Row
from bench.optimiser import KINDS, SEEDS, SIZE, instance
from csrmatch.optimiser import Plan, Problem, plan_of, repair, solve

MOST = 10

Case = tuple[Plan, list[tuple[str, str]]]

medians = partial(measure.medians, clock=thread_time)


def rows() -> Iterator[Row]:
    """The rows of repair, medians over five instances of each kind."""
    for kind in KINDS:
        yield _one_decline(kind)
    yield _any_mapping("the CPSE that leads most declines all", _leaving)
    yield _any_mapping("any mapping, one CPSE declines", _historic)


def _one_decline(kind: str) -> Row:
    ratios = []
    for seed in SEEDS:
        given = instance(kind, seed)
        problem = given.problem()
        plan = solve(problem)
        declined = [plan.pairs[int(np.random.default_rng(seed).integers(len(plan.pairs)))]]
        curve, once = medians(
            lambda problem=problem, plan=plan, declined=declined: repair(
                problem, plan, declined=declined, most_changes=MOST
            ),
            lambda given=given: solve(given.problem()),
        )
        ratios.append(curve / once)
    what = f"repair curve after one decline, up to {MOST} moves, {kind}"
    return Row(what, SIZE, "one solve", median(ratios), 1.0, _range(ratios))


def _any_mapping(what: str, case: Callable[[Problem, int], Case]) -> Row:
    seconds = []
    for seed in SEEDS:
        problem = instance("clustered", seed).problem()
        plan, declined = case(problem, seed)
        (curve,) = medians(
            lambda problem=problem, plan=plan, declined=declined: repair(
                problem, plan, declined=declined, most_changes=MOST
            ),
            repeats=3,
        )
        seconds.append(curve)
    what = f"repair curve, up to {MOST} moves: {what}"
    return Row(what, SIZE, "the clock", median(seconds), 0.5, _range(seconds), unit="s")


def _leaving(problem: Problem, seed: int) -> Case:
    """The CPSE that leads most declines all it leads."""
    plan = solve(problem)
    most = problem.cpses[int(np.bincount(plan.lead).argmax())]
    return plan, [pair for pair in plan.pairs if pair[1] == most]


def _historic(problem: Problem, seed: int) -> Case:
    """A mapping made without looking at the fit: each district in turn to a CPSE with room, one declines."""
    random = np.random.default_rng(seed)
    places = np.repeat(np.arange(len(problem.cpses)), problem.capacity)
    plan = plan_of(problem, random.permutation(places)[: len(problem.districts)])
    return plan, [plan.pairs[0]]


def _range(values: list[float]) -> str:
    return f"{min(values):,.2f}–{max(values):,.2f} over {len(values)} instances"
