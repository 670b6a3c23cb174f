"""The assignment as arrays: the exact solve on slots, and the residual graph of what may still move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linear_sum_assignment

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans, Floats, Integers


def assign(
    cost: Floats, allowed: Booleans | None, lower: Integers | None, upper: Integers
) -> Integers | None:
    """The cheapest assignment of every row to one column within the columns' bounds; None if there is none.

    Parameters
    ----------
    cost : (D, C) whole numbers as float64
    allowed : (D, C) bool, None where every cell is open
    lower, upper : (C,) int, the fewest and the most rows of a column

    Notes
    -----
    A column that may take k rows stands k times in the matrix given to scipy's `linear_sum_assignment`
    (shortest augmenting paths, [1]_): exact, for all numbers are whole and far below 2**53. A column's
    first `lower` places are rewarded above any total, so they are filled if they can be.

    References
    ----------
    .. [1] D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on
       Aerospace and Electronic Systems 52 (4), 2016.
    """
    rows, columns = cost.shape
    slots = np.minimum(upper, rows)
    if int(slots.sum()) < rows or (lower is not None and (int(lower.sum()) > rows or (lower > slots).any())):
        return None
    owner = np.repeat(np.arange(columns), slots)
    matrix = np.take(cost, owner, axis=1)
    must = 0
    if lower is not None and lower.any():
        place = np.arange(len(owner)) - np.repeat(np.cumsum(slots) - slots, slots)
        first = place < lower[owner]
        must = int(first.sum())
        matrix[:, first] -= (rows + 1) * (float(cost.max()) - float(cost.min())) + 1
    if allowed is not None:
        matrix[~np.take(allowed, owner, axis=1)] = np.inf
    try:
        _, chosen = linear_sum_assignment(matrix)
    except ValueError:
        return None
    if must and int(first[chosen].sum()) < must:
        return None
    return np.asarray(owner[chosen])


@dataclass(frozen=True, eq=False)
class Network:
    """The rules in force as bounds on a D × C assignment, pins as cells that cannot move.

    Attributes
    ----------
    value : (D, C) float64
        Whole numbers; greater is better.
    allowed : (D, C) bool or None
        Open cells of the rows that may move.
    fixed : (D,) int
        The column a row cannot leave, -1 where it may move.
    lower, upper : (C,) int
        Fewest and most rows of each column, fixed rows included.
    """

    value: Floats
    allowed: Booleans | None
    fixed: Integers
    lower: Integers
    upper: Integers

    @classmethod
    def of(cls, problem: Problem) -> Network:
        """The network of a problem's capacities, minimums, pins and bans."""
        minimum = problem.minimum
        return cls(
            value=-problem._cost,
            allowed=None if problem.banned is None else ~problem.banned,
            fixed=problem.pins,
            lower=np.zeros(len(problem.cpses), dtype=np.int64) if minimum is None else minimum,
            upper=problem.capacity,
        )

    def solve(self) -> Integers | None:
        """The columns of a best assignment; None if the rules clash."""
        held = self.fixed >= 0
        if not held.any():
            return assign(-self.value, self.allowed, self.lower, self.upper)
        rows = np.flatnonzero(held)
        taken = np.bincount(self.fixed[rows], minlength=len(self.upper))
        upper = self.upper - taken
        if (upper < 0).any() or (self.allowed is not None and not self.allowed[rows, self.fixed[rows]].all()):
            return None
        lead = self.fixed.copy()
        free = np.flatnonzero(~held)
        if len(free):
            rest = assign(
                -self.value[free],
                None if self.allowed is None else self.allowed[free],
                np.maximum(self.lower - taken, 0),
                upper,
            )
            if rest is None:
                return None
            lead[free] = rest
        return None if (self.lower > np.bincount(lead, minlength=len(upper))).any() else lead


@dataclass(frozen=True, eq=False)
class Residual:
    """What may still move around a plan: the shortest moves between CPSEs, contracted.

    A CPSE that has room and may also lose a district can absorb or release one at no cost: all those
    (and the unused ones, which can only absorb) are one node, the sink, the last of the `nodes`. Every
    full CPSE and every CPSE at its minimum is a node of its own.

    Attributes
    ----------
    network : Network
    lead : (D,) int
    nodes : (n - 1,) int
        The columns that have a node of their own.
    node : (C,) int
        The node of each column; the sink is n - 1; -1 for a column with no capacity at all.
    length : (n, n) float64
        Least loss of moving one row along each arc; inf where there is none, inf on the diagonal but for
        the sink, where it is the least loss of a move between two of its columns.
    """

    network: Network
    lead: Integers
    nodes: Integers
    node: Integers
    length: Floats

    @classmethod
    def of(cls, network: Network, lead: Integers) -> Residual:
        """The residual graph of a plan that keeps the rules.

        Raises
        ------
        ProblemError
            ``"plan_breaks_rules"`` where it does not.
        """
        columns = len(network.upper)
        _refuse_broken(network, lead)
        load = np.bincount(lead, minlength=columns)
        own_node = (load > 0) & ((load == network.upper) | (load == network.lower))
        nodes = np.flatnonzero(own_node)
        sink = len(nodes)
        node = np.full(columns, sink)
        node[nodes] = np.arange(sink)
        node[network.upper == 0] = -1
        length = _lengths(network, lead, nodes, node)
        length[np.arange(sink), np.arange(sink)] = np.inf
        full = load[nodes] == network.upper[nodes]
        length[:sink, sink][~full] = np.minimum(length[:sink, sink][~full], 0)
        can_lose = load[nodes] > network.lower[nodes]
        length[sink, :sink][can_lose] = np.minimum(length[sink, :sink][can_lose], 0)
        return cls(network, lead, nodes, node, length)

    @cached_property
    def potential(self) -> Floats:
        """(n,) least loss from the sink to each node (Bellman–Ford, all arcs at once).

        A node that nothing can reach gets a number so great that it binds nothing.

        Raises
        ------
        ProblemError
            ``"plan_not_optimal"`` where a circle of moves would gain.
        """
        sink = len(self.nodes)
        distance = self.length[sink].copy()
        if distance[sink] < 0:
            raise ProblemError("plan_not_optimal", field="plan")
        distance[sink] = 0.0
        value = self.network.value
        far = (len(self.lead) + 1) * (float(value.max()) - float(value.min()) + 1)
        np.minimum(distance, far, out=distance)
        buffer = np.empty_like(self.length)
        for _ in range(sink + 2):
            np.add(distance[:, None], self.length, out=buffer)
            shorter = np.minimum(distance, buffer.min(axis=0))
            if np.array_equal(shorter, distance):
                return np.asarray(distance)
            distance = shorter
            if distance[sink] < 0:
                break
        raise ProblemError("plan_not_optimal", field="plan")

    @cached_property
    def distances(self) -> Floats:
        """(n, n) least loss along any path between two nodes (Floyd–Warshall); 0 on the diagonal."""
        _ = self.potential
        distance = self.length.copy()
        np.fill_diagonal(distance, 0.0)
        buffer = np.empty_like(distance)
        for middle in range(len(distance)):
            np.add(distance[:, middle, None], distance[middle], out=buffer)
            np.minimum(distance, buffer, out=distance)
        return distance


def _refuse_broken(network: Network, lead: Integers) -> None:
    """Raises where a plan breaks a rule: the residual graph speaks only of plans that keep them."""
    rows = np.arange(len(lead))
    load = np.bincount(lead[lead >= 0], minlength=len(network.upper))
    held = network.fixed >= 0
    broken = (
        (lead < 0).any()
        or (load > network.upper).any()
        or (load < network.lower).any()
        or (lead[held] != network.fixed[held]).any()
        or (network.allowed is not None and not network.allowed[rows, lead].all())
    )
    if broken:
        raise ProblemError("plan_breaks_rules", field="plan")


def _lengths(network: Network, lead: Integers, nodes: Integers, node: Integers) -> Floats:
    """(n, n) least loss of moving one row from a node to another, by the rows alone."""
    sink = len(nodes)
    length = np.full((sink + 1, sink + 1), np.inf)
    free = np.flatnonzero(network.fixed < 0)
    if not len(free):
        return length
    start = node[lead[free]]
    order = np.argsort(start, kind="stable")
    free, start = free[order], start[order]
    own = network.value[free, lead[free]]
    loss = np.empty((len(free), sink + 1))
    loss[:, :sink] = network.value[np.ix_(free, nodes)]
    if network.allowed is not None:
        loss[:, :sink][~network.allowed[np.ix_(free, nodes)]] = -np.inf
    loss[:, sink] = best_in_sink(network, lead, free, np.flatnonzero(node == sink))
    np.subtract(own[:, None], loss, out=loss)
    first = np.flatnonzero(np.r_[True, start[1:] != start[:-1]])
    length[start[first]] = np.minimum.reduceat(loss, first, axis=0)
    return length


def best_in_sink(network: Network, lead: Integers, rows: Integers, columns: Integers) -> Floats:
    """(rows,) each row's greatest value among the given columns other than its own lead; -inf if none."""
    if not len(columns):
        return np.full(len(rows), -np.inf)
    best = network.value[np.ix_(rows, columns)]
    if network.allowed is not None:
        best[~network.allowed[np.ix_(rows, columns)]] = -np.inf
    place = np.searchsorted(columns, lead[rows])
    place[place == len(columns)] = 0
    own = columns[place] == lead[rows]
    best[np.flatnonzero(own), place[own]] = -np.inf
    return np.asarray(best.max(axis=1))
