"""The places that lists and forms let people choose from, in their language, and what was chosen."""

from collections.abc import Callable

from csrmatch.i18n import name_of
from csrmatch.places.models import District, State
from csrmatch.places.queries import list_all_states, list_districts, list_states

__all__ = [
    "district_options",
    "find_district",
    "find_place",
    "state_options",
]


def state_options(
    *, with_all: bool = False, shown: Callable[[State], bool] = lambda _row: True
) -> list[tuple[str, str]]:
    """The states that have aspirational districts, or all of them, by LGD code and sorted by name."""
    states = list_all_states() if with_all else list_states()
    return [(str(row.lgd), name_of(row)) for row in sorted(states, key=name_of) if shown(row)]


def district_options(shown: Callable[[District], bool] = lambda _row: True) -> list[tuple[str, str]]:
    """Every district of the register, or those of them to be shown, by LGD code with its state."""
    rows = sorted(list_districts(), key=lambda row: (name_of(row.state), name_of(row)))
    return [(str(row.lgd), f"{name_of(row)}, {name_of(row.state)}") for row in rows if shown(row)]


def find_district(code: str | None) -> District | None:
    """The district that was chosen by its code, if one was."""
    return next((row for row in list_districts() if str(row.lgd) == code), None) if code else None


def find_place(state: str | None, district: str | None) -> tuple[State | None, District | None]:
    """The state and the district that were chosen by their codes; a district brings its state."""
    here = find_district(district)
    if here is not None:
        return here.state, here
    return next((row for row in list_all_states() if str(row.lgd) == state), None) if state else None, None
