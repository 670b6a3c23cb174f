"""The one question to the optimiser, led to the method that answers it."""

from __future__ import annotations

from collections.abc import Callable

from numpy.typing import ArrayLike

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible
from csrmatch.optimiser.fair.plans import best_worst, fairest
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
        Seconds, for budgets and groups: 30 unless given; else none is needed.
    progress : callable, optional
        Called with the share done, from 0 to 1, never falling.

    Returns
    -------
    Plan
        With `bound`, the greatest total that a plan can have; for ``MAXMIN`` and ``FAIREST`` the best worst
        score that one can have, for ``STABLE`` the plan's own total. `proven` unless the time was over.

    Raises
    ------
    Infeasible
        With the smallest sets of rules that clash.
    OutOfTime
        Where the time is over before a plan, or a proof that there is none, is found.
    NotAvailable
        Where the stable plan breaks a rule (see `stability.stable`).

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
    if problem.budget is not None or problem.groups:
        from csrmatch.optimiser.fair.ruled import best_worst_ruled, fairest_ruled  # As above.

        ask = best_worst_ruled if objective is Objective.MAXMIN else fairest_ruled
        return ask(problem, time_limit=time_limit, progress=progress)
    if objective is Objective.MAXMIN:
        return best_worst(problem, progress=progress)
    return fairest(problem, progress=progress)


def _greatest_total(
    problem: Problem, time_limit: float | None, progress: Callable[[float], None] | None
) -> Plan:
    if problem.budget is not None or problem.groups:
        from csrmatch.optimiser.integer.programme import (
            solve_programme,  # Loads scipy.optimize, which takes long.
        )

        return solve_programme(problem, time_limit=time_limit, progress=progress)
    lead = best_lead(problem)
    if lead is None:
        raise Infeasible(find_conflicts(problem))
    if progress is not None:
        progress(1.0)
    return plan_of(problem, lead, proven=True)
