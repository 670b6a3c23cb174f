"""The one question to the optimiser, led to the method that answers it."""

from __future__ import annotations

from collections.abc import Callable

from numpy.typing import ArrayLike

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, NotAvailable
from csrmatch.optimiser.fairness import best_worst, fairest
from csrmatch.optimiser.problem import Objective, Plan, Problem, plan_of
from csrmatch.optimiser.stability import stable


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
        ``TOTAL``: the greatest sum of scores. ``MAXMIN``: the best worst score, then the greatest sum.
        ``FAIREST``: the best worst score, then the best second worst, and so on (leximin).
        ``STABLE``: no district and CPSE would both rather have each other.
    district_view, cpse_view : array_like, shape (D, C), optional
        For ``STABLE``: how each side likes the other; the fit unless given.
    proposing : {"district", "cpse"}
        For ``STABLE``: the side that the plan is best for.
    time_limit : float, optional
        Seconds; without budgets and groups none is needed.
    progress : callable, optional
        Called with the share done, from 0 to 1, never falling.

    Returns
    -------
    Plan
        With `proven` true; `bound` is the greatest total, for ``MAXMIN`` and ``FAIREST`` the best worst
        score, for ``STABLE`` the plan's own total.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.
    NotAvailable
        Where budgets or groups are in force; and where the stable plan breaks a rule (see
        `stability.stable`).

    Notes
    -----
    Among all plans that are best: the fewest changes against `problem.current`, then the first by name
    (districts in the order of their names, each to the first name it can have). So permuting districts or
    CPSEs changes no pair. (A stable plan is rarely one of several: there the present mapping and then the
    names tell apart what a side likes equally.)

    Examples
    --------
    >>> from csrmatch.optimiser import Objective, Problem, solve
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.4], [0.8, 0.2]], capacity=[1, 1])
    >>> plan = solve(problem)
    >>> plan.pairs, plan.total
    ([('A', 'Y'), ('B', 'X')], 1.2)
    >>> solve(problem, Objective.FAIREST).worst
    0.4
    """
    objective = Objective(objective)
    if objective is Objective.STABLE:
        return stable(
            problem,
            district_view=district_view,
            cpse_view=cpse_view,
            proposing=proposing,
            progress=progress,
        )
    if objective is Objective.TOTAL:
        return _greatest_total(problem, time_limit, progress)
    if problem.budget is not None:
        raise NotAvailable("budgets_not_available")
    if problem.groups:
        raise NotAvailable("groups_not_available")
    if objective is Objective.MAXMIN:
        return best_worst(problem, progress=progress)
    return fairest(problem, progress=progress)


def _greatest_total(
    problem: Problem, time_limit: float | None, progress: Callable[[float], None] | None
) -> Plan:
    if problem.budget is not None or problem.groups:
        from csrmatch.optimiser.programme import solve_programme  # Loads scipy.optimize, which takes long.

        return solve_programme(problem, time_limit=time_limit, progress=progress)
    lead = best_lead(problem)
    if lead is None:
        raise Infeasible(find_conflicts(problem))
    if progress is not None:
        progress(1.0)
    return plan_of(problem, lead, proven=True)
