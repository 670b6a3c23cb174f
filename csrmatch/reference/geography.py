"""States and the aspirational districts: names, headquarters, aliases, programme lists and census."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from csrmatch.reference.reading import read_table


@dataclass(frozen=True, slots=True)
class State:
    """One state or union territory by LGD code, with the words its offices use in English and Hindi."""

    lgd: int
    iso: str
    name_en: str
    name_hi: str
    kind: str
    head_en: str
    head_hi: str
    block_en: str
    block_hi: str
    officer_hi: str
    nfhs5_phase: int
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class District:
    """One of the 112 aspirational districts by LGD code; degrees are WGS 84."""

    lgd: int
    name_en: str
    name_hi: str
    name_hi_basis: str
    official_name_en: str
    state_lgd: int
    listed_no: int
    listed_as_2018: str
    created_year: int | None
    change_note: str | None
    census_code: int | None
    census_parent_codes: tuple[str, ...]
    census_basis: str
    census_note: str | None
    hq_en: str
    hq_hi: str
    hq_lat: float
    hq_lon: float
    hq_basis: str
    hq_source: str
    name_hi_source: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class DistrictAlias:
    """Another name under which a district of the 112 is found, with its dates where they are known.

    `kind` is official_name, present_name, former_name, former_entry, spelling or parent. A parent is another,
    larger district whose figures stand in: it resolves old tables only, never a new entry.
    """

    alias: str
    state_lgd: int
    lgd: int
    kind: str
    from_on: date | None
    to_on: date | None
    note: str | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class LweStatus:
    """A dated list of districts affected by left-wing extremism on which a district of the 112 stands."""

    lgd: int
    list_name: str
    category: str
    as_on: date
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Census:
    """Census 2011 counts of a district and shares in percent; literacy is of those aged seven and above.

    `basis` is same_boundary, older_larger (the district has lost area since) or parent (the numbers are those
    of the larger district `source_district`: never add them up).
    """

    lgd: int
    year: int
    population: int
    population_sc: int
    population_st: int
    sc_pct: Decimal
    st_pct: Decimal
    literacy_pct: Decimal
    female_literacy_pct: Decimal
    sex_ratio: int
    area_sqkm: Decimal
    basis: str
    source_district: str
    source: str
    trust: str


@cache
def read_states() -> tuple[State, ...]:
    """All 36 states and union territories, by LGD code."""
    return read_table("states", State)


@cache
def read_districts() -> tuple[District, ...]:
    """The 112 aspirational districts, in the order of the programme's list."""
    return read_table("districts", District)


@cache
def read_district_aliases() -> tuple[DistrictAlias, ...]:
    """Old names, present names and spellings of the 112, by LGD code and name."""
    return read_table("district_aliases", DistrictAlias)


@cache
def read_lwe_status() -> tuple[LweStatus, ...]:
    """Entries of the dated lists; a district without a row is not known to be listed."""
    return read_table("lwe_status", LweStatus)


@cache
def read_census() -> tuple[Census, ...]:
    """Census 2011 of the 112, in the order of the programme's list."""
    return read_table("census", Census)
