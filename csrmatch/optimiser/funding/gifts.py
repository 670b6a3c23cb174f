"""The gifts that a fund plan may hold, and the best flow of whole rupees over some of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, reduce
from math import gcd
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from csrmatch.optimiser.funding.offers import Terms
from csrmatch.optimiser.validation import Booleans, Floats, Integers


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

    def take(self, pairs: Integers) -> Gifts:
        """Some of the gifts only, under the same limits."""
        mine = {name: getattr(self, name)[pairs] for name in ("offer", "need", "worth", "least", "most")}
        return replace(
            self,
            **mine,
            by_lead=self.by_lead[pairs],
            is_choice=self.is_choice[pairs],
            limits=self.limits[:, pairs],
            partners=self.partners[:, pairs],
        )

    def value(self, amounts: Integers, among: Booleans | None = None) -> int:
        """What amounts are worth, in millionths of a rupee; of some gifts only if asked."""
        kept = np.flatnonzero(amounts if among is None else np.where(among, amounts, 0))
        pairs = zip(amounts[kept].tolist(), self.worth[kept].tolist(), strict=True)
        return sum(inr * worth for inr, worth in pairs)

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
