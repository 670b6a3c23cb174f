"""Central public sector enterprises: the list, their places of work and their CSR spending as filed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from csrmatch.reference.reading import read_table

SUSPECT_FLAGS = frozenset({"unit_suspect", "rollup_suspect", "duplicate", "negative_spend"})


@dataclass(frozen=True, slots=True)
class Cpse:
    """A central public sector enterprise by short code (A–Z, 0–9 and hyphen); `parent` is another's code."""

    code: str
    name_en: str
    name_hi: str
    name_hi_basis: str
    ministry_en: str
    ministry_hi: str
    status: str | None
    status_on: date | None
    status_basis: str
    parent: str | None
    sector_en: str
    hq_en: str
    hq_basis: str
    cin: str | None
    listed: bool | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class CpsePlace:
    """A mine, plant, station or office of an enterprise, right within about 10 km; degrees are WGS 84.

    `basis` is checked where `check_source` has the station, or the town named, within 10 km of the point, or
    else general_knowledge. `lgd` is given only where the place surely lies in one of the 112.
    `outline_check` is in_district or in_state where a public outline of it holds the point, else outside.
    """

    cpse: str
    name_en: str
    kind: str
    lat: float
    lon: float
    state_lgd: int
    lgd: int | None
    basis: str
    check_source: str | None
    outline_check: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class CpseSpending:
    """Rows of CSR filings added up by enterprise, year, sector, place and quality; whole rupees, as filed.

    A negative amount is kept as filed, always on a row of its own marked negative_spend.
    `quality` holds the marks on it, if any; `scope` is state, pan_india or not_mentioned; `lgd` is set
    where the filing names one of the 112.
    """

    cpse: str
    year: str
    sector: str
    theme: str
    scope: str
    state_lgd: int | None
    district_named: bool
    lgd: int | None
    projects: int
    outlay_inr: int
    spent_inr: int
    quality: tuple[str, ...]
    source: str
    trust: str

    @property
    def is_suspect(self) -> bool:
        """Whether the amount is not money spent there: wrong unit, roll-up, duplicate or a negative entry."""
        return not SUSPECT_FLAGS.isdisjoint(self.quality)


@dataclass(frozen=True, slots=True)
class SectorTheme:
    """Which theme of ours, and which item of Schedule VII, a sector of the filings is read as."""

    sector: str
    name_hi: str
    theme: str
    schedule_vii_item: str | None
    note: str | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """A published total of CSR: an amount in whole rupees or a share in percent, never both.

    `scope` is all_cpses, one_cpse, all_companies or all_companies_in_aspirational_districts.
    """

    scope: str
    cpse: str | None
    first_year: str
    last_year: str
    measure: str
    amount_inr: int | None
    share_pct: Decimal | None
    companies: int | None
    source: str
    trust: str


@cache
def read_cpses() -> tuple[Cpse, ...]:
    """72 enterprises, Maharatnas first; not the full register."""
    return read_table("cpses", Cpse)


@cache
def read_cpse_places() -> tuple[CpsePlace, ...]:
    """Known places of work, at least one for every enterprise of the list."""
    return read_table("cpse_places", CpsePlace)


@cache
def read_cpse_spending() -> tuple[CpseSpending, ...]:
    """CSR of 26 enterprises from 2014-15 to 2016-17; the totals equal the filings'."""
    return read_table("cpse_spending", CpseSpending)


@cache
def read_sector_themes() -> tuple[SectorTheme, ...]:
    """The 28 sectors of the filings with our theme for each."""
    return read_table("sector_themes", SectorTheme)


@cache
def read_cpse_totals_published() -> tuple[PublishedTotal, ...]:
    """Totals of CSR from the press and Parliament, to compare magnitudes with."""
    return read_table("cpse_totals_published", PublishedTotal)
