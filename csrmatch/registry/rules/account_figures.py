"""What the figures of a CSR account must not say, however they come in: by page, program or workbook."""

from collections.abc import Iterable, Mapping
from datetime import date

__all__ = ["ACCOUNT_PARTS", "LONGEST_NOTE", "NEVER_NEGATIVE", "days_ahead", "parts_above_wholes"]

LONGEST_NOTE = 2_000

# What is an amount of money and not a balance: a profit may be a loss, these cannot.
NEVER_NEGATIVE = (
    "turnover_inr",
    "set_off_1_inr",
    "set_off_2_inr",
    "set_off_3_inr",
    "set_off_used_inr",
    "committed_inr",
    "spent_inr",
    "theme_inr",
    "overheads_inr",
    "impact_cost_inr",
    "unspent_ongoing_inr",
    "account_spent_inr",
    "unspent_other_inr",
    "surplus_inr",
    "surplus_spent_inr",
)

# A part cannot be more than its whole.
ACCOUNT_PARTS = (
    ("theme_inr", "spent_inr"),
    ("overheads_inr", "spent_inr"),
    ("impact_cost_inr", "spent_inr"),
    ("surplus_spent_inr", "spent_inr"),
    ("account_spent_inr", "unspent_ongoing_inr"),
)


def parts_above_wholes(figures: Mapping[str, int | None]) -> list[tuple[str, str]]:
    """The parts that are more than their wholes, each with its whole, where both are known."""
    return [
        (part, whole)
        for part, whole in ACCOUNT_PARTS
        if (small := figures.get(part)) and (large := figures.get(whole)) is not None and small > large
    ]


def days_ahead(days: Iterable[tuple[str, date | None]], today: date) -> list[str]:
    """The names of the days that lie in the future: nothing has been resolved or transferred on them."""
    return [name for name, day in days if day is not None and day > today]
