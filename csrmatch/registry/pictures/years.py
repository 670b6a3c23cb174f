"""Obligation and spending of a company over the years, as one bar a year."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["WIDTH", "YearBar", "draw_years"]

WIDTH = 200


@dataclass(frozen=True)
class YearBar:
    """One year: rupees spent and owed, None where not known, and where they lie of `WIDTH`."""

    year: str
    spent_inr: int | None
    owed_inr: int | None
    is_filed: bool
    spent_x: float
    owed_x: float | None

    @property
    def is_short(self) -> bool:
        """Whether less is known to be spent than is owed."""
        return self.spent_inr is not None and self.owed_inr is not None and self.spent_inr < self.owed_inr


def draw_years(
    accounts: Mapping[str, tuple[int | None, int | None]], filed: Mapping[str, int], *, most: int = 6
) -> list[YearBar]:
    """The bars of the latest years, the latest first, all on one scale.

    `accounts` holds what is owed and spent by year; `filed` what was filed, for the years without an
    account. A year of which neither amount is known is left out.
    """
    known: dict[str, tuple[int | None, int | None, bool]] = {
        year: (None, amount, True) for year, amount in filed.items()
    }
    known |= {
        year: (owed, spent, False)
        for year, (owed, spent) in accounts.items()
        if owed is not None or spent is not None
    }
    years = sorted(known, reverse=True)[:most]
    largest = max([1, *(amount or 0 for year in years for amount in known[year][:2])])
    return [
        YearBar(
            year,
            spent,
            owed,
            is_filed,
            round(WIDTH * (spent or 0) / largest, 1),
            None if owed is None else round(WIDTH * owed / largest, 1),
        )
        for year in years
        for owed, spent, is_filed in [known[year]]
    ]
