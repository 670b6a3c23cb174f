"""The search for the best gifts where giving is a choice: by branch and bound, the likeliest pairs first."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log2
from time import monotonic
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, diags_array, hstack, vstack

from csrmatch.optimiser.funding.gifts import Gifts
from csrmatch.optimiser.validation import Booleans, Floats, Integers

SOLVER_RANGE = 2.0**10
"""The greatest gift is scaled to this before branch and bound sees it; its tolerances are absolute."""

LEEWAY = 1e-9
"""By what share of itself the leads' own value may be missed while the value of all is sought."""

MARGIN = 1e-3
"""What a bound in millionths of a rupee may be off by in floating point before it is rounded down."""

TOLERANCE = 1e-6
"""To what share of itself the greatest value is known where there is a choice of partners."""

DIRECT_PAIRS = 250
"""So few gifts are searched at once."""

LIKELY_PAIRS = 6
"""How many gifts for each need the first search is over, the likeliest by the prices."""


@dataclass(frozen=True, eq=False)
class Best:
    """What a search for the best gifts found.

    Attributes
    ----------
    amounts : (P,) int
        Whole rupees.
    bound, lead_bound : int or None
        In millionths of a rupee; None where the amounts are best beyond doubt.
    """

    amounts: Integers
    bound: int | None = None
    lead_bound: int | None = None


def best_gifts(gifts: Gifts, deadline: float) -> Best:
    """The gifts of the greatest value to the leads' own districts and then to all, as far as time allows."""
    count = len(gifts.worth)
    amounts: Integers = np.zeros(count, dtype=np.int64)
    lead_bound = 0
    own = np.flatnonzero(gifts.by_lead)
    if len(own):
        start = monotonic()
        mine = gifts.take(own)
        found, lead_bound = Choice(mine, start + (deadline - start) / 3).best()
        if found is not None:
            amounts[own] = found
        lead_bound = max(lead_bound, mine.value(amounts[own]))
    if count <= DIRECT_PAIRS:
        amounts, bound = _within(gifts, np.arange(count), amounts, deadline)
    else:
        amounts, bound = _likeliest_first(gifts, amounts, deadline)
    return Best(amounts, bound, lead_bound)


def _within(gifts: Gifts, pairs: Integers, amounts: Integers, deadline: float) -> tuple[Integers, int]:
    """The best gifts among some pairs that leave the leads' own value, and what bounds them."""
    found, bound = Choice(gifts.take(pairs), deadline, gifts.value(amounts, gifts.by_lead)).best()
    if found is not None:
        other = np.zeros_like(amounts)
        other[pairs] = found
        if _worth(gifts, other) > _worth(gifts, amounts):
            amounts = other
    return amounts, max(bound, gifts.value(amounts))


def _worth(gifts: Gifts, amounts: Integers) -> tuple[int, int]:
    return gifts.value(amounts, gifts.by_lead), gifts.value(amounts)


def _likeliest_first(gifts: Gifts, amounts: Integers, deadline: float) -> tuple[Integers, int]:
    """The same over very many pairs: the likeliest, then all that could still better what was found."""
    start = monotonic()
    relaxed = Relaxed.of(gifts, gifts.value(amounts, gifts.by_lead), deadline)
    is_likely = (relaxed.share > 0) | (amounts > 0)
    is_likely[np.argsort(relaxed.loss, kind="stable")[: LIKELY_PAIRS * len(gifts.most_partners)]] = True
    half = start + (deadline - start) / 2
    amounts, bound = _within(gifts, np.flatnonzero(is_likely), amounts, half)
    could_better = relaxed.bound - relaxed.loss >= gifts.value(amounts) + 1
    if (could_better & ~is_likely).any():
        could_better |= amounts > 0
        amounts, bound = _within(gifts, np.flatnonzero(could_better), amounts, deadline)
    return amounts, max(min(bound, relaxed.bound), gifts.value(amounts))


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The gifts without choices: how much of each, what a gift at all must lose, and what bounds all."""

    share: Floats
    loss: Floats
    bound: int

    @classmethod
    def of(cls, gifts: Gifts, lead_value: int, deadline: float) -> Relaxed:
        """A gift then takes as much of a need's room for partners as it is of the most it may be."""
        unit, largest = gifts.unit, float(gifts.worth.max())
        part = gifts.partners @ diags_array(unit / gifts.most)
        own = csr_array(np.where(gifts.by_lead, gifts.worth / -largest, 0.0)[None, :])
        least_own = np.array([lead_value / -largest / unit * (1 - LEEWAY)])
        result = linprog(
            gifts.worth / -largest,
            A_ub=vstack([gifts.limits, part, own], format="csr"),
            b_ub=np.concatenate([gifts.limit / unit, gifts.most_partners, least_own]),
            bounds=np.column_stack([np.zeros(len(gifts.most)), gifts.most / unit]),
            method="highs",
            options={"time_limit": max(deadline - monotonic(), 0.01)},
        )
        if result.status != 0:
            return cls(np.zeros(len(gifts.most)), gifts.worth.max() - gifts.worth * 1.0, _everything(gifts))
        least = np.maximum(gifts.least, unit)
        loss = result.lower.marginals * largest * least
        bound = _down(-float(result.fun) * largest * unit)
        return cls(np.asarray(result.x), np.asarray(loss), min(bound, _everything(gifts)))


def _everything(gifts: Gifts) -> int:
    """The value of all gifts at their most, beyond which there is none."""
    return gifts.value(gifts.most)


def _down(millionths: float) -> int:
    """A bound as a whole number, no less than it is but for what floating point may be off by."""
    return floor(millionths * (1 + LEEWAY) + MARGIN)


@dataclass(eq=False)
class Choice:
    """Branch and bound over who gives to what; sums in parts of `scale` rupees."""

    gifts: Gifts
    deadline: float
    lead_value: int = 0

    def __post_init__(self) -> None:
        gifts = self.gifts
        self.scale = gifts.unit * 2.0 ** ceil(log2(float(gifts.most.max()) / gifts.unit / SOLVER_RANGE))
        self.choices = np.flatnonzero(gifts.is_choice)
        count, chosen = len(gifts.worth), len(self.choices)
        given = csr_array((np.ones(chosen), (np.arange(chosen), self.choices)), shape=(chosen, count))

        def sized(bound: Integers) -> Any:
            sizes = bound[self.choices] / self.scale
            return csr_array((-sizes, (np.arange(chosen), np.arange(chosen))), shape=(chosen, chosen))

        none = csr_array((len(gifts.limit), chosen))
        unpaid = csr_array((len(gifts.most_partners), count))
        self.matrix = vstack(
            [
                hstack([gifts.limits, none]),
                hstack([given, sized(gifts.most)]),
                hstack([given, sized(gifts.least)]),
                hstack([unpaid, gifts.partners[:, self.choices]]),
            ],
            format="csr",
        )
        nought, endless = np.zeros(chosen), np.full(chosen, np.inf)
        self.low = np.concatenate(
            [np.full(len(gifts.limit), -np.inf), -endless, nought, np.full(len(gifts.most_partners), -np.inf)]
        )
        self.high = np.concatenate([gifts.limit / self.scale, nought, endless, gifts.most_partners])
        if self.lead_value:
            self._require(self.lead_value)

    def best(self) -> tuple[Integers | None, int]:
        """(P,) the best amounts found, None where there was no time for any; and what bounds their value."""
        while True:
            chosen, bound = self._search()
            if chosen is None:
                return None, bound
            try:
                return self.gifts.amounts(chosen), bound
            except ArithmeticError:
                self._forbid(chosen)

    def _search(self) -> tuple[Booleans | None, int]:
        """The choice of the greatest value, and what bounds it."""
        worth = self.gifts.worth
        count, largest = len(worth), float(worth.max())
        everything = _everything(self.gifts)
        seconds = self.deadline - monotonic()
        if seconds <= 0:
            return None, everything
        options: dict[str, Any] = {"mip_rel_gap": 0.0}
        if isfinite(seconds):
            options["time_limit"] = seconds
        result = milp(
            np.concatenate([worth / -largest, np.zeros(len(self.choices))]),
            integrality=np.concatenate([np.zeros(count), np.ones(len(self.choices))]),
            bounds=Bounds(0, np.concatenate([self.gifts.most / self.scale, np.ones(len(self.choices))])),
            constraints=LinearConstraint(self.matrix, self.low, self.high),
            options=options,
        )
        dual = result.mip_dual_bound
        bound = everything if dual is None or not isfinite(dual) else _down(-dual * largest * self.scale)
        if result.x is None:
            return None, min(bound, everything)
        chosen = ~self.gifts.is_choice
        chosen[self.choices] = result.x[count:] > 0.5
        return chosen, min(bound, everything)

    def _require(self, lead_value: int) -> None:
        """Keeps what was reached for the leads' own districts."""
        worth = np.where(self.gifts.by_lead, self.gifts.worth, 0)
        largest = float(worth.max())
        row = np.concatenate([worth / largest, np.zeros(len(self.choices))])
        self._add(row, lead_value / largest / self.scale * (1 - LEEWAY), np.inf)

    def _forbid(self, chosen: Booleans) -> None:
        """Shuts out a choice that branch and bound took for possible within its tolerance."""
        taken = chosen[self.choices]
        row = np.concatenate([np.zeros(len(chosen)), np.where(taken, 1.0, -1.0)])
        self._add(row, -np.inf, float(taken.sum() - 1))

    def _add(self, row: Floats, low: float, high: float) -> None:
        self.matrix = vstack([self.matrix, csr_array(row[None, :])], format="csr")
        self.low, self.high = np.append(self.low, low), np.append(self.high, high)
