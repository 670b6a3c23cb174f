"""What lists and forms of the registry let people choose from, in their language: places, themes, years."""

from operator import itemgetter

from csrmatch.db import today
from csrmatch.i18n import current_language, name_of
from csrmatch.indicators.queries import list_themes
from csrmatch.places import queries as places_queries
from csrmatch.registry.queries.answers import list_ministries
from csrmatch.registry.rules.years import shift_year, year_of, years_between

__all__ = ["district_options", "ministry_options", "recent_years", "state_options", "theme_options"]

_YEARS_BACK = 4


def state_options(*, with_all: bool = False) -> list[tuple[str, str]]:
    """The states that have aspirational districts, or all of them, by LGD code and sorted by name."""
    states = places_queries.list_all_states() if with_all else places_queries.list_states()
    return [(str(row.lgd), name_of(row)) for row in sorted(states, key=name_of)]


def district_options() -> list[tuple[str, str]]:
    """Every district of the register by LGD code, with its state."""
    rows = sorted(places_queries.list_districts(), key=lambda row: (name_of(row.state), name_of(row)))
    return [(str(row.lgd), f"{name_of(row)}, {name_of(row.state)}") for row in rows]


def theme_options() -> list[tuple[str, str]]:
    """The themes by code."""
    return [(row.code, name_of(row)) for row in list_themes()]


def recent_years() -> list[tuple[str, str]]:
    """The financial year that runs and the few before it, the latest first."""
    this = year_of(today())
    return [(year, year) for year in years_between(shift_year(this, -_YEARS_BACK), this)[::-1]]


def ministry_options() -> list[tuple[str, str]]:
    """The ministries of the CPSEs by their English names."""
    in_hindi = current_language() == "hi"
    found = ((english, hindi if in_hindi and hindi else english) for english, hindi in list_ministries())
    return sorted(found, key=itemgetter(1))
