"""What an exercise is solved from: the records of the house as the typed rows of the input format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from csrmatch.db import db
from csrmatch.indicators.models import Benchmark, Figure, Indicator
from csrmatch.mapping.derivations import (
    Filing,
    Measured,
    free_money_from_filings,
    needs_from_gaps,
    projects_from_filings,
)
from csrmatch.mapping.models import Exercise, ExerciseCpse
from csrmatch.mapping.queries.exercises import list_exercise_cpses, list_exercise_districts, list_rules
from csrmatch.mapping.tables import CpseRow, DistrictRow, MappingInput, PlaceRow, RuleRow
from csrmatch.places.models import District, State
from csrmatch.reference.companies import SUSPECT_FLAGS
from csrmatch.registry.models import Cpse, CpsePlace, CpseSpending

__all__ = ["Gathered", "find_free_money", "gather_input"]

ROUND = "NFHS-5"


@dataclass(frozen=True)
class Gathered:
    """The rows of an exercise with what the data check tells of them beside.

    `stated_money` names the CPSEs whose free money the exercise itself states.
    """

    given: MappingInput
    filings: tuple[Filing, ...]
    measured: tuple[Measured, ...]
    measured_on: date | None
    stated_money: frozenset[str]


def gather_input(exercise: Exercise, day: date) -> Gathered:
    """Everything an exercise is solved from as of a day; rules lifted or past their last day are left out.

    Needs are the gaps of the latest survey round to India's benchmark, expertise and free money come from
    the CSR spending as filed (doubtful amounts count neither way) unless the exercise states the free money;
    what is not known stays blank.
    """
    districts = list_exercise_districts(exercise)
    members = list_exercise_cpses(exercise)
    filings = _filings([member.cpse_id for member in members])
    measured, measured_on = _measured([district.id for district in districts])
    given = MappingInput(
        districts=tuple(_district_row(district) for district in districts),
        cpses=_cpse_rows(members, free_money_from_filings(filings)),
        places=_place_rows([member.cpse_id for member in members]),
        projects=tuple(projects_from_filings(filings)),
        needs=tuple(needs_from_gaps(measured)),
        rules=_rule_rows(exercise, districts, members, day),
        weights=exercise.weights,
    )
    stated = frozenset(member.cpse.code for member in members if member.free_inr is not None)
    return Gathered(given, tuple(filings), tuple(measured), measured_on, stated)


def find_free_money(cpse_ids: Sequence[int]) -> dict[str, int]:
    """By code, what each CPSE spent in its latest year with a trusted filing; unknown ones are left out."""
    return free_money_from_filings(_filings(cpse_ids))


def _district_row(district: District) -> DistrictRow:
    return DistrictRow(
        lgd=str(district.lgd),
        name_en=district.name_en,
        state=district.state.name_en,
        lat=district.latitude,
        lon=district.longitude,
        name_hi=district.name_hi,
    )


def _cpse_rows(members: Sequence[ExerciseCpse], filed: dict[str, int]) -> tuple[CpseRow, ...]:
    return tuple(
        CpseRow(
            code=member.cpse.code,
            name_en=member.cpse.name_en,
            free_inr=filed.get(member.cpse.code) if member.free_inr is None else member.free_inr,
            capacity=member.capacity,
            name_hi=member.cpse.name_hi,
            ministry=member.cpse.ministry_en,
        )
        for member in members
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


def _filings(cpse_ids: Sequence[int]) -> list[Filing]:
    query = (
        select(
            Cpse.code,
            CpseSpending.financial_year,
            CpseSpending.theme_code,
            CpseSpending.sector,
            CpseSpending.spent_inr,
            CpseSpending.outlay_inr,
            District.lgd,
            State.name_en,
            CpseSpending.quality,
        )
        .join(Cpse, Cpse.id == CpseSpending.cpse_id)
        .outerjoin(District, District.id == CpseSpending.district_id)
        .outerjoin(State, State.id == CpseSpending.state_id)
        .where(CpseSpending.cpse_id.in_(cpse_ids))
        .order_by(CpseSpending.id)
    )
    found = []
    for code, year, theme, sector, spent, outlay, lgd, state, quality in db.session.execute(query):
        flags = [flag for flag in quality.split(";") if flag]
        found.append(
            Filing(
                cpse=code,
                year=year,
                theme=theme,
                sector=sector,
                spent_inr=spent or 0,
                outlay_inr=outlay,
                lgd=None if lgd is None else str(lgd),
                state=state,
                suspect=spent is None or not SUSPECT_FLAGS.isdisjoint(flags),
                quality=", ".join(flags),
            )
        )
    return found


def _measured(district_ids: Sequence[int]) -> tuple[list[Measured], date | None]:
    """The figures of the round with India's benchmark, and the last day of the survey."""
    benchmark = (
        select(Benchmark.indicator_id, Benchmark.value)
        .where(Benchmark.state_id.is_(None), Benchmark.round == ROUND)
        .subquery()
    )
    query = (
        select(
            District.lgd,
            Indicator.theme_code,
            Indicator.code,
            Indicator.name_en,
            Figure.value,
            benchmark.c.value,
            Indicator.better,
        )
        .join(Figure, Figure.indicator_id == Indicator.id)
        .join(District, District.id == Figure.district_id)
        .outerjoin(benchmark, benchmark.c.indicator_id == Indicator.id)
        .where(Figure.round == ROUND, Figure.district_id.in_(district_ids), Indicator.better.is_not(None))
        .order_by(Figure.id)
    )
    measured = [
        Measured(str(lgd), theme, code, label, value, aim, better)
        for lgd, theme, code, label, value, aim, better in db.session.execute(query)
    ]
    ended = db.session.scalar(select(func.max(Figure.ends_on)).where(Figure.round == ROUND))
    return measured, ended


def _rule_rows(
    exercise: Exercise, districts: Sequence[District], members: Sequence[ExerciseCpse], day: date
) -> tuple[RuleRow, ...]:
    """The rules in force between those that take part; authors by role and number, for runs outlive names."""
    here = {district.id for district in districts}
    there = {member.cpse_id for member in members}
    return tuple(
        RuleRow(
            kind=rule.kind.value,
            lgd=str(rule.district.lgd),
            cpse=rule.cpse.code,
            reason=rule.reason,
            author=f"{rule.author.role.value}:{rule.author_id}",
            expires_on=rule.expires_on,
        )
        for rule in list_rules(exercise, lifted=False)
        if rule.is_in_force(day) and rule.district_id in here and rule.cpse_id in there
    )
