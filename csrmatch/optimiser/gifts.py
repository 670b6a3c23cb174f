"""Who gives to what in a fund plan, and how much: branch and bound, then a flow of whole rupees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from math import ceil, floor, gcd, isfinite, log2
from time import monotonic
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack

from csrmatch.optimiser.offers import Terms
from csrmatch.optimiser.validation import Booleans, Floats, Integers

SOLVER_RANGE = 2.0**10
"""The greatest gift is scaled to this before branch and bound sees it; its tolerances are absolute."""

LEEWAY = 1e-9
"""By what share of itself the leads' own value may be missed while the value of all is sought."""

MARGIN = 1e-3
"""What a bound in millionths of a rupee may be off by in floating point before it is rounded down."""

TOLERANCE = 1e-6
"""To what share of itself the greatest value is known where there is a choice of partners."""


@dataclass(frozen=True, eq=False)
class Gifts:
    """The pairs that may be, P of them, and the limits they share.

    Attributes
    ----------
    offer, need : (P,) int
    worth, least, most : (P,) int
    by_lead, is_choice : (P,) bool
        Whether the gift is the lead's own; whether giving at all is a choice (nothing or at least `least`).
    limits : (m, P) sparse, of 0 and 1
        Sums of gifts that have a limit: of each need, of each offer, and of each to other themes.
    limit : (m,) int
    partners : (N, P) sparse, of 0 and 1
        The gifts to each need.
    most_partners : (N,) int
    """

    offer: Integers
    need: Integers
    worth: Integers
    least: Integers
    most: Integers
    by_lead: Booleans
    is_choice: Booleans
    limits: Any
    limit: Integers
    partners: Any
    most_partners: Integers

    @classmethod
    def of(cls, terms: Terms) -> Gifts:
        """The gifts that the terms allow."""
        offer, need = np.nonzero(terms.worth)
        count = len(offer)
        place = np.arange(count)

        def sums(rows: Integers, size: int, cells: Integers) -> Any:
            return csr_array((np.ones(len(rows)), (rows, cells)), shape=(size, count))

        off = np.flatnonzero(terms.off_theme[offer, need])
        partners = sums(need, len(terms.needs), place)
        of_offers, others = sums(offer, len(terms.offers), place), sums(offer[off], len(terms.offers), off)
        many = np.bincount(need, minlength=len(terms.needs))
        whole = np.array([not part.splittable for part in terms.needs], dtype=bool)
        most_partners = (
            many if terms.rules.most_partners is None else np.minimum(many, terms.rules.most_partners)
        )
        most_partners = np.where(whole, np.minimum(most_partners, 1), most_partners)
        least = terms.least[offer, need]
        return cls(
            offer=offer,
            need=need,
            worth=terms.worth[offer, need],
            least=least,
            most=terms.most[offer, need],
            by_lead=terms.by_lead[offer, need],
            is_choice=(least > 1) | (many > most_partners)[need],
            limits=vstack([partners, of_offers, others], format="csr"),
            limit=np.concatenate([terms.gaps, terms.free, terms.free_off_theme]),
            partners=partners,
            most_partners=most_partners,
        )

    @cached_property
    def unit(self) -> int:
        """Rupees that all sums are multiples of."""
        floor = np.where(self.is_choice, self.least, 0)
        return reduce(gcd, [*self.limit.tolist(), *self.most.tolist(), *floor.tolist()], 0) or 1

    def amounts(self, chosen: Booleans) -> Integers:
        """(P,) whole rupees: the greatest flow of worth over the chosen gifts, the leads' own first.

        Raises
        ------
        ArithmeticError
            Where the chosen gifts cannot all be made.
        """
        cells = np.flatnonzero(chosen)
        amounts = np.zeros(len(chosen), dtype=np.int64)
        if not len(cells):
            return amounts
        low = np.where(self.is_choice, self.least, 0)[cells] / self.unit
        flow = _Flow(self.limits[:, cells], self.limit / self.unit, low, self.most[cells] / self.unit)
        worth = self.worth[cells].astype(np.float64)
        own = self.by_lead[cells]
        if own.any() and not own.all():
            flow = flow.face(np.where(own, worth, 0.0))
        amounts[cells] = np.rint(flow.best(worth).x).astype(np.int64) * self.unit
        if ((self.limits.astype(np.int64) @ amounts) > self.limit).any():
            raise ArithmeticError("the flow is not whole")
        return amounts


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


@dataclass(eq=False)
class Choice:
    """Branch and bound over who gives to what; sums in parts of `scale` rupees."""

    gifts: Gifts
    deadline: float

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

    def best(self) -> Best:
        """The best gifts: first for the leads' own districts, then for all."""
        gifts = self.gifts
        own = np.where(gifts.by_lead, gifts.worth, 0)
        lead_bound = 0
        start = monotonic()
        if own.any():
            _, lead_bound, least = self._search(own, start + (self.deadline - start) / 2)
            self._require(own, least)
        while True:
            chosen, bound, _ = self._search(gifts.worth, self.deadline)
            try:
                return Best(gifts.amounts(chosen), bound, lead_bound)
            except ArithmeticError:
                self._forbid(chosen)

    def _search(self, worth: Integers, deadline: float) -> tuple[Booleans, int, float]:
        """The choice of the greatest worth, and what bounds it, in millionths; and its worth as scaled."""
        count = len(worth)
        largest = float(worth.max())
        everything = int(sum(worth.astype(object) * self.gifts.most.astype(object)))
        seconds = deadline - monotonic()
        result = None
        if seconds > 0:
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
        chosen = ~self.gifts.is_choice
        if result is None or result.x is None:
            return chosen, everything, 0.0
        chosen[self.choices] = result.x[count:] > 0.5
        bound = result.mip_dual_bound
        if bound is None or not isfinite(bound):
            return chosen, everything, -float(result.fun)
        millionths = -bound * largest * self.scale
        return chosen, min(floor(millionths * (1 + LEEWAY) + MARGIN), everything), -float(result.fun)

    def _require(self, worth: Integers, least: float) -> None:
        """Keeps, from now on, what was reached of a worth."""
        row = np.concatenate([worth / float(worth.max()), np.zeros(len(self.choices))])
        self._add(row, least * (1 - LEEWAY), np.inf)

    def _forbid(self, chosen: Booleans) -> None:
        """Shuts out a choice that branch and bound took for possible within its tolerance."""
        taken = chosen[self.choices]
        row = np.concatenate([np.zeros(len(chosen)), np.where(taken, 1.0, -1.0)])
        self._add(row, -np.inf, float(taken.sum() - 1))

    def _add(self, row: Floats, low: float, high: float) -> None:
        self.matrix = vstack([self.matrix, csr_array(row[None, :])], format="csr")
        self.low, self.high = np.append(self.low, low), np.append(self.high, high)


@dataclass(frozen=True, eq=False)
class _Flow:
    """A network flow: sums of 0 ≤ low ≤ x ≤ high with limits, some of them to be met exactly."""

    limits: Any
    limit: Floats
    low: Floats
    high: Floats
    met: Booleans | None = None

    def best(self, worth: Floats) -> Any:
        """The corner of the greatest worth.

        Raises
        ------
        ArithmeticError
            Where there is none.
        """
        met = np.zeros(len(self.limit), dtype=bool) if self.met is None else self.met
        result = linprog(
            -worth,
            A_ub=self.limits[np.flatnonzero(~met)],
            b_ub=self.limit[~met],
            A_eq=self.limits[np.flatnonzero(met)],
            b_eq=self.limit[met],
            bounds=np.column_stack([self.low, self.high]),
            method="highs-ds",
        )
        if result.x is None:
            raise ArithmeticError(result.message)
        return result

    def face(self, worth: Floats) -> _Flow:
        """The flows of the greatest worth, and no others: what has a price is fixed or met exactly."""
        result = self.best(worth)
        at_low, at_high = result.lower.marginals > 0.5, result.upper.marginals < -0.5
        return _Flow(
            self.limits,
            self.limit,
            np.where(at_high, self.high, self.low),
            np.where(at_low, self.low, self.high),
            result.ineqlin.marginals < -0.5,
        )
