"""Prices of districts against which each CPSE fills its places and its budget as well as it can.

Where budgets are tight, whole districts that must fit into a budget bound the total far better than shares of
districts do. Every district may be led by several or none, at a price; each CPSE is then a knapsack problem
of its own, solved exactly, and the prices are moved until districts are led once, as nearly as can be [1]_.

References
----------
.. [1] M. L. Fisher, R. Jaikumar and L. N. Van Wassenhove, "A multiplier adjustment method for the generalized
   assignment problem", Management Science 32 (9), 1986.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.integer.highs import Relaxed, left_until
from csrmatch.optimiser.integer.linear import Rows
from csrmatch.optimiser.validation import Booleans, Floats, Integers

TABLE = 60_000
"""So many states of one knapsack are told apart; budgets are made coarser, in its favour, to stay below."""

ROUNDS = 150
"""So often the prices are moved at most."""

PATIENCE = 10
"""After so many rounds without a better bound the steps are halved."""

FINEST = 2e-6
"""Steps below this share of the bound are not worth a round."""


@dataclass(frozen=True, eq=False)
class _Knapsack:
    """One CPSE with a budget: its cells, what they ask in units, its places and its budget in units."""

    cells: Integers
    ask: Integers
    places: int
    budget: int


@dataclass(eq=False)
class Knapsacks:
    """The problem as one knapsack for each CPSE, for prices of the districts."""

    rows: Rows
    net: Floats
    constant: float
    sacks: list[_Knapsack]
    plain: Integers
    places: Integers

    @classmethod
    def of(cls, rows: Rows, value: Integers, price: Floats) -> Knapsacks | None:
        """From the rules and the prices of those that are not a CPSE's own; None if no budget has a row."""
        kinds = ["district"] * rows.districts + [kind for kind, _ in rows.about]
        kinds += ["other"] * (len(rows.low) - len(kinds))
        price = price.copy()
        price[[kind in {"district", "budget"} for kind in kinds]] = 0.0
        price[np.array([kind == "capacity" for kind in kinds]) & (price > 0)] = 0.0
        taut = price != 0
        constant = float(np.where(price > 0, rows.high, rows.low)[taut] @ price[taut])
        columns = int(rows.cpse.max(initial=-1)) + 1
        places = np.full(columns, rows.districts, dtype=np.int64)
        by_row = rows.matrix.tocsr()
        budgets = {}
        for row, (kind, column) in enumerate(rows.about, start=rows.districts):
            if kind == "capacity" and column < columns:
                places[column] = min(rows.high[row], rows.districts)
            elif kind == "budget" and column < columns:
                budgets[column] = row
        asked = np.zeros(len(rows.cpse), dtype=np.int64)
        plain = np.ones(len(rows.cpse), dtype=bool)
        order = np.argsort(rows.cpse, kind="stable")
        starts = np.searchsorted(rows.cpse[order], np.arange(columns + 1))
        sacks = []
        for column, row in budgets.items():
            cells = order[starts[column] : starts[column + 1]]
            span = slice(by_row.indptr[row], by_row.indptr[row + 1])
            asked[by_row.indices[span]] = by_row.data[span]
            if len(cells):
                plain[cells] = False
                sacks.append(_sack(cells, asked[cells], int(places[column]), int(rows.high[row])))
        if not sacks:
            return None
        return cls(rows, value - rows.matrix.T @ price, constant, sacks, np.flatnonzero(plain), places)

    def total(self, price: Floats) -> tuple[float, Booleans]:
        """What the prices of the districts prove, and the cells that the CPSEs choose against them."""
        gain = self.net - price[self.rows.place]
        chosen = np.zeros(len(gain), dtype=bool)
        chosen[self._best_plain(gain)] = True
        for sack in self.sacks:
            items = np.flatnonzero(gain[sack.cells] > 0)
            if len(items):
                tables = _tables(gain[sack.cells[items]], sack.ask[items], sack)
                chosen[sack.cells[items[_traced(tables, sack.ask[items], sack)]]] = True
        return float(price.sum()) + self.constant + float(gain[chosen].sum()), chosen

    def _best_plain(self, gain: Floats) -> Integers:
        """The cells that CPSEs without a budget choose."""
        cells = self.plain[gain[self.plain] > 0]
        cells = cells[np.lexsort((-gain[cells], self.rows.cpse[cells]))]
        cpse = self.rows.cpse[cells]
        first = np.flatnonzero(np.diff(cpse, prepend=-1))
        rank = np.arange(len(cells)) - np.repeat(first, np.diff(first, append=len(cells)))
        return np.asarray(cells[rank < self.places[cpse]])

    def slack(self, price: Floats) -> Floats:
        """(n,) how much less the prices prove of any choice that holds a cell."""
        gain = self.net - price[self.rows.place]
        slack = np.zeros(len(gain))
        chosen = self._best_plain(gain)
        cpse = self.rows.cpse
        least = np.full(len(self.places), np.inf)
        np.minimum.at(least, cpse[chosen], gain[chosen])
        full = np.bincount(cpse[chosen], minlength=len(self.places)) >= self.places
        slack[self.plain] = np.where(full, least, 0.0)[cpse[self.plain]] - gain[self.plain]
        slack[chosen] = 0.0
        for sack in self.sacks:
            slack[sack.cells] = _forced_slack(gain[sack.cells], sack)
        return slack

    def tightened(self, start: Floats, aim: float, deadline: float) -> Relaxed:
        """The best bound found from some prices of the districts on; `aim` is a total that is reached."""
        price = best_price = start
        best, best_chosen = self.total(start)
        reach, idle = max((best - aim) / 2 if np.isfinite(aim) else 0.002 * abs(best), 1.0), 0
        total, chosen = best, best_chosen
        for _ in range(ROUNDS):
            spare = 1.0 - np.bincount(self.rows.place[chosen], minlength=len(start))
            length = float(spare @ spare)
            if not length or reach < FINEST * abs(best) or best <= aim or left_until(deadline) <= 0:
                break
            price = price - (total - max(best - reach, aim)) / length * spare
            total, chosen = self.total(price)
            idle = 0 if total < best - reach / 8 else idle + 1
            if total < best:
                best, best_price, best_chosen = total, price, chosen
            if idle >= PATIENCE:
                reach, idle, price = reach / 2, 0, best_price
                total, chosen = best, best_chosen
        return Relaxed(best_price, self.slack(best_price), best, best_chosen.astype(np.float64))


def _sack(cells: Integers, ask: Integers, places: int, budget: int) -> _Knapsack:
    """One knapsack in the greatest unit that is exact, or in one that is coarse enough for the table."""
    unit = max(int(np.gcd.reduce(ask)), 1)
    ask, budget = ask // unit, budget // unit
    counted = places + 1 if places < len(cells) else 1
    coarse = max(-(-counted * (budget + 1) // TABLE), 1)
    return _Knapsack(cells, ask // coarse, places, budget // coarse)


def _tables(gain: Floats, ask: Integers, sack: _Knapsack) -> Floats:
    """(n + 1, places, money) the most that the first items gain within so many places and so much money."""
    budget = min(sack.budget, int(ask.sum()))
    counted = int(sack.places < len(gain))
    tables = np.zeros((len(gain) + 1, sack.places * counted + 1, budget + 1))
    for item, (worth, cost) in enumerate(zip(gain.tolist(), ask.tolist(), strict=True)):
        before, after = tables[item], tables[item + 1]
        after[:] = before
        if cost <= budget:
            end = len(before) - counted
            np.maximum(
                before[counted:, cost:], before[:end, : budget + 1 - cost] + worth, out=after[counted:, cost:]
            )
    return tables


def _traced(tables: Floats, ask: Integers, sack: _Knapsack) -> Booleans:
    """The items that the best of all uses."""
    place, money = tables.shape[1] - 1, tables.shape[2] - 1
    counted = int(sack.places < len(ask))
    used = np.zeros(len(ask), dtype=bool)
    for item in range(len(ask) - 1, -1, -1):
        if tables[item + 1, place, money] != tables[item, place, money]:
            used[item] = True
            place, money = place - counted, money - int(ask[item])
    return used


def _forced_slack(gain: Floats, sack: _Knapsack) -> Floats:
    """How much less a CPSE gains if an item is forced upon it, for each of its items."""
    items = np.flatnonzero(gain > 0)
    worth, ask = gain[items], sack.ask[items]
    first = _tables(worth, ask, sack)
    last = _tables(worth[::-1], ask[::-1], sack)
    places, budget = first.shape[1] - 1, first.shape[2] - 1
    counted = int(sack.places < len(items))
    best = first[-1, places, budget]
    left = np.minimum(sack.budget - sack.ask, budget)
    place = min(sack.places - 1, places) if counted else 0
    slack = best - gain - first[-1, place, left]
    for number, item in enumerate(items.tolist()):
        cost = int(ask[number])
        before = first[number, : places + 1 - counted, : budget + 1 - cost]
        after = last[len(items) - 1 - number, : places + 1 - counted, : budget + 1 - cost]
        if before.size:
            slack[item] = best - worth[number] - float((before + after[::-1, ::-1]).max())
    return np.asarray(slack)
