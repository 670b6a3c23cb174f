"""The plan with the greatest total: exact, and the same whatever the order of the input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.large.candidates import best_by_candidates
from csrmatch.optimiser.large.cells import Cells
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.ties import choose, choose_among
from csrmatch.optimiser.validation import Floats, Integers, name_order

CONTENDED = 0.4
"""From this share of rows whose first choice is taken on, it pays to solve the likeliest columns first."""

PLACES_FIRST = 2.0
"""How many places for each row are then tried first."""

MANY_CELLS = 1_000_000
"""From so many cells on, those that can matter are solved first and all are held against their prices."""


def best_lead(problem: Problem, within: Network | None = None) -> Integers | None:
    """(D,) the columns of the best plan; None if the rules clash.

    `within` is the network of the problem, or a narrower one: the same rules and fewer open cells.
    """
    reduced = (Network.of(problem) if within is None else within).without_fixed()
    if reduced is None:
        return None
    network, free = reduced
    lead = problem.pins.copy()
    if len(free):
        order = Order(
            None if problem.current is None else problem.indices(problem.current)[free],
            [problem.districts[row] for row in free],
            problem.cpses,
        )
        chosen = _best_of_many(network, order) if network.cost.size >= MANY_CELLS else None
        chosen = _best_in_order(network, order) if chosen is None else chosen
        if chosen is None:
            return None
        lead[free] = chosen
    elif (network.lower > 0).any():
        return None
    return lead


@dataclass(frozen=True)
class Order:
    """What is preferred among plans of the same total: these columns, then the names."""

    current: Integers | None
    districts: Sequence[str]
    cpses: Sequence[str]

    @cached_property
    def wishes(self) -> tuple[Integers | None, Integers, Integers]:
        """The preferred columns, the order of the rows and that of the columns."""
        return self.current, name_order(self.districts), name_order(self.cpses)


def _best_in_order(network: Network, order: Order) -> Integers | None:
    """The best assignment that the order prefers; None if the bounds cannot be kept."""
    moving = _best(network)
    if moving is None:
        return None
    lead, unique = moving
    return lead if unique else choose(network, lead, *order.wishes)


def _best_of_many(network: Network, order: Order) -> Integers | None:
    """The same by candidates; None where rules might clash or minimums are in force: no help then."""
    if network.lower.any() or _open_places(network) < len(network.cost):
        return None

    def read(rows: Integers) -> Floats:
        is_run = int(rows[-1] - rows[0]) == len(rows) - 1
        return np.negative(network.cost[rows[0] : rows[-1] + 1] if is_run else network.cost[rows])

    closing = best_by_candidates(Cells(len(network.cost), len(network.upper), read, 1.0), network.upper)
    if closing is None:
        return None
    lead = None
    if closing.tight is not None:
        lead = choose_among(closing.tight, closing.lead, closing.price, network.upper, *order.wishes)
    return choose(network, closing.lead, *order.wishes) if lead is None else lead


def _open_places(network: Network) -> int:
    """How many places are open to the row with the fewest."""
    places = np.minimum(network.upper, len(network.cost))
    barred = np.flatnonzero(np.isposinf(network.cost.max(axis=1)))
    fewest = (int(places[np.isfinite(network.cost[row])].sum()) for row in barred)
    return min([int(places.sum()), *fewest])


def _best(network: Network) -> tuple[Integers, bool] | None:
    """A best assignment and whether it is plainly the only one; None if the bounds cannot be kept.

    Where there are many more places than rows, only the likeliest places are solved; prices then name the
    columns left out that could enter and those that want more places, these are added, and so on until
    none could: exact, and faster.
    """
    likely = _likely_places(network)
    while likely is not None:
        columns, upper = likely
        part = network.take(columns, upper)
        lead = part.assign()
        if lead is None:
            break
        price, level = _prices(part, lead)
        wanting = columns[(price > 0) & (upper[columns] < network.upper[columns])]
        missed, is_level = _entering(network, columns, level)
        if not len(wanting) and not len(missed):
            return columns[lead], not is_level and _is_unique(part, price, level)
        if not len(wanting) and len(missed) == 1:
            row = int((network.cost[:, missed[0]] - level).argmin())
            repaired = _let_in(network, Residual.of_sound(part, lead), columns, row, int(missed[0]))
            if repaired is not None:
                return repaired.lead, repaired.is_unique
        upper[wanting] = network.upper[wanting]
        likely = np.union1d(columns, missed), upper
    lead = network.assign()
    if lead is None:
        return None
    if network.lower.any():
        return lead, Residual.of_sound(network, lead).is_unique
    return lead, _is_unique(network, *_prices(network, lead))


@dataclass(frozen=True, eq=False)
class Beginning:
    """Columns, and the places in every column of the network, where the search for a plan begins."""

    columns: Integers
    upper: Integers

    @classmethod
    def around(cls, lead: Integers, upper: Integers) -> Beginning:
        """The columns of a plan, each with a place more than it fills."""
        filled = np.bincount(lead, minlength=len(upper))
        return cls(np.flatnonzero(filled), np.minimum(upper, filled + 1))


def best_beginning_with(network: Network, beginning: Beginning) -> tuple[Integers, Beginning] | None:
    """The only best assignment, and the places that sufficed to find it; None where it is not plainly one.

    For many networks that differ little: the places that sufficed for one are where the next begins. Not
    for networks with minimums or fixed rows.
    """
    columns, upper = beginning.columns, beginning.upper
    while True:
        part = network.take(columns, upper)
        lead = part.assign()
        if lead is None:
            return None
        price, level = _prices(part, lead)
        wanting = columns[(price > 0) & (upper[columns] < network.upper[columns])]
        missed, is_level = _entering(network, columns, level)
        if not len(missed) and not len(wanting):
            is_only = not is_level and _is_unique(part, price, level)
            return (columns[lead], Beginning(columns, upper)) if is_only else None
        if len(missed):
            columns = np.union1d(columns, missed)
        if len(wanting):
            upper = upper.copy()
            upper[wanting] = network.upper[wanting]


def _prices(network: Network, lead: Integers) -> tuple[Floats, Floats]:
    """(C,) the price of every column, and (D,) what each row pays with it, where there are no minimums.

    From a best assignment: rows that would rather be elsewhere raise the price there until they would not,
    which raises what the rows pay that are there, and so on.
    """
    own = network.own(lead)
    level = own.copy()
    price = np.zeros(len(network.upper))
    raising = np.flatnonzero(network.cost.min(axis=1) < own)
    while len(raising):
        bid = (level[raising, None] - network.cost[raising]).max(axis=0)
        is_raised = bid > price
        np.maximum(price, bid, out=price)
        raising = np.flatnonzero(is_raised[lead])
        level[raising] = own[raising] + price[lead[raising]]
    return price, level


def _is_unique(network: Network, price: Floats, level: Floats) -> bool:
    """Whether it is plain that no other assignment is as good; False says only that there may be one.

    Every price above 0 has a row elsewhere that would pay just as much. If there is one such row for each of
    these prices and no other cell without slack, then there is no circle to go round without loss.
    """
    tight = np.count_nonzero(network.cost + price == level[:, None])
    return int(tight) == len(level) + int(np.count_nonzero(price))


def _let_in(
    network: Network, residual: Residual, columns: Integers, row: int, column: int
) -> Residual | None:
    """What follows when a row moves to a column left out and its place is filled again; None if not best."""
    lead = columns[residual.lead]
    for moved, place in residual.filling(row):
        lead[moved] = columns[place]
    lead[row] = column
    try:
        repaired = Residual.of(network, lead)
        return repaired if repaired.potential[-1] == 0 else None
    except ProblemError:
        return None


def _entering(network: Network, columns: Integers, level: Floats) -> tuple[Integers, bool]:
    """Which of the columns left out would better some row, and whether one would be as good."""
    is_left_out = network.upper > 0
    is_left_out[columns] = False
    left_out = np.flatnonzero(is_left_out)
    if not len(left_out):
        return left_out, False
    behind = np.take(network.cost, left_out, axis=1)
    behind -= level[:, None]
    least = behind.min(axis=0)
    return left_out[least < 0], bool(least.min() == 0)


def _likely_places(network: Network) -> tuple[Integers, Integers] | None:
    """The columns to try first and the places to try in each; None where all are tried at once.

    Where few rows contend for the same column: all columns, each with one place more than the rows whose
    first choice it is. Else the columns nearest to being some row's best, with places for twice the rows.
    """
    rows = len(network.cost)
    places = np.minimum(network.upper, rows)
    if int(places.sum()) < 2.5 * rows or network.lower.any():
        return None
    first = network.cost.argmin(axis=1)
    best = network.own(first)
    if not np.isfinite(best).all():
        return None
    wanted = np.bincount(first, minlength=len(places))
    if int(np.maximum(wanted - places, 0).sum()) < rows * CONTENDED:
        return np.arange(len(places)), np.minimum(network.upper, wanted + 1)
    behind = (network.cost - best[:, None]).min(axis=0)
    behind[places == 0] = np.inf
    order = np.argsort(behind, kind="stable")
    enough = int(np.searchsorted(np.cumsum(places[order]), PLACES_FIRST * rows)) + 1
    return np.sort(order[:enough]), network.upper.copy()
