"""The check of an exercise's data before it is run: what is missing, how old it is, where it stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from csrmatch.mapping.derivations import FreeMoney, spent_by_usable_year
from csrmatch.mapping.queries import Gathered
from csrmatch.mapping.tables import CpseRow, DistrictRow, MappingInput

__all__ = ["CpseCheck", "DataCheck", "DistrictCheck", "check_data"]


@dataclass(frozen=True)
class CpseCheck:
    """What is known of one CPSE; `latest_year` is the last year whose total can be used."""

    row: CpseRow
    places: int
    filings: int
    doubtful: int
    latest_year: str | None
    money: FreeMoney | None

    @property
    def missing(self) -> int:
        """How many of money, places and spending are not known."""
        return (self.row.free_inr is None) + (not self.places) + (self.latest_year is None)


@dataclass(frozen=True)
class DistrictCheck:
    """What is known of one district: survey figures with a benchmark, figures withheld, themes covered."""

    row: DistrictRow
    known: int
    withheld: int
    themes: int

    @property
    def missing(self) -> int:
        """How much is withheld, or 1 where no need is known at all."""
        return self.withheld + (not self.themes)


@dataclass(frozen=True)
class DataCheck:
    """The whole check; an exercise can be run as soon as its CPSEs can lead all its districts."""

    districts: tuple[DistrictCheck, ...]
    cpses: tuple[CpseCheck, ...]
    room: int
    measured_on: date | None

    @property
    def is_ready(self) -> bool:
        """Whether there are districts and CPSEs, and room for every district."""
        return bool(self.districts) and bool(self.cpses) and self.room >= len(self.districts)


def check_data(gathered: Gathered) -> DataCheck:
    """What is known and what is not of every district and CPSE that takes part."""
    given = gathered.given
    return DataCheck(
        districts=_districts(gathered),
        cpses=_cpses(gathered),
        room=sum(cpse.capacity for cpse in given.cpses),
        measured_on=gathered.measured_on,
    )


def _districts(gathered: Gathered) -> tuple[DistrictCheck, ...]:
    known = Counter(m.lgd for m in gathered.measured if m.value is not None and m.benchmark is not None)
    withheld = Counter(m.lgd for m in gathered.measured if m.value is None)
    themes = Counter(need.lgd for need in gathered.given.needs)
    return tuple(
        DistrictCheck(row, known[row.lgd], withheld[row.lgd], themes[row.lgd])
        for row in gathered.given.districts
    )


def _cpses(gathered: Gathered) -> tuple[CpseCheck, ...]:
    given: MappingInput = gathered.given
    places = Counter(place.cpse for place in given.places)
    years = spent_by_usable_year(gathered.filings)
    filings: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    for filing in gathered.filings:
        filings[filing.cpse] += 1
        doubtful[filing.cpse] += filing.suspect
    return tuple(
        CpseCheck(
            row=row,
            places=places[row.code],
            filings=filings[row.code],
            doubtful=doubtful[row.code],
            latest_year=max(years.get(row.code, ()), default=None),
            money=gathered.money.get(row.code),
        )
        for row in given.cpses
    )
