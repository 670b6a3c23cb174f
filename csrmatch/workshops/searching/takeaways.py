"""Takeaways as they are found: by what was said, number, place, theme and organisation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.registry.searching.names import district_names, theme_names
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown
from csrmatch.workshops.access.workshops import only_visible_workshops
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.rules.takeaways import title_of
from csrmatch.workshops.wording.takeaways import KINDS as WORDS

__all__ = ["KINDS"]

_STANDS = Takeaway.struck_at.is_(None)


def _ids() -> Sequence[int]:
    return db.session.scalars(select(Takeaway.id).where(_STANDS).order_by(Takeaway.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    districts, themes = district_names(), theme_names()
    query = select(Takeaway).where(Takeaway.id.in_(ids), _STANDS).order_by(Takeaway.id)
    query = query.options(joinedload(Takeaway.cpse), joinedload(Takeaway.organisation))
    for row in db.session.scalars(query):
        title = title_of(row.text)
        place = districts[row.district_id] if row.district_id else ()
        theme = themes[row.theme_code] if row.theme_code else ()
        # Who spoke is found as a speaker, by those who may read names.
        body = [row.organisation_name]
        if row.cpse is not None:
            body += [row.cpse.code, row.cpse.name_en, row.cpse.name_hi]
        if row.organisation is not None:
            body += [row.organisation.name_en, row.organisation.name_hi]
        texts = (row.text, row.text_en, row.text_hi, *body, *place, *theme)
        is_hindi = row.language == "hi"
        yield Entry(row.id, None if is_hindi else title, title if is_hindi else None, (row.code,), texts)


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Takeaway).where(Takeaway.id.in_(ids), _STANDS).order_by(Takeaway.id)
    query = query.options(joinedload(Takeaway.workshop), joinedload(Takeaway.district))
    found = {}
    for row in db.session.scalars(query):
        place = [name_of(row.district)] if row.district else []
        context = (row.code, str(WORDS[row.kind]), *place, name_of(row.workshop, "title"))
        values = {"workshop_id": row.workshop_id, "takeaway_id": row.id}
        found[row.id] = Shown(title_of(row.text), context, "workshops.show_takeaway", values)
    return found


def _visible(viewer: User) -> Select[Any]:
    """The takeaways of the workshops that a person sees."""
    seen = only_visible_workshops(viewer, select(Workshop)).with_only_columns(Workshop.id)
    return select(Takeaway.id).where(Takeaway.workshop_id.in_(seen), _STANDS)


KINDS = (
    Kind(
        code="takeaway",
        label=lazy_("Takeaways of workshops"),
        position=62,
        permission=Permission.VIEW_WORKSHOPS,
        list_ids=_ids,
        read=_read,
        only_visible=_visible,
        show=_show,
        touches={Takeaway: lambda row: [row.id]},
    ),
)
