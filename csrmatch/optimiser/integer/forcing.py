"""What forcing a cell costs where budgets or groups are in force: a bound for all, exact for one district."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from csrmatch.optimiser.certificate import Certificate, whole_prices
from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.integer.bounding import CRORE, open_cells
from csrmatch.optimiser.problem import Plan, Problem
from csrmatch.optimiser.validation import GRID, Booleans, Floats, frozen

ROW_SECONDS = 30.0
"""How long one district's row may take where nothing else is said."""


@dataclass(frozen=True, eq=False)
class OverrideRow:
    """What forcing each CPSE on one district costs.

    Attributes
    ----------
    cost : (C,) float
        What the total loses; inf where no plan holds the cell.
    proven : (C,) bool
        Where False, the time was over: the cost is then the least that it can be.
    """

    cost: Floats
    proven: Booleans


def override_bounds(problem: Problem, plan: Plan, certificate: Certificate) -> Floats:
    """The least that forcing each cell can cost the total of `plan`, by the prices alone.

    A ban on that very cell, or a pin of that district, is lifted for the question, as in `override_costs`.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    plan : Plan
    certificate : Certificate
        Prices that hold; see `verify`.

    Returns
    -------
    ndarray of float, shape (D, C)
        0 on the plan; inf where the CPSE can lead nobody or the ask alone is above its budget. It may be
        negative where a ban or a pin is lifted, and where the plan is not proven best.

    Raises
    ------
    ProblemError
        ``"certificate_off_grid"``.

    Notes
    -----
    A plan that holds a cell lies at least the cell's slack (what it pays less its fit) below the value of
    the prices; what is left of the slack after the gap between that value and the total is lost.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, certificate, override_bounds, solve
    >>> fit = [[0.9, 0.2], [0.8, 0.7]]
    >>> problem = Problem(["A", "B"], ["X", "Y"], fit, [1, 1], ask=[5, 5], budget=[8, 8])
    >>> plan = solve(problem)
    >>> bool((override_bounds(problem, plan, certificate(problem, plan)) <= [[0, 0.6], [0.6, 0]]).all())
    True
    """
    prices = whole_prices(problem, certificate)
    if prices is None:
        raise ProblemError("certificate_off_grid", field="certificate")
    lead = np.asarray(plan.lead)
    gap = prices.value(problem) - round(plan.total * GRID)
    cost = np.asarray(prices.slack(problem) // CRORE - gap, dtype=np.float64) / GRID
    if plan.proven:
        cost = np.where(open_cells(problem), np.maximum(cost, 0.0), cost)
    cost[:, problem.capacity == 0] = np.inf
    if problem.ask is not None and problem.budget is not None:
        ask = problem.ask[:, None] if problem.ask.ndim == 1 else problem.ask
        cost[np.broadcast_to(ask > problem.budget, cost.shape)] = np.inf
    cost[np.arange(len(lead)), lead] = 0.0
    return cost


def override_row(
    problem: Problem,
    plan: Plan,
    district: str,
    *,
    time_limit: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> OverrideRow:
    """What forcing each CPSE on one district costs, by solving each question under all rules.

    A ban on that very cell, or a pin of that district, is lifted for the question, as in `override_costs`.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        A plan with the greatest total.
    district : str
    time_limit : float, optional
        Seconds for the whole row, 30 unless given; shared evenly among the questions left.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Raises
    ------
    ProblemError
        ``"unknown_district"``.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, override_row, solve
    >>> fit = [[0.9, 0.2], [0.8, 0.7]]
    >>> problem = Problem(["A", "B"], ["X", "Y"], fit, [2, 2], ask=[5, 5], budget=[8, 8])
    >>> override_row(problem, solve(problem), "A").cost.tolist()
    [0.0, 0.6]
    """
    if district not in problem.row:
        raise ProblemError("unknown_district", field="district", district=district)
    from csrmatch.optimiser.integer.programme import best_answer  # Loads scipy.optimize, which takes long.

    row = problem.row[district]
    total = round(plan.total * GRID)
    cost, proven = np.zeros(len(problem.cpses)), np.ones(len(problem.cpses), dtype=bool)
    end = monotonic() + (ROW_SECONDS if time_limit is None else time_limit)
    for column in range(len(problem.cpses)):
        if column != plan.lead[row]:
            share = max(end - monotonic(), 0.0) / (len(problem.cpses) - column)
            answer, _ = best_answer(_forced(problem, row, column), share)
            proven[column] = answer.proven or answer.is_impossible
            cost[column] = (total - answer.bound) / GRID
        if progress is not None:
            progress((column + 1) / len(problem.cpses))
    return OverrideRow(frozen(cost), frozen(proven))


def _forced(problem: Problem, row: int, column: int) -> Problem:
    """The problem with one district pinned, its own ban and any other pin of it lifted."""
    banned = None if problem.banned is None else problem.banned.copy()
    if banned is not None:
        banned[row, column] = False
    return Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        problem.capacity,
        problem.minimum,
        banned,
        {**(problem.pinned or {}), problem.districts[row]: problem.cpses[column]},
        problem.ask,
        problem.budget,
        problem.groups,
    )
