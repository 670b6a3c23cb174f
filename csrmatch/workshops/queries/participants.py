"""Reading participants: one, the list narrowed, how many of each group, and whom to pick from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.access import can_see_names, only_visible_users
from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.workshops.models import (
    Attendance,
    Participant,
    ParticipantList,
    Speaker,
    Talk,
    Workshop,
    WorkshopDay,
    WorkshopSession,
)
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus, fold_name

__all__ = [
    "MOST_PICKED",
    "GroupCount",
    "ParticipantSearch",
    "count_groups",
    "find_likely_doubles",
    "find_present",
    "get_list",
    "get_participant",
    "group_order",
    "list_found",
    "list_participants",
    "list_pickable_offices",
    "list_pickable_speakers",
    "list_pickable_users",
    "name_order",
    "present_order",
    "search_participants",
    "status_order",
]

MOST_PICKED = 300


@dataclass(frozen=True)
class ParticipantSearch:
    """What a list of participants is narrowed by; None or an empty text narrows nothing."""

    text: str | None = None
    group: ParticipantGroup | None = None
    status: ParticipantStatus | None = None
    is_present: bool | None = None
    is_speaker: bool | None = None


@dataclass(frozen=True)
class GroupCount:
    """How many of a group are on the list, said that they come, and were there."""

    group: ParticipantGroup
    listed: int
    coming: int
    present: int


def get_participant(workshop: Workshop, participant_id: int, *, for_change: bool = False) -> Participant:
    """A participant of that workshop; `for_change` keeps others from the row until this is done."""
    query = select(Participant).where(
        Participant.id == participant_id, Participant.workshop_id == workshop.id
    )
    if for_change:
        query = query.with_for_update(of=Participant).execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def _is_present() -> ColumnElement[bool]:
    """Whether somebody was there, on any day or in any session."""
    return exists().where(Attendance.participant_id == Participant.id, Attendance.undone_at.is_(None))


def search_participants(viewer: User, workshop: Workshop, search: ParticipantSearch) -> Select[Any]:
    """The participants of a workshop, narrowed, with their offices."""
    query = select(Participant).where(Participant.workshop_id == workshop.id)
    if search.status is None:
        query = query.where(Participant.status != ParticipantStatus.CANCELLED)
    else:
        query = query.where(Participant.status == search.status)
    if search.group:
        query = query.where(Participant.group == search.group)
    if search.is_present is not None:
        query = query.where(_is_present() if search.is_present else ~_is_present())
    if search.is_speaker is not None:
        query = query.where(Participant.is_speaker.is_(search.is_speaker))
    if search.text:
        query = query.where(_matches(search.text, by_name=can_see_names(viewer)))
    return query.options(joinedload(Participant.organisation))


def _matches(text: str, *, by_name: bool) -> ColumnElement[bool]:
    """Whether an organisation or, where names are shown, a name or designation holds the text."""
    places = [Participant.organisation_en, Participant.organisation_hi]
    if by_name:
        places += [
            Participant.name_en,
            Participant.name_hi,
            Participant.designation_en,
            Participant.designation_hi,
        ]
    found = [place.icontains(text, autoescape=True) for place in places]
    number = text.strip().upper().removeprefix("P-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        found.append(Participant.id == int(number))
    return or_(*found)


def name_order() -> Any:
    """What participants are sorted by when sorted by name as the reader is shown it."""
    names = [Participant.name_en, Participant.name_hi]
    return func.lower(func.coalesce(*(names[::-1] if current_language() == "hi" else names)))


def group_order() -> Any:
    """What participants are sorted by when sorted by group."""
    places: dict[Any, int] = {group: place for place, group in enumerate(ParticipantGroup)}
    return case(places, value=Participant.group)


def status_order() -> Any:
    """What participants are sorted by when sorted by their answer."""
    places: dict[Any, int] = {status: place for place, status in enumerate(ParticipantStatus)}
    return case(places, value=Participant.status)


def present_order() -> Any:
    """What participants are sorted by when sorted by whether they were there."""
    return case((_is_present(), 1), else_=0)


def find_present(participant_ids: Sequence[int]) -> set[int]:
    """Those of the participants who were there."""
    query = select(Attendance.participant_id).where(
        Attendance.participant_id.in_(participant_ids), Attendance.undone_at.is_(None)
    )
    return set(db.session.scalars(query.distinct().order_by(Attendance.participant_id)))


def list_participants(workshop: Workshop, *, with_cancelled: bool = False) -> list[Participant]:
    """All participants of a workshop in order of their names."""
    query = select(Participant).where(Participant.workshop_id == workshop.id)
    if not with_cancelled:
        query = query.where(Participant.status != ParticipantStatus.CANCELLED)
    query = query.options(joinedload(Participant.organisation))
    return list(db.session.scalars(query.order_by(name_order(), Participant.id)))


def list_found(
    viewer: User, workshop: Workshop, search: ParticipantSearch, most: int = 20
) -> list[Participant]:
    """The first of those whom a search finds, by name."""
    query = search_participants(viewer, workshop, search).order_by(name_order(), Participant.id)
    return list(db.session.scalars(query.limit(most)))


def count_groups(workshop: Workshop) -> list[GroupCount]:
    """The groups that are there, each with its counts, in the order in which groups are told."""
    coming = Participant.status.in_([ParticipantStatus.ACCEPTED, ParticipantStatus.WALK_IN])
    query = (
        select(
            Participant.group,
            func.count(),
            func.sum(case((coming, 1), else_=0)),
            func.sum(case((_is_present(), 1), else_=0)),
        )
        .where(Participant.workshop_id == workshop.id, Participant.status != ParticipantStatus.CANCELLED)
        .group_by(Participant.group)
        .order_by(Participant.group)
    )
    found = {row[0]: GroupCount(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)}
    return [found[group] for group in ParticipantGroup if group in found]


def find_likely_doubles(
    workshop: Workshop, names: Sequence[str | None], email: str | None, *, but: int | None = None
) -> list[Participant]:
    """Those on the list who bear one of the names, however it is written, or have the same address."""
    wanted = {fold_name(name) for name in names if name}
    return [
        row
        for row in list_participants(workshop)
        if row.id != but
        and (
            wanted & {fold_name(name) for name in (row.name_en, row.name_hi) if name}
            or (email and row.email and row.email.casefold() == email.casefold())
        )
    ]


def list_pickable_users(
    viewer: User, workshop: Workshop, *, office_id: int | None = None, user_ids: Collection[int] | None = None
) -> list[User]:
    """People with an account whom the person sees and who are not on the list, by office and name.

    Of those of one office or of all the first only, unless they are named.
    """
    query = _pickable(viewer, workshop).join(User.organisation)
    query = query.order_by(Organisation.name_en, User.name, User.id)
    if office_id is not None:
        query = query.where(User.organisation_id == office_id)
    query = query.limit(MOST_PICKED) if user_ids is None else query.where(User.id.in_(user_ids))
    return list(db.session.scalars(query))


def list_pickable_offices(viewer: User, workshop: Workshop) -> list[Organisation]:
    """The offices of the people who can be picked, by name."""
    offices = _pickable(viewer, workshop).with_only_columns(User.organisation_id)
    query = select(Organisation).where(Organisation.id.in_(offices))
    return list(db.session.scalars(query.order_by(Organisation.name_en, Organisation.id)))


def _pickable(viewer: User, workshop: Workshop) -> Select[Any]:
    on_list = select(Participant.user_id).where(
        Participant.workshop_id == workshop.id,
        Participant.user_id.is_not(None),
        Participant.status != ParticipantStatus.CANCELLED,
    )
    return only_visible_users(viewer, select(User)).where(User.is_enabled.is_(True), User.id.not_in(on_list))


def list_pickable_speakers(workshop: Workshop) -> list[Speaker]:
    """Speakers of the agenda whose name is not on the list, each name once."""
    query = (
        select(Speaker)
        .join(Speaker.talk)
        .join(Talk.session)
        .join(WorkshopSession.day)
        .where(WorkshopDay.workshop_id == workshop.id)
        .order_by(WorkshopDay.number, WorkshopSession.position, Talk.position, Speaker.position, Speaker.id)
    )
    known = {
        fold_name(name) for row in list_participants(workshop) for name in (row.name_en, row.name_hi) if name
    }
    found = []
    for speaker in db.session.scalars(query):
        names = {fold_name(name) for name in (speaker.name_en, speaker.name_hi) if name}
        if not names & known:
            found.append(speaker)
            known |= names
    return found


def get_list(workshop: Workshop, list_id: int) -> ParticipantList:
    """A file that was tried for this workshop and has not been taken in yet."""
    query = select(ParticipantList).where(
        ParticipantList.id == list_id, ParticipantList.workshop_id == workshop.id
    )
    found = db.session.scalar(query)
    if found is None:
        raise Missing
    return found
