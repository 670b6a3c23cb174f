"""One district must move from a best plan: the best chain of moves of every length, by shortest paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csrmatch.optimiser.network import Network
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.residual import Residual
from csrmatch.optimiser.validation import Booleans, Floats, Integers, name_order


@dataclass(frozen=True)
class Link:
    """The rest of a chain: how it ranks by name, the row that moves now, its new column, where it goes on."""

    rank: int
    row: int
    column: int
    onward: tuple[int, int] | None


@dataclass(eq=False)
class Chains:
    """All best chains that begin with one row leaving its column.

    Parameters
    ----------
    problem : Problem
        In which the row may not stay where it is.
    residual : Residual
        Of the plan before, where the row may stay.
    row : int

    Notes
    -----
    Where the plan is best, no circle of moves gains. What follows when the row joins another column is then
    a shortest path from there back to the column it left, or to one that has room. Bellman–Ford by the
    number of moves gives the shortest for every number at once: `left[j][n]` is the least loss from node n
    with at most j moves. Room and a place left empty cost no move.
    """

    problem: Problem
    residual: Residual
    row: int

    def __post_init__(self) -> None:
        self._left = [self._freed(np.where(np.arange(self._sink + 1) == self._end, 0.0, np.inf))]
        self._links: dict[tuple[int, int], Link] = {}

    @property
    def _sink(self) -> int:
        return len(self.residual.nodes)

    @cached_property
    def _end(self) -> int:
        return int(self.residual.node[self.residual.lead[self.row]])

    @cached_property
    def _own(self) -> Floats:
        return self.residual.network.own(self.residual.lead)

    @cached_property
    def _joining(self) -> Floats:
        """(C,) what the row costs in each column it may join."""
        problem, pin = self.problem, self.problem.pins[self.row]
        may_join = self.residual.node >= 0
        may_join[self.residual.lead[self.row]] = False
        if problem.banned is not None:
            may_join &= ~problem.banned[self.row]
        if pin >= 0:
            may_join &= np.arange(len(may_join)) == pin
        return np.asarray(np.where(may_join, problem._cost[self.row], np.inf))

    @cached_property
    def _load(self) -> Integers:
        return np.asarray(np.bincount(self.residual.lead, minlength=len(self.residual.node)))

    @cached_property
    def _has_room(self) -> Booleans:
        """(n - 1,) the nodes that may take one more without anybody leaving."""
        nodes = self.residual.nodes
        return np.asarray(self._load[nodes] < self.residual.network.upper[nodes])

    @cached_property
    def _can_lose(self) -> Booleans:
        """(n - 1,) the nodes that may lose one without anybody coming."""
        nodes = self.residual.nodes
        return np.asarray(self._load[nodes] > self.residual.network.lower[nodes])

    def _freed(self, left: Floats) -> Floats:
        """The losses with what costs no move let in, in place."""
        ends = left[:-1][self._can_lose]
        if len(ends):
            left[-1] = min(float(left[-1]), float(ends.min()))
        left[:-1][self._has_room] = np.minimum(left[:-1][self._has_room], left[-1])
        return left

    def _grow(self) -> bool:
        """Allows one more move; False if that gains nothing anywhere."""
        last = self._left[-1]
        more = self._freed(np.minimum(last, (self.residual.length + last).min(axis=1)))
        if np.array_equal(more, last):
            return False
        self._left.append(more)
        return True

    def by_length(self, most: int) -> list[Integers | None]:
        """The leads of the best plan with at most 0, 1, … `most` other rows moved, as far as they improve.

        The list ends where more moves gain nothing; None where so few do not serve.
        """
        leads: list[Integers | None] = []
        best = np.inf
        for moves in range(most + 1):
            if moves == len(self._left) and not self._grow():
                break
            loss = float((self._joining + self._at(moves)).min())
            if loss < best:
                best = loss
                leads.append(self._first_by_name(moves, loss))
            else:
                leads.append(leads[-1] if leads else None)
        return leads

    def serves(self) -> bool:
        """Whether any number of moves serves."""
        while not np.isfinite(self._joining + self._at(len(self._left) - 1)).any():
            if not self._grow():
                return False
        return True

    def _at(self, moves: int) -> Floats:
        """(C,) the least loss from each column with at most so many moves."""
        node = self.residual.node
        return np.asarray(np.where(node < 0, np.inf, self._left[moves][node]))

    def _first_by_name(self, moves: int, loss: float) -> Integers:
        """The leads that are first by name among the best with just so many moves."""
        columns = np.flatnonzero(self._joining + self._at(moves) == loss)
        self._link(moves, set(self.residual.node[columns].tolist()))
        link = min(self._candidates(self.row, columns, moves), key=lambda link: link.rank)
        lead = self.residual.lead.copy()
        while True:
            if link.row >= 0:
                lead[link.row] = link.column
            if link.onward is None:
                return lead
            link = self._links[link.onward]

    def _link(self, moves: int, places: set[int]) -> None:
        """Finds the first chain by name from every node, with just so many moves, and what they need."""
        wanted = []
        for left in range(moves, -1, -1):
            places = {place for place in self._by_free_arcs(left, places) if (left, place) not in self._links}
            moving = [(place, cells) for place in places for cells in self._moving(left, place)]
            wanted.append((left, places, moving))
            places = {int(node) for _, (_, columns) in moving for node in self.residual.node[columns]}
        for left, places, moving in reversed(wanted):
            found: dict[int, list[Link]] = {place: [] for place in places}
            for place, (row, columns) in moving:
                found[place] += self._candidates(row, columns, left - 1)
            for place in sorted(places, key=self._depth):
                links = found[place] + self._free(left, place)
                self._links[left, place] = min(links, key=lambda link: link.rank)

    def _depth(self, place: int) -> int:
        """Nodes that others reach by arcs without a move come first."""
        if place == self._sink:
            return 1
        return 2 if self._has_room[place] else 0

    def _onward(self, left: int, place: int) -> list[int]:
        """The nodes that follow on a shortest path by an arc without a move."""
        losses = self._left[left]
        if place == self._sink:
            return np.flatnonzero(self._can_lose & (losses[:-1] == losses[-1])).tolist()
        return [self._sink] if self._has_room[place] and losses[place] == losses[-1] else []

    def _by_free_arcs(self, left: int, places: set[int]) -> set[int]:
        reached = set(places)
        for place in places:
            for following in self._onward(left, place):
                reached |= {following, *self._onward(left, following)}
        return reached

    def _free(self, left: int, place: int) -> list[Link]:
        if left == 0 and place == self._end:
            return [Link(0, -1, -1, None)]
        return [
            Link(self._links[left, following].rank, -1, -1, (left, following))
            for following in self._onward(left, place)
            if (left, following) in self._links
        ]

    def _moving(self, left: int, place: int) -> list[tuple[int, Integers]]:
        """The rows of a node that may move next on a shortest path, and where to."""
        residual = self.residual
        if left == 0:
            return []
        onward = self._at(left - 1)
        rows = np.flatnonzero((residual.node[residual.lead] == place) & (residual.network.fixed < 0))
        found = []
        for row in rows.tolist():
            loss = residual.network.cost[row] - self._own[row] + onward
            loss[residual.lead[row]] = np.inf
            columns = np.flatnonzero(loss == self._left[left][place])
            if len(columns):
                found.append((row, columns))
        return found

    def _candidates(self, row: int, columns: Integers, left: int) -> list[Link]:
        """The chains that begin with a row's move to one of the columns; of the sink the first by name."""
        places = self.residual.node[columns]
        named = columns[np.argsort(self._column_rank[columns])]
        roomy = named[self.residual.node[named] == self._sink][:1]
        links = []
        for column in [*columns[places != self._sink].tolist(), *roomy.tolist()]:
            onward = left, int(self.residual.node[column])
            if onward in self._links:
                rank = self._worth(row, column) + self._links[onward].rank
                links.append(Link(rank, row, column, onward))
        return links

    def _worth(self, row: int, column: int) -> int:
        """How a move changes the plan's place in the order by name, as one whole number.

        A plan read in the order of its districts' names is a number whose digits are its CPSEs' ranks.
        """
        rank = self._column_rank
        digit = int(rank[column]) - int(rank[self.residual.lead[row]])
        weight: int = len(rank) ** (len(self.residual.lead) - 1 - int(self._row_rank[row]))
        return digit * weight

    @cached_property
    def _column_rank(self) -> Integers:
        return _ranks(name_order(self.problem.cpses))

    @cached_property
    def _row_rank(self) -> Integers:
        return _ranks(name_order(self.problem.districts))


def chains(problem: Problem, lead: Integers, row: int, fixed: Integers) -> Chains:
    """The chains of a problem in which `row` may no longer stay where the plan has it.

    `fixed` are the columns that rows were pinned to when the plan was best, -1 where there was none.

    Raises
    ------
    ProblemError
        ``"plan_breaks_rules"`` or ``"plan_not_optimal"`` where the plan was not best before.
    """
    before = problem.banned
    if before is not None and before[row, lead[row]]:
        before = before.copy()
        before[row, lead[row]] = False
    cost = problem._cost
    if before is not None and before.any():
        cost = np.where(before, np.inf, cost)
    lower = np.zeros_like(problem.capacity) if problem.minimum is None else problem.minimum
    residual = Residual.of(Network(cost, fixed, lower, problem.capacity), lead)
    _ = residual.potential
    return Chains(problem, residual, row)


def _ranks(order: Integers) -> Integers:
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    return ranks
