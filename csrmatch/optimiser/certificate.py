"""Prices that prove a plan best, and the check of them by plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.checks import check
from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.integer.bounding import CRORE, Prices
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Objective, Plan, Problem
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.validation import GRID, Floats, Integers, frozen


@dataclass(frozen=True, eq=False)
class Certificate:
    """Prices of districts and CPSEs whose value no plan can exceed.

    Attributes
    ----------
    district_price : (D,) float
        What the district's place in the plan is worth.
    cpse_price : (C,) float
        What one more place at the CPSE would gain; negative only where its minimum forces a district on it.
    value : float
        Sum of the district prices + capacity × price (minimum × price where the price is negative), and with
        budgets and groups + budget × price + bound × price.
    budget_price : (C,) float, or None without budgets
        What one more rupee of the CPSE's budget would gain, 0 or more.
    group_price : (G,) float, or None without groups
        What `at_most` higher by one would gain; negative where `at_least` forces a district in.
    """

    district_price: Floats
    cpse_price: Floats
    value: float
    budget_price: Floats | None = None
    group_price: Floats | None = None


def certificate(problem: Problem, plan: Plan) -> Certificate:
    """The prices that prove `plan` to have the greatest total.

    Parameters
    ----------
    problem : Problem
    plan : Plan
        A plan with the greatest total, from `solve` or by hand; with budgets or groups any plan that keeps
        the rules.

    Raises
    ------
    ProblemError
        ``"plan_breaks_rules"`` or ``"plan_not_optimal"``.

    Notes
    -----
    Prices u (districts) and v (CPSEs) with fit[d, c] <= u[d] + v[c] on every open cell, equality on the
    plan, v[c] = 0 where there is room, v[c] < 0 only where the load is the minimum. v is minus the shortest
    distance from the sink of the residual graph. The price of a CPSE with capacity 0 is the least that
    keeps the inequality.

    With budgets or groups no prices need prove the optimum itself, for districts are not shared out. They
    prove that no total exceeds `value`, which may lie a little above `plan.bound`: whatever the solver proved
    beyond the prices rests on its search. The prices are those of the linear relaxation, rounded (a crore
    of rupees to 1e-6), and each district's is then the least that leaves none of its open cells above.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, certificate, solve
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[0.9, 0.2], [0.8, 0.7]], capacity=[1, 1])
    >>> proof = certificate(problem, solve(problem))
    >>> proof.value, proof.cpse_price.tolist()
    (1.6, [0.1, 0.0])
    """
    if problem.budget is not None or problem.groups:
        return _bounding(problem, plan)
    lead = np.asarray(plan.lead)
    residual = Residual.of(Network.of(problem), lead)
    cpse = residual.price.astype(np.int64)
    micro = problem.fit_micro
    district = micro[np.arange(len(lead)), lead] - cpse[lead]
    closed = problem.capacity == 0
    if closed.any():
        cpse[closed] = _least_price(problem, district)[closed]
    return Certificate(
        district_price=frozen(district / GRID),
        cpse_price=frozen(cpse / GRID),
        value=_value(problem, district, cpse) / GRID,
    )


def verify(problem: Problem, plan: Plan, certificate: Certificate) -> bool:
    """Whether the plan keeps every rule, its figures are right, and the prices prove its total greatest.

    Uses nothing of the solver: comparisons of whole numbers only. Every number of the plan and of the
    certificate is checked, so a change of any one is refused.

    With budgets or groups the prices prove only that no plan exceeds their `value`; the plan's total must lie
    within it, however far.
    """
    lead = np.asarray(plan.lead)
    if problem.budget is not None or problem.groups:
        return _bounds(problem, plan, certificate)
    if (
        certificate.budget_price is not None
        or certificate.group_price is not None
        or not _is_sound(problem, plan, lead)
    ):
        return False
    district = _on_grid(certificate.district_price, len(problem.districts))
    cpse = _on_grid(certificate.cpse_price, len(problem.cpses))
    if district is None or cpse is None:
        return False
    rows = np.arange(len(lead))
    micro = problem.fit_micro
    load = np.bincount(lead, minlength=len(cpse))
    minimum = np.zeros_like(cpse) if problem.minimum is None else problem.minimum
    closed = problem.capacity == 0
    holds = (
        not (problem.allowed & (micro > district[:, None] + cpse)).any()
        and np.array_equal(micro[rows, lead], district + cpse[lead])
        and not ((cpse > 0) & (load < problem.capacity)).any()
        and not ((cpse < 0) & ((load > minimum) | (minimum == 0))).any()
        and np.array_equal(cpse[closed], _least_price(problem, district)[closed])
    )
    value = _value(problem, district, cpse)
    return bool(holds and value / GRID == certificate.value == plan.total == plan.bound)


def _bounding(problem: Problem, plan: Plan) -> Certificate:
    """The certificate of a bound, where budgets or groups are in force."""
    if check(problem, plan):
        raise ProblemError("plan_breaks_rules", field="plan")
    from csrmatch.optimiser.integer.relaxing import relaxed_prices  # Loads scipy.optimize, which takes long.

    prices = relaxed_prices(problem)
    return Certificate(
        district_price=frozen(prices.district / GRID),
        cpse_price=frozen(prices.cpse / GRID),
        value=prices.value(problem) / GRID,
        budget_price=None if prices.budget is None else frozen(prices.budget / (GRID * CRORE)),
        group_price=None if prices.group is None else frozen(prices.group / GRID),
    )


def _bounds(problem: Problem, plan: Plan, certificate: Certificate) -> bool:
    """Whether the plan keeps every rule and the prices prove that no plan exceeds their value."""
    prices = whole_prices(problem, certificate)
    if prices is None or plan.objective is not Objective.TOTAL:
        return False
    try:
        if check(problem, plan) or not plan.seal.is_of(problem, plan.objective, np.asarray(plan.lead)):
            return False
    except (ProblemError, IndexError, TypeError, ValueError):
        return False
    value = prices.value(problem)
    return bool(
        prices.are_signed(problem)
        and np.array_equal(prices.district, prices.least_districts(problem))
        and value / GRID == certificate.value
        and plan.total <= min(plan.bound, certificate.value)
        and (not plan.proven or plan.bound == plan.total)
    )


def whole_prices(problem: Problem, certificate: Certificate) -> Prices | None:
    """The prices of a certificate in whole steps; None if one is not on its grid or is missing."""
    cpses, groups = len(problem.cpses), len(problem.groups)
    district = _on_grid(certificate.district_price, len(problem.districts))
    cpse = _on_grid(certificate.cpse_price, cpses)
    budget, group = certificate.budget_price, certificate.group_price
    if district is None or cpse is None:
        return None
    if (budget is None) != (problem.budget is None) or (group is None) != (not problem.groups):
        return None
    rupees = None if budget is None else _on_grid(budget, cpses, GRID * CRORE)
    counted = None if group is None else _on_grid(group, groups)
    if (rupees is None) != (budget is None) or (counted is None) != (group is None):
        return None
    return Prices(district, cpse, rupees, counted)


def _is_sound(problem: Problem, plan: Plan, lead: Integers) -> bool:
    """Whether the plan is for this problem, keeps its rules and adds up."""
    if lead.shape != (len(problem.districts),) or lead.dtype.kind not in "iu":
        return False
    if (plan.districts, plan.cpses) != (problem.districts, problem.cpses):
        return False
    if (lead < 0).any() or (lead >= len(problem.cpses)).any():
        return False
    load = np.bincount(lead, minlength=len(problem.cpses))
    scores = problem.fit_micro[np.arange(len(lead)), lead]
    return bool(
        plan.objective is Objective.TOTAL
        and plan.proven is True
        and (load <= problem.capacity).all()
        and (problem.minimum is None or (load >= problem.minimum).all())
        and problem.allowed[np.arange(len(lead)), lead].all()
        and np.array_equal(plan.scores, scores / GRID)
        and plan.total == int(scores.sum()) / GRID
        and plan.worst == int(scores.min()) / GRID
        and plan.seal.is_of(problem, plan.objective, lead)
    )


def _on_grid(price: Floats, size: int, grid: int = GRID) -> Integers | None:
    """The prices in whole steps, of a millionth unless said; None if one is not on the grid."""
    price = np.asarray(price, dtype=np.float64)
    if price.shape != (size,) or not (np.abs(price) < 2**53 / grid).all():
        return None
    steps = np.rint(price * grid)
    return steps.astype(np.int64) if np.array_equal(steps / grid, price) else None


def _least_price(problem: Problem, district: Integers) -> Integers:
    """(C,) the least price of 0 or more that leaves no cell of an unpinned, unbanned pair above it."""
    gap = problem.fit_micro - district[:, None]
    shut = np.repeat((problem.pins >= 0)[:, None], gap.shape[1], axis=1)
    if problem.banned is not None:
        shut = shut | problem.banned
    return np.asarray(np.where(shut, 0, gap).max(axis=0, initial=0))


def _value(problem: Problem, district: Integers, cpse: Integers) -> int:
    """What the prices prove that no plan exceeds, in whole millionths."""
    minimum = 0 if problem.minimum is None else problem.minimum
    return int(district.sum() + np.where(cpse < 0, cpse * minimum, cpse * problem.capacity).sum())
