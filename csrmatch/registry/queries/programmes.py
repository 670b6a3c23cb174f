"""Reading programmes of departments, ministries and UNICEF."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.places.models import District, State
from csrmatch.registry.models import Programme, ProgrammeDistrict, ProgrammeGroup
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.rules.years import last_day, quarter_start

__all__ = [
    "ProgrammeSearch",
    "get_programme",
    "list_programmes_in",
    "name_order",
    "search_programmes",
    "works_in",
    "works_in_places",
]


@dataclass(frozen=True)
class ProgrammeSearch:
    """What a list of programmes is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    kind: ProgrammeKind | None = None
    theme: str | None = None
    district: District | None = None
    year: str | None = None
    with_retired: bool = False
    state_lgd: int | None = None
    group: TargetGroup | None = None


def get_programme(programme_id: int, *, for_change: bool = False) -> Programme:
    """A programme; `for_change` keeps others from changing it until this one is done."""
    query = select(Programme).where(Programme.id == programme_id)
    if for_change:
        query = query.with_for_update(of=Programme).execution_options(populate_existing=True)
    else:
        query = query.options(*_parts(), selectinload(Programme.groups), joinedload(Programme.created_by))
    programme = db.session.scalar(query)
    if programme is None:
        raise Missing
    return programme


def _parts() -> tuple[Any, ...]:
    districts = selectinload(Programme.districts).joinedload(ProgrammeDistrict.district)
    whole = (joinedload(Programme.theme), joinedload(Programme.state), joinedload(Programme.keeper))
    return (*whole, districts.joinedload(District.state))


def search_programmes(search: ProgrammeSearch) -> Select[Any]:
    """The programmes, narrowed, with their themes, places and keepers; everybody may see them."""
    query = select(Programme).options(*_parts())
    if not search.with_retired:
        query = query.where(Programme.retired_on.is_(None))
    if search.text:
        places = (Programme.name_en, Programme.name_hi, Programme.what, Programme.run_by)
        query = query.where(or_(*(place.icontains(search.text, autoescape=True) for place in places)))
    if search.kind:
        query = query.where(Programme.kind == search.kind)
    if search.theme:
        query = query.where(Programme.theme_code == search.theme)
    if search.district:
        query = query.where(works_in([search.district]))
    if search.state_lgd is not None:
        query = query.where(_works_in_state(search.state_lgd))
    if search.group:
        query = query.where(Programme.groups.any(ProgrammeGroup.group == search.group))
    if search.year:
        query = query.where(_runs_in(search.year))
    return query


def _works_in_state(lgd: int) -> ColumnElement[bool]:
    """Whether a programme works in a state, in all of it or in some of its districts."""
    is_here = ProgrammeDistrict.district.has(District.state.has(State.lgd == lgd))
    is_state = and_(Programme.reach == ProgrammeReach.STATE, Programme.state.has(State.lgd == lgd))
    return or_(Programme.reach == ProgrammeReach.ALL, is_state, Programme.districts.any(is_here))


def works_in(districts: list[District]) -> ColumnElement[bool]:
    """Whether a programme works in one of some districts, by itself or through its state."""
    return works_in_places([district.id for district in districts])


def works_in_places(ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether a programme works in one of some districts, which are told by their ids."""
    wanted = sorted(ids)
    states = select(District.state_id).where(District.id.in_(wanted))
    return or_(
        Programme.reach == ProgrammeReach.ALL,
        and_(Programme.reach == ProgrammeReach.STATE, Programme.state_id.in_(states)),
        Programme.districts.any(ProgrammeDistrict.district_id.in_(wanted)),
    )


def _runs_in(year: str) -> ColumnElement[bool]:
    begins = or_(Programme.starts_on.is_(None), Programme.starts_on <= last_day(year))
    return begins & or_(Programme.ends_on.is_(None), Programme.ends_on >= quarter_start(year, 1))


def list_programmes_in(district: District, year: str | None = None) -> list[Programme]:
    """The programmes that work in a district, in a financial year where one is given, by theme and name."""
    query = search_programmes(ProgrammeSearch(district=district, year=year))
    return list(db.session.scalars(query.order_by(Programme.theme_code, name_order(), Programme.id)))


def name_order() -> Any:
    """What programmes are sorted by when sorted by the name as the reader is shown it."""
    first, second = (
        (Programme.name_hi, Programme.name_en)
        if current_language() == "hi"
        else (Programme.name_en, Programme.name_hi)
    )
    return func.lower(func.coalesce(first, second))
