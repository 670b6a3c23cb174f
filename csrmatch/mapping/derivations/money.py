"""Whose free money counts, from which source, and how many districts a CPSE may lead with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from csrmatch.registry.rules.years import shift_year

__all__ = [
    "AccountMoney",
    "FreeMoney",
    "MoneyOrigin",
    "capacities_from_money",
    "find_free",
    "usable_account_years",
]

# For how many years an earlier account stands in: the obligation is a mean over three years' profits.
_YEARS_BACK = 3


class MoneyOrigin(StrEnum):
    """Where the free money of a CPSE is taken from, the best source first."""

    STATED = "stated"
    ACCOUNT = "account"
    EARLIER_ACCOUNT = "earlier_account"
    FILED = "filed"


@dataclass(frozen=True)
class FreeMoney:
    """Whole rupees with their origin, and the year they are of; a stated figure is of no year."""

    inr: int
    origin: MoneyOrigin
    year: str | None = None


@dataclass(frozen=True)
class AccountMoney:
    """What a published CSR account says of the money of its year, in whole rupees.

    `to_spend_inr` is the obligation less what is set off; `committed_inr` what the board has sanctioned,
    `spent_inr` what was spent of the year's own money; `surplus_inr` what CSR earned and did not spend.
    """

    year: str
    obligation_inr: int
    to_spend_inr: int
    committed_inr: int | None = None
    spent_inr: int | None = None
    surplus_inr: int = 0

    @property
    def free_inr(self) -> int:
        """What of the year's money no project has yet, at least 0.

        To spend, and what CSR earned itself, less the greater of what is committed and what is spent: the
        board sanctions first and spends of that, so that the two are never added. Money in an Unspent CSR
        Account of an earlier year is not free: section 135(6) keeps it for the ongoing projects it was
        sanctioned for; nor is other unspent money, which goes to a fund of Schedule VII (section 135(5)).
        What is not committed is taken as free where no commitment is known: the account itself is the word
        of the company.
        """
        taken = max(self.committed_inr or 0, self.spent_inr or 0)
        return max(0, self.to_spend_inr + self.surplus_inr - taken)


def usable_account_years(year: str) -> list[str]:
    """The years whose accounts can tell the free money of a year, the best first."""
    return [shift_year(year, -count) for count in range(_YEARS_BACK + 1)]


def find_free(
    year: str, stated_inr: int | None, accounts: Iterable[AccountMoney], filed: Mapping[str, int]
) -> FreeMoney | None:
    """A CPSE's free money for a year from its best source, or None where none is known.

    First what the exercise itself states, for somebody has asked the company; then the published account of
    that very year; then the obligation of the latest account of the three years before, as a stand-in, for
    a mean over three years moves slowly while what was committed then is no longer; last what was spent in
    the latest year as filed, `filed` by year: the only figure that is public for all.
    """
    if stated_inr is not None:
        return FreeMoney(stated_inr, MoneyOrigin.STATED)
    by_year = {account.year: account for account in accounts}
    for other in usable_account_years(year):
        if other in by_year:
            account = by_year[other]
            if other == year:
                return FreeMoney(account.free_inr, MoneyOrigin.ACCOUNT, year)
            return FreeMoney(account.obligation_inr, MoneyOrigin.EARLIER_ACCOUNT, other)
    if filed:
        latest = max(filed)
        return FreeMoney(filed[latest], MoneyOrigin.FILED, latest)
    return None


def capacities_from_money(free_inr: Mapping[str, int | None], districts: int) -> dict[str, int]:
    """How many districts each CPSE may lead: ⌈districts × its share of the known free money⌉, at least 1.

    A CPSE whose money is not known may lead 1. The capacities always hold every district: where no money
    is known at all, each CPSE may lead ⌈districts / CPSEs⌉.
    """
    total = sum(money for money in free_inr.values() if money is not None)
    if not total:
        return {code: max(1, -(-districts // len(free_inr))) for code in free_inr}
    return {code: max(1, -(-districts * (money or 0) // total)) for code, money in free_inr.items()}
