"""The plan with the greatest total: exact, and the same whatever the order of the input."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, NotAvailable
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Objective, Plan, Problem, plan_of
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.ties import choose
from csrmatch.optimiser.validation import Integers, name_order

CONTENDED = 0.4
"""From this share of rows whose first choice is taken on, it pays to solve the likeliest columns first."""


def solve(
    problem: Problem,
    objective: Objective = Objective.TOTAL,
    *,
    district_view: ArrayLike | None = None,
    cpse_view: ArrayLike | None = None,
    proposing: str = "district",
    time_limit: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """The plan that is best by the objective.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    objective : Objective
        Only ``Objective.TOTAL`` is available yet.
    district_view, cpse_view, proposing
        Serve stable matching, which is not available yet.
    time_limit : float, optional
        Seconds; the greatest total needs none.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    Plan
        With `proven` true and `bound` equal to the total.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.
    NotAvailable
        For another objective, and where budgets or groups are in force.

    Notes
    -----
    Among all plans of the greatest total: the fewest changes against `problem.current`, then the first by
    name (districts in the order of their names, each to the first name it can have). So permuting districts
    or CPSEs changes no pair.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, solve
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], capacity=[1, 1])
    >>> plan = solve(problem)
    >>> plan.pairs, plan.total
    ([('A', 'X'), ('B', 'Y')], 1.6)
    """
    _refuse_unavailable(problem, Objective(objective))
    lead = best_lead(problem)
    if lead is None:
        raise Infeasible(find_conflicts(problem))
    if progress is not None:
        progress(1.0)
    return plan_of(problem, lead, proven=True)


def best_lead(problem: Problem) -> Integers | None:
    """(D,) the columns of the best plan; None if the rules clash."""
    reduced = Network.of(problem).without_fixed()
    if reduced is None:
        return None
    network, free = reduced
    lead = problem.pins.copy()
    if len(free):
        moving = _best(network)
        if moving is None:
            return None
        chosen, unique = moving
        if not unique:
            chosen = choose(
                network,
                chosen,
                None if problem.current is None else problem.indices(problem.current)[free],
                name_order([problem.districts[row] for row in free]),
                name_order(problem.cpses),
            )
        lead[free] = chosen
    elif (network.lower > 0).any():
        return None
    return lead


def _best(network: Network) -> tuple[Integers, bool] | None:
    """A best assignment and whether it is plainly the only one; None if the bounds cannot be kept.

    Where there are many more places than rows, only the likeliest columns are solved; prices then name the
    columns left out that could enter, these are added, and so on until none could: exact, and faster.
    """
    columns = _likely_columns(network)
    while columns is not None:
        part = network.take(columns)
        lead = part.assign()
        if lead is None:
            break
        residual = Residual.of(part, lead)
        worth = part.value[np.arange(len(lead)), lead] - residual.price[lead]
        gain = (
            (network.value - worth[:, None])
            if network.allowed is None
            else np.where(network.allowed, network.value - worth[:, None], -np.inf)
        )
        best_gain = gain.max(axis=0)
        best_gain[columns] = -np.inf
        best_gain[network.upper == 0] = -np.inf
        entering = np.flatnonzero(best_gain > 0)
        if not len(entering):
            return columns[lead], residual.is_unique and not (best_gain == 0).any()
        columns = np.union1d(columns, entering)
    lead = network.assign()
    return None if lead is None else (lead, Residual.of(network, lead).is_unique)


def _likely_columns(network: Network) -> Integers | None:
    """Columns with places for twice the rows, nearest first to being some row's best.

    None where that would be most of them, and where few rows contend for the same column: such a problem
    is solved at once.
    """
    rows = len(network.value)
    places = np.minimum(network.upper, rows)
    if int(places.sum()) < 3 * rows or not (network.allowed is None or network.allowed.any(axis=1).all()):
        return None
    value = network.value if network.allowed is None else np.where(network.allowed, network.value, -np.inf)
    wanted = np.bincount(value.argmax(axis=1), minlength=len(places))
    if int(np.maximum(wanted - places, 0).sum()) < rows * CONTENDED:
        return None
    behind = (value.max(axis=1)[:, None] - value).min(axis=0)
    behind[network.lower > 0] = -np.inf
    order = np.argsort(behind, kind="stable")
    enough = int(np.searchsorted(np.cumsum(places[order]), 2 * rows)) + 1
    columns = np.union1d(order[:enough], np.flatnonzero(network.lower > 0))
    return columns[(network.upper[columns] > 0) | (network.lower[columns] > 0)]


def _refuse_unavailable(problem: Problem, objective: Objective) -> None:
    if objective is not Objective.TOTAL:
        raise NotAvailable("objective_not_available", objective=objective.value)
    if problem.budget is not None:
        raise NotAvailable("budgets_not_available")
    if problem.groups:
        raise NotAvailable("groups_not_available")
