"""What an exercise is solved from: the records of the house as the typed rows of the input format."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.mapping.derivations import (
    Filing,
    FreeMoney,
    Measured,
    RegisteredNeed,
    RegisteredProject,
    find_free,
    join_needs,
    needs_from_gaps,
    projects_from_filings,
    projects_from_register,
    spent_by_usable_year,
)
from csrmatch.mapping.models import Exercise, ExerciseCpse, MappingRule
from csrmatch.mapping.queries.exercises import list_exercise_cpses, list_exercise_districts
from csrmatch.mapping.queries.inputs.filed import list_filings, list_measured
from csrmatch.mapping.queries.inputs.registered import (
    list_account_money,
    list_registered_needs,
    list_registered_projects,
)
from csrmatch.mapping.queries.inputs.rules import list_rules_in_force, with_rules
from csrmatch.mapping.queries.publications import find_scope_key, list_leads
from csrmatch.mapping.tables import CpseRow, DistrictRow, MappingInput, PlaceRow
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse, CpsePlace
from csrmatch.registry.rules.years import shift_year

__all__ = ["Gathered", "find_free_money", "gather_input"]

# How the input says that nobody leads a district.
_NOBODY = "none"


@dataclass(frozen=True)
class Gathered:
    """The rows of an exercise with what the data check tells of them beside.

    `money` says by CPSE where its free money is taken from; a CPSE whose money is not known is absent.
    `needs` and `projects` are the records of the register that count.
    """

    given: MappingInput
    filings: tuple[Filing, ...]
    measured: tuple[Measured, ...]
    measured_on: date | None
    money: Mapping[str, FreeMoney]
    needs: tuple[RegisteredNeed, ...]
    projects: tuple[RegisteredProject, ...]
    district_ids: tuple[int, ...]
    cpse_ids: tuple[int, ...]

    @property
    def registered(self) -> frozenset[tuple[str, str]]:
        """The districts and themes whose need comes from the register and not from the survey."""
        return frozenset((need.lgd, need.theme) for need in self.needs)


def gather_input(exercise: Exercise, day: date, *, rules: Sequence[MappingRule] | None = None) -> Gathered:
    """Everything an exercise is solved from on a day, under the rules in force then unless others are named.

    Needs are those of the register and, in themes without one, the gaps of the latest survey round to
    India's benchmark (`join_needs`); free money has the best of four sources (`find_free`); expertise comes
    from the CSR spending as filed, doubtful amounts counting neither way, and from registered projects of
    other years (`projects_from_register`); who leads now is what is in force for the year before
    (`list_leads`). What is not known stays blank.
    """
    districts = list_exercise_districts(exercise)
    members = list_exercise_cpses(exercise)
    ids, place_ids = [member.cpse_id for member in members], [district.id for district in districts]
    filings = list_filings(ids)
    measured, measured_on = list_measured(place_ids)
    needs, projects = list_registered_needs(place_ids), list_registered_projects(ids, day)
    money = _money(members, filings, exercise.financial_year, day)
    filed = {(filing.cpse, filing.year) for filing in filings if not filing.suspect}
    year_before = shift_year(exercise.financial_year, -1)
    leads = list_leads(place_ids, year_before, scope_key=find_scope_key(exercise))
    taking_part = {member.cpse.code for member in members}
    given = MappingInput(
        districts=tuple(
            _district_row(district, leads.get(district.id), taking_part) for district in districts
        ),
        cpses=tuple(_cpse_row(member, money.get(member.cpse.code)) for member in members),
        places=_place_rows(ids),
        projects=(*projects_from_filings(filings), *projects_from_register(projects, filed)),
        needs=tuple(join_needs(needs, needs_from_gaps(measured))),
        weights=exercise.weights,
    )
    given = with_rules(given, list_rules_in_force(exercise, day) if rules is None else rules)
    return Gathered(
        given=given,
        filings=tuple(filings),
        measured=tuple(measured),
        measured_on=measured_on,
        money=money,
        needs=tuple(needs),
        projects=tuple(projects),
        district_ids=tuple(place_ids),
        cpse_ids=tuple(ids),
    )


def find_free_money(cpse_ids: Sequence[int], year: str, day: date) -> dict[str, FreeMoney]:
    """By code, the free money of CPSEs for a year with its origin; one whose money is not known is absent."""
    codes = db.session.execute(select(Cpse.id, Cpse.code).where(Cpse.id.in_(cpse_ids)).order_by(Cpse.code))
    return _find_money({code: None for _, code in codes}, list_filings(cpse_ids), cpse_ids, year, day)


def _money(
    members: Sequence[ExerciseCpse], filings: Sequence[Filing], year: str, day: date
) -> dict[str, FreeMoney]:
    stated = {member.cpse.code: member.free_inr for member in members}
    return _find_money(stated, filings, [member.cpse_id for member in members], year, day)


def _find_money(
    stated: Mapping[str, int | None],
    filings: Sequence[Filing],
    cpse_ids: Sequence[int],
    year: str,
    day: date,
) -> dict[str, FreeMoney]:
    accounts = list_account_money(cpse_ids, year, day)
    spent = spent_by_usable_year(filings)
    found = {
        code: find_free(year, free, accounts.get(code, ()), spent.get(code, {}))
        for code, free in stated.items()
    }
    return {code: money for code, money in found.items() if money is not None}


def _district_row(district: District, lead: str | None, taking_part: Container[str]) -> DistrictRow:
    """A lead that does not take part cannot go on: then nobody of this exercise leads the district now."""
    return DistrictRow(
        lgd=str(district.lgd),
        name_en=district.name_en,
        state=district.state.name_en,
        lat=district.latitude,
        lon=district.longitude,
        name_hi=district.name_hi,
        leads_now=lead if lead is None or lead in taking_part else _NOBODY,
    )


def _cpse_row(member: ExerciseCpse, money: FreeMoney | None) -> CpseRow:
    return CpseRow(
        code=member.cpse.code,
        name_en=member.cpse.name_en,
        free_inr=None if money is None else money.inr,
        capacity=member.capacity,
        name_hi=member.cpse.name_hi,
        ministry=member.cpse.ministry_en,
    )


def _place_rows(cpse_ids: Sequence[int]) -> tuple[PlaceRow, ...]:
    query = (
        select(Cpse.code, CpsePlace.name, CpsePlace.latitude, CpsePlace.longitude, District.lgd)
        .join(Cpse, Cpse.id == CpsePlace.cpse_id)
        .outerjoin(District, District.id == CpsePlace.district_id)
        .where(CpsePlace.cpse_id.in_(cpse_ids), CpsePlace.retired_on.is_(None))
        .order_by(CpsePlace.id)
    )
    return tuple(
        PlaceRow(code, name, lat, lon, None if lgd is None else str(lgd))
        for code, name, lat, lon, lgd in db.session.execute(query)
    )
