"""The cheapest way out of clashing rules, and the plan that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.conflicts import Rules
from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.lsap import linear_sum_assignment
from csrmatch.optimiser.problem import Plan, Problem
from csrmatch.optimiser.solving import solve
from csrmatch.optimiser.validation import Floats, Integers, name_order

KINDS = ("pin", "ban", "capacity", "minimum")


@dataclass(frozen=True)
class Lift:
    """One rule to lift: a pin, a ban, `by` more places of a CPSE, or a minimum that is `by` lower."""

    kind: str
    cpse: str
    district: str | None = None
    by: int = 1


@dataclass(frozen=True)
class Relaxation:
    """Rules whose lifting makes a plan possible, what that costs, and the best plan that follows."""

    price: int
    lifted: tuple[Lift, ...]
    plan: Plan


def cheapest_relaxation(problem: Problem, prices: Mapping[str, int] | None = None) -> list[Relaxation]:
    """The fewest (cheapest) rules to lift so that a plan exists; empty if one exists already.

    Parameters
    ----------
    problem : Problem
        D districts, C CPSEs.
    prices : mapping of str to int, optional
        The price, above 0, of lifting one ``"pin"``, one ``"ban"``, of one more place (``"capacity"``) and of
        a minimum lower by one (``"minimum"``); 1 each unless given.

    Returns
    -------
    list of Relaxation
        The cheapest; among equally cheap ones the one of the greatest fit.

    Raises
    ------
    ProblemError
        ``"price_not_positive"``, ``"price_unknown"``.

    Notes
    -----
    One assignment in which every broken rule costs its price and every place beyond the capacity too, priced
    above any fit. The plan that follows is then solved with the rules lifted.

    Examples
    --------
    >>> from csrmatch.optimiser import Problem, cheapest_relaxation
    >>> problem = Problem(["A", "B"], ["X", "Y"], [[1, 0], [1, 0.5]], [1, 1], pinned={"A": "X", "B": "X"})
    >>> cheapest_relaxation(problem, {"capacity": 2})[0].lifted
    (Lift(kind='pin', cpse='X', district='B', by=1),)
    """
    price = _checked(prices)
    rules = Rules.of(problem)
    short = int((rules.cover() < 0).sum())
    empty = int((rules.fill()[1] < 0).sum())
    if not short and not empty and not (rules.minimum > rules.capacity).any():
        return []
    lead = _cheapest_lead(problem, rules, price, spare=short + empty)
    lifted = _lifted(rules, lead)
    total = sum(price[lift.kind] * lift.by for lift in lifted)
    return [Relaxation(total, tuple(lifted), solve(relax(problem, lifted)))]


def relax(problem: Problem, lifted: Sequence[Lift]) -> Problem:
    """The problem with some rules lifted."""
    capacity = problem.capacity.copy()
    minimum = None if problem.minimum is None else problem.minimum.copy()
    banned = None if problem.banned is None else problem.banned.copy()
    pinned = dict(problem.pinned or {})
    for lift in lifted:
        column = problem.column[lift.cpse]
        if lift.kind == "capacity":
            capacity[column] += lift.by
        elif lift.kind == "minimum" and minimum is not None:
            minimum[column] -= lift.by
        elif lift.kind == "pin" and lift.district is not None:
            del pinned[lift.district]
        elif lift.kind == "ban" and lift.district is not None and banned is not None:
            banned[problem.row[lift.district], column] = False
    return Problem(
        problem.districts,
        problem.cpses,
        problem.fit,
        capacity,
        minimum,
        banned,
        pinned,
        problem.ask,
        problem.budget,
        problem.groups,
        problem.current,
    )


def _checked(prices: Mapping[str, int] | None) -> dict[str, int]:
    price = dict.fromkeys(KINDS, 1)
    for kind, value in (prices or {}).items():
        if kind not in price:
            raise ProblemError("price_unknown", field="prices", kind=kind)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise ProblemError("price_not_positive", field="prices", kind=kind, value=value)
        price[kind] = value
    return price


def _cheapest_lead(problem: Problem, rules: Rules, price: Mapping[str, int], *, spare: int) -> Integers:
    """(D,) the CPSEs, in the order of their names, of a plan that breaks the cheapest rules."""
    rows = len(rules.districts)
    value = problem.fit_micro[np.ix_(name_order(problem.districts), name_order(problem.cpses))]
    above = float(rows * int(value.max() - value.min()) + 1)
    worst = rows * (2 * max(price.values()) + 1)
    if worst * above >= 2**52:  # Prices so great that fit cannot break ties exactly.
        value, above = np.zeros_like(value), 1.0
    cost = above * _broken(rules, price) - value
    minimum = np.minimum(rules.minimum, rows)
    places = np.minimum(np.maximum(rules.capacity, minimum) + spare, rows)
    owner = np.repeat(np.arange(len(places)), places)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(places) - places, places)
    extra = price["capacity"] * (place >= rules.capacity[owner]) - price["minimum"] * (place < minimum[owner])
    _, chosen = linear_sum_assignment(np.take(cost, owner, axis=1) + above * extra)
    return np.asarray(owner[chosen])


def _broken(rules: Rules, price: Mapping[str, int]) -> Floats:
    """(D, C) what the pin and the ban that a cell breaks cost together."""
    cost = price["ban"] * rules.banned.astype(np.float64)
    held = np.flatnonzero(rules.pins >= 0)
    cost[held] += price["pin"]
    cost[held, rules.pins[held]] -= price["pin"]
    return cost


def _lifted(rules: Rules, lead: Integers) -> list[Lift]:
    """The rules that a plan breaks."""
    lifted = []
    for row, column in enumerate(lead.tolist()):
        district, cpse, pin = rules.districts[row], rules.cpses[column], int(rules.pins[row])
        if pin >= 0 and pin != column:
            lifted.append(Lift("pin", rules.cpses[pin], district))
        if rules.banned[row, column]:
            lifted.append(Lift("ban", cpse, district))
    load = np.bincount(lead, minlength=len(rules.cpses))
    over, under = load - rules.capacity, rules.minimum - load
    lifted += [Lift("capacity", rules.cpses[c], by=int(over[c])) for c in np.flatnonzero(over > 0)]
    lifted += [Lift("minimum", rules.cpses[c], by=int(under[c])) for c in np.flatnonzero(under > 0)]
    return lifted
