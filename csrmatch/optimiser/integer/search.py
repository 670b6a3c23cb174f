"""The search for the greatest value under linear rules: relax, try the likeliest cells, fix, prove."""

from __future__ import annotations

from collections.abc import Callable
from math import floor, inf, isfinite

import numpy as np

from csrmatch.optimiser.integer.highs import (
    MARGIN,
    Found,
    Relaxed,
    best_choice,
    deadline_after,
    left_until,
    measured,
    nearest,
    relaxed,
)
from csrmatch.optimiser.integer.knapsacks import Knapsacks
from csrmatch.optimiser.integer.linear import Rows
from csrmatch.optimiser.validation import Booleans, Floats, Integers

DIRECT_CELLS = 400
"""So few cells are searched at once."""

LIKELY_CELLS = 4
"""How many cells for each district the first search is over, the likeliest by the prices."""

TRY_SHARE = 0.3
"""The share of the time left that one step towards a good plan may take."""

PROOF_CELLS = 20_000
"""A proof is tried over no more cells than these: HiGHS prepares greater problems past any time limit."""

EASY_CELLS = 8
"""With so few cells left for each district the proof is begun."""

WHOLE = 1 - 1e-6
"""A district with a share above this is left whole by the relaxation."""

FREED_DISTRICTS, FREED_CELLS = 30, 12
"""How many districts a change for the better is first sought among, and how many cells of each."""

CHANGE_SECONDS = 2.0
"""How long one search for a change for the better may take."""


class Search:
    """One search: the rules, the values, and the best choice and bound so far.

    With `any_will_do` it ends at the first choice that keeps the rules; values then only lead the way to it.

    Notes
    -----
    Cells are shut for good (`live` is then False) once prices tell that no choice better than the best so far
    can hold them.
    """

    def __init__(
        self,
        rows: Rows,
        value: Integers,
        deadline: float,
        progress: Callable[[float], None] | None = None,
        start: Floats | None = None,
        *,
        any_will_do: bool = False,
    ) -> None:
        self.rows, self.value, self.deadline = rows, value, deadline
        self.any_will_do = any_will_do
        self.progress, self.start = progress, start
        self.step, self.offset, _ = measured(rows, value)
        self.chosen: Booleans | None = None
        self.best, self.bound = -inf, inf
        self.live = np.ones(len(value), dtype=bool)
        self.searched = np.zeros(len(value), dtype=bool)

    def run(self) -> Found:
        """The best choice within the time, with a bound; proven where both are equal."""
        prices = None
        if len(self.value) > DIRECT_CELLS:
            prices = relaxed(self.rows, self.value, self.deadline, self.start)
        if prices is None:
            value = np.zeros_like(self.value) if self.any_will_do else self.value
            return best_choice(self.rows, value, self.deadline)
        self._learn(prices)
        self._tell(0.1)
        self._round(prices)
        prices = self._tightened(prices)
        self._tell(0.3)
        self._try_likely(prices)
        self._tell(0.5)
        self._close_in(prices)
        return Found(self.chosen, max(self.bound, self.best))

    def as_good(self, best: int) -> Booleans | None:
        """The cells that a choice of the greatest value, `best`, could hold; None where none is known."""
        prices = relaxed(self.rows, self.value, self.deadline, self.start)
        if prices is None:
            return None
        self.best = best - self.step
        self._learn(prices)
        self._tightened(prices)
        return self.live

    @property
    def is_done(self) -> bool:
        """Whether the best is proven, or found where any will do, or the time is over."""
        if self.any_will_do and self.chosen is not None:
            return True
        return self.best >= self.bound or left_until(self.deadline) <= 0

    def _learn(self, prices: Relaxed) -> None:
        """Takes what prices prove: the bound, and cells that no better choice can hold."""
        steps = floor((prices.bound - self.offset + MARGIN) / self.step)
        self.bound = min(self.bound, float(self.offset + steps * self.step))
        self.live &= prices.bound + MARGIN - prices.slack >= self.best + self.step
        if self.searched.any() and not self.live[~self.searched].any():
            self.bound = self.best

    def _tightened(self, prices: Relaxed) -> Relaxed:
        """Prices that prove more where budgets are in force; the same where they do not, or are too many."""
        if self.is_done or self.live.sum() > PROOF_CELLS:
            return prices
        rows, live = self.rows.take(self.live), self.live.copy()
        sacks = Knapsacks.of(rows, self.value[live], prices.price)
        if sacks is None:
            return prices
        limit = deadline_after(left_until(self.deadline) * TRY_SHARE)
        part = sacks.tightened(prices.price[: rows.districts], self.best, limit)
        if part.bound >= prices.bound:
            return prices
        price = prices.price.copy()
        price[: rows.districts] = part.price
        slack, share = np.full(len(live), inf), np.zeros(len(live))
        slack[live], share[live] = part.slack, part.share
        tighter = Relaxed(price, slack, part.bound, share)
        self._learn(tighter)
        return tighter

    def _round(self, prices: Relaxed) -> None:
        """Keeps each district that the relaxation leaves whole, and frees more of them where need be."""
        whole = np.zeros(self.rows.districts, dtype=bool)
        whole[self.rows.place[prices.share > WHOLE]] = True
        order = np.random.default_rng(0).permutation(np.flatnonzero(whole))
        near = np.zeros(len(self.value), dtype=bool)
        near[nearest(self.rows.place, prices.slack, 2 * FREED_CELLS)] = True
        while self.chosen is None and not self.is_done:
            held = whole[self.rows.place]
            self._within((held & (prices.share > WHOLE)) | (~held & near), TRY_SHARE, CHANGE_SECONDS)
            if not len(order):
                break
            more = max(len(order) // 3, FREED_DISTRICTS)
            whole[order[:more]] = False
            order = order[more:]
        self._learn(prices)

    def _try_likely(self, prices: Relaxed) -> None:
        """Searches the likeliest cells, more of them where these hold no choice."""
        count = LIKELY_CELLS
        while not self.is_done:
            cells = self._likely(prices, count)
            found = self._within(cells, TRY_SHARE)
            if found.bound <= self.best:
                self.searched |= cells if not self.searched.any() else False
            self._learn(prices)
            if found.chosen is not None or cells.sum() >= self.live.sum():
                return
            count *= 2

    def _likely(self, prices: Relaxed, count: int) -> Booleans:
        cells = prices.share > 0
        order = np.argsort(prices.slack, kind="stable")
        cells[order[: count * self.rows.districts]] = True
        cells[nearest(self.rows.place, prices.slack, count - 1)] = True
        return cells & np.isfinite(prices.slack)

    def _close_in(self, prices: Relaxed) -> None:
        """Betters the best and the bound in turn until few enough cells are left to prove it."""
        rounds = 0
        while not self.is_done and self.chosen is not None and rounds < 3:
            if self.live.sum() <= EASY_CELLS * self.rows.districts:
                break
            share = TRY_SHARE if self.live.sum() <= PROOF_CELLS else 1.0
            self._change_for_the_better(prices, deadline_after(share * left_until(self.deadline)))
            self._learn(prices)
            prices = self._tightened(prices)
            rounds += 1
        self._tell(0.7)
        if not self.is_done and (self.live.sum() <= PROOF_CELLS or self.chosen is None):
            found = self._within(self.live)
            self.bound = min(self.bound, max(found.bound, self.best))

    def _within(self, cells: Booleans, share: float = 1.0, most: float = inf) -> Found:
        """The best choice among some cells, kept if it betters the best so far."""
        limit = min(left_until(self.deadline) * share, most)
        found = best_choice(
            self.rows.take(cells), self.value[cells], deadline_after(limit if isfinite(limit) else None)
        )
        if found.chosen is not None:
            chosen = np.zeros(len(self.value), dtype=bool)
            chosen[np.flatnonzero(cells)[found.chosen]] = True
            worth = int(self.value[chosen].sum())
            if worth > self.best:
                self.chosen, self.best = chosen, worth
        return found

    def _change_for_the_better(self, prices: Relaxed, deadline: float) -> None:
        """Frees some districts at a time, the others held, and takes what is better, until the time is over.

        Districts are freed around one that lies far below its price: those that want the same CPSEs and
        those that these lead now. More are freed as long as that is quick, fewer where it is not.
        """
        rows, random = self.rows, np.random.default_rng(0)
        near = np.zeros(len(self.value), dtype=bool)
        near[nearest(rows.place, prices.slack, FREED_CELLS)] = True
        size = FREED_DISTRICTS
        while (left := left_until(deadline)) > 0 and self.chosen is not None and self.best < self.bound:
            before = self.best
            chosen, limit = self.chosen, min(left, CHANGE_SECONDS)
            freed = self._around(random, chosen, near, prices, min(size, rows.districts))
            self._within(chosen | (near & freed[rows.place]), most=limit)
            spent = left - left_until(deadline)
            if self.best == before:
                if size >= rows.districts and spent < limit:
                    return
                size += size // 10 + 1 if spent < limit / 4 else -(size // 10) if spent >= limit else 0

    def _around(
        self, random: np.random.Generator, chosen: Booleans, near: Booleans, prices: Relaxed, size: int
    ) -> Booleans:
        """(D,) so many districts around one drawn by how far it lies below its price."""
        rows = self.rows
        loss = np.zeros(rows.districts)
        loss[rows.place[chosen]] = prices.slack[chosen]
        share = loss / (loss.max() + 1.0)
        weight = share + 0.5 * share.mean() + 1e-9
        start = int(random.choice(rows.districts, p=weight / weight.sum()))
        wanted = np.isin(rows.cpse, rows.cpse[near & (rows.place == start)])
        closeness = np.bincount(rows.place[wanted & near], minlength=rows.districts).astype(np.float64)
        closeness[rows.place[wanted & chosen]] += 3.0
        closeness += share + 2.0 * random.random(rows.districts)
        closeness[start] = np.inf
        freed = np.zeros(rows.districts, dtype=bool)
        freed[np.argsort(-closeness, kind="stable")[:size]] = True
        return freed

    def _tell(self, share: float) -> None:
        if self.progress is not None:
            self.progress(share)
