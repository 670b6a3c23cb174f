"""Participants as they are found: by name, designation and organisation, never by mail or phone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown
from csrmatch.workshops.access.participants import only_named_participants
from csrmatch.workshops.models import Participant
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.wording.participants import GROUPS, organisation_of

__all__ = ["KINDS"]

_ON_LIST = Participant.status != ParticipantStatus.CANCELLED


def _ids() -> Sequence[int]:
    return db.session.scalars(select(Participant.id).where(_ON_LIST).order_by(Participant.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(Participant).where(Participant.id.in_(ids), _ON_LIST).order_by(Participant.id)
    for row in db.session.scalars(query.options(joinedload(Participant.organisation))):
        office = (row.organisation.name_en, row.organisation.name_hi) if row.organisation else ()
        yield Entry(
            row.id,
            row.name_en,
            row.name_hi,
            (row.code,),
            (
                row.designation_en,
                row.designation_hi,
                row.organisation_en,
                row.organisation_hi,
                *office,
            ),
        )


def _visible(viewer: User) -> Select[Any]:
    return only_named_participants(viewer, select(Participant.id))


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Participant).where(Participant.id.in_(ids)).order_by(Participant.id)
    query = query.options(joinedload(Participant.organisation), joinedload(Participant.workshop))
    return {
        row.id: Shown(
            name_of(row),
            (row.code, organisation_of(row), str(GROUPS[row.group]), name_of(row.workshop, "title")),
            "workshops.list_participants",
            {"workshop_id": row.workshop_id, "q": row.code},
        )
        for row in db.session.scalars(query)
    }


KINDS = (
    Kind(
        code="participant",
        label=lazy_("People of workshops"),
        position=75,
        permission=Permission.VIEW_WORKSHOPS,
        list_ids=_ids,
        read=_read,
        only_visible=_visible,
        show=_show,
        touches={Participant: lambda row: [row.id]},
    ),
)
