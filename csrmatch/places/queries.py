"""Reading states and districts."""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.places.models import Boundary, District, DistrictAlias, State
from csrmatch.places.tables import KnownName

__all__ = [
    "get_district",
    "list_all_states",
    "list_boundaries",
    "list_districts",
    "list_known_names",
    "list_states",
    "search_districts",
]


def get_district(lgd: int) -> District:
    """The district of an LGD code, with its state and its other names."""
    query = select(District).where(District.lgd == lgd)
    query = query.options(joinedload(District.state), joinedload(District.aliases))
    district = db.session.scalars(query).unique().one_or_none()
    if district is None:
        raise Missing
    return district


def list_districts(state_id: int | None = None) -> list[District]:
    """All districts, or those of one state, with their states, by state and name."""
    query = (
        select(District)
        .join(District.state)
        .options(contains_eager(District.state))
        .order_by(State.name_en, District.name_en, District.lgd)
    )
    if state_id is not None:
        query = query.where(District.state_id == state_id)
    return list(db.session.scalars(query))


def list_states() -> list[State]:
    """The states that have a district, by name."""
    has_district = select(District.id).where(District.state_id == State.id).exists()
    return list(db.session.scalars(select(State).where(has_district).order_by(State.name_en)))


def list_all_states() -> list[State]:
    """All states and union territories by name, also those without an aspirational district."""
    return list(db.session.scalars(select(State).order_by(State.name_en)))


def search_districts(text: str | None, state_lgd: int | None) -> Select[District]:
    """Districts by any of their names, in either script, or by LGD code, and by state."""
    query = select(District).join(District.state).options(contains_eager(District.state))
    if state_lgd is not None:
        query = query.where(State.lgd == state_lgd)
    if text:
        like = f"%{text.lower().replace('%', '').replace('_', '')}%"
        aliases = select(DistrictAlias.district_id).where(func.lower(DistrictAlias.name).like(like))
        names = [func.lower(District.name_en).like(like), District.name_hi.like(like)]
        matches: list[ColumnElement[bool]] = [*names, District.id.in_(aliases)]
        if text.isascii() and text.isdigit() and len(text) < 9:
            matches.append(District.lgd == int(text))
        query = query.where(or_(*matches))
    return query


def list_boundaries() -> list[tuple[Boundary, District]]:
    """The outlines an office has given, each with its district and state; none unless it has given any."""
    query = (
        select(Boundary, District)
        .join(District, Boundary.district_id == District.id)
        .options(joinedload(District.state))
        .order_by(District.lgd)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def list_known_names() -> list[KnownName]:
    """Every name of every district in either script, with its state's name in both."""
    names: list[KnownName] = []
    for district in db.session.scalars(
        select(District)
        .options(joinedload(District.state), selectinload(District.aliases))
        .order_by(District.lgd)
    ):
        own = [district.name_en, district.name_hi, *(alias.name for alias in district.aliases)]
        for state in (district.state.name_en, district.state.name_hi):
            names.extend(KnownName(district.lgd, state or "", name) for name in own if name)
    return names
