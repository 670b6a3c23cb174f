"""Practices as they are found: by title, number, problem, what was done, parts, themes, places, company."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.practices.access import only_visible_practices
from csrmatch.practices.models import Practice, PracticePart, PracticePlace, PracticeTheme
from csrmatch.practices.stories import place_names
from csrmatch.practices.wording import PRACTICE_STATUSES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__: list[str] = []


def _practice_ids() -> Sequence[int]:
    return db.session.scalars(select(Practice.id).order_by(Practice.id)).all()


def _read_practices(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(Practice).where(Practice.id.in_(ids)).order_by(Practice.id)
    query = query.options(
        joinedload(Practice.cpse),
        selectinload(Practice.themes),
        selectinload(Practice.places),
        selectinload(Practice.parts),
    )
    for row in db.session.scalars(query.execution_options(populate_existing=True)).unique():
        yield Entry(row.id, row.title_en, row.title_hi, (row.code,), _words(row))


def _words(row: Practice) -> list[str | None]:
    """The rest of a practice's words, but for whom to ask."""
    cpse = (row.cpse.code, row.cpse.name_en, row.cpse.name_hi) if row.cpse else ()
    words: list[str | None] = [row.problem, row.done, row.elsewhere, row.run_by, row.citation, *cpse]
    words += [part.what for part in row.parts]
    for theme in row.themes:
        words += [theme.theme.name_en, theme.theme.name_hi]
    for place in row.places:
        words += [place.state.name_en, place.state.name_hi]
        words += [place.district.name_en, place.district.name_hi] if place.district else []
    return words


def _show_practices(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Practice).where(Practice.id.in_(ids)).order_by(Practice.id)
    query = query.options(selectinload(Practice.places))
    return {
        row.id: Shown(
            name_of(row, "title"),
            (row.code, *place_names(row)[:2], str(PRACTICE_STATUSES[row.status][0])),
            "practices.show_practice",
            {"practice_id": row.id},
        )
        for row in db.session.scalars(query).unique()
    }


def _visible(viewer: User) -> Select[Any]:
    return only_visible_practices(viewer, select(Practice.id))


register_kind(
    Kind(
        code="practice",
        label=lazy_("Practices"),
        position=47,
        permission=Permission.VIEW_PRACTICES,
        list_ids=_practice_ids,
        read=_read_practices,
        only_visible=_visible,
        show=_show_practices,
        touches={
            Practice: lambda row: [row.id],
            PracticeTheme: lambda row: [row.practice_id],
            PracticePlace: lambda row: [row.practice_id],
            PracticePart: lambda row: [row.practice_id],
        },
    )
)
