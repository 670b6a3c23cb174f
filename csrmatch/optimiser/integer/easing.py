"""The leads that break the cheapest rules where budgets or groups are among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from csrmatch.optimiser.conflicts import Rules
from csrmatch.optimiser.errors import OutOfTime
from csrmatch.optimiser.integer.highs import VALUE_RANGE
from csrmatch.optimiser.integer.linear import SOLVER_RANGE, asks, in_group, sorted_groups
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Floats, Integers

STAGE_SECONDS = 20.0
"""How long each of the three wishes may take; the best found counts when it is over."""


@dataclass(frozen=True, eq=False)
class _Soft:
    """One rule that may give way: sum of weights - given way <= limit, or with `sign` -1 the other way round.

    `price` is that of one step; where `once`, that of giving way at all, and a step is `unit` rupees.
    """

    weight: Integers
    limit: int
    price: int
    sign: int = 1
    once: bool = False
    unit: int = 1


def cheapest_ruled_lead(problem: Problem, rules: Rules, price: Mapping[str, int], broken: Floats) -> Integers:
    """(D,) the CPSEs, in the order of their names, of leads that break the cheapest rules of every kind.

    Among equally cheap ones those that raise budgets by the fewest rupees, then those of the greatest fit.

    Parameters
    ----------
    problem : Problem
    rules : Rules
        Of the problem.
    price : mapping of str to int
        Of each kind; that of a budget once, however far it is raised.
    broken : (D, C)
        What the pin and the ban that each cell breaks cost together, in the order of the names.

    Raises
    ------
    OutOfTime
        Where no leads are found in time.
    """
    cells = np.ix_(
        [problem.row[name] for name in rules.districts], [problem.column[name] for name in rules.cpses]
    )
    soft = _soft_rules(problem, rules, price, cells)
    fit = problem.fit_micro[cells].ravel()
    count = len(soft)
    once = np.array([rule.once for rule in soft], dtype=bool)
    prices = np.array([rule.price for rule in soft], dtype=np.float64)
    rupees = np.array([rule.unit if rule.once else 0 for rule in soft], dtype=np.float64)
    wishes = [np.concatenate([broken.ravel(), np.where(once, 0.0, prices), np.where(once, prices, 0.0)])]
    if once.any():
        wishes.append(np.concatenate([np.zeros(fit.size), rupees, np.zeros(count)]))
    wishes.append(np.concatenate([(fit.max() - fit).astype(np.float64), np.zeros(2 * count)]))
    model = _model(broken.shape, soft)
    found = None
    for wish in wishes:
        found = _least(wish, model, found)
        model = _held(model, wish, found)
    chosen = np.zeros(fit.size) if found is None else found[: fit.size]
    return np.asarray(chosen.reshape(broken.shape).argmax(axis=1))


def _soft_rules(
    problem: Problem, rules: Rules, price: Mapping[str, int], cells: tuple[Integers, ...]
) -> list[_Soft]:
    districts, cpses = len(rules.districts), len(rules.cpses)
    asked = asks(problem)[cells]
    soft = []
    for column in range(cpses):
        inside = np.zeros((districts, cpses), dtype=np.int64)
        inside[:, column] = 1
        soft.append(_Soft(inside, int(rules.capacity[column]), price["capacity"]))
        if rules.minimum[column]:
            soft.append(_Soft(inside, int(rules.minimum[column]), price["minimum"], sign=-1))
        if problem.budget is not None and asked[:, column].any():
            unit = int(np.gcd.reduce(asked[:, column]))
            limit = int(problem.budget[problem.column[rules.cpses[column]]]) // unit
            soft.append(_Soft(inside * asked // unit, limit, price["budget"], once=True, unit=unit))
    for group in sorted_groups(problem):
        inside = in_group(problem, group)[cells].astype(np.int64)
        if group.at_most is not None:
            soft.append(_Soft(inside, group.at_most, price["group"]))
        if group.at_least:
            soft.append(_Soft(inside, group.at_least, price["group"], sign=-1))
    return soft


_Model = tuple[csr_array, Floats, Floats, Floats]


def _model(shape: tuple[int, int], soft: Sequence[_Soft]) -> _Model:
    """Matrix, lower and upper bounds of the rows, and upper bounds of cells, steps and switches."""
    districts, cpses = shape
    size, count = districts * cpses, len(soft)
    weights = vstack([csr_array(rule.weight.reshape(1, -1) * rule.sign, dtype=np.float64) for rule in soft])
    limits = np.array([rule.limit * rule.sign for rule in soft], dtype=np.float64)
    most = np.array([max(_greatest(rule) - rule.limit * rule.sign, 0) for rule in soft], dtype=np.float64)
    greatest = np.maximum.reduce([abs(weights).max(axis=1).toarray().ravel(), np.ones(count)])
    factor = np.minimum(1.0, SOLVER_RANGE / greatest)
    one_each = csr_array(
        (np.ones(size), np.arange(size), np.arange(0, size + 1, cpses)), shape=(districts, size)
    )
    steps = csr_array((factor, (np.arange(count), np.arange(count))))
    switches = csr_array((most * factor, (np.arange(count), np.arange(count))))
    kept = csr_array((factor, (np.arange(count), np.arange(count)))) @ weights
    matrix = vstack(
        [
            hstack([one_each, csr_array((districts, 2 * count))]),
            hstack([kept, -steps, csr_array((count, count))]),
            hstack([csr_array((count, size)), steps, -switches]),
        ]
    )
    low = np.concatenate([np.ones(districts), np.full(2 * count, -inf)])
    high = np.concatenate([np.ones(districts), limits * factor, np.zeros(count)])
    upper = np.concatenate([np.ones(size), most, np.ones(count)])
    return csr_array(matrix), low, high, upper


def _greatest(rule: _Soft) -> int:
    """The most that leads could put on a rule: of each district its greatest weight."""
    return int((rule.weight * rule.sign).max(axis=1).sum())


def _least(wish: Floats, model: _Model, otherwise: Floats | None) -> Floats:
    """The cells, steps and switches that a wish makes least; what was found before where time is over."""
    matrix, low, high, upper = model
    result = milp(
        wish * (VALUE_RANGE / max(float(wish.max()), VALUE_RANGE)),
        integrality=np.ones(len(wish)),
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(matrix, low, high),
        options={"mip_rel_gap": 0.0, "time_limit": STAGE_SECONDS},
    )
    if result.x is not None:
        return np.asarray(np.rint(result.x))
    if otherwise is None:
        raise OutOfTime("no_plan_in_time", seconds=STAGE_SECONDS)
    return otherwise


def _held(model: _Model, wish: Floats, found: Floats) -> _Model:
    """The model in which a wish stays as well fulfilled as found."""
    matrix, low, high, upper = model
    factor = min(1.0, SOLVER_RANGE / max(float(wish.max()), 1.0))
    return (
        csr_array(vstack([matrix, csr_array(wish[None, :] * factor)])),
        np.append(low, -inf),
        np.append(high, float(wish @ found) * factor),
        upper,
    )
