"""Which districts stay where a standing plan has them, and the best plan with at most so many that do not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from csrmatch.optimiser.problem import Problem
from csrmatch.optimiser.validation import Booleans, Integers


@dataclass(frozen=True, eq=False)
class Change:
    """A way to change a standing plan, and what is known about it.

    Attributes
    ----------
    lead : (D,) int or None
        None where there is none.
    worth : float
        In whole millionths of fit; minus infinity where there is none.
    bound : float
        No change with as few moves is worth more.
    """

    lead: Integers | None
    worth: float
    bound: float

    @property
    def is_proven(self) -> bool:
        """Whether no change with as few moves is better."""
        return self.bound <= self.worth


NO_CHANGE = Change(None, -inf, -inf)


@dataclass(frozen=True, eq=False)
class Staying:
    """A standing plan in a problem that it need not fit.

    Attributes
    ----------
    problem : Problem
    lead : (D,) int
        The standing plan, -1 where nobody leads.
    counted : (D,) bool
        Whose move counts.
    """

    problem: Problem
    lead: Integers
    counted: Booleans

    @cached_property
    def stays(self) -> Booleans:
        """(D, C) the cells on which a district whose move counts stays."""
        return np.asarray((np.arange(len(self.problem.cpses)) == self.lead[:, None]) & self.counted[:, None])

    @cached_property
    def moves(self) -> Booleans:
        """(D, C) the cells on which a district whose move counts has moved."""
        return np.asarray(~self.stays & self.counted[:, None])

    def moved(self, lead: Integers) -> int:
        """How many districts whose move counts have moved."""
        return int(np.count_nonzero((lead != self.lead) & self.counted))

    def change(self, lead: Integers) -> Change:
        """The change to other leads, which are known to be best."""
        worth = -int(self.problem._cost[np.arange(len(lead)), lead].sum())
        return Change(lead, worth, worth)
