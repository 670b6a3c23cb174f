"""Prices that are nearly right, by letting rows bid: they say which cells can matter at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from csrmatch.optimiser.large.cells import Cells, Edges
from csrmatch.optimiser.validation import Floats, Integers

LISTED = 96
"""About so many cells of each row are in its list."""

ROUNDS, ROUNDS_A_ROW = 1000, 2
"""No auction has more rounds, some more for each row: what follows is exact whatever the prices are."""


@dataclass(eq=False)
class Auction:
    """Rows bid for places at columns until each has one.

    Every row without a place bids for the column that is worth most to it, so much that its next best would
    then be worth the same less `step`; the highest bid for a column gets a place, the lowest bidder there
    gives way where it is full [1]_. A row reads its list of best cells anew when prices have risen so far
    that a cell outside might be better.

    Attributes
    ----------
    cells : Cells
    capacity : (columns,) int
    step : float
        Least rise of a price.
    price : (columns,) float64
        What a place costs; inf where there is none.
    lead : (rows,) int
        The column of each row, -1 where it has none.

    References
    ----------
    .. [1] D. P. Bertsekas and D. A. Castañon, "The auction algorithm for the transportation problem", Annals
       of Operations Research 20, 1989.
    """

    cells: Cells
    capacity: Integers
    step: float
    price: Floats = field(init=False)
    lead: Integers = field(init=False)

    def __post_init__(self) -> None:
        rows = self.cells.rows
        self.price = np.where(self.capacity > 0, 0.0, np.inf)
        self.lead = np.full(rows, -1)
        self._paid = np.zeros(rows)
        self._load = np.zeros(self.cells.columns, dtype=np.int64)
        self._marked = np.zeros(self.cells.columns + 1, dtype=bool)
        self._column = np.zeros((rows, 2 * LISTED), dtype=np.int64)
        self._value = np.full((rows, 2 * LISTED), -np.inf)
        self._bound = np.zeros(rows)

    def run(self, goes_on: Callable[[float], bool]) -> None:
        """Bids until all rows have a place, or until `goes_on`, told the share that has, says no."""
        waiting = np.arange(self.cells.rows)
        self._list(waiting)
        for number in range(ROUNDS + ROUNDS_A_ROW * self.cells.rows):
            if not len(waiting) or (number % 64 == 0 and not goes_on(1 - len(waiting) / self.cells.rows)):
                return
            waiting = self._round(waiting)

    def chosen(self, most: int) -> Edges:
        """About `most` cells of each row that are worth most now, and its place."""
        known = self._value - self.price[self._column] >= self._bound[:, None]
        stale = np.flatnonzero(np.count_nonzero(known, axis=1) < most // 4)
        if len(stale):
            self._list(stale)
        worth = self._value - self.price[self._column]
        least = -np.partition(-worth, most, axis=1)[:, most]
        row, position = np.nonzero((worth >= least[:, None]) & np.isfinite(self._value))
        return Edges(row, self._column[row, position], self._value[row, position])

    def _list(self, rows: Integers) -> None:
        """Reads the lists of some rows anew, at the prices of now."""
        rows = np.sort(rows)
        edges, bound = self.cells.nearest(rows, self.price, LISTED)
        place = np.searchsorted(rows, edges.row)
        number = np.bincount(place, minlength=len(rows))
        position = np.arange(len(place)) - np.repeat(np.cumsum(number) - number, number)
        self._value[rows] = -np.inf
        self._value[edges.row, position] = edges.value
        self._column[edges.row, position] = edges.column
        self._bound[rows] = bound - 2.0

    def _round(self, waiting: Integers) -> Integers:
        """One bid of each waiting row; who waits afterwards."""
        columns = self._column[waiting]
        worth = self._value[waiting] - self.price[columns]
        every = np.arange(len(waiting))
        first = worth.argmax(axis=1)
        best = worth[every, first]
        worth[every, first] = -np.inf
        bound = self._bound[waiting]
        is_stale = ~(best >= bound)
        if is_stale.any() and (is_stale.all() or np.count_nonzero(is_stale) * 16 > self.cells.rows):
            self._list(waiting[is_stale])
            return waiting
        bids = np.flatnonzero(~is_stale)
        wanted = columns[bids, first[bids]]
        second = np.maximum(worth[bids].max(axis=1), bound[bids])
        second = np.where(np.isfinite(second), second, best[bids])
        offer = self.price[wanted] + best[bids] - second + self.step
        order = np.lexsort((offer, wanted))
        is_highest = np.ones(len(order), dtype=bool)
        np.not_equal(wanted[order[1:]], wanted[order[:-1]], out=is_highest[:-1])
        winner = order[is_highest]
        outbid = self._settle(wanted[winner], waiting[bids[winner]], offer[winner])
        return np.concatenate([waiting[is_stale], waiting[bids[order[~is_highest]]], outbid])

    def _settle(self, columns: Integers, rows: Integers, offer: Floats) -> Integers:
        """Gives each of the columns' places to the row that offered most; which rows give way."""
        full = columns[self._load[columns] >= self.capacity[columns]]
        holders = self._holders(full)
        holders = holders[np.lexsort((self._paid[holders], self.lead[holders]))]
        is_lowest = np.ones(len(holders), dtype=bool)
        np.not_equal(self.lead[holders[1:]], self.lead[holders[:-1]], out=is_lowest[1:])
        outbid = holders[is_lowest]
        self.lead[outbid] = -1
        self.lead[rows] = columns
        self._paid[rows] = offer
        self._load[columns] += 1
        self._load[full] -= 1
        full = columns[self._load[columns] >= self.capacity[columns]]
        holders = self._holders(full)
        self.price[full] = np.inf
        np.minimum.at(self.price, self.lead[holders], self._paid[holders])
        return outbid

    def _holders(self, columns: Integers) -> Integers:
        """The rows that have a place at some of the columns."""
        self._marked[columns] = True
        rows = np.flatnonzero(self._marked[self.lead])
        self._marked[columns] = False
        return rows
