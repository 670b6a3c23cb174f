"""The rules as bounds on an assignment, and the exact solve of it on slots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csrmatch.optimiser.lsap import linear_sum_assignment
from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans, Floats, Integers


@dataclass(frozen=True, eq=False)
class Network:
    """The rules in force as bounds on a D × C assignment, pins as rows that cannot move.

    Attributes
    ----------
    cost : (D, C) float64
        Whole numbers, smaller is better; inf on a cell that is banned.
    fixed : (D,) int
        The column a row cannot leave, -1 where it may move.
    lower, upper : (C,) int
        Fewest and most rows of each column, fixed rows included.
    """

    cost: Floats
    fixed: Integers
    lower: Integers
    upper: Integers

    @classmethod
    def of(cls, problem: Problem) -> Network:
        """The network of a problem's capacities, minimums, pins and bans."""
        minimum = problem.minimum
        return cls(
            cost=problem._cost if problem.banned is None else np.where(problem.banned, np.inf, problem._cost),
            fixed=problem.pins,
            lower=np.zeros(len(problem.cpses), dtype=np.int64) if minimum is None else minimum,
            upper=problem.capacity,
        )

    @cached_property
    def spread(self) -> float:
        """Greatest difference of two open cells."""
        open_cells = self.cost[np.isfinite(self.cost)]
        return float(open_cells.max() - open_cells.min()) if len(open_cells) else 0.0

    def own(self, lead: Integers) -> Floats:
        """(D,) what each row costs where it is."""
        return np.asarray(self.cost[np.arange(len(lead)), lead])

    def without_fixed(self) -> tuple[Network, Integers] | None:
        """The network of the rows that may move, and which they are; None if the fixed rows break a rule."""
        free = np.flatnonzero(self.fixed < 0)
        if len(free) == len(self.fixed):
            return self, free
        held = np.flatnonzero(self.fixed >= 0)
        taken = np.bincount(self.fixed[held], minlength=len(self.upper))
        if (taken > self.upper).any() or not np.isfinite(self.cost[held, self.fixed[held]]).all():
            return None
        lower = np.maximum(self.lower - taken, 0)
        return Network(self.cost[free], self.fixed[free], lower, self.upper - taken), free

    def take(self, columns: Integers, upper: Integers) -> Network:
        """The network of some columns only, within other upper bounds."""
        cost = self.cost if len(columns) == len(self.upper) else np.take(self.cost, columns, axis=1)
        return Network(cost, self.fixed, self.lower[columns], upper[columns])

    def assign(self) -> Integers | None:
        """(D,) the columns of a cheapest assignment; None if the bounds cannot be kept.

        Pays no heed to `fixed`: see `without_fixed`.

        Notes
        -----
        A column that may take k rows stands k times in the matrix given to scipy's `linear_sum_assignment`
        (shortest augmenting paths, [1]_): exact, for all numbers are whole and far below 2**53. A column's
        first `lower` places are rewarded above any total, so they are filled if they can be.

        References
        ----------
        .. [1] D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on
           Aerospace and Electronic Systems 52 (4), 2016.
        """
        rows = len(self.cost)
        slots = np.minimum(self.upper, rows)
        must = int(self.lower.sum())
        if int(slots.sum()) < rows or must > rows or (must and (self.lower > slots).any()):
            return None
        owner = np.repeat(np.arange(len(slots)), slots)
        cost = np.take(self.cost, owner, axis=1)
        first = self._first_places(owner, slots) if must else None
        if first is not None:
            cost[:, first] -= (rows + 1) * self.spread + 1
        try:
            _, chosen = linear_sum_assignment(cost)
        except ValueError:  # Some rows have no open cells left.
            return None
        if first is not None and int(first[chosen].sum()) < must:
            return None
        return np.asarray(owner[chosen])

    def _first_places(self, owner: Integers, slots: Integers) -> Booleans:
        """Which of a column's places must be filled."""
        place = np.arange(len(owner)) - np.repeat(np.cumsum(slots) - slots, slots)
        return np.asarray(place < self.lower[owner])
