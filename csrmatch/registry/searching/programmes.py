"""Programmes of departments, ministries and UNICEF as they are found: by name, who runs them, and place."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.reference import read_schemes
from csrmatch.registry.models import Programme, ProgrammeDistrict
from csrmatch.registry.searching.names import district_names, flatten, of_each, theme_names
from csrmatch.registry.wording.programmes import PROGRAMME_KINDS
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _ids() -> Sequence[int]:
    query = select(Programme.id).where(Programme.retired_on.is_(None))
    return db.session.scalars(query.order_by(Programme.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    districts, themes = district_names(), theme_names()
    schemes = {row.code: (row.name_en, row.name_hi) for row in read_schemes()}
    places = select(ProgrammeDistrict.programme_id, ProgrammeDistrict.district_id)
    works_in = of_each(db.session.execute(places.where(ProgrammeDistrict.programme_id.in_(ids))))
    query = select(Programme).where(Programme.id.in_(ids), Programme.retired_on.is_(None))
    for row in db.session.scalars(query.options(joinedload(Programme.state)).order_by(Programme.id)):
        state = (row.state.name_en, row.state.name_hi) if row.state else ()
        yield Entry(
            row.id,
            row.name_en,
            row.name_hi,
            (row.code,),
            (
                *(row.what, row.run_by, *state, *themes[row.theme_code]),
                *schemes.get(row.scheme_code or "", ()),
                *flatten(districts[one] for one in sorted(works_in.get(row.id, []))),
            ),
        )


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Programme).where(Programme.id.in_(ids)).options(joinedload(Programme.theme))
    return {
        row.id: Shown(
            name_of(row),
            (row.code, str(PROGRAMME_KINDS[row.kind]), row.run_by, name_of(row.theme)),
            "registry.show_programme",
            {"programme_id": row.id},
        )
        for row in db.session.scalars(query.order_by(Programme.id))
    }


KINDS = (
    Kind(
        code="programme",
        label=lazy_("Programmes"),
        position=55,
        permission=Permission.VIEW_PROGRAMMES,
        list_ids=_ids,
        read=_read,
        only_visible=lambda _viewer: None,
        show=_show,
        touches={
            Programme: lambda row: [row.id],
            ProgrammeDistrict: lambda row: [row.programme_id],
        },
    ),
)
