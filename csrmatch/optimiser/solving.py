"""The one question to the optimiser, led to the method that answers it."""

from __future__ import annotations

from collections.abc import Callable

from numpy.typing import ArrayLike

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, NotAvailable
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
    objective = Objective(objective)
    if objective is not Objective.TOTAL:
        raise NotAvailable("objective_not_available", objective=objective.value)
    plan = _greatest_total(problem, time_limit, progress)
    if progress is not None:
        progress(1.0)
    return plan


def _greatest_total(
    problem: Problem, time_limit: float | None, progress: Callable[[float], None] | None
) -> Plan:
    """The plan of the greatest total: an assignment, but for budgets and groups an integer programme."""
    if problem.budget is not None:
        raise NotAvailable("budgets_not_available")
    if problem.groups:
        raise NotAvailable("groups_not_available")
    lead = best_lead(problem)
    if lead is None:
        raise Infeasible(find_conflicts(problem))
    return plan_of(problem, lead, proven=True)
