"""HiGHS by scipy: greatest whole-number value under linear rules, judged again by whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf, isfinite
from time import monotonic
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, csr_array, hstack, vstack

from csrmatch.optimiser.integer.linear import Rows
from csrmatch.optimiser.validation import Booleans, Floats, Integers

VALUE_RANGE = 2.0**12
"""Values are scaled below this before HiGHS sees them, by a power of two: its tolerances are absolute."""

MARGIN = 1e-3
"""What a bound in whole numbers may be off by in floating point before it is rounded down."""

STAND_IN = 64.0
"""What a stand-in for a rule not met costs, as a multiple of the greatest value."""

SHARE = 1e-6
"""A share smaller than this is none."""

FIRST_CELLS, NEXT_CELLS = 12, 6
"""How many cells for each district are tried first, and how many more enter at once."""

CLOSE = 1e-6
"""Cells that could together gain no more than this share of the value are left out."""

PRICING = 0.5
"""A cell enters where it gains more than this; whatever gains less is accounted for in the bound."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found out.

    Attributes
    ----------
    chosen : (n,) bool, or None
        The best choice of cells found.
    bound : float
        No choice has a greater value; minus infinity where there is none at all.
    """

    chosen: Booleans | None
    bound: float

    @property
    def is_impossible(self) -> bool:
        """Whether no choice keeps the rules."""
        return self.bound == -inf


def deadline_after(seconds: float | None) -> float:
    """The moment a time limit ends, by the clock that only runs forward."""
    return inf if seconds is None else monotonic() + seconds


def left_until(deadline: float) -> float:
    """Seconds left, 0 or more."""
    return max(deadline - monotonic(), 0.0)


def best_choice(rows: Rows, value: Integers, deadline: float = inf) -> Found:
    """The choice of the greatest value, by branch and bound, within the time.

    HiGHS takes a bound as kept that is broken by 1e-6 of its scale. So a choice is judged by whole numbers,
    and one that breaks a rule after all is shut out by a row of its own and the search runs again.
    """
    step, offset, worth = measured(rows, value)
    bound = inf
    while True:
        found, result = _solve(rows, worth, deadline)
        if result is None:
            return Found(None, -inf)
        bound = min(bound, result)
        best = inf if bound == inf else offset + floor(bound + MARGIN) * step
        if found is None:
            return Found(None, best)
        broken = rows.broken(found)
        if not len(broken):
            exact = int(value[found].sum())
            return Found(found, max(best, exact))
        rows = rows.forbidding(int(broken[0]), found)


def measured(rows: Rows, value: Integers) -> tuple[int, int, Integers]:
    """The values counted from each district's least, in steps of their greatest common divisor."""
    least = np.full(int(rows.district.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, rows.district, value)
    above = value - least[rows.district]
    step = max(int(np.gcd.reduce(above)) if len(above) else 1, 1)
    return step, int(least[least < np.iinfo(np.int64).max].sum()), above // step


def _solve(rows: Rows, worth: Integers, deadline: float) -> tuple[Booleans | None, float | None]:
    """The choice and the bound in steps; the bound is None where no choice keeps the rules."""
    size = len(worth)
    if not size or (np.bincount(rows.matrix.indices, minlength=len(rows.low))[rows.low > 0] == 0).any():
        return None, None
    scale = 1.0
    while float(worth.max()) * scale > VALUE_RANGE:
        scale /= 2.0
    limit = left_until(deadline)
    if limit <= 0:
        return None, inf
    matrix, low, high = rows.scaled()
    options: dict[str, Any] = {"mip_rel_gap": 0.0}
    if isfinite(limit):
        options["time_limit"] = limit
    result = milp(
        worth * -scale,
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, high),
        options=options,
    )
    if result.status == 2:
        return None, None
    bound = inf if result.mip_dual_bound is None else -float(result.mip_dual_bound) / scale
    chosen = None if result.x is None else np.asarray(result.x > 0.5)
    return chosen, bound if isfinite(bound) else inf


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The problem without whole numbers: prices of all rules, and what they prove.

    Attributes
    ----------
    price : (m,) float64
        What one more unit of each rule's bound would gain.
    slack : (n,) float64
        How far each cell lies below what its prices ask: any choice with it is that much below the bound.
    bound : float
        No choice has a greater value.
    share : (n,) float64
        How much of each cell the relaxed solution takes.
    """

    price: Floats
    slack: Floats
    bound: float
    share: Floats


def priced(rows: Rows, value: Integers, price: Floats, share: Floats) -> Relaxed:
    """What prices of the rules prove; the districts' prices are set anew, prices of a wrong sign dropped."""
    price = np.where(((price > 0) & np.isinf(rows.high)) | ((price < 0) & np.isinf(rows.low)), 0.0, price)
    price[: rows.districts] = 0.0
    net = value - rows.matrix.T @ price
    level = np.full(rows.districts, -inf)
    np.maximum.at(level, rows.place, net)
    price[: rows.districts] = level
    taut = price != 0
    bound = float(np.where(price > 0, rows.high, rows.low)[taut] @ price[taut])
    return Relaxed(price, level[rows.place] - net, bound, share)


def relaxed(
    rows: Rows, value: Integers, deadline: float = inf, start: Floats | None = None
) -> Relaxed | None:
    """The greatest value where a district may be shared out; None where not even that can be.

    `start`, (m,), are prices of the rules that may be near; they only save time.

    Only the likeliest cells are solved; prices then tell which of the others could enter, these are added,
    and so on until what they could gain is next to nothing, or the time is over: prices prove a bound at any
    time.
    """
    first = np.zeros(len(rows.low)) if start is None else start
    answer = priced(rows, value, first, np.zeros(len(value)))
    active = nearest(rows.place, answer.slack, FIRST_CELLS if start is None else NEXT_CELLS)
    while (solution := _linear(rows.take(active), value[active], deadline)) is not None:
        price, part, is_met = solution
        share = np.zeros(len(value))
        share[active] = part
        gain = value - rows.matrix.T @ price
        gain[active] = 0.0
        answer = priced(rows, value, price, share)
        entering = nearest(rows.place, np.where(gain > PRICING, -gain, inf), NEXT_CELLS)
        if not len(entering):
            return answer if is_met else None
        if is_met and answer.bound - float(value[active] @ part) <= CLOSE * abs(answer.bound):
            break
        active = np.union1d(active, entering)
    return answer


def nearest(place: Integers, slack: Floats | Integers, count: int) -> Integers:
    """The cells of least finite slack, at most so many for each district."""
    cells = np.flatnonzero(np.isfinite(slack))
    order = cells[np.lexsort((slack[cells], place[cells]))]
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
    return np.sort(order[rank < count])


def _linear(rows: Rows, value: Integers, deadline: float) -> tuple[Floats, Floats, bool] | None:
    """Prices, shares and whether all rules are met; None where the time is over.

    A rule that asks for something may be met by a stand-in at a price above any value, so that prices exist
    whatever the cells.
    """
    limit = left_until(deadline)
    if limit <= 0:
        return None
    matrix, low, high = rows.scaled()
    scale = VALUE_RANGE / max(float(np.abs(value).max(initial=1)), 1.0)
    wanting = np.flatnonzero(low > 0)
    column = np.arange(len(wanting))
    stand_in = csc_array((np.ones(len(wanting)), (wanting, column)), shape=(len(low), len(wanting)))
    whole = csr_array(hstack([matrix, stand_in]))
    equal = low == high
    upper, lower = ~equal & np.isfinite(high), ~equal & np.isfinite(low)
    result = linprog(
        np.concatenate([value * -scale, np.full(len(wanting), STAND_IN * VALUE_RANGE)]),
        A_ub=vstack([whole[upper], -whole[lower]]),
        b_ub=np.concatenate([high[upper], -low[lower]]),
        A_eq=whole[equal],
        b_eq=low[equal],
        bounds=(0, None),
        method="highs",
        options={"time_limit": limit} if isfinite(limit) else {},
    )
    if result.x is None or result.status != 0:
        return None
    price = np.zeros(len(low))
    price[equal] = -result.eqlin.marginals
    price[upper] -= result.ineqlin.marginals[: int(upper.sum())]
    price[lower] += result.ineqlin.marginals[int(upper.sum()) :]
    divisor, factor = rows.factors()
    divisor, factor = rows.factors()
    return (
        price / scale * factor / divisor,
        np.asarray(result.x[: len(value)]),
        bool((result.x[len(value) :] < SHARE).all()),
    )
