"""Operations on CPSEs: the list, and one with its places of work and subsidiaries."""

from datetime import date
from typing import Literal

from flask import Response
from pydantic import Field

from csrmatch.i18n import lazy_
from csrmatch.registry.models import Cpse, CpsePlace
from csrmatch.registry.queries import get_cpse, list_subsidiaries, search_cpses
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, Named, Told

__all__: list[str] = []

_ORDERS = {"code": Order(Cpse.code, "text"), "name": Order(Cpse.name_en, "text")}


class CpsePath(Asked):
    """Which CPSE."""

    code: str = Field(max_length=20, description="Its short code, as in NMDC.")


class CpsesAsked(PageAsked):
    """Which CPSEs, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of its code, name or ministry.")
    status: str | None = Field(
        None, max_length=40, description="As in maharatna; `other` is those without one."
    )
    sort: Literal["code", "-code", "name", "-name"] = "code"


class CpseTold(Named):
    """A central public sector enterprise; a subsidiary is a company of its own."""

    ministry_en: str | None
    ministry_hi: str | None
    status: str | None
    status_on: date | None
    sector: str | None
    headquarters_en: str | None
    headquarters_hi: str | None
    website: str | None
    cin: str | None
    parent: str | None
    source: str


class PlaceTold(Told):
    """A place where a CPSE works, and how its position is known."""

    name: str
    kind: str
    latitude: float
    longitude: float
    state_lgd: int | None
    district_lgd: int | None
    basis: str
    source: str


class CpseWithPlaces(CpseTold):
    """A CPSE with its places of work and its subsidiaries."""

    places: list[PlaceTold]
    subsidiaries: list[str]


class CpsesTold(Told):
    """A page of CPSEs."""

    items: list[CpseTold]
    next: str | None


def _cpse(row: Cpse) -> dict[str, object]:
    names = set(CpseTold.model_fields) - {"parent"}
    return {
        **{name: getattr(row, name) for name in names},
        "parent": row.parent.code if row.parent else None,
    }


def _place(row: CpsePlace) -> PlaceTold:
    return PlaceTold(
        name=row.name,
        kind=row.kind,
        latitude=row.latitude,
        longitude=row.longitude,
        state_lgd=row.state.lgd if row.state else None,
        district_lgd=row.district.lgd if row.district else None,
        basis=row.basis,
        source=row.source,
    )


@api.get("/cpses", **reads(lazy_("CPSEs"), CpsesTold))
@allow_token(Permission.VIEW_CPSES)
def list_cpses(query: CpsesAsked) -> Response:
    """The CPSEs, filtered and sorted."""
    rows, cursor = cut_page(search_cpses(query.q, query.status), query, _ORDERS, query.sort, Cpse.id)
    items = [CpseTold.model_validate(_cpse(row)) for row in rows]
    return answer_page(CpsesTold(items=items, next=cursor), cursor)


@api.get("/cpses/<code>", **reads(lazy_("One CPSE with its places of work"), CpseWithPlaces))
@allow_token(Permission.VIEW_CPSES)
def show_cpse(path: CpsePath) -> Response:
    """A CPSE with where it works and the companies below it."""
    cpse = get_cpse(path.code)
    told = {
        **_cpse(cpse),
        "places": [_place(place) for place in cpse.places],
        "subsidiaries": [row.code for row in list_subsidiaries(cpse)],
    }
    return answer_record(CpseWithPlaces.model_validate(told), version=cpse.version)
