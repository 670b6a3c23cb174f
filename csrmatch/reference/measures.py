"""What is measured in the districts: themes, indicators, figures, benchmarks, poverty and ranks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from csrmatch.reference.reading import read_table


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the programme with its weight in percent; OT, for all other work, weighs 0."""

    code: str
    name_en: str
    name_hi: str
    weight: int
    kpi_count: int
    data_point_count: int
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """One of the 49 key performance indicators; `basis` is corroborated or reconstructed."""

    code: str
    theme: str
    number: int
    area: str | None
    name_en: str
    name_hi: str
    data_points_en: str
    data_point_count: int
    basis: str
    seen_in: str | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the 46 survey indicators; `unit` is percent or rupees, `better` is higher or lower."""

    code: str
    number: int
    label_en: str
    label_hi: str
    short_en: str
    short_hi: str
    unit: str
    better: str
    theme: str
    nearest_kpi: str | None
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A survey figure of a district as printed; `value` is None only where `flag` is suppressed.

    `flag` is none, few_cases (25 to 49 cases) or suppressed (under 25); `basis` is own, alias or parent
    (the figure of the larger district `source_district`).
    """

    lgd: int
    indicator: str
    round: str
    period_start: date
    period_end: date
    value: Decimal | None
    flag: str
    basis: str
    source_district: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The total of a state, or of India where `state_lgd` is None, for an indicator and survey round."""

    state_lgd: int | None
    indicator: str
    round: str
    value: Decimal
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class Poverty:
    """Multidimensional poverty of a district: share of people poor, intensity in percent, and the index.

    `basis` is own or parent (the larger district `source_district`).
    """

    lgd: int
    round: str
    period_start: date
    period_end: date
    headcount_pct: Decimal
    intensity_pct: Decimal | None
    index: Decimal | None
    basis: str
    source_district: str
    source: str
    trust: str


@dataclass(frozen=True, slots=True)
class ProgrammeScore:
    """A district's score and rank in the programme's tables of 2018.

    `measure` is baseline (a level) or delta (a change between two dates); `ranked_as` is the name printed.
    """

    lgd: int
    measure: str
    period_start: date | None
    period_end: date
    score: Decimal
    rank: int
    ranked_as: str
    source: str
    trust: str


@cache
def read_themes() -> tuple[Theme, ...]:
    """HN, ED, AW, FS, IN and OT; the weights sum to 100."""
    return read_table("themes", Theme)


@cache
def read_kpis() -> tuple[Kpi, ...]:
    """The 49 key performance indicators by theme and number."""
    return read_table("kpis", Kpi)


@cache
def read_indicators() -> tuple[Indicator, ...]:
    """The 46 survey indicators by their number in the fact sheets."""
    return read_table("indicators", Indicator)


@cache
def read_figures() -> tuple[Figure, ...]:
    """NFHS-5 then NFHS-4 figures of the 112; a cell that neither round reports has no row."""
    return read_table("figures", Figure)


@cache
def read_benchmarks() -> tuple[Benchmark, ...]:
    """Totals of India and of the 27 states of the 112, per indicator and round, where published."""
    return read_table("benchmarks", Benchmark)


@cache
def read_mpi() -> tuple[Poverty, ...]:
    """Multidimensional poverty of 2019-21, then of 2015-16; a district without a row is not known."""
    return read_table("mpi", Poverty)


@cache
def read_adp_scores() -> tuple[ProgrammeScore, ...]:
    """The baseline of March 2018 by rank, then the first delta ranking by rank."""
    return read_table("adp_scores", ProgrammeScore)
