"""Reading CPSEs, their places and their spending as filed."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from csrmatch.accounts.models import Organisation, User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.places.models import District, State
from csrmatch.places.rules import distance_km
from csrmatch.registry.access import only_visible_needs, only_visible_projects
from csrmatch.registry.models import (
    Cpse,
    CpsePlace,
    CpseSpending,
    Need,
    NeedPartner,
    Project,
    ProjectDocument,
)
from csrmatch.registry.rules import is_suspect
from csrmatch.registry.rules.needs import NeedStatus, Urgency

__all__ = [
    "FilingSearch",
    "NearPlace",
    "count_places_by_cpse",
    "count_places_by_district",
    "find_cpse_of",
    "get_cpse",
    "get_place",
    "list_documents_of",
    "list_filing_keys",
    "list_filings",
    "list_near_places",
    "list_needs_for",
    "list_nodal_officers",
    "list_spent_by_cpse",
    "list_subsidiaries",
    "search_cpses",
    "select_filings",
    "select_filings_in",
    "select_ids_working_in",
]


_FEW = 8


@dataclass(frozen=True)
class NearPlace:
    """A place of work of a CPSE and its distance from a district's headquarters as the crow flies."""

    place: CpsePlace
    distance_km: float


def search_cpses(text: str | None, status: str | None) -> Select[Cpse]:
    """CPSEs by code, name or ministry in either script, and by status; `other` is those without one."""
    query = select(Cpse)
    if text:
        like = f"%{text.lower().replace('%', '').replace('_', '')}%"
        query = query.where(
            or_(
                func.lower(Cpse.code).like(like),
                func.lower(Cpse.name_en).like(like),
                Cpse.name_hi.like(like),
                func.lower(Cpse.ministry_en).like(like),
                Cpse.ministry_hi.like(like),
            )
        )
    if status == "other":
        query = query.where(Cpse.status.is_(None))
    elif status:
        query = query.where(Cpse.status == status)
    return query


def get_cpse(code: str) -> Cpse:
    """The CPSE of a short code, with its parent, its subsidiaries and its places."""
    places = joinedload(Cpse.places)
    query = select(Cpse).where(Cpse.code == code)
    query = query.options(
        joinedload(Cpse.parent), joinedload(Cpse.subsidiaries), places.joinedload(CpsePlace.state)
    )
    cpse = db.session.scalars(query.options(places.joinedload(CpsePlace.district))).unique().one_or_none()
    if cpse is None:
        raise Missing
    return cpse


def select_ids_working_in(state_lgd: int) -> Select[int]:
    """The ids of the CPSEs with a place of work in a state."""
    query = select(CpsePlace.cpse_id).join(CpsePlace.state)
    return query.where(State.lgd == state_lgd, CpsePlace.retired_on.is_(None))


def find_cpse_of(organisation_id: int) -> Cpse | None:
    """The CPSE for which the people of an organisation act; asked again in one request it is known."""
    office = db.session.get(Organisation, organisation_id)
    return office.cpse if office is not None else None  # type: ignore[attr-defined]


def get_place(cpse: Cpse, place_id: int, *, for_change: bool = False) -> CpsePlace:
    """A place where the CPSE works; one that was retired is gone."""
    query = select(CpsePlace).where(CpsePlace.id == place_id, CpsePlace.cpse_id == cpse.id)
    query = query.where(CpsePlace.retired_on.is_(None))
    if for_change:
        query = query.with_for_update(of=CpsePlace).execution_options(populate_existing=True)
    place = db.session.scalar(query)
    if place is None:
        raise Missing
    return place


def list_subsidiaries(cpse: Cpse) -> list[Cpse]:
    """The subsidiaries of a CPSE, which are companies of their own, by code."""
    return list(db.session.scalars(select(Cpse).where(Cpse.parent_id == cpse.id).order_by(Cpse.code)))


def list_nodal_officers(cpse: Cpse) -> list[User]:
    """The people who act for a CPSE and may sign in, the longest-serving first."""
    query = select(User).where(User.organisation_id == cpse.organisation_id, User.is_enabled.is_(True))
    return list(db.session.scalars(query.order_by(User.created_at, User.id)))


def list_needs_for(viewer: User, cpse: Cpse, near: Collection[int]) -> list[tuple[Need, bool]]:
    """The needs the CPSE pledged for, and open ones of the districts `near` it, as far as the viewer may see.

    Each with whether the CPSE pledged; these come first, then the urgent ones; the first few only.
    """
    pledged = Need.partners.any(NeedPartner.cpse_id == cpse.id)
    waits = and_(Need.status == NeedStatus.OPEN, Need.district_id.in_(near))
    visible = only_visible_needs(viewer, select(Need.id))
    query = (
        select(Need, pledged.label("pledged"))
        .join(Need.district)
        .options(contains_eager(Need.district), joinedload(Need.theme))
        .where(Need.id.in_(visible), or_(and_(pledged, Need.status != NeedStatus.WITHDRAWN), waits))
        .order_by(pledged.desc(), (Need.urgency == Urgency.HIGH).desc(), Need.id.desc())
    )
    return [(need, bool(is_pledged)) for need, is_pledged in db.session.execute(query.limit(_FEW))]


def list_documents_of(viewer: User, cpse: Cpse) -> list[ProjectDocument]:
    """The latest few documents of the CPSE's projects that the viewer may see, the newest first."""
    own = only_visible_projects(viewer, select(Project.id)).where(Project.cpse_id == cpse.id)
    query = (
        select(ProjectDocument)
        .join(ProjectDocument.attachment)
        .options(contains_eager(ProjectDocument.attachment).joinedload(Attachment.added_by))
        .where(ProjectDocument.project_id.in_(own), Attachment.struck_at.is_(None))
        .order_by(Attachment.id.desc())
    )
    return list(db.session.scalars(query.limit(_FEW)))


def select_filings(cpse: Cpse) -> Select[CpseSpending]:
    """What a CPSE filed, with states and districts."""
    return (
        select(CpseSpending)
        .where(CpseSpending.cpse_id == cpse.id)
        .options(joinedload(CpseSpending.state), joinedload(CpseSpending.district))
    )


def list_filings(cpse: Cpse) -> list[CpseSpending]:
    """What a CPSE filed, with states and districts, by year and sector."""
    order = (CpseSpending.financial_year, CpseSpending.sector, CpseSpending.id)
    return list(db.session.scalars(select_filings(cpse).order_by(*order)))


@dataclass(frozen=True)
class FilingSearch:
    """What a list of filings is narrowed by; None or an empty text narrows nothing."""

    cpse: str | None = None
    year: str | None = None
    theme: str | None = None
    doubts: str | None = None


def select_filings_in(district: District, search: FilingSearch) -> Select[CpseSpending]:
    """What CPSEs filed under the name of a district, narrowed; `doubts` are `some` or `none`."""
    query = select(CpseSpending).join(CpseSpending.cpse).where(CpseSpending.district_id == district.id)
    if search.cpse:
        query = query.where(Cpse.code == search.cpse)
    if search.year:
        query = query.where(CpseSpending.financial_year == search.year)
    if search.theme:
        query = query.where(CpseSpending.theme_code == search.theme)
    if search.doubts:
        has_none = CpseSpending.quality.in_(("", "none"))
        query = query.where(has_none if search.doubts == "none" else ~has_none)
    return query.options(contains_eager(CpseSpending.cpse))


def list_filing_keys(district: District) -> list[tuple[str, str, str]]:
    """The CPSEs, years and themes of what was filed under the name of a district."""
    query = (
        select(Cpse.code, CpseSpending.financial_year, CpseSpending.theme_code)
        .join(CpseSpending.cpse)
        .where(CpseSpending.district_id == district.id)
        .distinct()
        .order_by(Cpse.code, CpseSpending.financial_year, CpseSpending.theme_code)
    )
    return [(code, year, theme) for code, year, theme in db.session.execute(query)]


def list_near_places(district: District, count: int = 8) -> list[NearPlace]:
    """The places of work nearest to a district's headquarters, the nearest first; those inside it lead."""
    places = db.session.scalars(
        select(CpsePlace)
        .where(CpsePlace.retired_on.is_(None))
        .options(joinedload(CpsePlace.cpse))
        .order_by(CpsePlace.id)
    ).all()
    near = [
        NearPlace(place, distance_km(district.latitude, district.longitude, place.latitude, place.longitude))
        for place in places
    ]
    near.sort(key=lambda item: (item.place.district_id != district.id, item.distance_km, item.place.id))
    return near[:count]


def count_places_by_district() -> dict[int, int]:
    """How many places of work lie in each district, by the district's id."""
    query = (
        select(CpsePlace.district_id, func.count())
        .where(CpsePlace.district_id.is_not(None), CpsePlace.retired_on.is_(None))
        .group_by(CpsePlace.district_id)
    )
    return {district_id: count for district_id, count in db.session.execute(query) if district_id}


def count_places_by_cpse() -> dict[int, int]:
    """How many places of work are known of each CPSE, by the CPSE's id."""
    query = select(CpsePlace.cpse_id, func.count()).where(CpsePlace.retired_on.is_(None))
    query = query.group_by(CpsePlace.cpse_id)
    return {cpse_id: count for cpse_id, count in db.session.execute(query)}


def list_spent_by_cpse() -> dict[int, int]:
    """Whole rupees spent as filed, without doubtful rows, by the CPSE's id; absent is not known."""
    totals: dict[int, int] = {}
    query = select(CpseSpending.cpse_id, CpseSpending.quality, func.sum(CpseSpending.spent_inr)).group_by(
        CpseSpending.cpse_id, CpseSpending.quality
    )
    for cpse_id, quality, spent in db.session.execute(query):
        if spent is not None and not is_suspect(quality):
            totals[cpse_id] = totals.get(cpse_id, 0) + int(spent)
    return totals
