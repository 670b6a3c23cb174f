"""What prices of districts, CPSEs, budgets and groups prove by whole numbers alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans, Integers

CRORE = 10_000_000

_SAFE = 2**61


@dataclass(frozen=True, eq=False)
class Prices:
    """Prices in whole steps, of which no open cell may lie above the sum that it pays.

    Attributes
    ----------
    district, cpse, group : (D,), (C,), (G,) int64
        In millionths; `group` is None without groups.
    budget : (C,) int64, or None without budgets
        In millionths for a crore of rupees.
    """

    district: Integers
    cpse: Integers
    budget: Integers | None = None
    group: Integers | None = None

    def are_signed(self, problem: Problem) -> bool:
        """Whether every price has a bound behind it that makes it prove something."""
        minimum = np.zeros_like(self.cpse) if problem.minimum is None else problem.minimum
        signed = not ((self.cpse < 0) & (minimum == 0)).any()
        signed &= self.budget is None or not (self.budget < 0).any()
        for group, price in zip(problem.groups, self._groups(), strict=True):
            signed &= not ((price > 0 and group.at_most is None) or (price < 0 and not group.at_least))
        return bool(signed)

    def least_districts(self, problem: Problem) -> Integers:
        """(D,) the least price of each district that leaves none of its open cells above the prices."""
        others = replace(self, district=np.zeros_like(self.district))
        lacking = np.where(open_cells(problem), -others.slack(problem), -_SAFE).max(axis=1)
        return np.asarray(-(-lacking // CRORE), dtype=np.int64)

    def slack(self, problem: Problem) -> Integers:
        """(D, C) how far each cell lies below what it pays, in millionths times 10⁷."""
        pays = self.district[:, None] + self.cpse - problem.fit_micro
        for group, price in zip(problem.groups, self._groups(), strict=True):
            rows = [problem.row[name] for name in group.districts]
            pays[np.ix_(rows, [problem.column[name] for name in group.cpses])] += price
        ask = np.zeros((1, 1), dtype=np.int64)
        if problem.ask is not None:
            ask = problem.ask[:, None] if problem.ask.ndim == 1 else problem.ask
        budget = np.zeros_like(self.cpse) if self.budget is None else self.budget
        greatest = max(_largest(pays) * CRORE, _largest(ask) * _largest(budget))
        if greatest >= _SAFE:  # Whole numbers of any size: slower, and just as exact.
            pays, ask = pays.astype(object), ask.astype(object)
        return np.asarray(pays * CRORE + ask * budget)

    def value(self, problem: Problem) -> int:
        """What no total exceeds if no open cell lies above the prices, in millionths, rounded up."""
        minimum = np.zeros_like(self.cpse) if problem.minimum is None else problem.minimum
        whole = sum(self.district.tolist())
        for price, most, least in zip(
            self.cpse.tolist(), problem.capacity.tolist(), minimum.tolist(), strict=True
        ):
            whole += price * (most if price > 0 else least)
        for group, price in zip(problem.groups, self._groups(), strict=True):
            whole += price * ((group.at_most or 0) if price > 0 else group.at_least)
        money = 0
        if self.budget is not None and problem.budget is not None:
            money = sum(
                price * rupees
                for price, rupees in zip(self.budget.tolist(), problem.budget.tolist(), strict=True)
            )
        return int(whole - (-money // CRORE))

    def _groups(self) -> list[int]:
        return [] if self.group is None else self.group.tolist()


def open_cells(problem: Problem) -> Booleans:
    """(D, C) the cells that some plan may hold: shut by no rule, and no dearer than the whole budget."""
    if problem.ask is None or problem.budget is None:
        return problem.allowed
    ask = problem.ask[:, None] if problem.ask.ndim == 1 else problem.ask
    return np.asarray(problem.allowed & (ask <= problem.budget))


def _largest(values: Integers) -> int:
    return max(abs(int(values.max(initial=0))), abs(int(values.min(initial=0))))
