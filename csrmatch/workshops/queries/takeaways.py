"""Reading takeaways: one, the last ones, those of a workshop narrowed, and who took them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import Takeaway, TakeawayHanding, TakeawayWording, TakeawayWork, Talk, Workshop
from csrmatch.workshops.rules.takeaways import HandingState, TakeawayKind, WorkState

__all__ = [
    "OVERLAP_SECONDS",
    "TakeawaySearch",
    "count_takeaways_by_kind",
    "find_by_uuids",
    "find_takeaway",
    "get_takeaway",
    "has_takeaways",
    "kind_order",
    "list_latest_takeaways",
    "list_takeaways_since",
    "list_takers",
    "search_takeaways",
]

# A write that was slow to end may bear an earlier moment than one already read.
OVERLAP_SECONDS = 30
_LATEST = 30


@dataclass(frozen=True)
class TakeawaySearch:
    """What the takeaways of a workshop are narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    kind: TakeawayKind | None = None
    theme: str | None = None
    lgd: int | None = None
    session_id: int | None = None
    talk_id: int | None = None
    cpse: str | None = None
    organisation_id: int | None = None
    taker_id: int | None = None
    work: WorkState | None = None
    with_struck: bool = False


def _parts() -> tuple[Any, ...]:
    return (
        joinedload(Takeaway.theme),
        joinedload(Takeaway.district).joinedload(District.state),
        joinedload(Takeaway.cpse),
        joinedload(Takeaway.organisation),
        joinedload(Takeaway.session),
        joinedload(Takeaway.talk),
        joinedload(Takeaway.taken_by),
    )


def get_takeaway(workshop: Workshop, takeaway_id: int, *, for_change: bool = False) -> Takeaway:
    """A takeaway of a workshop that the reader may see, struck or not."""
    query = select(Takeaway).where(Takeaway.id == takeaway_id, Takeaway.workshop_id == workshop.id)
    if for_change:
        query = query.with_for_update(of=Takeaway).execution_options(populate_existing=True)
    else:
        wordings = selectinload(Takeaway.wordings).joinedload(TakeawayWording.written_by)
        query = query.options(*_parts(), wordings, joinedload(Takeaway.struck_by))
    row = db.session.scalar(query)
    if row is None:
        raise Missing
    return row


def find_takeaway(viewer: User, takeaway_id: int) -> Takeaway | None:
    """A takeaway of whichever workshop that the person sees."""
    visible = only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.id)
    query = select(Takeaway).where(Takeaway.id == takeaway_id, Takeaway.workshop_id.in_(visible))
    return db.session.scalar(query)


def find_by_uuids(uuids: list[str]) -> dict[str, Takeaway]:
    """The takeaways that came under these marks, of whichever workshop."""
    query = select(Takeaway).where(Takeaway.uuid.in_(uuids)).order_by(Takeaway.id)
    return {row.uuid: row for row in db.session.scalars(query)}


def list_latest_takeaways(workshop: Workshop, most: int = _LATEST) -> list[Takeaway]:
    """The notes that came last, the newest first; a struck one is not among them."""
    query = select(Takeaway).where(Takeaway.workshop_id == workshop.id, Takeaway.struck_at.is_(None))
    query = query.order_by(Takeaway.id.desc()).limit(most).options(*_parts())
    return list(db.session.scalars(query))


def list_takeaways_since(workshop: Workshop, since: datetime, most: int = _LATEST) -> list[Takeaway]:
    """What came, was corrected, struck or restored since shortly before a moment, oldest change first."""
    begin = since - timedelta(seconds=OVERLAP_SECONDS)
    query = select(Takeaway).where(Takeaway.workshop_id == workshop.id, Takeaway.changed_at >= begin)
    query = query.order_by(Takeaway.changed_at.desc(), Takeaway.id.desc()).limit(most).options(*_parts())
    return list(db.session.scalars(query))[::-1]


def has_takeaways(*, session_id: int | None = None, talk_id: int | None = None) -> bool:
    """Whether a note was taken of a session or of a talk, struck or not."""
    if talk_id is not None:
        of = Takeaway.talk_id == talk_id
    else:
        of = or_(Takeaway.session_id == session_id, Takeaway.talk.has(Talk.session_id == session_id))
    return db.session.scalars(select(Takeaway.id).where(of).limit(1)).first() is not None


def search_takeaways(workshop: Workshop, search: TakeawaySearch, *, by_speaker: bool = False) -> Select[Any]:
    """The takeaways of a workshop, narrowed, with what they are about.

    Who spoke is searched only for a reader who is shown names.
    """
    query = select(Takeaway).where(Takeaway.workshop_id == workshop.id)
    query = query.outerjoin(Takeaway.district).outerjoin(Takeaway.cpse).join(Takeaway.taken_by)
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (search.kind, Takeaway.kind == search.kind),
        (search.theme, Takeaway.theme_code == search.theme),
        (search.lgd, District.lgd == search.lgd),
        (search.session_id, Takeaway.session_id == search.session_id),
        (search.talk_id, Takeaway.talk_id == search.talk_id),
        (search.cpse, Cpse.code == search.cpse),
        (search.organisation_id, Takeaway.organisation_id == search.organisation_id),
        (search.taker_id, Takeaway.taken_by_id == search.taker_id),
    ]
    query = query.where(*(condition for given, condition in wanted if given))
    if not search.with_struck:
        query = query.where(Takeaway.struck_at.is_(None))
    if search.work:
        query = query.where(_work_is(search.work))
    if search.text:
        query = query.where(_matches(search.text, by_speaker=by_speaker))
    return query.options(*_parts())


def _work_is(state: WorkState) -> ColumnElement[bool]:
    made = exists().where(TakeawayWork.takeaway_id == Takeaway.id)
    waits = exists().where(
        TakeawayHanding.takeaway_id == Takeaway.id, TakeawayHanding.state == HandingState.WAITING
    )
    return {WorkState.MADE: made, WorkState.WAITING: waits}.get(state, ~made & ~waits)


def _matches(text: str, *, by_speaker: bool) -> ColumnElement[bool]:
    """Whether a note holds the text, or the number is it."""
    places = [
        Takeaway.text,
        Takeaway.text_en,
        Takeaway.text_hi,
        Takeaway.organisation_name,
        *([Takeaway.speaker_name] if by_speaker else []),
    ]
    found = [place.icontains(text, autoescape=True) for place in places]
    number = text.strip().upper().removeprefix("T-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        found.append(Takeaway.id == int(number))
    return or_(*found)


def kind_order() -> Any:
    """What takeaways are sorted by when sorted by their kind."""
    return case({kind: place for place, kind in enumerate(TakeawayKind)}, value=Takeaway.kind)


def list_takers(workshop: Workshop) -> list[User]:
    """Who took notes at a workshop, by number."""
    took = select(Takeaway.taken_by_id).where(Takeaway.workshop_id == workshop.id)
    return list(db.session.scalars(select(User).where(User.id.in_(took)).order_by(User.id)))


def count_takeaways_by_kind(workshop: Workshop) -> dict[TakeawayKind, int]:
    """How many takeaways of each kind stand."""
    query = select(Takeaway.kind, func.count()).where(
        Takeaway.workshop_id == workshop.id, Takeaway.struck_at.is_(None)
    )
    found = {kind: count for kind, count in db.session.execute(query.group_by(Takeaway.kind))}
    return {kind: found.get(kind, 0) for kind in TakeawayKind}
