"""The check of an exercise's data before it is run: what is missing, how old it is, where it stands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from csrmatch.mapping.derivations import FreeMoney, MoneyOrigin, spent_by_usable_year
from csrmatch.mapping.encoding import score
from csrmatch.mapping.queries.inputs import Gathered
from csrmatch.mapping.rules.facts import (
    CpseRecord,
    DistrictRecord,
    Office,
    account_year,
    cpse_facts,
    district_facts,
)
from csrmatch.mapping.tables import CpseRow, DistrictRow, MappingInput

__all__ = [
    "CpseCheck",
    "DataCheck",
    "DistrictCheck",
    "OfficeCheck",
    "UnknownWeight",
    "check_data",
    "check_offices",
    "weigh_unknown",
]


@dataclass(frozen=True)
class CpseCheck:
    """What is known of one CPSE; `latest_year` is the last year whose total can be used."""

    row: CpseRow
    places: int
    filings: int
    doubtful: int
    latest_year: str | None
    money: FreeMoney | None


@dataclass(frozen=True)
class DistrictCheck:
    """What is known of one district: survey figures with a benchmark, figures withheld, themes covered."""

    row: DistrictRow
    known: int
    withheld: int
    themes: int
    ask_inr: int | None


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


@dataclass(frozen=True)
class OfficeCheck(Office):
    """An office of an exercise with what the input holds of it."""

    check: CpseCheck | DistrictCheck | None = None

    @property
    def row(self) -> CpseRow | DistrictRow:
        """The row of the input."""
        if self.check is None:
            raise ValueError("an office that was not checked")
        return self.check.row


@dataclass(frozen=True)
class UnknownWeight:
    """A criterion, its weight, and the share of its values that are neutral because nothing is known."""

    name: str
    weight: int
    share: float

    @property
    def points(self) -> float:
        """How many points of the weight rest on what is not known."""
        return self.weight * self.share


def check_data(gathered: Gathered) -> DataCheck:
    """What is known and what is not of every district and CPSE that takes part."""
    given = gathered.given
    return DataCheck(
        districts=_districts(gathered),
        cpses=_cpses(gathered),
        room=sum(cpse.capacity for cpse in given.cpses),
        measured_on=gathered.measured_on,
    )


def check_offices(
    check: DataCheck,
    districts: Mapping[str, DistrictRecord],
    cpses: Mapping[str, CpseRecord],
    *,
    year: str,
    day: date,
) -> list[OfficeCheck]:
    """The offices of an exercise of a year with what each shall supply: districts first, then CPSEs."""
    found = []
    for one in check.districts:
        held = districts[one.row.lgd]
        found.append(OfficeCheck(one.row.lgd, held, district_facts(held, day), check=one))
    wanted = account_year(year, day)
    for company in check.cpses:
        record = cpses[company.row.code]
        is_stated = company.money is not None and company.money.origin is MoneyOrigin.STATED
        facts = cpse_facts(record, year=year, is_money_stated=is_stated, day=day)
        found.append(OfficeCheck(company.row.code, record, facts, wanted, check=company))
    return found


def weigh_unknown(given: MappingInput) -> list[UnknownWeight]:
    """How much of each criterion's weight rests on values that are not known; nothing without a pair."""
    if not given.districts or not given.cpses:
        return []
    return [
        UnknownWeight(criterion.name, given.weights[criterion.name], float(criterion.missing.mean()))
        for criterion in score(given)
    ]


def _districts(gathered: Gathered) -> tuple[DistrictCheck, ...]:
    known = Counter(m.lgd for m in gathered.measured if m.value is not None and m.benchmark is not None)
    withheld = Counter(m.lgd for m in gathered.measured if m.value is None)
    themes: dict[str, set[str]] = {}
    asks: dict[str, int] = {}
    for need in gathered.given.needs:
        themes.setdefault(need.lgd, set()).add(need.theme)
        if need.ask_inr is not None:
            asks[need.lgd] = asks.get(need.lgd, 0) + need.ask_inr
    return tuple(
        DistrictCheck(row, known[row.lgd], withheld[row.lgd], len(themes.get(row.lgd, ())), asks.get(row.lgd))
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
