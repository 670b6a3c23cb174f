"""What a fund plan is made of: needs, offers, the rules between them, and which sums they allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from csrmatch.optimiser.errors import ProblemError
from csrmatch.optimiser.validation import GRID, Booleans, Integers, frozen, names

DPE_THEME_SHARE = 60
"""Per cent of a year's CSR that DPE's memorandum of 10 December 2018 asks for the theme of the year."""


@dataclass(frozen=True)
class Need:
    """What a district, or a CPSE that asks others for support, needs money for.

    Attributes
    ----------
    name : str
    district, theme : str
        The district may be empty for a CPSE's request.
    cost_inr : int or None
        Whole rupees; None where not known.
    covered_inr : int
        Already given or promised.
    splittable : bool
        Whether several CPSEs may share it, and whether a part is of use; else one CPSE covers all or none.
    minimum_share : int
        Per cent of the gap that each CPSE must give at least, if it gives.
    lead : str or None
        The lead CPSE of its district.
    asked_by : str or None
        The CPSE that asks; it is not asked itself.
    """

    name: str
    district: str
    theme: str
    cost_inr: int | None
    covered_inr: int = 0
    splittable: bool = True
    minimum_share: int = 0
    lead: str | None = None
    asked_by: str | None = None

    @property
    def gap_inr(self) -> int | None:
        """Rupees still to be found; None where not known."""
        return None if self.cost_inr is None else max(0, self.cost_inr - self.covered_inr)


@dataclass(frozen=True)
class Offer:
    """What a CPSE can still give, and to what.

    Attributes
    ----------
    cpse : str
    free_inr : int or None
        Whole rupees free to give; None where not known.
    themes : tuple of str or None
        The themes its policy allows; None for all.
    local_area : tuple of str
        Districts it gives preference to (section 135(5)).
    minimum_ticket_inr : int
        It gives to a need at least so much or nothing.
    follows_dpe : bool
        Whether its board keeps the share of the year for DPE's theme.
    year_inr : int or None
        Its CSR of the year, of which that share is taken; None where not known.
    off_theme_inr : int
        Of it, already given or promised to other themes.
    """

    cpse: str
    free_inr: int | None
    themes: tuple[str, ...] | None = None
    local_area: tuple[str, ...] = ()
    minimum_ticket_inr: int = 0
    follows_dpe: bool = False
    year_inr: int | None = None
    off_theme_inr: int = 0


@dataclass(frozen=True, eq=False)
class FundRules:
    """The rules between needs and offers.

    Attributes
    ----------
    theme_of_year : tuple of str
        The themes that count towards DPE's share; empty where the year has none.
    theme_share : int
        Per cent of the year's CSR to be kept for them.
    most_partners : int or None
        How many CPSEs may share a need; None for any number.
    fit : array_like (offers, needs), optional
        From 0 up: what a rupee of this offer is worth to this need; 1 unless given. 0 shuts a pair out.
    local_bonus : float
        Added to the fit in the CPSE's local area.
    """

    theme_of_year: tuple[str, ...] = ()
    theme_share: int = DPE_THEME_SHARE
    most_partners: int | None = None
    fit: ArrayLike | None = None
    local_bonus: float = 0.1


@dataclass(frozen=True)
class Gift:
    """Whole rupees proposed from a CPSE to a need."""

    cpse: str
    need: str
    inr: int


@dataclass(frozen=True)
class FundPlan:
    """Who is proposed to give what.

    Attributes
    ----------
    gifts : tuple of Gift
        By need, then by CPSE.
    covered_inr, by_leads_inr : int
        The sum of all gifts, and of those of leads to the districts they lead.
    value, lead_value : int
        Both sums weighted by fit, in millionths of a rupee.
    bound : int
        No plan with so much lead value has a greater value.
    proven : bool
        Whether both values are proven greatest, to one part in a million.
    not_known : tuple of str
        Needs whose cost and CPSEs whose free money is not known: they are left out.
    """

    gifts: tuple[Gift, ...]
    covered_inr: int
    by_leads_inr: int
    value: int
    lead_value: int
    bound: int
    proven: bool
    not_known: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Terms:
    """Which sums each offer may give to each need; offers and needs in the order of their names.

    Attributes
    ----------
    offers, needs : tuple
    worth : (C, N) int64
        Of a rupee, in millionths; 0 where the pair is shut out.
    least, most : (C, N) int64
        A gift, if there is one.
    """

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    rules: FundRules
    worth: Integers
    least: Integers
    most: Integers

    @classmethod
    def of(cls, needs: Sequence[Need], offers: Sequence[Offer], rules: FundRules) -> Terms:
        """The terms of what is asked, checked.

        Raises
        ------
        ProblemError
            ``"money_not_whole"``, ``"negative_money"``, ``"share_out_of_range"``, ``"wrong_shape"``,
            ``"fit_not_finite"``, ``"year_not_known"`` and the codes of names.
        """
        for need in needs:
            _whole(need.name, cost_inr=need.cost_inr, covered_inr=need.covered_inr)
            _percent(need.name, minimum_share=need.minimum_share)
        for offer in offers:
            _whole(offer.cpse, free_inr=offer.free_inr, minimum_ticket_inr=offer.minimum_ticket_inr)
            _whole(offer.cpse, year_inr=offer.year_inr, off_theme_inr=offer.off_theme_inr)
            if offer.follows_dpe and rules.theme_of_year and offer.year_inr is None:
                raise ProblemError("year_not_known", field="year_inr", cpse=offer.cpse)
        _percent("rules", theme_share=rules.theme_share)
        if rules.most_partners is not None:
            _whole("rules", most_partners=rules.most_partners)
        worth = _worth(needs, offers, rules)
        need_order = _order("needs", [need.name for need in needs])
        offer_order = _order("offers", [offer.cpse for offer in offers])
        ordered = tuple(offers[index] for index in offer_order), tuple(needs[index] for index in need_order)
        worth = worth[np.ix_(offer_order, need_order)]
        least, most = _bounds(*ordered, rules)
        worth[(most < np.maximum(least, 1)) | ~_may_give(*ordered)] = 0
        return cls(*ordered, rules, frozen(worth), frozen(least), frozen(most))

    @cached_property
    def by_lead(self) -> Booleans:
        """(C, N) whether the offer is that of the need's lead."""
        own = [[need.lead == offer.cpse for need in self.needs] for offer in self.offers]
        return np.array(own, dtype=bool).reshape(self.worth.shape)

    @cached_property
    def gaps(self) -> Integers:
        """(N,) rupees still to be found, 0 where not known."""
        return np.array([need.gap_inr or 0 for need in self.needs], dtype=np.int64)

    @cached_property
    def free(self) -> Integers:
        """(C,) rupees free to give, 0 where not known."""
        return np.array([offer.free_inr or 0 for offer in self.offers], dtype=np.int64)

    @cached_property
    def off_theme(self) -> Booleans:
        """(C, N) the pairs that draw on what a CPSE may still give to other themes than the year's."""
        return _off_theme(self.offers, self.needs, self.rules)

    @cached_property
    def free_off_theme(self) -> Integers:
        """(C,) rupees a CPSE may still give to other themes than the year's."""
        return np.array([off_theme_left(offer, self.rules) for offer in self.offers], dtype=np.int64)

    @cached_property
    def not_known(self) -> tuple[str, ...]:
        """Needs and CPSEs whose money is not known."""
        return tuple(need.name for need in self.needs if need.cost_inr is None) + tuple(
            offer.cpse for offer in self.offers if offer.free_inr is None
        )


def off_theme_left(offer: Offer, rules: FundRules) -> int:
    """Rupees a CPSE may still give to other themes: what is not kept for the theme of the year.

    Of its CSR of the year the stated share is kept for the theme, whether spent by now or not; the rest,
    less what other themes had already, is left. All its free money where its board is not bound or the year
    has no theme.
    """
    free = offer.free_inr or 0
    if not (offer.follows_dpe and rules.theme_of_year) or offer.year_inr is None:
        return free
    kept = -(-offer.year_inr * rules.theme_share // 100)
    return max(0, min(free, offer.year_inr - kept - offer.off_theme_inr))


def _order(field: str, given: Sequence[str]) -> list[int]:
    if given:
        names(field, given)
    return sorted(range(len(given)), key=given.__getitem__)


def _whole(place: str, **amounts: int | None) -> None:
    for field, amount in amounts.items():
        if amount is None:
            continue
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise ProblemError("money_not_whole", field=field, place=place, value=amount)
        if amount < 0:
            raise ProblemError("negative_money", field=field, place=place, value=amount)


def _percent(place: str, **shares: int) -> None:
    for field, share in shares.items():
        if isinstance(share, bool) or not isinstance(share, int) or not 0 <= share <= 100:
            raise ProblemError("share_out_of_range", field=field, place=place, value=share)


def _worth(needs: Sequence[Need], offers: Sequence[Offer], rules: FundRules) -> Integers:
    """(C, N) what a rupee is worth, in millionths, in the order given."""
    shape = len(offers), len(needs)
    fit = np.ones(shape) if rules.fit is None else np.asarray(rules.fit, dtype=np.float64)
    if fit.shape != shape:
        raise ProblemError("wrong_shape", field="fit", shape=fit.shape, expected=shape)
    if not (np.isfinite(fit).all() and (fit >= 0).all() and (fit <= GRID).all()):
        raise ProblemError("fit_not_finite", field="fit")
    if not 0 <= rules.local_bonus <= GRID:
        raise ProblemError("fit_not_finite", field="local_bonus", value=rules.local_bonus)
    local = np.array([[need.district in offer.local_area for need in needs] for offer in offers], dtype=bool)
    micro = np.rint(fit * GRID).astype(np.int64)
    return np.asarray(
        micro + np.where(local.reshape(shape) & (micro > 0), round(rules.local_bonus * GRID), 0)
    )


def _may_give(offers: Sequence[Offer], needs: Sequence[Need]) -> Booleans:
    """(C, N) whether the CPSE's policy allows the theme, and it does not ask itself."""
    return np.array(
        [
            [
                (offer.themes is None or need.theme in offer.themes) and need.asked_by != offer.cpse
                for need in needs
            ]
            for offer in offers
        ],
        dtype=bool,
    ).reshape(len(offers), len(needs))


def _off_theme(offers: Sequence[Offer], needs: Sequence[Need], rules: FundRules) -> Booleans:
    bound = np.array([offer.follows_dpe and bool(rules.theme_of_year) for offer in offers], dtype=bool)
    other = np.array([need.theme not in rules.theme_of_year for need in needs], dtype=bool)
    return np.asarray(bound[:, None] & other)


def _bounds(offers: Sequence[Offer], needs: Sequence[Need], rules: FundRules) -> tuple[Integers, Integers]:
    """(C, N) the least and the most a gift may be."""
    gap = np.array([need.gap_inr or 0 for need in needs], dtype=np.int64)
    share = np.array([need.minimum_share for need in needs], dtype=np.int64)
    whole = np.array([not need.splittable for need in needs], dtype=bool)
    free = np.array([offer.free_inr or 0 for offer in offers], dtype=np.int64)[:, None]
    ticket = np.array([offer.minimum_ticket_inr for offer in offers], dtype=np.int64)[:, None]
    left = np.array([off_theme_left(offer, rules) for offer in offers], dtype=np.int64)[:, None]
    most = np.minimum(np.where(_off_theme(offers, needs, rules), np.minimum(free, left), free), gap)
    least = np.maximum(np.maximum(-(-share * gap // 100), np.where(whole, gap, 0)), ticket)
    return np.broadcast_to(least, most.shape).copy(), most
