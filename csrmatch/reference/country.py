"""Every district of the country by LGD code, and other names of districts and of states."""

from dataclasses import dataclass
from functools import cache

from csrmatch.reference.reading import read_table


@dataclass(frozen=True, slots=True)
class CountryDistrict:
    """A district of India by LGD code as of December 2022, aspirational or not; later ones are missing."""

    district_lgd: int
    name_en: str
    state_lgd: int
    census_code: int | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class CountryDistrictAlias:
    """Another name of a district of India, in a state under which it is found.

    `kind` is census_name, former_name, present_name, spelling, short_name or town. A short name or a town
    only suggests its district: there may be others of the name.
    """

    alias: str
    state_lgd: int
    district_lgd: int
    kind: str
    note: str | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class StateAlias:
    """Another name, spelling or abbreviation of a state or union territory."""

    alias: str
    state_lgd: int
    source: str
    trust: str


@cache
def read_country_districts() -> tuple[CountryDistrict, ...]:
    """The 763 districts of the directory, by LGD code."""
    return read_table("country_districts", CountryDistrict)


@cache
def read_country_district_aliases() -> tuple[CountryDistrictAlias, ...]:
    """Census names, former and present names, spellings and chief towns, by LGD code and name."""
    return read_table("country_district_aliases", CountryDistrictAlias)


@cache
def read_state_aliases() -> tuple[StateAlias, ...]:
    """Abbreviations, spellings and former names of states, by LGD code of the state."""
    return read_table("state_aliases", StateAlias)
