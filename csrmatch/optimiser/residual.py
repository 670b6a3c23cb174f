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
        np.minimum(distance, self._far, out=distance)
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
    def price(self) -> Integers:
        """(C,) what one more place is worth; 0 for columns that share the sink or have no capacity."""
        price = np.zeros(len(self.node), dtype=np.int64)
        price[self.nodes] = -self.potential[:-1].astype(np.int64)
        return price

    @cached_property
    def is_unique(self) -> bool:
        """Whether it is plain that no other assignment is as good; False says only that there may be one.

        Every node that the sink can reach hangs on it by arcs without slack. If each hangs on one such arc
        and none leads back, there is no circle to go round without loss.
        """
        slack = self.potential[:, None] + self.length - self.potential
        tight = slack == 0
        return (
            not tight[:, -1].any() and bool((np.count_nonzero(tight, axis=0) <= 1).all()) and self._grounded
        )

    @cached_property
    def _grounded(self) -> bool:
        """Whether the sink can reach every node."""
        return bool((self.potential[:-1] < self._far).all())

    @cached_property
    def _far(self) -> float:
        value = self.network.value
        return (len(self.lead) + 1) * (float(value.max()) - float(value.min()) + 1)

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
    free = free[np.argsort(node[lead[free]], kind="stable")]
    start = node[lead[free]]
    value = np.take(network.value, free, axis=0)
    if network.allowed is not None:
        value[~np.take(network.allowed, free, axis=0)] = -np.inf
    rows = np.arange(len(free))
    own = value[rows, lead[free]]
    gain = np.empty((len(free), sink + 1))
    gain[:, :sink] = np.take(value, nodes, axis=1)
    value[rows, lead[free]] = -np.inf
    value[:, node != sink] = -np.inf
    np.max(value, axis=1, out=gain[:, sink])
    loss = np.subtract(own[:, None], gain, out=gain)
    first = np.flatnonzero(np.r_[True, start[1:] != start[:-1]])
    length[start[first]] = np.minimum.reduceat(loss, first, axis=0)
    return length
