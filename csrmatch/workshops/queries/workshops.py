"""Reading workshops: one of them, the list, its series, and the offices that can hold one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.access import only_visible_users
from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.places.models import District, State
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import (
    Workshop,
    WorkshopDay,
    WorkshopDistrict,
    WorkshopHelper,
    WorkshopOrganiser,
    WorkshopSeries,
    WorkshopTheme,
)
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = [
    "WorkshopSearch",
    "count_in_series",
    "find_last_workshop",
    "find_of_ordinal",
    "get_shown_workshop",
    "get_workshop",
    "list_days",
    "list_days_of",
    "list_organising_offices",
    "list_possible_helpers",
    "list_series",
    "list_workshop_years",
    "search_workshops",
    "workshop_status_order",
    "workshop_title_order",
]

_ORGANISING = (OrganisationKind.DPE, OrganisationKind.UNICEF, OrganisationKind.STATE, OrganisationKind.CPSE)


@dataclass(frozen=True)
class WorkshopSearch:
    """What a list of workshops is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    year: int | None = None
    state_lgd: int | None = None
    series_id: int | None = None
    status: WorkshopStatus | None = None
    theme: str | None = None


def get_shown_workshop(viewer: User, workshop_id: int) -> Workshop:
    """A workshop that the person may see, without its parts: for what is asked for every few seconds."""
    query = only_visible_workshops(viewer, select(Workshop).where(Workshop.id == workshop_id))
    workshop = db.session.scalar(query)
    if workshop is None:
        raise Missing
    return workshop


def get_workshop(viewer: User, workshop_id: int, *, for_change: bool = False) -> Workshop:
    """A workshop that the person may see; `for_change` keeps others from it until this is done."""
    query = only_visible_workshops(viewer, select(Workshop).where(Workshop.id == workshop_id))
    if for_change:
        query = query.with_for_update(of=Workshop).execution_options(populate_existing=True)
    else:
        query = query.options(
            joinedload(Workshop.series),
            joinedload(Workshop.state),
            joinedload(Workshop.created_by),
            joinedload(Workshop.changed_by),
            selectinload(Workshop.organisers).joinedload(WorkshopOrganiser.organisation),
            selectinload(Workshop.themes).joinedload(WorkshopTheme.theme),
            selectinload(Workshop.districts).joinedload(WorkshopDistrict.district).joinedload(District.state),
            selectinload(Workshop.helpers).joinedload(WorkshopHelper.user),
        )
    workshop = db.session.scalar(query)
    if workshop is None:
        raise Missing
    return workshop


def list_days(workshop: Workshop) -> list[WorkshopDay]:
    """The days of a workshop in their order, without what happens on them."""
    query = select(WorkshopDay).where(WorkshopDay.workshop_id == workshop.id)
    return list(db.session.scalars(query.order_by(WorkshopDay.number)))


def list_days_of(workshop_ids: list[int]) -> dict[int, list[WorkshopDay]]:
    """By workshop, its days in their order."""
    query = select(WorkshopDay).where(WorkshopDay.workshop_id.in_(workshop_ids))
    found: dict[int, list[WorkshopDay]] = {number: [] for number in workshop_ids}
    for day in db.session.scalars(query.order_by(WorkshopDay.workshop_id, WorkshopDay.number)):
        found[day.workshop_id].append(day)
    return found


def search_workshops(viewer: User, search: WorkshopSearch) -> Select[Any]:
    """The workshops a person sees, narrowed, with their series and states."""
    query = only_visible_workshops(viewer, select(Workshop))
    query = query.outerjoin(Workshop.series).outerjoin(Workshop.state)
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (search.year, Workshop.year == search.year),
        (search.state_lgd, State.lgd == search.state_lgd),
        (search.series_id, Workshop.series_id == search.series_id),
        (search.status, Workshop.status == search.status),
        (search.theme, Workshop.themes.any(WorkshopTheme.theme_code == search.theme)),
    ]
    query = query.where(*(condition for given, condition in wanted if given))
    if search.text:
        query = query.where(_matches(search.text))
    return query.options(
        joinedload(Workshop.series),
        joinedload(Workshop.state),
        selectinload(Workshop.themes).joinedload(WorkshopTheme.theme),
        selectinload(Workshop.organisers).joinedload(WorkshopOrganiser.organisation),
    )


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a title, a place or the series holds the text, or the number is it."""
    places = [
        Workshop.title_en,
        Workshop.title_hi,
        Workshop.city_en,
        Workshop.city_hi,
        WorkshopSeries.name_en,
        WorkshopSeries.name_hi,
    ]
    found = [place.icontains(text, autoescape=True) for place in places]
    number = text.strip().upper().removeprefix("W-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        found.append(Workshop.id == int(number))
    return or_(*found)


def workshop_title_order() -> Any:
    """What workshops are sorted by when sorted by the title as the reader is shown it."""
    titles = [Workshop.title_en, Workshop.title_hi]
    return func.lower(func.coalesce(*(titles[::-1] if current_language() == "hi" else titles)))


def workshop_status_order() -> Any:
    """What workshops are sorted by when sorted by where they stand."""
    return case({status: place for place, status in enumerate(WorkshopStatus)}, value=Workshop.status)


def list_series() -> list[WorkshopSeries]:
    """All series by name."""
    return list(db.session.scalars(select(WorkshopSeries).order_by(WorkshopSeries.name_en)))


def count_in_series(series_id: int) -> int:
    """The greatest ordinal of a series among workshops that were not cancelled."""
    query = select(func.max(Workshop.ordinal)).where(
        Workshop.series_id == series_id, Workshop.status != WorkshopStatus.CANCELLED
    )
    return db.session.scalar(query) or 0


def find_of_ordinal(series: WorkshopSeries, ordinal: int, *, but: int | None = None) -> Workshop | None:
    """The workshop that has a number of a series and was not cancelled; `but` leaves one out."""
    query = select(Workshop).where(
        Workshop.series_id == series.id,
        Workshop.ordinal == ordinal,
        Workshop.status != WorkshopStatus.CANCELLED,
        Workshop.id != (but or 0),
    )
    return db.session.scalars(query.order_by(Workshop.id).limit(1)).first()


def find_last_workshop(viewer: User) -> Workshop | None:
    """The latest workshop a person sees that was not cancelled: what a new one is most like."""
    query = only_visible_workshops(viewer, select(Workshop)).where(
        Workshop.status != WorkshopStatus.CANCELLED
    )
    query = query.order_by(Workshop.starts_on.desc().nulls_last(), Workshop.year.desc(), Workshop.id.desc())
    return db.session.scalars(query.limit(1)).first()


def list_workshop_years(viewer: User) -> list[int]:
    """The years in which the workshops a person sees are held, the latest first."""
    query = only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.year)
    return list(db.session.scalars(query.distinct().order_by(Workshop.year.desc())))


def list_possible_helpers(viewer: User) -> list[User]:
    """The people whom the person may name: those they see and who may still sign in, by name."""
    query = only_visible_users(viewer, select(User).where(User.is_enabled))
    return list(db.session.scalars(query.order_by(User.name, User.id)))


def list_organising_offices() -> list[Organisation]:
    """The offices that hold workshops: DPE, UNICEF, states and companies."""
    query = select(Organisation).where(Organisation.kind.in_(_ORGANISING))
    return list(db.session.scalars(query.order_by(Organisation.name_en, Organisation.id)))
