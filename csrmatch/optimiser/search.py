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
        if len(self.value) <= DIRECT_CELLS:
            return best_choice(self.rows, self.value, self.deadline)
        prices = relaxed(self.rows, self.value, self.deadline)
        if prices is None:
            return best_choice(self.rows, self.value, self.deadline)
        self.bound = float(floor(prices.bound + MARGIN))
        self._tell(0.1)
        tried = self._try_likely(prices)
        self._tell(0.4)
        if self.best < self.bound:
            self._finish(prices, tried)
        return Found(self.chosen, -inf if self.bound == -inf else max(self.bound, self.best))

    def _try_likely(self, prices: Relaxed) -> Booleans:
        """Tries the likeliest cells, more of them where these hold no choice; gives those fully searched."""
        count = LIKELY_CELLS
        nothing = np.zeros(len(self.value), dtype=bool)
        while left_until(self.deadline) > 0:
            cells = self._likely(prices, count)
            if cells.all():
                break
            found = self._within(cells, TRY_SHARE)
            if found.chosen is not None:
                return cells if found.bound <= self.best else nothing
            if not found.is_impossible:
                break
            count *= 4
        return nothing

    def _likely(self, prices: Relaxed, count: int) -> Booleans:
        cells = np.zeros(len(self.value), dtype=bool)
        order = np.argsort(prices.slack, kind="stable")
        cells[order[: count * self.rows.districts]] = True
        cells[nearest(self.rows.place, prices.slack, count - 1)] = True
        cells[prices.share > 0] = True
        return cells

    def _within(self, cells: Booleans, share: float = 1.0) -> Found:
        """The best choice among some cells, kept if it betters the best so far."""
        left = left_until(self.deadline)
        limit = deadline_after(left * share if isfinite(left) else None)
        found = best_choice(self.rows.take(cells), self.value[cells], limit)
        if found.chosen is not None:
            chosen = np.zeros(len(self.value), dtype=bool)
            chosen[np.flatnonzero(cells)[found.chosen]] = True
            worth = int(self.value[chosen].sum())
            if worth > self.best:
                self.chosen, self.best = chosen, worth
        return found

    def _finish(self, prices: Relaxed, tried: Booleans) -> None:
        """Searches every cell that a better choice could hold: what lies below the best is shut for good."""
        could = prices.bound + MARGIN - prices.slack >= self.best + 1
        if not could[~tried].any() and tried.any():
            self.bound = self.best
            return
        found = self._within(could)
        self.bound = min(self.bound, max(found.bound, self.best))

    def _tell(self, share: float) -> None:
        if self.progress is not None:
            self.progress(share)
