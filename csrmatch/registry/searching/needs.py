"""Needs as they are found: by title, code, what is asked, block, theme, scheme and indicator."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.indicators.models import Indicator
from csrmatch.places.models import District
from csrmatch.reference import read_schemes
from csrmatch.registry.access import only_visible_needs
from csrmatch.registry.models import Need
from csrmatch.registry.searching.names import district_names, theme_names
from csrmatch.registry.wording.needs import NEED_STATUSES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _need_ids() -> Sequence[int]:
    return db.session.scalars(select(Need.id).order_by(Need.id)).all()


def _read_needs(ids: Sequence[int]) -> Iterable[Entry]:
    districts, themes = district_names(), theme_names()
    schemes = {row.code: (row.name_en, row.name_hi) for row in read_schemes()}
    columns = (Need.district_id, Need.number, Need.title_en, Need.title_hi, Need.asked, Need.block)
    query = (
        select(Need.id, *columns, Need.theme_code, Need.scheme_code, District.lgd)
        .add_columns(Indicator.short_en, Indicator.short_hi)
        .join(District, District.id == Need.district_id)
        .outerjoin(Indicator, Indicator.id == Need.indicator_id)
    )
    for row in db.session.execute(query.where(Need.id.in_(ids)).order_by(Need.id)):
        scheme = schemes.get(row.scheme_code or "", ())
        yield Entry(
            row.id,
            row.title_en,
            row.title_hi,
            (f"{row.lgd}-{row.number:04d}",),
            (
                *(row.asked, row.block, row.short_en, row.short_hi),
                *(*districts[row.district_id], *themes[row.theme_code], *scheme),
            ),
        )


def _show_needs(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(Need).where(Need.id.in_(ids)).options(joinedload(Need.theme)).order_by(Need.id)
    return {
        row.id: Shown(
            name_of(row, "title"),
            (row.code, name_of(row.district), name_of(row.theme), str(NEED_STATUSES[row.status][0])),
            "registry.show_need",
            {"need_id": row.id},
        )
        for row in db.session.scalars(query)
    }


KINDS = (
    Kind(
        code="need",
        label=lazy_("Needs"),
        position=40,
        permission=Permission.VIEW_NEEDS,
        list_ids=_need_ids,
        read=_read_needs,
        only_visible=lambda viewer: only_visible_needs(viewer, select(Need.id)),
        show=_show_needs,
        touches={Need: lambda row: [row.id]},
    ),
)
