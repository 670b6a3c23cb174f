"""The rules as bounds on an assignment, and the exact solve of it on slots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans, Floats, Integers


@dataclass(frozen=True, eq=False)
class Network:
    """The rules in force as bounds on a D × C assignment, pins as rows that cannot move.

    Attributes
    ----------
    value : (D, C) float64
        Whole numbers; greater is better.
    allowed : (D, C) bool or None
        Open cells of the rows that may move; None where all are.
    fixed : (D,) int
        The column a row cannot leave, -1 where it may move.
    lower, upper : (C,) int
        Fewest and most rows of each column, fixed rows included.
    """

    value: Floats
    allowed: Booleans | None
    fixed: Integers
    lower: Integers
    upper: Integers

    @classmethod
    def of(cls, problem: Problem) -> Network:
        """The network of a problem's capacities, minimums, pins and bans."""
        minimum = problem.minimum
        return cls(
            value=-problem._cost,
            allowed=None if problem.banned is None else ~problem.banned,
            fixed=problem.pins,
            lower=np.zeros(len(problem.cpses), dtype=np.int64) if minimum is None else minimum,
            upper=problem.capacity,
        )

    def without_fixed(self) -> tuple[Network, Integers] | None:
        """The network of the rows that may move, and which they are; None if the fixed rows break a rule."""
        held = np.flatnonzero(self.fixed >= 0)
        free = np.flatnonzero(self.fixed < 0)
        if not len(held):
            return self, free
        taken = np.bincount(self.fixed[held], minlength=len(self.upper))
        if (taken > self.upper).any() or not (
            self.allowed is None or self.allowed[held, self.fixed[held]].all()
        ):
            return None
        rest = Network(
            value=self.value[free],
            allowed=None if self.allowed is None else self.allowed[free],
            fixed=self.fixed[free],
            lower=np.maximum(self.lower - taken, 0),
            upper=self.upper - taken,
        )
        return rest, free

    def take(self, columns: Integers) -> Network:
        """The network of some columns only."""
        return Network(
            value=np.take(self.value, columns, axis=1),
            allowed=None if self.allowed is None else np.take(self.allowed, columns, axis=1),
            fixed=self.fixed,
            lower=self.lower[columns],
            upper=self.upper[columns],
        )

    def assign(self) -> Integers | None:
        """(D,) the columns of an assignment of the greatest value; None if the bounds cannot be kept.

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
        rows = len(self.value)
        slots = np.minimum(self.upper, rows)
        must = int(self.lower.sum())
        if int(slots.sum()) < rows or must > rows or (self.lower > slots).any():
            return None
        owner = np.repeat(np.arange(len(slots)), slots)
        cost = np.take(self.value, owner, axis=1)
        np.negative(cost, out=cost)
        if must:
            place = np.arange(len(owner)) - np.repeat(np.cumsum(slots) - slots, slots)
            first = place < self.lower[owner]
            cost[:, first] -= (rows + 1) * (float(cost.max()) - float(cost.min())) + 1
        if self.allowed is not None:
            cost[~np.take(self.allowed, owner, axis=1)] = np.inf
        try:
            _, chosen = linear_sum_assignment(cost)
        except ValueError:  # Some row has no open cell left.
            return None
        if must and int(first[chosen].sum()) < must:
            return None
        return np.asarray(owner[chosen])
