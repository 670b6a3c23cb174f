"""The plans that look after the worst-served district first, and what they give up in total."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible
from csrmatch.optimiser.fair.ladder import Ladder
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Objective, Plan, Problem, plan_of
from csrmatch.optimiser.ties import choose
from csrmatch.optimiser.validation import GRID, Floats, Integers, name_order


def best_worst(problem: Problem, *, progress: Callable[[float], None] | None = None) -> Plan:
    """The plan of the best worst score; of all these, one of the greatest total.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs; without budgets and groups.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    Plan
        With `bound` equal to the worst score.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.

    Notes
    -----
    The first level of the climb (see `ladder.Ladder`) at which a district must stay is the best worst score;
    a lower score of a pinned district goes before. Then the greatest total on the cells that are no worse,
    in the stated order among ties.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem
    >>> from csrmatch.optimiser.fair.plans import best_worst
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.5], [0.8, 0.3]], capacity=[1, 1])
    >>> plan = best_worst(problem)
    >>> plan.pairs, plan.worst, plan.total
    ([('A', 'Y'), ('B', 'X')], 0.5, 1.3)
    """
    network = Network.of(problem)
    ladder, _ = _foot(problem, network)
    floor = min(
        (
            -float(network.cost[row, column])
            for row, column in enumerate(problem.pins.tolist())
            if column >= 0
        ),
        default=np.inf,
    )
    floor = min(floor, ladder.best_worst())
    if progress is not None:
        progress(0.5)
    lead = best_lead(problem, _no_worse(network, floor))
    plan = plan_of(problem, np.asarray(lead), objective=Objective.MAXMIN, proven=True, bound=floor / GRID)
    if progress is not None:
        progress(1.0)
    return plan


def fairest(problem: Problem, *, progress: Callable[[float], None] | None = None) -> Plan:
    """The fairest plan: the best worst score, then the best second worst, and so on (leximin).

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs; without budgets and groups.
    progress : callable, optional
        Called with the share of districts that are settled.

    Returns
    -------
    Plan
        With `bound` equal to the worst score.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.

    Notes
    -----
    All fairest plans have the same scores in another order, and so the same total; among them the fewest
    changes against `problem.current`, then the first by name. A pinned district adds the same score to every
    plan, so it changes nothing for the others.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem
    >>> from csrmatch.optimiser.fair.plans import fairest
    >>> fit = [[0.9, 0.5, 0.1], [0.8, 0.3, 0.2], [0.7, 0.6, 0.3]]
    >>> plan = fairest(Problem(["A", "B", "C"], ["X", "Y", "Z"], fit, capacity=[1, 1, 1]))
    >>> plan.pairs, sorted(plan.scores.tolist())
    ([('A', 'Y'), ('B', 'X'), ('C', 'Z')], [0.3, 0.5, 0.8])
    """
    ladder, free = _foot(problem, Network.of(problem))
    settled = len(problem.districts) - len(free)
    for step in ladder.climb():
        settled += step.count
        if progress is not None:
            progress(settled / len(problem.districts))
    lead = problem.pins.copy()
    lead[free] = _preferred(problem, ladder, free)
    plan = plan_of(problem, lead, objective=Objective.FAIREST, proven=True)
    return plan_of(problem, lead, objective=Objective.FAIREST, proven=True, bound=plan.worst)


def frontier(problem: Problem, *, time_limit: float | None = None) -> list[Plan]:
    """Every trade-off of the worst score against the total, the best total first.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    time_limit : float, optional
        Seconds, for budgets and groups: 30 unless given; else none is needed.

    Returns
    -------
    list of Plan
        Each has the greatest total of all plans that are no worse at their worst (`bound` is that total), and
        no plan has both a greater total and a better worst score. Totals fall and worst scores rise along
        the list; the last is the plan of the best worst score, unless the time was over before.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.
    OutOfTime
        Where the time is over before a plan, or a proof that there is none, is found.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, frontier
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.5], [0.8, 0.3]], capacity=[1, 1])
    >>> [(plan.total, plan.worst) for plan in frontier(problem)]
    [(1.3, 0.5)]
    """
    if problem.budget is not None or problem.groups:
        from csrmatch.optimiser.fair.ruled import (
            frontier_ruled,
        )  # Loads scipy.optimize, which takes long.

        return frontier_ruled(problem, time_limit=time_limit)
    network = Network.of(problem)
    lead = best_lead(problem, network)
    if lead is None:
        raise Infeasible(find_conflicts(problem))
    found: list[Plan] = []
    while lead is not None:
        plan = plan_of(problem, lead, proven=True)
        if found and found[-1].total == plan.total:
            found.pop()
        found.append(plan)
        worst = -float(network.own(lead).max())
        lead = best_lead(problem, _no_worse(network, worst + 1))
    return found


def _foot(problem: Problem, network: Network) -> tuple[Ladder, Integers]:
    """The climb of the districts that may move, and which they are."""
    reduced = network.without_fixed()
    ladder = None if reduced is None else Ladder.of(reduced[0])
    if reduced is None or ladder is None:
        raise Infeasible(find_conflicts(problem))
    return ladder, reduced[1]


def _no_worse(network: Network, floor: float) -> Network:
    """The network without the cells whose score is below the floor."""
    cost: Floats = np.where(network.cost > -floor, np.inf, network.cost)
    return Network(cost, network.fixed, network.lower, network.upper)


def _preferred(problem: Problem, ladder: Ladder, free: Integers) -> Integers:
    """The fairest assignment that the stated order prefers."""
    if int(ladder.open.sum()) == len(free):
        return ladder.lead
    return choose(
        Network(np.where(ladder.open, 0.0, np.inf), problem.pins[free], ladder.lower, ladder.upper),
        ladder.lead,
        None if problem.current is None else problem.indices(problem.current)[free],
        name_order([problem.districts[row] for row in free]),
        name_order(problem.cpses),
    )
