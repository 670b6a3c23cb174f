"""Talks and speakers as they are found; each leads to its place in the agenda of its workshop."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, false, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import Speaker, Talk, Workshop, WorkshopDay, WorkshopSession
from csrmatch.workshops.wording.agenda import tell_office

__all__ = ["KINDS"]


def _visible_days(viewer: User) -> Select[Any]:
    visible = only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.id)
    return select(WorkshopDay.id).where(WorkshopDay.workshop_id.in_(visible))


def _talk_ids() -> Sequence[int]:
    return db.session.scalars(select(Talk.id).order_by(Talk.id)).all()


def _read_talks(ids: Sequence[int]) -> Iterable[Entry]:
    """Talks with a topic; who speaks is found by name as a speaker."""
    query = select(Talk).where(Talk.id.in_(ids)).order_by(Talk.id)
    query = query.options(joinedload(Talk.theme), joinedload(Talk.district), joinedload(Talk.cpse))
    for row in db.session.scalars(query):
        if row.topic_en or row.topic_hi:
            about = [thing for thing in (row.theme, row.district, row.cpse) if thing is not None]
            named = [name for thing in about for name in (thing.name_en, thing.name_hi)]
            # What was said names who said it, which not everybody who sees the talk may know.
            yield Entry(row.id, row.topic_en, row.topic_hi, (), named)


def _show_talks(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Talk).where(Talk.id.in_(ids)).order_by(Talk.id).options(_above(joinedload(Talk.session)))
    return {
        row.id: Shown(
            name_of(row, "topic"),
            (name_of(row.session, "title"), name_of(row.session.day.workshop, "title")),
            "workshops.show_agenda",
            {"workshop_id": row.session.day.workshop_id, "_anchor": f"talk-{row.id}"},
        )
        for row in db.session.scalars(query)
    }


def _above(option: Any) -> Any:
    """Reads with a session its day and workshop."""
    return option.joinedload(WorkshopSession.day).joinedload(WorkshopDay.workshop)


def _visible_talks(viewer: User) -> Select[Any]:
    query = select(Talk.id).join(Talk.session)
    return query.where(WorkshopSession.day_id.in_(_visible_days(viewer)))


def _speaker_ids() -> Sequence[int]:
    return db.session.scalars(select(Speaker.id).order_by(Speaker.id)).all()


def _read_speakers(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(Speaker).where(Speaker.id.in_(ids)).order_by(Speaker.id)
    for row in db.session.scalars(query):
        yield Entry(
            row.id,
            row.name_en,
            row.name_hi,
            (),
            (row.designation_en, row.designation_hi, row.organisation_en, row.organisation_hi),
        )


def _show_speakers(ids: Sequence[int]) -> Mapping[int, Shown]:
    above = _above(joinedload(Speaker.talk).joinedload(Talk.session))
    query = select(Speaker).where(Speaker.id.in_(ids)).order_by(Speaker.id).options(above)
    found = {}
    for row in db.session.scalars(query):
        workshop = row.talk.session.day.workshop
        context = (tell_office(row), name_of(row.talk, "topic"), name_of(workshop, "title"))
        found[row.id] = Shown(
            name_of(row),
            tuple(part for part in context if part),
            "workshops.show_agenda",
            {"workshop_id": workshop.id, "_anchor": f"talk-{row.talk_id}"},
        )
    return found


def _visible_speakers(viewer: User) -> Select[Any]:
    """Speakers are found by name, so that who is shown no names finds none."""
    query = select(Speaker.id).where(Speaker.talk_id.in_(_visible_talks(viewer)))
    return query if can_see_names(viewer) else query.where(false())


KINDS = (
    Kind(
        code="talk",
        label=lazy_("Talks"),
        position=47,
        permission=Permission.VIEW_WORKSHOPS,
        list_ids=_talk_ids,
        read=_read_talks,
        only_visible=_visible_talks,
        show=_show_talks,
        touches={Talk: lambda row: [row.id]},
    ),
    Kind(
        code="speaker",
        label=lazy_("Speakers"),
        position=48,
        permission=Permission.VIEW_WORKSHOPS,
        list_ids=_speaker_ids,
        read=_read_speakers,
        only_visible=_visible_speakers,
        show=_show_speakers,
        touches={Speaker: lambda row: [row.id]},
    ),
)
