"""Workshops as they are found: by title, number, series, place, objective, theme and district."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import Workshop, WorkshopDistrict, WorkshopTheme
from csrmatch.workshops.wording.workshops import WORKSHOP_STATUSES, tell_place, tell_series

__all__ = ["KINDS"]


def _workshop_ids() -> Sequence[int]:
    return db.session.scalars(select(Workshop.id).order_by(Workshop.id)).all()


def _read_workshops(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(Workshop).where(Workshop.id.in_(ids)).order_by(Workshop.id)
    query = query.options(
        joinedload(Workshop.series),
        joinedload(Workshop.state),
        selectinload(Workshop.themes).joinedload(WorkshopTheme.theme),
        selectinload(Workshop.districts).joinedload(WorkshopDistrict.district),
    )
    for row in db.session.scalars(query):
        series = (row.series.name_en, row.series.name_hi) if row.series else ()
        state = (row.state.name_en, row.state.name_hi) if row.state else ()
        named = [item.theme for item in row.themes] + [item.district for item in row.districts]
        yield Entry(
            row.id,
            row.title_en,
            row.title_hi,
            (row.code, *series, str(row.year)),
            (
                *(row.city_en, row.city_hi, row.objective_en, row.objective_hi),
                *state,
                *(name for thing in named for name in (thing.name_en, thing.name_hi)),
            ),
        )


def _show_workshops(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Workshop).where(Workshop.id.in_(ids)).order_by(Workshop.id)
    query = query.options(joinedload(Workshop.series), joinedload(Workshop.state))
    found = {}
    for row in db.session.scalars(query):
        stage = str(WORKSHOP_STATUSES[row.status][0])
        context = (row.code, tell_series(row), tell_place(row), str(row.year), stage)
        found[row.id] = Shown(
            name_of(row, "title"),
            tuple(part for part in context if part),
            "workshops.show_workshop",
            {"workshop_id": row.id},
        )
    return found


def _visible_workshops(viewer: User) -> Select[Any]:
    return only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.id)


KINDS = (
    Kind(
        code="workshop",
        label=lazy_("Workshops"),
        position=46,
        permission=Permission.VIEW_WORKSHOPS,
        list_ids=_workshop_ids,
        read=_read_workshops,
        only_visible=_visible_workshops,
        show=_show_workshops,
        touches={
            Workshop: lambda row: [row.id],
            WorkshopTheme: lambda row: [row.workshop_id],
            WorkshopDistrict: lambda row: [row.workshop_id],
        },
    ),
)
