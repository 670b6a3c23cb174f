"""Reading practices: the library, one of them with all that belongs to it, and those that fit a need."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language, name_of
from csrmatch.places.models import District, State
from csrmatch.practices.access import (
    can_write_practices,
    is_keeper,
    only_visible_practices,
    reads_old_offers,
)
from csrmatch.practices.models import (
    Practice,
    PracticeDocument,
    PracticeGroup,
    PracticeLink,
    PracticePart,
    PracticePlace,
    PracticeStep,
    PracticeTheme,
    PracticeVersion,
)
from csrmatch.practices.origins import OriginRecord
from csrmatch.practices.rules import (
    EvidenceKind,
    Gap,
    OriginKind,
    PartKind,
    PracticeStatus,
    find_gaps,
    is_only_named,
)
from csrmatch.registry.models import Cpse, Need

__all__ = [
    "PracticeSearch",
    "Suggestion",
    "evidence_order",
    "find_link",
    "find_practice_of",
    "find_who_offered",
    "get_practice",
    "get_practice_document",
    "get_practice_version",
    "list_all_cpses",
    "list_cpses_of_practices",
    "list_practice_documents",
    "list_practice_steps",
    "list_practice_versions",
    "list_suggested",
    "list_waiting_practices",
    "list_who_reworded",
    "name_places",
    "practice_title_order",
    "search_practices",
    "status_order",
]


@dataclass(frozen=True)
class PracticeSearch:
    """What a list of practices is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    theme: str | None = None
    state_lgd: int | None = None
    lgd: int | None = None
    cpse: str | None = None
    evidence: EvidenceKind | None = None
    origin: OriginKind | None = None
    status: PracticeStatus | None = None


@dataclass(frozen=True)
class Suggestion:
    """A practice that may fit a need, and why: what the two have in common."""

    practice: Practice
    same_theme: bool
    shared_groups: int
    same_district: bool
    same_state: bool
    has_core: bool

    @property
    def is_only_named(self) -> bool:
        """Whether nothing of it could be copied yet, by the same rule as on its page."""
        row = self.practice
        known = {
            Gap.PROBLEM: row.problem,
            Gap.DONE: row.done,
            Gap.CORE: self.has_core,
            Gap.COST: row.cost_inr is not None or row.unit_cost_inr is not None,
            Gap.EVIDENCE: row.evidence,
        }
        return is_only_named(find_gaps(gap for gap, value in known.items() if value))


def _parts() -> tuple[Any, ...]:
    return (
        joinedload(Practice.cpse),
        joinedload(Practice.organisation),
        selectinload(Practice.themes),
        selectinload(Practice.groups),
        selectinload(Practice.places),
        selectinload(Practice.parts),
    )


def get_practice(viewer: User, practice_id: int, *, for_change: bool = False) -> Practice:
    """A practice the viewer may read; `for_change` keeps others from it until this is done."""
    query = only_visible_practices(viewer, select(Practice).where(Practice.id == practice_id))
    if for_change:
        query = query.with_for_update(of=Practice).execution_options(populate_existing=True)
    else:
        people = joinedload(Practice.created_by), joinedload(Practice.changed_by)
        query = query.options(*_parts(), *people)
    practice = db.session.scalars(query).unique().one_or_none()
    if practice is None:
        raise Missing
    return practice


def search_practices(viewer: User, search: PracticeSearch) -> Select[Any]:
    """The practices the viewer may read, narrowed, with what the list says of them."""
    query = only_visible_practices(viewer, select(Practice).outerjoin(Practice.cpse))
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (search.theme, Practice.themes.any(PracticeTheme.theme_code == search.theme)),
        (search.state_lgd, Practice.places.any(PracticePlace.state.has(State.lgd == search.state_lgd))),
        (search.lgd, Practice.places.any(PracticePlace.district.has(District.lgd == search.lgd))),
        (search.cpse, Cpse.code == search.cpse),
        (search.evidence, Practice.evidence == search.evidence),
        (search.origin, Practice.origin == search.origin),
        (search.status, Practice.status == search.status),
    ]
    query = query.where(*(condition for given, condition in wanted if given))
    if search.text:
        query = query.where(_matches(search.text))
    return query.options(*_parts())


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a title or one of the texts holds the words, or the number is it."""
    places = [
        Practice.title_en,
        Practice.title_hi,
        Practice.problem,
        Practice.done,
        Practice.elsewhere,
        Practice.run_by,
        Practice.citation,
    ]
    found = [place.icontains(text, autoescape=True) for place in places]
    number = text.strip().upper().removeprefix("P-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        found.append(Practice.id == int(number))
    return or_(*found)


def practice_title_order() -> Any:
    """What practices are sorted by when sorted by the title as the reader is shown it."""
    titles = [Practice.title_en, Practice.title_hi]
    return func.lower(func.coalesce(*(titles[::-1] if current_language() == "hi" else titles)))


def status_order() -> Any:
    """What practices are sorted by when sorted by where they stand."""
    return case({status: place for place, status in enumerate(PracticeStatus)}, value=Practice.status)


def evidence_order() -> Any:
    """What practices are sorted by when sorted by the strength of what speaks for them."""
    return case({kind: place for place, kind in enumerate(EvidenceKind)}, value=Practice.evidence)


def list_all_cpses() -> list[Cpse]:
    """Every company, by code."""
    return list(db.session.scalars(select(Cpse).order_by(Cpse.code)))


def list_cpses_of_practices(viewer: User) -> list[Cpse]:
    """The companies that run a practice the viewer may read, by code."""
    running = only_visible_practices(viewer, select(Practice.cpse_id).where(Practice.cpse_id.is_not(None)))
    return list(db.session.scalars(select(Cpse).where(Cpse.id.in_(running)).order_by(Cpse.code)))


def list_practice_steps(practice: Practice) -> list[PracticeStep]:
    """The steps of a practice, the latest first."""
    query = select(PracticeStep).where(PracticeStep.practice_id == practice.id)
    return list(
        db.session.scalars(query.options(joinedload(PracticeStep.by)).order_by(PracticeStep.id.desc()))
    )


def find_who_offered(practice: Practice) -> int | None:
    """Who offered the practice last."""
    query = select(PracticeStep.by_id).where(
        PracticeStep.practice_id == practice.id, PracticeStep.new_status == PracticeStatus.OFFERED
    )
    return db.session.scalar(query.order_by(PracticeStep.id.desc()).limit(1))


def list_who_reworded(practice: Practice) -> list[int]:
    """The numbers of those who gave a practice another wording since it was offered last."""
    offered = select(func.max(PracticeStep.created_at)).where(
        PracticeStep.practice_id == practice.id, PracticeStep.new_status == PracticeStatus.OFFERED
    )
    query = select(PracticeVersion.by_id).where(
        PracticeVersion.practice_id == practice.id,
        PracticeVersion.replaced_at >= offered.scalar_subquery(),
    )
    return list(db.session.scalars(query.distinct().order_by(PracticeVersion.by_id)))


def list_practice_versions(viewer: User, practice: Practice) -> list[PracticeVersion]:
    """What the practice said before, of that what the person may read, the latest wording first."""
    query = _versions(viewer, practice).options(joinedload(PracticeVersion.by))
    return list(db.session.scalars(query.order_by(PracticeVersion.number.desc())))


def _versions(viewer: User, practice: Practice) -> Select[Any]:
    """The wordings of an offer are for its office, keepers and the auditor, those of the library for all."""
    query = select(PracticeVersion).where(PracticeVersion.practice_id == practice.id)
    if reads_old_offers(viewer, practice):
        return query
    entered = select(func.min(PracticeStep.created_at)).where(
        PracticeStep.practice_id == practice.id, PracticeStep.new_status == PracticeStatus.LIBRARY
    )
    return query.where(PracticeVersion.replaced_at > entered.scalar_subquery())


def get_practice_version(viewer: User, practice: Practice, number: int) -> PracticeVersion:
    """One wording that was replaced, if the person may read it."""
    query = _versions(viewer, practice).where(PracticeVersion.number == number)
    version: PracticeVersion | None = db.session.scalar(query.options(joinedload(PracticeVersion.by)))
    if version is None:
        raise Missing
    return version


def list_practice_documents(practice: Practice) -> list[PracticeDocument]:
    """The documents of a practice that are not struck, the newest first."""
    query = (
        select(PracticeDocument)
        .join(PracticeDocument.attachment)
        .where(PracticeDocument.practice_id == practice.id, Attachment.struck_at.is_(None))
        .options(joinedload(PracticeDocument.attachment).joinedload(Attachment.added_by))
    )
    return list(db.session.scalars(query.order_by(Attachment.id.desc())))


def get_practice_document(practice: Practice, attachment_id: int) -> PracticeDocument:
    """A document of a practice that is not struck."""
    document = db.session.get(PracticeDocument, attachment_id)
    if document is None or document.practice_id != practice.id or document.attachment.struck_at is not None:
        raise Missing
    return document


def find_link(practice: Practice) -> OriginRecord | None:
    """The record of another slice that the practice was taken from."""
    link = db.session.get(PracticeLink, practice.id)
    return OriginRecord(link.kind, link.record_id) if link else None


def find_practice_of(record: OriginRecord) -> Practice | None:
    """The practice that was taken from a record of another slice."""
    query = select(Practice).join(PracticeLink, PracticeLink.practice_id == Practice.id)
    return db.session.scalar(
        query.where(PracticeLink.kind == record.kind, PracticeLink.record_id == record.record_id)
    )


def list_waiting_practices(viewer: User, most: int) -> list[Practice]:
    """What waits for the viewer: for keepers what is offered, for an office what was sent back to it."""
    if not can_write_practices(viewer):
        return []
    own = (Practice.status == PracticeStatus.SENT_BACK) & (Practice.organisation_id == viewer.organisation_id)
    offered = Practice.status == PracticeStatus.OFFERED
    # What a keeper wrote waits for another one.
    others = or_(Practice.created_by_id.is_(None), Practice.created_by_id != viewer.id)
    waits = or_(own, offered & others) if is_keeper(viewer) else own
    query = select(Practice).where(waits).order_by(Practice.changed_at, Practice.id).limit(most)
    return list(db.session.scalars(query))


def name_places(places: Iterable[tuple[int, int | None]]) -> list[str]:
    """The names of places, given as LGD codes of a state and of a district or None, in their order."""
    wanted = list(places)
    if not wanted:
        return []
    states = {row.lgd: row for row in db.session.scalars(select(State).order_by(State.id))}
    lgds = [lgd for _state, lgd in wanted if lgd is not None]
    query = select(District).where(District.lgd.in_(lgds)).order_by(District.id)
    districts = {row.lgd: row for row in db.session.scalars(query)}
    return [
        name_of(states[state]) if lgd is None else f"{name_of(districts[lgd])}, {name_of(states[state])}"
        for state, lgd in wanted
        if state in states and (lgd is None or lgd in districts)
    ]


def list_suggested(need: Need, most: int) -> list[Suggestion]:
    """The practices of the library most like a need, best first.

    The order is that of `rules.likeness`: the theme, then the place, then the people it is for. Of equal rank
    those that are only named come last, the others by their number.
    """
    groups = [row.group for row in need.groups]
    shared: ColumnElement[int] = literal(0)
    if groups:
        wanted = PracticeGroup.practice_id == Practice.id, PracticeGroup.group.in_(groups)
        shared = select(func.count()).where(*wanted).scalar_subquery()
    theme = Practice.themes.any(PracticeTheme.theme_code == need.theme_code)
    here = Practice.places.any(PracticePlace.district_id == need.district_id)
    state = Practice.places.any(PracticePlace.state_id == need.district.state_id)
    rank = _points(theme, 8) + _points(here, 4) + _points(state, 2) + case((shared > 3, 3), else_=shared)
    core = Practice.parts.any(PracticePart.kind == PartKind.CORE)
    query = select(Practice, theme, shared, here, state, core).where(
        Practice.status == PracticeStatus.LIBRARY, or_(theme, shared > 0)
    )
    # As `rules.is_only_named` says it of one.
    told = or_(
        Practice.problem != "",
        Practice.done != "",
        core,
        Practice.cost_inr.is_not(None),
        Practice.unit_cost_inr.is_not(None),
        Practice.evidence.is_not(None),
    )
    query = (
        query.order_by(rank.desc(), _points(told, 1).desc(), Practice.id)
        .limit(most)
        .options(joinedload(Practice.places))
    )
    return [
        Suggestion(practice, bool(same), int(groups), bool(near), bool(around), bool(parts))
        for practice, same, groups, near, around, parts in db.session.execute(query).unique()
    ]


def _points(holds: ColumnElement[bool], points: int) -> ColumnElement[int]:
    return case((holds, points), else_=0)
