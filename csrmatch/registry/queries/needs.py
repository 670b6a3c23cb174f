"""Reading needs, the steps of their life, and those that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.places.models import District, State
from csrmatch.reference import Scheme, read_schemes
from csrmatch.registry.access import only_visible_needs
from csrmatch.registry.models import Cpse, Need, NeedDelegation, NeedGroup, NeedPartner, NeedStep
from csrmatch.registry.queries.narrowing import MoneyLeft, NeedGap, has_left, is_within, need_lacks
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.roles import Role

__all__ = [
    "NeedSearch",
    "find_scheme",
    "get_need",
    "has_second_officer",
    "list_need_steps",
    "list_needs_in",
    "list_partner_cpses",
    "list_partners",
    "list_scheme_codes",
    "list_waiting_needs",
    "need_title_order",
    "search_needs",
    "urgency_order",
]

_FIRST_FEW = 8
_URGENCIES = (Urgency.LOW, Urgency.NORMAL, Urgency.HIGH)


@dataclass(frozen=True)
class NeedSearch:
    """What a list of needs is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    state_lgd: int | None = None
    lgd: int | None = None
    theme: str | None = None
    status: NeedStatus | None = None
    urgency: Urgency | None = None
    cpse: str | None = None
    group: TargetGroup | None = None
    scheme: str | None = None
    year: str | None = None
    left: MoneyLeft | None = None
    gap: NeedGap | None = None


def get_need(viewer: User, need_id: int, *, for_change: bool = False) -> Need:
    """A need the viewer may see; `for_change` keeps others from changing it until this one is done."""
    query = only_visible_needs(viewer, select(Need)).where(Need.id == need_id)
    if for_change:
        query = query.with_for_update(of=Need).execution_options(populate_existing=True)
    else:
        parts = (selectinload(Need.groups), joinedload(Need.indicator), joinedload(Need.theme))
        hands = selectinload(Need.delegations).joinedload(NeedDelegation.to)
        query = query.options(*_places(), *parts, hands)
    need = db.session.scalar(query)
    if need is None:
        raise Missing
    return need


def _places() -> tuple[Any, ...]:
    partners = selectinload(Need.partners).joinedload(NeedPartner.cpse)
    return (joinedload(Need.district).joinedload(District.state), partners)


def search_needs(viewer: User, search: NeedSearch) -> Select[Any]:
    """The needs the viewer may see, narrowed, with their districts, themes and partners."""
    return _narrow(viewer, search).options(joinedload(Need.theme), *_places())


def _narrow(viewer: User, search: NeedSearch) -> Select[Any]:
    query = only_visible_needs(viewer, select(Need)).join(Need.district).join(District.state)
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (search.state_lgd, State.lgd == search.state_lgd),
        (search.lgd, District.lgd == search.lgd),
        (search.theme, Need.theme_code == search.theme),
        (search.status, Need.status == search.status),
        (search.urgency, Need.urgency == search.urgency),
    ]
    query = query.where(*(condition for given, condition in wanted if given), *_further(search))
    return query.where(_matches(search.text)) if search.text else query


def _further(search: NeedSearch) -> list[ColumnElement[bool]]:
    """What narrows by the records below a need, and by what has to be worked out."""
    found = []
    if search.cpse:
        found.append(Need.partners.any(NeedPartner.cpse.has(Cpse.code == search.cpse)))
    if search.group:
        found.append(Need.groups.any(NeedGroup.group == search.group))
    if search.scheme:
        found.append(Need.scheme_code == search.scheme)
    if search.year:
        found.append(is_within(Need.created_at, search.year))
    if search.left:
        found.append(has_left(search.left))
    if search.gap:
        found.append(need_lacks(search.gap))
    return found


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a title, what is asked or the block holds the text, or the code is it."""
    places = [Need.title_en, Need.title_hi, Need.asked, Need.block]
    found = [place.icontains(text, autoescape=True) for place in places]
    lgd, _, number = text.partition("-")
    if all(part.isascii() and part.isdecimal() and len(part) < 9 for part in (lgd, number)):
        found.append((District.lgd == int(lgd)) & (Need.number == int(number)))
    return or_(*found)


def need_title_order() -> Any:
    """What needs are sorted by when sorted by the title as the reader is shown it."""
    first, second = (
        (Need.title_hi, Need.title_en) if current_language() == "hi" else (Need.title_en, Need.title_hi)
    )
    return func.lower(func.coalesce(first, second))


def urgency_order() -> Any:
    """What needs are sorted by when sorted by urgency."""
    return case({urgency: place for place, urgency in enumerate(_URGENCIES)}, value=Need.urgency)


def list_needs_in(viewer: User, district: District) -> list[Need]:
    """The first few needs of a district that the viewer may see, the latest first."""
    query = _narrow(viewer, NeedSearch(lgd=district.lgd)).where(Need.status != NeedStatus.WITHDRAWN)
    query = query.options(joinedload(Need.theme)).order_by(Need.id.desc())
    return list(db.session.scalars(query.limit(_FIRST_FEW)))


def list_need_steps(need: Need) -> list[NeedStep]:
    """The steps of a need's life, the first first."""
    query = select(NeedStep).where(NeedStep.need_id == need.id).options(joinedload(NeedStep.by))
    return list(db.session.scalars(query.order_by(NeedStep.id)))


def has_second_officer(user: User) -> bool:
    """Whether somebody else of the same office can act for the district on their own."""
    query = exists().where(
        User.organisation_id == user.organisation_id,
        User.role == Role.DISTRICT_OFFICER,
        User.scope.is_(None),
        User.is_enabled,
        User.id != user.id,
    )
    return bool(db.session.scalar(select(query)))


def list_waiting_needs(user: User, most: int = 7) -> list[tuple[Need, bool]]:
    """The drafts of the person's district that wait for them, each with whether it was sent back to them.

    Sent back waits for who wrote it last; the others wait for a colleague to verify them.
    """
    if user.role is not Role.DISTRICT_OFFICER or user.organisation.district_id is None or user.scope:
        return []
    query = select(Need).where(
        Need.district_id == user.organisation.district_id,
        Need.status == NeedStatus.DRAFT,
        # What was handed on waits for whom it was handed to.
        ~Need.delegations.any(NeedDelegation.ended_at.is_(None)),
    )
    drafts = list(db.session.scalars(query.order_by(Need.changed_at, Need.id)))
    returned = _list_returned([need.id for need in drafts])
    waiting = [
        (need, need.id in returned)
        for need in drafts
        if (need.id in returned) == (need.changed_by_id == user.id)
    ]
    return waiting[:most]


def _list_returned(ids: Sequence[int]) -> set[int]:
    """The drafts among these that were sent back and not changed since."""
    last = select(func.max(NeedStep.id)).where(NeedStep.need_id.in_(ids)).group_by(NeedStep.need_id)
    query = (
        select(NeedStep.need_id)
        .join(Need, Need.id == NeedStep.need_id)
        .where(
            NeedStep.id.in_(last), NeedStep.old_status.is_not(None), Need.changed_at <= NeedStep.created_at
        )
    )
    return set(db.session.scalars(query))


def list_partners(viewer: User) -> list[Cpse]:
    """The CPSEs that take part in needs the viewer may see, by code."""
    needs = only_visible_needs(viewer, select(Need.id))
    partners = select(NeedPartner.cpse_id).where(NeedPartner.need_id.in_(needs))
    return list(db.session.scalars(select(Cpse).where(Cpse.id.in_(partners)).order_by(Cpse.code)))


def list_scheme_codes(viewer: User) -> list[str]:
    """The codes of the schemes that cover a part of needs the viewer may see."""
    query = only_visible_needs(viewer, select(Need.scheme_code)).where(Need.scheme_code.is_not(None))
    return list(db.session.scalars(query.distinct().order_by(Need.scheme_code)))


def list_partner_cpses() -> list[Cpse]:
    """The CPSEs that may become partners of a need: all of them, by code."""
    return list(db.session.scalars(select(Cpse).order_by(Cpse.code)))


def find_scheme(code: str | None) -> Scheme | None:
    """A scheme of the government by its code."""
    return next((scheme for scheme in read_schemes() if scheme.code == code), None)
