"""Trial: every objective against enumeration, on ten times as many small problems as the tests try."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import numpy as np

from csrmatch.optimiser import (
    Infeasible,
    NotAvailable,
    Objective,
    Problem,
    certificate,
    check,
    frontier,
    override_costs,
    solve,
    verify,
)
from tests.optimiser.fair.test_plans import fairest_of, first_worst, front_of
from tests.optimiser.mending.test_repair import agrees
from tests.optimiser.referee import AllPlans, random_problem
from tests.optimiser.ruled import RuledPlans, ruled_problem
from tests.optimiser.test_stability import blocking_by_loops
from trials.figures import Figure

__all__ = ["QUESTIONS", "TITLE", "ask", "figures"]

TITLE = "Referees"

SEED = 2026
Maker = Callable[[np.random.Generator], AllPlans]
Judge = Callable[[AllPlans], bool]


def figures(folder: Path | None, *, seconds: float) -> Iterator[Figure]:
    """A line for each question; needs no files."""
    for what, count, make, judge in QUESTIONS:
        yield ask(what, count, make, judge)


def ask(what: str, count: int, make: Maker, judge: Judge) -> Figure:
    """How many of so many random problems are answered wrongly."""
    random = np.random.default_rng(SEED)
    start, wrong, impossible = perf_counter(), 0, 0
    for _ in range(count):
        plans = make(random)
        if plans.keeps.any():
            wrong += not judge(plans)
        else:
            impossible += 1
            wrong += not _is_refused(plans.problem)
    taken = perf_counter() - start
    note = f"{impossible:,} without any plan, each refused with a clash of rules" if not wrong else ""
    return Figure(what, f"none of {count:,} wrong", f"{wrong:,} wrong", taken, wrong == 0, note)


def _plain(random: np.random.Generator) -> AllPlans:
    return AllPlans(random_problem(random, current=bool(random.integers(0, 2))))


def _wide(random: np.random.Generator) -> AllPlans:
    return AllPlans(random_problem(random, largest=5, current=bool(random.integers(0, 2))))


def _ruled(random: np.random.Generator) -> AllPlans:
    return RuledPlans(ruled_problem(random))


def _is_refused(problem: Problem) -> bool:
    try:
        solve(problem)
    except Infeasible as refusal:
        return bool(refusal.conflicts)
    return False


def _total(plans: AllPlans) -> bool:
    problem = plans.problem
    plan = solve(problem)
    return bool(
        plan.proven and plan.pairs == plans.chosen() and verify(problem, plan, certificate(problem, plan))
    )


def _overrides(plans: AllPlans) -> bool:
    problem = plans.problem
    costs = override_costs(problem, solve(problem))
    for (row, column), cost in np.ndenumerate(costs):
        best = plans.best_with(row, column) if problem.capacity[column] else None
        if cost != (np.inf if best is None else (plans.best() - best) / 1e6):
            return False
    return True


def _maxmin(plans: AllPlans) -> bool:
    return bool(solve(plans.problem, Objective.MAXMIN).pairs == plans.preferred(first_worst(plans)))


def _fairest(plans: AllPlans) -> bool:
    return bool(solve(plans.problem, Objective.FAIREST).pairs == plans.preferred(fairest_of(plans)))


def _frontier(plans: AllPlans) -> bool:
    found = [(round(plan.total * 1e6), round(plan.worst * 1e6)) for plan in frontier(plans.problem)]
    return bool(found == front_of(plans))


def _stable(plans: AllPlans) -> bool:
    problem = plans.problem
    try:
        plan = solve(problem, Objective.STABLE)
    except NotAvailable as refusal:
        return refusal.code in {"stable_leaves_out", "stable_under_minimum"}
    return blocking_by_loops(problem, plan.lead, problem.fit, problem.fit) == [] == check(problem, plan)


def _repaired(plans: AllPlans) -> bool:
    plan = solve(plans.problem)
    declined = plan.pairs[: 1 + plans.problem.fit_micro.sum() % 2]
    try:
        agrees(plans.problem, plan, declined, named_everywhere=len(declined) == 1)
    except AssertionError:
        return False
    return True


def _ruled_total(plans: AllPlans) -> bool:
    problem = plans.problem
    plan = solve(problem)
    best = round(plan.total * 1e6) == plans.best() and plan.pairs == plans.chosen()
    return bool(plan.proven and best and check(problem, plan) == [])


QUESTIONS: tuple[tuple[str, int, Maker, Judge], ...] = (
    ("greatest total: plan, ties, certificate", 30_000, _plain, _total),
    ("overruling costs of every cell", 25_000, _plain, _overrides),
    ("best worst score, then greatest total: plan and ties", 10_000, _wide, _maxmin),
    ("fairest (leximin): plan and ties", 10_000, _wide, _fairest),
    ("frontier of worst score and total", 6_000, _wide, _frontier),
    ("stable: no pair blocks, or none exists", 15_000, _wide, _stable),
    ("repair after one or two declines, the whole curve", 3_500, _plain, _repaired),
    ("greatest total under budgets and groups: plan and ties", 8_000, _ruled, _ruled_total),
)
