"""The curve of total against districts moved for any standing plan: corners by prices, the rest exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import gcd, inf

import numpy as np

from csrmatch.optimiser.conflicts import find_conflicts
from csrmatch.optimiser.errors import Infeasible, ProblemError
from csrmatch.optimiser.integer.highs import Found, best_choice, deadline_after, left_until
from csrmatch.optimiser.integer.linear import LinearRule, Rows, rows_of
from csrmatch.optimiser.integer.search import Search
from csrmatch.optimiser.mending.staying import NO_CHANGE, Change, Staying
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.ties import choose
from csrmatch.optimiser.validation import Floats, Integers, name_order

EXACT = 2**53
"""Up to here whole numbers are exact in float64."""


def curve(
    staying: Staying, most: int, time_limit: float, progress: Callable[[float], None] | None
) -> list[Change]:
    """The best change with at most 0, 1, … `most` districts moved.

    Raises
    ------
    Infeasible
        If no number serves.
    """
    deadline = deadline_after(time_limit)
    plain = staying.problem.budget is None and not staying.problem.groups
    steps = _of_corners(staying, most, deadline) if plain else _of_programmes(staying, most, deadline)
    changes: list[Change] = []
    for change in steps:
        changes.append(change)
        if progress is not None:
            progress(len(changes) / (most + 1))
    return changes


@dataclass(frozen=True, eq=False)
class Corner:
    """A plan on the hull: the columns of the rows that may move, what they cost, how many have moved."""

    lead: Integers
    cost: int
    moved: int


@dataclass(frozen=True, eq=False)
class Edge:
    """Two neighbouring corners: a move more gains at most `gain` / `moves`."""

    left: Corner
    right: Corner
    gain: int
    moves: int


@dataclass(frozen=True, eq=False)
class Hull:
    """The corners, found by a bonus for staying: `bonus` / `scale` for every district that stays."""

    staying: Staying
    network: Network
    free: Integers

    @classmethod
    def of(cls, staying: Staying) -> Hull:
        """The hull of a problem without budgets and groups."""
        problem = staying.problem
        reduced = Network.of(problem).without_fixed()
        if reduced is None:
            raise Infeasible(find_conflicts(problem))
        network, free = reduced
        rows = len(free) + 1
        if network.spread * 4 * rows**2 * (rows if network.lower.any() else 1) >= EXACT:
            raise ProblemError("fit_too_large", field="fit")
        return cls(staying, network, free)

    def pulled(self, bonus: int, scale: int) -> Network:
        """The network with the bonus."""
        cost = self.network.cost * float(scale) - bonus * self.staying.stays[self.free]
        return Network(cost, self.network.fixed, self.network.lower, self.network.upper)

    def at(self, bonus: int, scale: int) -> Corner:
        """A best plan under a bonus."""
        lead = self.pulled(bonus, scale).assign() if len(self.free) else self.free
        if lead is None or (not len(self.free) and self.network.lower.any()):
            raise Infeasible(find_conflicts(self.staying.problem))
        return Corner(lead, int(self.network.own(lead).sum()), self.staying.moved(self.full(lead)))

    def full(self, lead: Integers) -> Integers:
        """(D,) the leads of all districts."""
        every = self.staying.problem.pins.copy()
        every[self.free] = lead
        return every

    def first_by_name(self, lead: Integers, bonus: int, scale: int) -> Integers:
        """(D,) the leads that come first by name among the best under a bonus."""
        network = self.pulled(bonus, scale)
        problem = self.staying.problem
        if len(self.free) and not Residual.of_sound(network, lead).is_unique:
            rows = name_order([problem.districts[row] for row in self.free])
            lead = choose(network, lead, None, rows, name_order(problem.cpses))
        return self.full(lead)

    def edges(self, most: int) -> tuple[list[Edge], Corner]:
        """The edges that begin at no more than `most` moves, in order, and the first corner.

        Where two corners' own bonus finds no better plan than theirs, no corner lies between.
        """
        rows = len(self.free) + 1
        first = self.at(int(self.network.spread) * rows + 1, 1)
        last = self.at(1, rows)
        edges = []
        pending = [(first, last)]
        while pending:
            left, right = pending.pop()
            if left.moved >= right.moved or left.moved > most:
                continue
            gain, moves = left.cost - right.cost, right.moved - left.moved
            gain, moves = gain // gcd(gain, moves), moves // gcd(gain, moves)
            middle = self.at(gain, moves)
            if moves * middle.cost + gain * middle.moved < moves * left.cost + gain * left.moved:
                pending += [(middle, right), (left, middle)]
            else:
                edges.append(Edge(left, right, gain, moves))
        return edges, first

    def excess(self, edge: Edge) -> Floats:
        """(D, C) how far below the edge a plan with the cell stays, in 1 / `moves` of a step of fit."""
        network = self.pulled(edge.gain, edge.moves)
        price = Residual.of_sound(network, edge.left.lead).price
        level = network.own(edge.left.lead) + price[edge.left.lead]
        excess = np.zeros(self.staying.stays.shape)
        excess[self.free] = network.cost + price - level[:, None]
        return excess


def _of_corners(staying: Staying, most: int, deadline: float) -> Iterator[Change]:
    hull = Hull.of(staying)
    edges, first = hull.edges(most)
    yield from [NO_CHANGE] * min(first.moved, most + 1)
    corners = [first, *(edge.right for edge in edges)]
    # With a bonus between the gains of a move more before and after a corner, its plans alone are best.
    gains = [(1, 0), *((edge.gain, edge.moves) for edge in edges), (0, 1)]
    change = NO_CHANGE
    for corner, edge, before, after in zip(corners, [*edges, None], gains, gains[1:], strict=False):
        if corner.moved > most:
            return
        lead = hull.first_by_name(corner.lead, before[0] + after[0], before[1] + after[1])
        change = staying.change(lead)
        yield change
        if edge is not None:
            yield from _along(hull, edge, change, most, deadline)
    yield from [change] * (most - corners[-1].moved)


def _along(hull: Hull, edge: Edge, corner: Change, most: int, deadline: float) -> Iterator[Change]:
    """The changes between two corners, the first given."""
    change = corner
    excess: Floats | None = None
    for moved in range(edge.left.moved + 1, min(edge.right.moved - 1, most) + 1):
        gained = edge.gain * (moved - edge.left.moved)
        line = corner.worth + gained // edge.moves
        if line > change.worth:
            excess = hull.excess(edge) if excess is None else excess
            could_better = excess <= edge.moves * (corner.worth - change.worth - 1) + gained
            rows = _with_few(hull.staying, rows_of(hull.staying.problem, ~could_better), moved)
            found = best_choice(rows, _values(hull.staying, rows), deadline)
            change = _bettered(hull.staying, change, rows, found, line)
        yield change


def _of_programmes(staying: Staying, most: int, deadline: float) -> Iterator[Change]:
    """The changes where budgets or groups are in force: an integer programme for every number of moves."""
    rows = rows_of(staying.problem)
    values = _values(staying, rows)
    every = Search(rows, values, deadline_after(left_until(deadline) / 3)).run()
    if every.is_impossible:
        raise Infeasible(find_conflicts(staying.problem))
    greatest = _bettered(staying, NO_CHANGE, rows, every, inf)
    enough = inf if greatest.lead is None else staying.moved(greatest.lead)
    change = NO_CHANGE
    for moved in range(most + 1):
        if change.worth < greatest.bound and moved < enough:
            few = _with_few(staying, rows, moved)
            limit = deadline_after(left_until(deadline) / (most + 1 - moved))
            found = Search(few, values, limit).run()
            change = _bettered(staying, change, few, found, greatest.bound)
        elif change.worth < greatest.worth:
            change = greatest
        yield change


def _with_few(staying: Staying, rows: Rows, moved: int) -> Rows:
    """The rules with at most so many districts moved."""
    return rows.with_rules([LinearRule(staying.moves.astype(np.int64), high=moved)])


def _values(staying: Staying, rows: Rows) -> Integers:
    return np.asarray(staying.problem.fit_micro[rows.district, rows.cpse])


def _bettered(staying: Staying, change: Change, rows: Rows, found: Found, line: float) -> Change:
    """The change found if it is better than the one so far, which fewer moves allow."""
    bound = min(found.bound, line)
    if found.chosen is not None:
        lead = np.full(len(staying.lead), -1, dtype=np.int64)
        lead[rows.district[found.chosen]] = rows.cpse[found.chosen]
        other = staying.change(lead)
        if other.worth > change.worth:
            return Change(lead, other.worth, max(bound, other.worth))
    if bound <= change.worth and change.is_proven:
        return change
    return Change(change.lead, change.worth, max(bound, change.worth))
