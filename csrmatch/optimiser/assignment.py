"""The plan with the greatest total: exact, and the same whatever the order of the input."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from csrmatch.optimiser.errors import Infeasible, NotAvailable
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Objective, Plan, Problem, plan_of


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
    network = Network.of(problem)
    lead = network.solve()
    if lead is None:
        raise Infeasible([])
    if progress is not None:
        progress(1.0)
    plan = plan_of(problem, np.asarray(lead), proven=True)
    return plan


def _refuse_unavailable(problem: Problem, objective: Objective) -> None:
    if objective is not Objective.TOTAL:
        raise NotAvailable("objective_not_available", objective=objective.value)
    if problem.budget is not None:
        raise NotAvailable("budgets_not_available")
    if problem.groups:
        raise NotAvailable("groups_not_available")
