"""Whether a fund plan keeps the rules, by arithmetic alone, whoever made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from csrmatch.optimiser.funding.offers import FundPlan, FundRules, Gift, Need, Offer
from csrmatch.optimiser.validation import GRID


@dataclass(frozen=True)
class FundViolation:
    """One rule that a fund plan breaks, as a code with names and rupees.

    Attributes
    ----------
    code : str
        ``"unknown_need"``, ``"unknown_cpse"``, ``"given_twice"``, ``"not_positive"``, ``"money_not_known"``,
        ``"theme_not_allowed"``, ``"own_request"``, ``"below_ticket"``, ``"below_share"``, ``"not_whole"``,
        ``"over_gap"``, ``"too_many_partners"``, ``"over_free"``, ``"over_off_theme"``, ``"figure_wrong"``
        (`need` then names the figure).
    cpse, need : str or None
        Where.
    value, limit : int or None
        What is and what may be.
    """

    code: str
    cpse: str | None = None
    need: str | None = None
    value: int | None = None
    limit: int | None = None


def check_fund(
    needs: Sequence[Need], offers: Sequence[Offer], rules: FundRules, plan: FundPlan
) -> list[FundViolation]:
    """Every rule that a fund plan breaks, and every sum of it that is wrong; empty if all is well.

    Examples
    --------
    >>> from csrmatch.optimiser import FundPlan, FundRules, Gift, Need, Offer, check_fund
    >>> needs, offers = [Need("Anganwadis", "Sukma", "Health", 100)], [Offer("NMDC", 60)]
    >>> plan = FundPlan((Gift("NMDC", "Anganwadis", 70),), 70, 0, 70_000_000, 0, 0, False, ())
    >>> [(found.code, found.value, found.limit) for found in check_fund(needs, offers, FundRules(), plan)]
    [('over_free', 70, 60)]
    """
    by_need = {need.name: need for need in needs}
    by_cpse = {offer.cpse: offer for offer in offers}
    found = list(_of_names(by_need, by_cpse, plan))
    if found:
        return found
    for gift in plan.gifts:
        found += _of_gift(by_need[gift.need], by_cpse[gift.cpse], gift)
    for need in needs:
        found += _of_need(need, rules, [gift for gift in plan.gifts if gift.need == need.name])
    for offer in offers:
        found += _of_offer(offer, rules, by_need, [gift for gift in plan.gifts if gift.cpse == offer.cpse])
    return found + list(_of_figures(needs, offers, rules, plan))


def _of_names(needs: dict[str, Need], offers: dict[str, Offer], plan: FundPlan) -> Iterator[FundViolation]:
    for gift in plan.gifts:
        if gift.need not in needs:
            yield FundViolation("unknown_need", gift.cpse, gift.need)
        if gift.cpse not in offers:
            yield FundViolation("unknown_cpse", gift.cpse, gift.need)
    for (cpse, need), times in Counter((gift.cpse, gift.need) for gift in plan.gifts).items():
        if times > 1:
            yield FundViolation("given_twice", cpse, need, times, 1)


def _of_gift(need: Need, offer: Offer, gift: Gift) -> Iterator[FundViolation]:
    place = gift.cpse, gift.need
    gap = need.gap_inr
    if gap is None or offer.free_inr is None:
        yield FundViolation("money_not_known", *place)
        return
    if gift.inr <= 0:
        yield FundViolation("not_positive", *place, gift.inr)
    if offer.themes is not None and need.theme not in offer.themes:
        yield FundViolation("theme_not_allowed", *place)
    if need.asked_by == offer.cpse:
        yield FundViolation("own_request", *place)
    if gift.inr < offer.minimum_ticket_inr:
        yield FundViolation("below_ticket", *place, gift.inr, offer.minimum_ticket_inr)
    if 100 * gift.inr < need.minimum_share * gap:
        yield FundViolation("below_share", *place, gift.inr, -(-need.minimum_share * gap // 100))
    if not need.splittable and gift.inr != gap:
        yield FundViolation("not_whole", *place, gift.inr, gap)


def _of_need(need: Need, rules: FundRules, gifts: list[Gift]) -> Iterator[FundViolation]:
    total, gap = sum(gift.inr for gift in gifts), need.gap_inr
    if gap is not None and total > gap:
        yield FundViolation("over_gap", need=need.name, value=total, limit=gap)
    if rules.most_partners is not None and len(gifts) > rules.most_partners:
        yield FundViolation("too_many_partners", need=need.name, value=len(gifts), limit=rules.most_partners)


def _of_offer(
    offer: Offer, rules: FundRules, needs: dict[str, Need], gifts: list[Gift]
) -> Iterator[FundViolation]:
    total = sum(gift.inr for gift in gifts)
    if offer.free_inr is not None and total > offer.free_inr:
        yield FundViolation("over_free", offer.cpse, value=total, limit=offer.free_inr)
    if not (offer.follows_dpe and rules.theme_of_year and offer.year_inr is not None):
        return
    other = sum(gift.inr for gift in gifts if needs[gift.need].theme not in rules.theme_of_year)
    elsewhere = offer.year_inr * (100 - rules.theme_share)
    if other and 100 * (other + offer.off_theme_inr) > elsewhere:
        limit = max(0, elsewhere // 100 - offer.off_theme_inr)
        yield FundViolation("over_off_theme", offer.cpse, value=other, limit=limit)


def _of_figures(
    needs: Sequence[Need], offers: Sequence[Offer], rules: FundRules, plan: FundPlan
) -> Iterator[FundViolation]:
    row = {offer.cpse: index for index, offer in enumerate(offers)}
    column = {need.name: index for index, need in enumerate(needs)}
    fit = None if rules.fit is None else np.asarray(rules.fit, dtype=np.float64)
    sums = {"covered_inr": 0, "by_leads_inr": 0, "value": 0, "lead_value": 0}
    for gift in plan.gifts:
        need, offer = needs[column[gift.need]], offers[row[gift.cpse]]
        micro = GRID if fit is None else round(float(fit[row[gift.cpse], column[gift.need]] * GRID))
        if micro and need.district in offer.local_area:
            micro += round(rules.local_bonus * GRID)
        sums["covered_inr"] += gift.inr
        sums["value"] += gift.inr * micro
        if need.lead == offer.cpse:
            sums["by_leads_inr"] += gift.inr
            sums["lead_value"] += gift.inr * micro
    for figure, value in sums.items():
        if getattr(plan, figure) != value:
            yield FundViolation("figure_wrong", need=figure, value=getattr(plan, figure), limit=value)
