"""The leads that break the cheapest rules where budgets or groups are among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isinf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from csrmatch.optimiser.assignment import best_lead
from csrmatch.optimiser.conflicts import Rules
from csrmatch.optimiser.errors import OutOfTime
from csrmatch.optimiser.integer.highs import VALUE_RANGE, left_until
from csrmatch.optimiser.integer.linear import SOLVER_RANGE, asks, in_group, sorted_groups
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.validation import Booleans, Floats, Integers

STAGE_SECONDS = 20.0
"""How long each of the three wishes may take; the best found counts when it is over."""


WHOLE_CELLS, LIKELY_CELLS = 5_000, 12
"""Beyond so many cells a search with a time limit is over so many of each district."""


@dataclass(frozen=True, eq=False)
class _Soft:
    """One rule that may give way: sum of weights - given way <= limit, or with `sign` -1 the other way round.

    `weight` is that of the cells in `place`, counted through the rows; `most` is what leads could put on it
    at the most. `price` is that of one step; where `once`, that of giving way at all, and a step is `unit`
    rupees.
    """

    place: Integers
    weight: Integers
    most: int
    limit: int
    price: int
    sign: int = 1
    once: bool = False
    unit: int = 1


def cheapest_ruled_lead(
    problem: Problem, rules: Rules, price: Mapping[str, int], broken: Floats, deadline: float = inf
) -> tuple[Integers, bool]:
    """(D,) the CPSEs, in the order of their names, of leads that break the cheapest rules of every kind.

    And whether it is proven that no leads break cheaper ones.

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
    deadline : float
        When the time is over, by the clock that only runs forward.

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
    is_whole = isinf(deadline) or fit.size <= WHOLE_CELLS
    if not is_whole:
        dear = 0 if problem.budget is None else price["budget"] * _too_dear(problem)[cells]
        model[3][: fit.size] = _likely(problem, broken + dear, cells).ravel()
    found, is_cheapest = _least(wishes[0], model, None, min(STAGE_SECONDS, left_until(deadline)))
    model = _held(model, wishes[0], found)
    for wish in wishes[1:]:
        found, _ = _least(wish, model, found, min(STAGE_SECONDS, left_until(deadline)))
        model = _held(model, wish, found)
    return np.asarray(found[: fit.size].reshape(broken.shape).argmax(axis=1)), is_cheapest and is_whole


def _too_dear(problem: Problem) -> Booleans:
    """(D, C) whether an ask alone is above a budget."""
    return asks(problem) > (inf if problem.budget is None else problem.budget)


def _likely(problem: Problem, cost: Floats, cells: tuple[Integers, ...]) -> Booleans:
    """The cells of each district that break the least, of these the best by what places are worth."""
    plain = Problem(problem.districts, problem.cpses, problem.fit, problem.capacity)
    lead, net = best_lead(plain), problem.fit_micro.astype(np.float64)
    if lead is not None:
        net -= Residual.of(Network.of(plain), lead).price
    order = np.lexsort((-net[cells], cost), axis=1)
    likely = np.zeros(cost.shape, dtype=bool)
    np.put_along_axis(likely, order[:, :LIKELY_CELLS], values=True, axis=1)
    return likely


def _soft_rules(
    problem: Problem, rules: Rules, price: Mapping[str, int], cells: tuple[Integers, ...]
) -> list[_Soft]:
    districts, cpses = len(rules.districts), len(rules.cpses)
    asked = asks(problem)[cells]
    soft = []
    one = np.ones(districts, dtype=np.int64)
    for column in range(cpses):
        place = np.arange(column, districts * cpses, cpses)
        soft.append(_Soft(place, one, districts, int(rules.capacity[column]), price["capacity"]))
        if rules.minimum[column]:
            soft.append(_Soft(place, one, 0, int(rules.minimum[column]), price["minimum"], sign=-1))
        if problem.budget is not None and asked[:, column].any():
            unit = int(np.gcd.reduce(asked[:, column]))
            limit = int(problem.budget[problem.column[rules.cpses[column]]]) // unit
            weight = asked[:, column] // unit
            soft.append(_Soft(place, weight, int(weight.sum()), limit, price["budget"], once=True, unit=unit))
    for group in sorted_groups(problem):
        inside = in_group(problem, group)[cells]
        place, most = np.flatnonzero(inside), int(inside.any(axis=1).sum())
        one = np.ones(len(place), dtype=np.int64)
        if group.at_most is not None:
            soft.append(_Soft(place, one, most, group.at_most, price["group"]))
        if group.at_least:
            soft.append(_Soft(place, one, 0, group.at_least, price["group"], sign=-1))
    return soft


_Model = tuple[csr_array, Floats, Floats, Floats]


def _model(shape: tuple[int, int], soft: Sequence[_Soft]) -> _Model:
    """Matrix, lower and upper bounds of the rows, and upper bounds of cells, steps and switches."""
    districts, cpses = shape
    size, count = districts * cpses, len(soft)
    row = np.repeat(np.arange(count), [len(rule.place) for rule in soft])
    weight = np.concatenate([rule.weight * rule.sign for rule in soft]).astype(np.float64)
    place = np.concatenate([rule.place for rule in soft])
    limits = np.array([rule.limit * rule.sign for rule in soft], dtype=np.float64)
    most = np.array([max(rule.most - rule.limit * rule.sign, 0) for rule in soft], dtype=np.float64)
    greatest = np.ones(count)
    np.maximum.at(greatest, row, np.abs(weight))
    factor = np.minimum(1.0, SOLVER_RANGE / greatest)
    one_each = csr_array(
        (np.ones(size), np.arange(size), np.arange(0, size + 1, cpses)), shape=(districts, size)
    )
    steps = csr_array((factor, (np.arange(count), np.arange(count))))
    switches = csr_array((most * factor, (np.arange(count), np.arange(count))))
    kept = csr_array((weight * factor[row], (row, place)), shape=(count, size))
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


def _least(wish: Floats, model: _Model, otherwise: Floats | None, seconds: float) -> tuple[Floats, bool]:
    """The cells, steps and switches that a wish makes least, and whether that is proven.

    Where the time is over the best found, or what was found before.
    """
    if seconds <= 0 and otherwise is not None:
        return otherwise, False
    matrix, low, high, upper = model
    result = milp(
        wish * (VALUE_RANGE / max(float(wish.max()), VALUE_RANGE)),
        integrality=np.ones(len(wish)),
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(matrix, low, high),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if result.x is not None:
        return np.asarray(np.rint(result.x)), result.status == 0
    if otherwise is None:
        raise OutOfTime("no_relaxation_in_time", seconds=seconds)
    return otherwise, False


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
