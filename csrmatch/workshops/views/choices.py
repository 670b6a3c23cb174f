"""What the lists and forms of workshops let people choose from, in their language."""

from csrmatch.i18n import name_of
from csrmatch.workshops.queries.agenda import list_cpses
from csrmatch.workshops.queries.workshops import list_organising_offices, list_series

__all__ = [
    "cpse_options",
    "office_options",
    "series_options",
]


def series_options() -> list[tuple[str, str]]:
    """The series of workshops by number."""
    return [(str(row.id), name_of(row)) for row in list_series()]


def office_options() -> list[tuple[str, str]]:
    """The offices that hold workshops, by number."""
    return [(str(row.id), name_of(row)) for row in sorted(list_organising_offices(), key=name_of)]


def cpse_options() -> list[tuple[str, str]]:
    """Every company by its code, with its name."""
    return [(row.code, f"{row.code} – {name_of(row)}") for row in list_cpses()]
