"""What may still move around a plan, at what loss: the residual graph of the assignment, contracted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.network import Network
from csrmatch.optimiser.validation import Floats, Integers


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
        _refuse_broken(network, lead)
        return cls.of_sound(network, lead)

    @classmethod
    def of_sound(cls, network: Network, lead: Integers) -> Residual:
        """The residual graph of a plan that is known to keep the rules."""
        load = np.bincount(lead, minlength=len(network.upper))
        full = load >= network.upper
        nodes = np.flatnonzero((full | (load == network.lower)) & (load > 0))
        sink = len(nodes)
        node = np.where(network.upper == 0, -1, sink)
        node[nodes] = np.arange(sink)
        length = _lengths(network, lead, nodes, node)
        length.ravel()[: sink * (sink + 1) : sink + 2] = np.inf
        absorbing = np.flatnonzero(~full[nodes])
        if len(absorbing):
            length[absorbing, sink] = np.minimum(length[absorbing, sink], 0)
        losing = np.flatnonzero(load[nodes] > network.lower[nodes])
        length[sink, losing] = np.minimum(length[sink, losing], 0)
        return cls(network, lead, nodes, node, length)

    @property
    def potential(self) -> Floats:
        """(n,) least loss from the sink to each node; so great that it binds nothing where none leads there.

        Raises
        ------
        ProblemError
            ``"plan_not_optimal"`` where a circle of moves would gain.
        """
        return self._shortest[0]

    @cached_property
    def _shortest(self) -> tuple[Floats, Floats]:
        """The potential, and the loss by way of each arc (Bellman–Ford, all arcs at once)."""
        sink = len(self.nodes)
        distance = self.length[sink].copy()
        if distance[sink] < 0:
            raise ProblemError("plan_not_optimal", field="plan")
        distance[sink] = 0.0
        if not np.isfinite(distance).all():
            np.minimum(distance, self._far, out=distance)
        through = np.empty_like(self.length)
        for _ in range(sink + 2):
            np.add(distance[:, None], self.length, out=through)
            shorter = np.minimum(distance, through.min(axis=0))
            if np.array_equal(shorter, distance):
                return distance, through
            distance = shorter
            if distance[sink] < 0:
                break
        raise ProblemError("plan_not_optimal", field="plan")

    @cached_property
    def price(self) -> Floats:
        """(C,) what one more place is worth; 0 for columns that share the sink or have no capacity."""
        price = np.zeros(len(self.node))
        price[self.nodes] = 0.0 - self.potential[:-1]
        return price

    @cached_property
    def is_unique(self) -> bool:
        """Whether it is plain that no other assignment is as good; False says only that there may be one.

        Every node that the sink can reach hangs on it by arcs without slack. If each hangs on one such arc
        and none leads back, there is no circle to go round without loss.
        """
        distance, through = self._shortest
        tight = np.count_nonzero(through == distance, axis=0)
        return not tight[-1] and int(tight.max()) <= 1 and bool(distance.max() < self._far)

    def filling(self, row: int) -> list[tuple[int, int]]:
        """The moves (row, column) that cost least where a row leaves its place."""
        distance, through = self._shortest
        moves = []
        sink = len(self.nodes)
        place = int(self.node[self.lead[row]])
        for _ in range(sink):
            if place == sink:
                break
            source = int(np.argmin(through[:, place] - distance[place]))
            released = source == sink and self.length[source, place] == 0
            if released:
                break
            column = int(self.nodes[place])
            loss = np.where(self.node[self.lead] == source, self.network.cost[:, column], np.inf)
            moved = int(np.argmin(loss - self.network.own(self.lead)))
            moves.append((moved, column))
            place = source
        return moves

    @cached_property
    def _far(self) -> float:
        return (len(self.lead) + 1) * (self.network.spread + 1)

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
    load = np.bincount(lead[lead >= 0], minlength=len(network.upper))
    held = network.fixed >= 0
    if (
        (lead < 0).any()
        or (load > network.upper).any()
        or (load < network.lower).any()
        or (lead[held] != network.fixed[held]).any()
        or not np.isfinite(network.own(lead)).all()
    ):
        raise ProblemError("plan_breaks_rules", field="plan")


def _lengths(network: Network, lead: Integers, nodes: Integers, node: Integers) -> Floats:
    """(n, n) least loss of moving one row from a node to another, by the rows alone."""
    sink = len(nodes)
    length = np.full((sink + 1, sink + 1), np.inf)
    free = np.flatnonzero(network.fixed < 0)
    if not len(free):
        return length
    every = len(free) == len(lead)
    cost = network.cost if every else network.cost[free]
    columns = lead if every else lead[free]
    start = node[columns]
    loss = np.empty((len(free), sink + 1))
    loss[:, :sink] = np.take(cost, nodes, axis=1)
    loss[:, sink] = _least_in_sink(cost, columns, np.flatnonzero(node == sink), np.flatnonzero(start == sink))
    loss -= cost[np.arange(len(free)), columns][:, None]
    order = np.argsort(start, kind="stable")
    is_first = np.ones(len(start) + 1, dtype=bool)
    np.not_equal(start[order[1:]], start[order[:-1]], out=is_first[1:-1])
    is_alone = is_first[:-1] & is_first[1:]
    alone = order[is_alone]
    length[start[alone]] = loss[alone]
    together = order[~is_alone]
    if len(together):
        first = np.flatnonzero(is_first[:-1][~is_alone])
        length[start[together[first]]] = np.minimum.reduceat(loss[together], first, axis=0)
    return length


def _least_in_sink(cost: Floats, lead: Integers, columns: Integers, led: Integers) -> Floats:
    """(rows,) each row's least cost among the sink's columns, its own lead left out; `led` are its rows."""
    if not len(columns):
        return np.full(len(cost), np.inf)
    least = np.take(cost, columns, axis=1)
    least[led, np.searchsorted(columns, lead[led])] = np.inf
    return np.asarray(least.min(axis=1))
