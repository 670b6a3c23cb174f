"""Reading the catalogue and what offices say of its indicators, beside what surveys found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import Organisation
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.indicators.models import (
    Benchmark,
    Figure,
    Indicator,
    ReportedFigure,
    ReportedFigureVersion,
    Theme,
)
from csrmatch.indicators.queries.readings import LATEST_ROUND
from csrmatch.places.models import District, State

__all__ = [
    "FigureSearch",
    "find_reported_version",
    "get_indicator",
    "get_reported_figure",
    "list_benchmarks",
    "list_national",
    "list_neighbour_values",
    "list_past_values",
    "list_reported_in",
    "list_reported_of",
    "list_survey_figures",
    "search_indicators",
    "search_reported",
]


@dataclass(frozen=True)
class FigureSearch:
    """What a list of figures told by offices is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    lgd: int | None = None
    theme: str | None = None
    indicator: str | None = None


def get_indicator(code: str) -> Indicator:
    """An indicator of the catalogue with its theme."""
    query = select(Indicator).where(Indicator.code == code).options(joinedload(Indicator.theme))
    indicator = db.session.scalar(query)
    if indicator is None:
        raise Missing
    return indicator


def search_indicators(text: str | None, theme: str | None) -> Select[Any]:
    """The indicators of the catalogue, narrowed by a part of a name or code, and by theme."""
    query = select(Indicator).join(Indicator.theme).options(joinedload(Indicator.theme))
    if theme:
        query = query.where(Indicator.theme_code == theme)
    if text:
        places = [
            Indicator.name_en,
            Indicator.name_hi,
            Indicator.short_en,
            Indicator.short_hi,
            Indicator.code,
        ]
        query = query.where(or_(*(place.icontains(text, autoescape=True) for place in places)))
    return query


def list_national() -> dict[int, float]:
    """India's latest value of each indicator, by the indicator's id."""
    query = select(Benchmark.indicator_id, Benchmark.value).where(
        Benchmark.round == LATEST_ROUND, Benchmark.state_id.is_(None)
    )
    return {row.indicator_id: row.value for row in db.session.execute(query.order_by(Benchmark.indicator_id))}


def list_benchmarks(indicator: Indicator) -> list[Benchmark]:
    """The latest benchmarks of an indicator: India's first, then the states' by name."""
    query = (
        select(Benchmark)
        .outerjoin(Benchmark.state)
        .where(Benchmark.indicator_id == indicator.id, Benchmark.round == LATEST_ROUND)
        .options(joinedload(Benchmark.state))
    )
    return list(db.session.scalars(query.order_by(State.name_en.asc().nulls_first())))


def list_survey_figures(district: District, indicator: Indicator) -> list[Figure]:
    """What the surveys found in a district, the earliest first; a value that is None is not known."""
    query = select(Figure).where(Figure.district_id == district.id, Figure.indicator_id == indicator.id)
    return list(db.session.scalars(query.order_by(Figure.ends_on, Figure.round)))


def _reported() -> Select[Any]:
    parts = (
        joinedload(ReportedFigure.organisation),
        joinedload(ReportedFigure.indicator).joinedload(Indicator.theme),
        joinedload(ReportedFigure.district).joinedload(District.state),
        selectinload(ReportedFigure.versions).joinedload(ReportedFigureVersion.by),
    )
    return select(ReportedFigure).options(*parts)


def list_reported_of(district: District, indicator: Indicator) -> list[ReportedFigure]:
    """What offices say of an indicator in a district, the earliest days first."""
    query = _reported().where(
        ReportedFigure.district_id == district.id, ReportedFigure.indicator_id == indicator.id
    )
    return list(db.session.scalars(query.order_by(ReportedFigure.ends_on, ReportedFigure.id)))


def list_reported_in(district: District) -> list[ReportedFigure]:
    """What offices say of a district, by indicator, the latest days first."""
    query = _reported().join(ReportedFigure.indicator).where(ReportedFigure.district_id == district.id)
    order = (Indicator.position, ReportedFigure.ends_on.desc(), ReportedFigure.id)
    return list(db.session.scalars(query.order_by(*order)))


def search_reported(search: FigureSearch) -> Select[Any]:
    """What offices say, narrowed by indicator, district, theme, and a part of a name."""
    query = _reported().join(ReportedFigure.indicator).join(Indicator.theme)
    query = query.join(ReportedFigure.district).join(District.state).join(ReportedFigure.organisation)
    wanted = [
        (search.lgd, District.lgd == search.lgd),
        (search.theme, Theme.code == search.theme),
        (search.indicator, Indicator.code == search.indicator),
    ]
    query = query.where(*(condition for given, condition in wanted if given))
    if search.text:
        places = [Indicator.name_en, Indicator.name_hi, Organisation.name_en, Organisation.name_hi]
        query = query.where(or_(*(place.icontains(search.text, autoescape=True) for place in places)))
    return query


def get_reported_figure(figure_id: int, *, for_change: bool = False) -> ReportedFigure:
    """What an office says; `for_change` keeps others from correcting it until this one is done."""
    query = select(ReportedFigure).where(ReportedFigure.id == figure_id)
    if for_change:
        query = query.with_for_update(of=ReportedFigure).execution_options(populate_existing=True)
    figure = db.session.scalar(query)
    if figure is None:
        raise Missing
    return figure


def find_reported_version(district: District, version_id: int) -> ReportedFigureVersion | None:
    """A wording of a figure of the district."""
    query = select(ReportedFigureVersion).join(ReportedFigureVersion.figure)
    return db.session.scalar(
        query.where(ReportedFigureVersion.id == version_id, ReportedFigure.district_id == district.id)
    )


def list_past_values(
    district: District, indicator: Indicator, office: Organisation, before: date
) -> Sequence[float]:
    """What surveys and the office itself said of a district up to a day, the earliest first."""
    known = [
        (row.ends_on, row.value)
        for row in list_survey_figures(district, indicator)
        if row.value is not None and row.ends_on is not None
    ]
    known += [
        (row.ends_on, row.value)
        for row in list_reported_of(district, indicator)
        if row.organisation_id == office.id
    ]
    return [value for day, value in sorted(known) if day < before]


def list_neighbour_values(district: District, indicator: Indicator) -> Sequence[float]:
    """The latest survey values of the other aspirational districts of the state."""
    query = (
        select(Figure.value)
        .join(Figure.district)
        .where(
            District.state_id == district.state_id,
            District.id != district.id,
            Figure.indicator_id == indicator.id,
            Figure.round == LATEST_ROUND,
            Figure.value.is_not(None),
        )
    )
    return [value for value in db.session.scalars(query.order_by(District.lgd)) if value is not None]
