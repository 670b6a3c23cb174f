"""What the lists and forms of workshops let people choose from, in their language."""

from csrmatch.i18n import name_of
from csrmatch.indicators.queries import list_themes
from csrmatch.places.queries import list_all_states, list_districts
from csrmatch.workshops.queries.agenda import list_cpses
from csrmatch.workshops.queries.workshops import list_organising_offices, list_series

__all__ = [
    "cpse_options",
    "district_options",
    "office_options",
    "series_options",
    "state_options",
    "theme_options",
]


def state_options() -> list[tuple[str, str]]:
    """All states by LGD code, sorted by name."""
    return [(str(row.lgd), name_of(row)) for row in sorted(list_all_states(), key=name_of)]


def district_options() -> list[tuple[str, str]]:
    """Every district of the register by LGD code, with its state."""
    rows = sorted(list_districts(), key=lambda row: (name_of(row.state), name_of(row)))
    return [(str(row.lgd), f"{name_of(row)}, {name_of(row.state)}") for row in rows]


def theme_options() -> list[tuple[str, str]]:
    """The themes by code."""
    return [(row.code, name_of(row)) for row in list_themes()]


def series_options() -> list[tuple[str, str]]:
    """The series of workshops by number."""
    return [(str(row.id), name_of(row)) for row in list_series()]


def office_options() -> list[tuple[str, str]]:
    """The offices that hold workshops, by number."""
    return [(str(row.id), name_of(row)) for row in sorted(list_organising_offices(), key=name_of)]


def cpse_options() -> list[tuple[str, str]]:
    """Every company by its code, with its name."""
    return [(row.code, f"{row.code} – {name_of(row)}") for row in list_cpses()]
