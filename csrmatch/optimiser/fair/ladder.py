"""The climb from the worst score upwards: at each level, the assignments that leave the fewest rows there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.network import Network
from csrmatch.optimiser.validation import Booleans, Integers

SQUARINGS = 4
"""How often the distance from the best score is squared for the assignment that the climb starts from."""


@dataclass(frozen=True)
class Step:
    """At this score (in millionths) every assignment that is fairest so far has `count` rows, no fewer."""

    level: float
    count: int


class Ladder:
    """All assignments that are fairest up to a level, as open cells and bounds, and one of them.

    Attributes
    ----------
    network : Network
        D rows that may all move, C columns.
    lead : (D,) int
        An assignment that is fairest so far.
    open : (D, C) bool
        Cells that some assignment which is fairest so far may use.
    lower, upper : (C,) int
        Fewest and most rows of each column in all of them.

    Notes
    -----
    At a level every cell costs 1 and every higher cell nothing, so the least cost is the fewest rows that
    must stay there (a lexicographic bottleneck problem, [1]_). It is found from the assignment at hand: each
    of its rows on the level in turn is made to pay and looks for a circle of moves without cost that leads
    it away; where there is none, the prices of all that it can reach rise by 1. The cells without slack in
    the end, and the bounds where the price is not 0, describe all assignments of that least cost and no
    others. They are the start for the next level.

    References
    ----------
    .. [1] R. E. Burkard and F. Rendl, "Lexicographic bottleneck problems", Operations Research Letters
       10 (5), 1991.
    """

    def __init__(self, network: Network, lead: Integers) -> None:
        self.network = network
        self.lead = lead.copy()
        self.open: Booleans = np.isfinite(network.cost) & (network.upper > 0)
        self.lower, self.upper = network.lower, network.upper
        cells = np.flatnonzero(self.open)
        value = -network.cost.ravel()[cells]
        order = np.argsort(value)
        self._cells, self._values = cells[order], value[order]
        self._passed = 0

    @classmethod
    def of(cls, network: Network) -> Ladder | None:
        """The foot of the ladder; None if the bounds cannot be kept."""
        is_open = np.isfinite(network.cost)
        behind = network.cost[is_open]
        behind -= behind.min(initial=np.inf)
        behind /= max(network.spread, 1.0)
        for _ in range(SQUARINGS):
            np.square(behind, out=behind)
        steep = np.full_like(network.cost, np.inf)
        steep[is_open] = behind
        lead = Network(steep, network.fixed, network.lower, network.upper).assign()
        return None if lead is None else cls(network, lead)

    def best_worst(self) -> float:
        """Goes up to the first level on which a row must stay and tells it; infinite without rows."""
        most = float(np.where(self.open, -self.network.cost, -np.inf).max(axis=1).min(initial=np.inf))
        for level, rows in self._levels():
            if level == most or self._settle(level, rows):
                return level
        return np.inf

    def climb(self) -> Iterator[Step]:
        """Goes up level by level until every row is settled; tells of each level on which rows must stay."""
        for level, rows in self._levels():
            count = self._settle(level, rows)
            if count:
                yield Step(level, count)

    def _levels(self) -> Iterator[tuple[float, Integers]]:
        """The lowest level that is not settled and the rows that are on it, as long as there is one."""
        level = -np.inf
        while True:
            own = -self.network.own(self.lead)
            level = float(own[own > level].min(initial=np.inf))
            if level == np.inf:
                return
            yield level, np.flatnonzero(own == level)

    def _settle(self, level: float, rows: Integers) -> int:
        """Narrows the open cells and the bounds to the assignments that have the fewest rows at the level."""
        start, end = (
            np.searchsorted(self._values, level, "left"),
            np.searchsorted(self._values, level, "right"),
        )
        is_open = self.open.ravel()
        is_open[self._cells[self._passed : start]] = False
        here = self._cells[start:end]
        here = here[is_open[here]]
        self._passed = int(end)
        level_of = _Level(self, *np.divmod(here, self.open.shape[1]), paying=rows)
        return level_of.settle(rows)


class _Level:
    """The least number of rows at one level, by prices that are whole numbers."""

    def __init__(self, ladder: Ladder, rows: Integers, columns: Integers, *, paying: Integers) -> None:
        self.ladder = ladder
        self.rows, self.columns = rows, columns
        self.cost = np.zeros(ladder.open.shape, dtype=np.int8)
        self.price = np.zeros(len(ladder.upper), dtype=np.int64)
        self.pays = np.zeros(len(ladder.lead), dtype=np.int64)
        free = ~np.isin(rows, paying)
        self.cost[rows[free], columns[free]] = 1
        self.tight = ladder.open & (self.cost == 0)

    def settle(self, rows: Integers) -> int:
        """The least number; leaves the ladder with the assignments that have it."""
        ladder = self.ladder
        here = np.bincount(self.rows, minlength=len(ladder.lead))
        stuck = rows[ladder.open[rows].sum(axis=1) == here[rows]]
        self._must_all_stay(stuck)
        count = len(stuck) + sum(self._must_stay(int(row)) for row in np.setdiff1d(rows, stuck))
        ladder.open = self.tight
        if count:
            ladder.lower, ladder.upper = (
                np.where(self.price > 0, ladder.upper, ladder.lower),
                np.where(self.price < 0, ladder.lower, ladder.upper),
            )
        return count

    def _must_all_stay(self, rows: Integers) -> None:
        """Lets rows pay that have no other cells than those at this level."""
        theirs = np.isin(self.rows, rows)
        self.cost[self.rows[theirs], self.columns[theirs]] = 1
        self.pays[rows] = 1

    def _must_stay(self, row: int) -> bool:
        """Whether the row's cells at this level are paid for once they cost 1; leads it away if it can be."""
        lead = self.ladder.lead
        mine = self.columns[self.rows == row]
        self.cost[row, mine] = 1
        self.tight[row] = self.ladder.open[row] & (self.cost[row] + self.price == self.pays[row])
        if lead[row] not in mine:
            return False
        search = _Search(self.tight, lead, row, *self._gates())
        if search.is_found:
            search.move(lead)
            return False
        if search.outlet is None:
            self.pays += search.rows
            self.price += search.columns
        else:  # What shares the outlet is worth nothing, so the rest falls instead.
            self.pays -= ~search.rows
            self.price -= ~search.columns
        self.tight = self.ladder.open & (self.cost + self.price == self.pays[:, None])
        return True

    def _gates(self) -> tuple[Booleans, Booleans]:
        """The columns that can take one more row at no cost, and those that can give one up."""
        load = np.bincount(self.ladder.lead, minlength=len(self.price))
        free = self.price == 0
        return free & (load < self.ladder.upper), free & (load > self.ladder.lower)


class _Search:
    """What a row can reach by moves without cost, breadth first, until its own place is filled again."""

    def __init__(
        self, tight: Booleans, lead: Integers, row: int, has_room: Booleans, can_lose: Booleans
    ) -> None:
        self.row, self.end = row, int(lead[row])
        self.rows: Booleans = np.zeros(len(lead), dtype=bool)
        self.columns: Booleans = np.zeros(len(has_room), dtype=bool)
        self.outlet: int | None = None
        self._mover = np.full(len(has_room), -1)
        self.rows[row] = True
        moving = np.array([row])
        while len(moving) and not self.is_found:
            ways = tight[moving]
            new = np.flatnonzero(ways.any(axis=0) & ~self.columns)
            self.columns[new] = True
            self._mover[new] = moving[ways[:, new].argmax(axis=0)]
            if self.outlet is None and has_room[new].any():
                self.outlet = int(new[has_room[new].argmax()])
                self.columns |= can_lose
            after = self.columns[lead] & ~self.rows
            self.rows |= after
            moving = np.flatnonzero(after)

    @property
    def is_found(self) -> bool:
        """Whether moves lead back to the place that the row leaves."""
        return bool(self.columns[self.end])

    def move(self, lead: Integers) -> None:
        """Makes the moves, in place."""
        place = self.end
        while True:
            mover = self._mover[place]
            if (
                mover < 0 and self.outlet is not None
            ):  # The place stays empty, for the outlet takes a row more.
                place = self.outlet
                continue
            place, lead[mover] = lead[mover], place
            if mover == self.row:
                return
