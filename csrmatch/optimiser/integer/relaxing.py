"""The prices of the linear relaxation, in whole steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csrmatch.optimiser.integer.bounding import CRORE, Prices
from csrmatch.optimiser.integer.highs import deadline_after, relaxed
from csrmatch.optimiser.integer.linear import rows_of
from csrmatch.optimiser.problem import Problem

PRICE_SECONDS = 30.0
"""How long the relaxation may take; without it all prices but the districts' are 0, which proves less."""


def relaxed_prices(problem: Problem) -> Prices:
    """Prices near those of the linear relaxation that prove a bound on the total of any plan."""
    cpse = np.zeros(len(problem.cpses), dtype=np.int64)
    budget, group = np.zeros_like(cpse), np.zeros(len(problem.groups), dtype=np.int64)
    rows = rows_of(problem)
    answer = relaxed(rows, problem.fit_micro[rows.district, rows.cpse], deadline_after(PRICE_SECONDS))
    if answer is not None:
        own = answer.price[rows.districts :]
        for (kind, index), price in zip(rows.about, own.tolist(), strict=True):
            if kind == "capacity":
                cpse[index] = round(price)
            elif kind == "budget":
                budget[index] = round(price * CRORE)
            else:
                group[index] = round(price)
    prices = Prices(
        np.zeros(len(problem.districts), dtype=np.int64),
        cpse,
        None if problem.budget is None else budget,
        group if problem.groups else None,
    )
    return replace(prices, district=prices.least_districts(problem))
