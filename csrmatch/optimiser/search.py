"""The search for the greatest value under linear rules: relax, try the likeliest cells, fix, prove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, inf, isfinite

import numpy as np

from csrmatch.optimiser.highs import (
    MARGIN,
    Found,
    Relaxed,
    best_choice,
    deadline_after,
    left_until,
    nearest,
    relaxed,
)
from csrmatch.optimiser.linear import Rows
from csrmatch.optimiser.validation import Booleans, Integers

DIRECT_CELLS = 400
"""So few cells are searched at once."""

LIKELY_CELLS = 4
"""How many cells for each district the first search is over, the likeliest by the prices."""

TRY_SHARE = 0.3
"""The share of the time left that one try at a good plan may take."""

PROOF_CELLS = 20_000
"""A proof is tried over no more cells than these: HiGHS prepares greater problems past any time limit."""

CHANGES_SHARE = 0.4
"""The share of the time left that goes to changes for the better where the likeliest cells are too many."""

FREED_DISTRICTS, FREED_CELLS = 30, 12
"""How many districts a change for the better is first sought among, and how many cells of each."""

CHANGE_SECONDS = 2.0
"""How long one search for a change for the better may take."""


@dataclass(eq=False)
class Search:
    """One search: the rules, the values, and the best choice and bound so far."""

    rows: Rows
    value: Integers
    deadline: float
    progress: Callable[[float], None] | None = None
    chosen: Booleans | None = None
    best: float = -inf
    bound: float = inf

    def run(self) -> Found:
        """The best choice within the time, with a bound; proven where both are equal."""
        prices = None
        if len(self.value) > DIRECT_CELLS:
            prices = relaxed(self.rows, self.value, self.deadline)
        if prices is None:
            return best_choice(self.rows, self.value, self.deadline)
        self.bound = float(floor(prices.bound + MARGIN))
        self._tell(0.1)
        tried = self._try_likely(prices)
        self._tell(0.4)
        if self.best < self.bound:
            self._finish(prices, tried)
        return Found(self.chosen, max(self.bound, self.best))

    def _try_likely(self, prices: Relaxed) -> Booleans:
        """Tries the likeliest cells, more of them where these hold no choice; gives those fully searched."""
        count = LIKELY_CELLS
        nothing = np.zeros(len(self.value), dtype=bool)
        while left_until(self.deadline) > 0:
            cells = self._likely(prices, count)
            found = self._within(cells, TRY_SHARE)
            if cells.all():
                self.bound = min(self.bound, max(found.bound, self.best))
            if found.chosen is not None or cells.all():
                return cells if found.bound <= self.best else nothing
            count *= 4
        return nothing

    def _likely(self, prices: Relaxed, count: int) -> Booleans:
        cells = prices.share > 0
        order = np.argsort(prices.slack, kind="stable")
        cells[order[: count * self.rows.districts]] = True
        cells[nearest(self.rows.place, prices.slack, count - 1)] = True
        return cells

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

    def _finish(self, prices: Relaxed, tried: Booleans) -> None:
        """Searches every cell that a better choice could hold: what lies below the best is shut for good."""
        could = self._could_better(prices)
        if self.chosen is not None and (could.sum() > PROOF_CELLS or not tried.any()):
            share = CHANGES_SHARE if could.sum() <= PROOF_CELLS else 1.0
            self._change_for_the_better(prices, deadline_after(share * left_until(self.deadline)))
            could = self._could_better(prices)
        self._tell(0.7)
        if tried.any() and not could[~tried].any():
            self.bound = self.best
        elif could.sum() <= PROOF_CELLS or self.chosen is None:
            found = self._within(could)
            self.bound = min(self.bound, max(found.bound, self.best))

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

    def _could_better(self, prices: Relaxed) -> Booleans:
        return np.asarray(prices.bound + MARGIN - prices.slack >= self.best + 1)

    def _tell(self, share: float) -> None:
        if self.progress is not None:
            self.progress(share)
