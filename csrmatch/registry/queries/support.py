"""Reading requests for support between CPSEs, and what stands pledged to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.places.models import District, State
from csrmatch.registry.access.support import only_visible_pledges
from csrmatch.registry.models import Cpse, SupportPledge, SupportRequest
from csrmatch.registry.rules.support import PledgeSum, SupportStatus, add_pledges

__all__ = [
    "SupportSearch",
    "find_pledge",
    "get_support",
    "list_asking_cpses",
    "list_open_support",
    "list_pledges",
    "list_support_years",
    "pledged_order",
    "search_support",
    "status_order",
    "sum_pledges",
    "support_title_order",
]

_STANDS = SupportPledge.withdrawn_on.is_(None)


@dataclass(frozen=True)
class SupportSearch:
    """What a list of requests is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    state_lgd: int | None = None
    lgd: int | None = None
    theme: str | None = None
    status: SupportStatus | None = None
    cpse: str | None = None
    year: str | None = None


def get_support(request_id: int, *, for_change: bool = False) -> SupportRequest:
    """A request, which everyone signed in may read; `for_change` keeps others from it until this is done."""
    query = select(SupportRequest).where(SupportRequest.id == request_id)
    if for_change:
        query = query.with_for_update(of=SupportRequest).execution_options(populate_existing=True)
    else:
        people = joinedload(SupportRequest.created_by), joinedload(SupportRequest.changed_by)
        query = query.options(*_parts(), *people)
    request = db.session.scalar(query)
    if request is None:
        raise Missing
    return request


def _parts() -> tuple[Any, ...]:
    place = joinedload(SupportRequest.district).joinedload(District.state)
    return joinedload(SupportRequest.cpse), joinedload(SupportRequest.theme), place


def search_support(search: SupportSearch) -> Select[Any]:
    """The requests, narrowed, with their companies, themes and districts."""
    query = select(SupportRequest).join(SupportRequest.cpse).outerjoin(SupportRequest.district)
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (search.state_lgd, District.state.has(State.lgd == search.state_lgd)),
        (search.lgd, District.lgd == search.lgd),
        (search.theme, SupportRequest.theme_code == search.theme),
        (search.status, SupportRequest.status == search.status),
        (search.cpse, Cpse.code == search.cpse),
        (search.year, SupportRequest.financial_year == search.year),
    ]
    query = query.where(*(condition for given, condition in wanted if given))
    if search.text:
        query = query.where(_matches(search.text))
    return query.options(*_parts())


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a title or what is asked holds the text, or the number is it."""
    places = [SupportRequest.title_en, SupportRequest.title_hi, SupportRequest.asked]
    found = [place.icontains(text, autoescape=True) for place in places]
    number = text.strip().upper().removeprefix("S-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        found.append(SupportRequest.id == int(number))
    return or_(*found)


def support_title_order() -> Any:
    """What requests are sorted by when sorted by the title as the reader is shown it."""
    titles = [SupportRequest.title_en, SupportRequest.title_hi]
    return func.lower(func.coalesce(*(titles[::-1] if current_language() == "hi" else titles)))


def status_order() -> Any:
    """What requests are sorted by when sorted by where they stand."""
    return case({status: place for place, status in enumerate(SupportStatus)}, value=SupportRequest.status)


def pledged_order() -> ScalarSelect[Any]:
    """What requests are sorted by when sorted by the rupees pledged to them."""
    amounts = select(func.coalesce(func.sum(SupportPledge.amount_inr), 0))
    return amounts.where(SupportPledge.request_id == SupportRequest.id, _STANDS).scalar_subquery()


def sum_pledges(request_ids: Sequence[int], *, but_of: int | None = None) -> dict[int, PledgeSum]:
    """By request, what stands pledged to it; `but_of` leaves the pledge of one company out."""
    query = select(SupportPledge.request_id, SupportPledge.amount_inr)
    query = query.where(SupportPledge.request_id.in_(request_ids), _STANDS)
    if but_of is not None:
        query = query.where(SupportPledge.cpse_id != but_of)
    amounts: dict[int, list[int | None]] = {number: [] for number in request_ids}
    for number, amount in db.session.execute(query.order_by(SupportPledge.id)):
        amounts[number].append(amount)
    return {number: add_pledges(found) for number, found in amounts.items()}


def list_pledges(viewer: User, request: SupportRequest) -> list[SupportPledge]:
    """The pledges to a request that the viewer may read, those that stand first, then by company."""
    query = only_visible_pledges(viewer, select(SupportPledge))
    query = query.where(SupportPledge.request_id == request.id)
    query = query.join(SupportPledge.cpse).options(
        joinedload(SupportPledge.cpse), joinedload(SupportPledge.pledged_by)
    )
    return list(db.session.scalars(query.order_by(SupportPledge.withdrawn_on.is_not(None), Cpse.code)))


def find_pledge(request: SupportRequest, cpse: Cpse) -> SupportPledge | None:
    """What a company pledged to a request, withdrawn or not."""
    wanted = SupportPledge.request_id == request.id, SupportPledge.cpse_id == cpse.id
    return db.session.scalar(select(SupportPledge).where(*wanted))


def list_asking_cpses() -> list[Cpse]:
    """The companies that have asked for support, by code."""
    asking = select(SupportRequest.cpse_id)
    return list(db.session.scalars(select(Cpse).where(Cpse.id.in_(asking)).order_by(Cpse.code)))


def list_support_years() -> list[str]:
    """The years for which support was asked, the latest first."""
    query = select(SupportRequest.financial_year).distinct()
    return list(db.session.scalars(query.order_by(SupportRequest.financial_year.desc())))


def list_open_support() -> list[SupportRequest]:
    """All requests that are open, the oldest first, with what belongs to them."""
    query = select(SupportRequest).where(SupportRequest.status == SupportStatus.OPEN).options(*_parts())
    return list(db.session.scalars(query.order_by(SupportRequest.id)))
