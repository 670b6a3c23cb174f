"""Mapping exercises as they are found: by title, year and state."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.models import Exercise
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__ = ["KIND"]


def _ids() -> Sequence[int]:
    return db.session.scalars(select(Exercise.id).order_by(Exercise.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    for row in db.session.scalars(select(Exercise).where(Exercise.id.in_(ids)).order_by(Exercise.id)):
        state = (row.state.name_en, row.state.name_hi) if row.state else ()
        yield Entry(row.id, row.title_en, row.title_hi, (), (row.financial_year, *state))


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    rows = db.session.scalars(select(Exercise).where(Exercise.id.in_(ids)).order_by(Exercise.id))
    return {
        row.id: Shown(
            name_of(row, "title"),
            (row.financial_year, name_of(row.state) if row.state else _("All India")),
            "mapping.show_exercise",
            {"exercise_id": row.id},
        )
        for row in rows
    }


KIND = Kind(
    code="exercise",
    label=lazy_("Mapping exercises"),
    position=90,
    permission=Permission.VIEW_EXERCISES,
    list_ids=_ids,
    read=_read,
    only_visible=lambda viewer: only_visible_exercises(viewer, select(Exercise.id)),
    show=_show,
    touches={Exercise: lambda row: [row.id]},
)
register_kind(KIND)
