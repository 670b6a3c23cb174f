"""Operations on districts: the list, and one with all its figures."""

from datetime import date
from typing import Literal

from flask import Response
from pydantic import Field

from csrmatch.i18n import lazy_
from csrmatch.indicators.queries import Reading, list_readings
from csrmatch.places.models import District
from csrmatch.places.queries import get_district, search_districts
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, Told, WholeNumber

__all__: list[str] = []

_ORDERS = {"lgd": Order(District.lgd), "name": Order(District.name_en, "text")}


class DistrictPath(Asked):
    """Which district."""

    lgd: WholeNumber = Field(ge=0, le=999_999, description="Its LGD code.")


class DistrictsAsked(PageAsked):
    """Which districts, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of any of its names, or its LGD code.")
    state: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the state.")
    sort: Literal["lgd", "-lgd", "name", "-name"] = "lgd"


class DistrictTold(Told):
    """An aspirational district."""

    lgd: int
    name_en: str
    name_hi: str | None
    state_lgd: int
    state_en: str
    state_hi: str | None
    headquarters: str | None
    latitude: float
    longitude: float


class FigureTold(Told):
    """A figure of a district with its round, dates and source, and what it is measured against."""

    indicator: str
    name_en: str
    name_hi: str | None
    theme: str
    unit: str
    better: str | None
    round: str
    starts_on: date | None
    ends_on: date | None
    value: float | None
    flag: str
    basis: str
    source: str
    earlier_value: float | None
    state_value: float | None
    india_value: float | None


class DistrictWithFigures(DistrictTold):
    """A district with every figure that a survey has of it."""

    other_names: list[str]
    figures: list[FigureTold]


class DistrictsTold(Told):
    """A page of districts."""

    items: list[DistrictTold]
    next: str | None


def _district(row: District) -> dict[str, object]:
    return {
        "lgd": row.lgd,
        "name_en": row.name_en,
        "name_hi": row.name_hi,
        "state_lgd": row.state.lgd,
        "state_en": row.state.name_en,
        "state_hi": row.state.name_hi,
        "headquarters": row.hq_name,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }


def _figure(reading: Reading) -> FigureTold | None:
    latest = reading.latest or reading.earlier
    if latest is None:
        return None
    indicator = reading.indicator
    return FigureTold(
        indicator=indicator.code,
        name_en=indicator.name_en,
        name_hi=indicator.name_hi,
        theme=indicator.theme_code,
        unit=indicator.unit,
        better=indicator.better,
        round=latest.round,
        starts_on=latest.starts_on,
        ends_on=latest.ends_on,
        value=latest.value,
        flag=latest.flag,
        basis=latest.basis,
        source=latest.source,
        earlier_value=reading.earlier.value if reading.earlier and reading.latest else None,
        state_value=reading.state,
        india_value=reading.nation,
    )


@api.get("/districts", **reads(lazy_("Districts"), DistrictsTold))
@allow_token(Permission.VIEW_DISTRICTS)
def list_districts(query: DistrictsAsked) -> Response:
    """The aspirational districts, filtered and sorted."""
    found = search_districts(query.q, query.state)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, District.id)
    items = [DistrictTold.model_validate(_district(row)) for row in rows]
    return answer_page(DistrictsTold(items=items, next=cursor), cursor)


@api.get(
    "/districts/<int(max=999999):lgd>", **reads(lazy_("One district with its figures"), DistrictWithFigures)
)
@allow_token(Permission.VIEW_DISTRICTS)
def show_district(path: DistrictPath) -> Response:
    """A district with its other names and the latest figure of each indicator."""
    district = get_district(path.lgd)
    figures = (_figure(reading) for reading in list_readings(district))
    told = {
        **_district(district),
        "other_names": [alias.name for alias in district.aliases],
        "figures": [figure for figure in figures if figure is not None],
    }
    return answer_record(DistrictWithFigures.model_validate(told))
