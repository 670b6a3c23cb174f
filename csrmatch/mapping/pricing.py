"""Prices of districts, CPSEs, budgets and groups on the grid of the files, and what they prove."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from csrmatch.optimiser import Certificate, Plan, Problem

__all__ = [
    "CRORE",
    "GRID",
    "Prices",
    "find_costs",
    "is_plain",
    "least_district_prices",
    "open_cells",
    "price",
    "price_names",
    "slack_of",
    "useless_prices",
    "value_of",
]

GRID = 1_000_000
CRORE = 10_000_000
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Prices:
    """Whole millionths of fit for each district, each place at a CPSE, each crore of its budget, each group.

    A price is negative where a least number forces a district in. Without budgets `budget` is empty.
    """

    district: Integers
    cpse: Integers
    budget: Integers
    group: Integers


def is_plain(problem: Problem) -> bool:
    """Whether neither budgets nor groups are in force, so that prices prove the very best."""
    return problem.budget is None and not problem.groups


def open_cells(problem: Problem) -> NDArray[np.bool_]:
    """(D, C) the cells that some plan may hold: not closed by a rule, and no dearer than the whole budget."""
    if problem.budget is None or problem.ask is None:
        return problem.allowed
    return problem.allowed & (problem.ask[:, None] <= problem.budget)


def price(problem: Problem, certificate: Certificate) -> Prices:
    """The prices of a certificate on the grid of the files.

    Where budgets or groups are in force they are rounded, those that could prove nothing are dropped, and
    each district's price is set anew. So they prove their value whatever they were rounded from.
    """
    none = np.zeros(0, dtype=np.int64)
    cpse = _grid(certificate.cpse_price)
    if is_plain(problem):
        return Prices(_grid(certificate.district_price), cpse, none, none)
    rough = Prices(
        district=np.zeros(len(problem.districts), dtype=np.int64),
        cpse=cpse,
        budget=none if certificate.budget_price is None else _grid(certificate.budget_price * CRORE),
        group=none if certificate.group_price is None else _grid(certificate.group_price),
    )
    useless = useless_prices(problem, rough)
    kept = {
        kind: np.array(
            [
                0 if (kind, name) in useless else p
                for name, p in zip(names, getattr(rough, kind).tolist(), strict=True)
            ],
            dtype=np.int64,
        )
        for kind, names in price_names(problem).items()
    }
    prices = replace(rough, **kept)
    return replace(prices, district=least_district_prices(problem, prices))


def useless_prices(problem: Problem, prices: Prices) -> set[tuple[str, str]]:
    """The kind and name of every price whose sign has no bound behind it, so that it proves nothing."""
    least = np.zeros_like(problem.capacity) if problem.minimum is None else problem.minimum
    found = {
        ("cpse", code)
        for code, p, low in zip(problem.cpses, prices.cpse.tolist(), least.tolist(), strict=True)
        if p < 0 and not low
    }
    if problem.budget is not None:
        found |= {
            ("budget", code) for code, p in zip(problem.cpses, prices.budget.tolist(), strict=True) if p < 0
        }
    for group, p in zip(problem.groups, prices.group.tolist(), strict=True):
        if (p > 0 and group.at_most is None) or (p < 0 and not group.at_least):
            found.add(("group", group.name))
    return found


def least_district_prices(problem: Problem, prices: Prices) -> Integers:
    """(D,) the least price of each district that leaves none of its open cells above the prices."""
    others = replace(prices, district=np.zeros_like(prices.district))
    lacking = np.where(open_cells(problem), -slack_of(problem, others), -(2**62)).max(axis=1)
    return np.asarray(-(-lacking // CRORE))


def price_names(problem: Problem) -> dict[str, tuple[str, ...]]:
    """The kinds of prices that a problem has, each with whose they are, in order."""
    names = {"district": problem.districts, "cpse": problem.cpses}
    if problem.budget is not None:
        names["budget"] = problem.cpses
    if problem.groups:
        names["group"] = tuple(group.name for group in problem.groups)
    return names


def _grid(values: Floats) -> Integers:
    return np.asarray(np.rint(np.asarray(values, dtype=np.float64) * GRID), dtype=np.int64)


def slack_of(problem: Problem, prices: Prices) -> Integers:
    """(D, C) how far the fit of each cell lies below its prices, in millionths of fit times 10⁷.

    The price of the district, of the CPSE, of what is asked of its budget and of every group that counts
    the pair, less the fit.
    """
    pays = prices.district[:, None] + prices.cpse - problem.fit_micro
    for group, value in zip(problem.groups, prices.group.tolist(), strict=True):
        rows = [problem.row[lgd] for lgd in group.districts]
        pays[np.ix_(rows, [problem.column[code] for code in group.cpses])] += value
    pays = pays * CRORE
    if len(prices.budget) and problem.ask is not None:
        pays = pays + problem.ask[:, None] * prices.budget
    return np.asarray(pays)


def value_of(problem: Problem, prices: Prices) -> int:
    """What no total can exceed if no open cell lies above the prices, in millionths, rounded up."""
    least = [0] * len(problem.cpses) if problem.minimum is None else problem.minimum.tolist()
    places = zip(prices.cpse.tolist(), problem.capacity.tolist(), least, strict=True)
    whole = sum(prices.district.tolist()) + sum(p * (most if p >= 0 else low) for p, most, low in places)
    for group, p in zip(problem.groups, prices.group.tolist(), strict=True):
        whole += p * ((group.at_most or 0) if p >= 0 else group.at_least)
    budget = [] if problem.budget is None else problem.budget.tolist()
    money = sum(p * rupees for p, rupees in zip(prices.budget.tolist(), budget, strict=True))
    return int(whole - (-money // CRORE))


def find_costs(problem: Problem, plan: Plan, prices: Prices) -> Floats:
    """(D, C) what forcing each cell costs the total of `plan` at least, by the prices alone.

    No plan that holds the cell comes nearer to the value of the prices than the slack of the cell. 0 on the
    plan and, where the plan is proven best, for no open cell less; inf where no plan can hold the cell. May
    be negative for a pair that a ban or another pin keeps apart, which is lifted for the question.
    """
    gap = value_of(problem, prices) - round(plan.total * GRID)
    cost = slack_of(problem, prices) // CRORE - gap
    if plan.proven:
        cost = np.where(open_cells(problem), np.maximum(cost, 0), cost)
    costs = cost / GRID
    costs[:, problem.capacity == 0] = np.inf
    if problem.budget is not None and problem.ask is not None:
        costs[problem.ask[:, None] > problem.budget] = np.inf
    costs[np.arange(len(plan.lead)), plan.lead] = 0.0
    return np.asarray(costs)
