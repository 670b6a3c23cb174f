"""The fund plan: whole rupees from CPSEs with money left to needs, the leads' own districts first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

import numpy as np

from csrmatch.optimiser.funding.offers import FundPlan, FundRules, Gift, Need, Offer, Terms

FUND_SECONDS = 30.0
"""How long the search may take unless said otherwise."""


def fund(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    rules: FundRules,
    *,
    time_limit: float = FUND_SECONDS,
    progress: Callable[[float], None] | None = None,
) -> FundPlan:
    """Who should give what to which need.

    Parameters
    ----------
    needs : sequence of Need
        Of districts, and requests of one CPSE to others.
    offers : sequence of Offer
        One for each CPSE.
    rules : FundRules
    time_limit : float
        Seconds; then the best plan found, with its bound.
    progress : callable, optional
        Called with the share done, from 0 to 1.

    Returns
    -------
    FundPlan
        Of all plans that keep the rules, the one in which the leads do most for the districts they lead,
        weighted by fit; of those, the one that covers most of all needs, weighted by fit.

    Raises
    ------
    ProblemError
        As `Terms.of`.

    Notes
    -----
    No need gets more than its gap and no CPSE gives more than its free money. Where a board follows DPE,
    the stated share of its CSR of the year is kept for the theme of the year, wherever that is spent: what
    it may give to other themes is limited, see `off_theme_left`. A gift is at least the CPSE's smallest
    ticket and the need's smallest share. A need that cannot be split is covered by one CPSE or not at all.

    Who gives to what is found by branch and bound (HiGHS). How much, is then a network flow with whole
    bounds, whose best corner is whole: so the rupees are whole. Where neither tickets, shares, partners nor
    unsplittable needs bind, the flow alone is solved. Money that is not known is not nought: such needs and
    CPSEs are left out, and named. The order of the input changes nothing.

    Examples
    --------
    >>> from csrmatch.optimiser import FundRules, Need, Offer, fund
    >>> needs = [Need("Creches", "Sukma", "Health", 100, lead="NMDC"), Need("Labs", "Korba", "Skills", 50)]
    >>> plan = fund(needs, [Offer("NMDC", 80), Offer("SECL", 60)], FundRules())
    >>> [(gift.cpse, gift.need, gift.inr) for gift in plan.gifts if gift.cpse == "NMDC"]
    [('NMDC', 'Creches', 80)]
    >>> plan.covered_inr
    140
    """
    # Only here: importing the integer programme takes longer than most of what the optimiser is asked.
    from csrmatch.optimiser.funding.gifts import Gifts
    from csrmatch.optimiser.funding.search import TOLERANCE, Best, best_gifts

    terms = Terms.of(needs, offers, rules)
    gifts = Gifts.of(terms)
    if gifts.is_choice.any():
        best = best_gifts(gifts, monotonic() + time_limit)
    else:
        best = Best(gifts.amounts(np.ones(len(gifts.worth), dtype=bool)))
    if progress is not None:
        progress(1.0)
    rupees = best.amounts.tolist()
    value, lead_value = gifts.value(best.amounts), gifts.value(best.amounts, gifts.by_lead)
    bound = value if best.bound is None else max(best.bound, value)
    lead_bound = lead_value if best.lead_bound is None else max(best.lead_bound, lead_value)
    is_proven = bound <= value * (1 + TOLERANCE) and lead_bound <= lead_value * (1 + TOLERANCE)
    found = [
        Gift(terms.offers[row].cpse, terms.needs[column].name, inr)
        for row, column, inr in zip(gifts.offer.tolist(), gifts.need.tolist(), rupees, strict=True)
        if inr
    ]
    return FundPlan(
        gifts=tuple(sorted(found, key=lambda gift: (gift.need, gift.cpse))),
        covered_inr=sum(rupees),
        by_leads_inr=int(best.amounts[gifts.by_lead].sum()),
        value=value,
        lead_value=lead_value,
        bound=value if is_proven else bound,
        proven=is_proven,
        not_known=terms.not_known,
    )
