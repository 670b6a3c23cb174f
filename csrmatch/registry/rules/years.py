"""Financial years, written as 2024-25, and their quarters: from 1 April to 31 March."""

import re
from datetime import date

__all__ = ["QUARTERS", "is_year", "last_day", "quarter_start", "shift_year", "year_of", "years_between"]

QUARTERS = (1, 2, 3, 4)
_YEAR = re.compile(r"(20\d\d)-(\d\d)")


def is_year(text: str) -> bool:
    """Whether the text names a financial year of this century: `2024-25`, not `2024-26`."""
    found = _YEAR.fullmatch(text)
    return found is not None and int(found[2]) == (int(found[1]) + 1) % 100


def year_of(day: date) -> str:
    """The financial year in which a day lies."""
    return _name(day.year if day.month >= 4 else day.year - 1)


def quarter_start(year: str, quarter: int) -> date:
    """The first day of a quarter: the first is from April to June, the fourth from January to March."""
    first = int(year[:4])
    return date(first, 3 * quarter + 1, 1) if quarter < 4 else date(first + 1, 1, 1)


def last_day(year: str) -> date:
    """The last day of a financial year."""
    return date(int(year[:4]) + 1, 3, 31)


def shift_year(year: str, count: int) -> str:
    """The financial year so many years later, or earlier where the count is negative."""
    return _name(int(year[:4]) + count)


def years_between(first: str, last: str) -> list[str]:
    """The financial years from the first to the last, both among them; none where the last is earlier."""
    return [_name(number) for number in range(int(first[:4]), int(last[:4]) + 1)]


def _name(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02d}"
