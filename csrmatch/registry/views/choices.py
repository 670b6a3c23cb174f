"""What lists and forms of the registry let people choose from, in their language: years and ministries."""

from operator import itemgetter

from csrmatch.db import today
from csrmatch.i18n import current_language
from csrmatch.registry.queries.answers import list_ministries
from csrmatch.registry.rules.years import shift_year, year_of, years_between

__all__ = ["ministry_options", "recent_years"]

_YEARS_BACK = 4


def recent_years() -> list[tuple[str, str]]:
    """The financial year that runs and the few before it, the latest first."""
    this = year_of(today())
    return [(year, year) for year in years_between(shift_year(this, -_YEARS_BACK), this)[::-1]]


def ministry_options() -> list[tuple[str, str]]:
    """The ministries of the CPSEs by their English names."""
    in_hindi = current_language() == "hi"
    found = ((english, hindi if in_hindi and hindi else english) for english, hindi in list_ministries())
    return sorted(found, key=itemgetter(1))
