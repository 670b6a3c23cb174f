"""CPSEs and their places of work as they are found: also by code, ministry, and the district they are in."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.registry.models import Cpse, CpsePlace
from csrmatch.registry.searching.names import cpse_names, district_names
from csrmatch.registry.wording.cpses import PLACE_KINDS, STATUSES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _cpse_ids() -> Sequence[int]:
    return db.session.scalars(select(Cpse.id).order_by(Cpse.id)).all()


def _read_cpses(ids: Sequence[int]) -> Iterable[Entry]:
    for row in db.session.scalars(select(Cpse).where(Cpse.id.in_(ids)).order_by(Cpse.id)):
        yield Entry(
            row.id,
            row.name_en,
            row.name_hi,
            (row.code, row.cin),
            (
                *(row.ministry_en, row.ministry_hi, row.status, row.sector),
                *(row.headquarters_en, row.headquarters_hi, "CPSE company"),
            ),
        )


def _show_cpses(ids: Sequence[int]) -> Mapping[int, Shown]:
    rows = db.session.scalars(select(Cpse).where(Cpse.id.in_(ids)).order_by(Cpse.id))
    return {
        row.id: Shown(
            name_of(row),
            tuple(
                str(text)
                for text in (
                    row.code,
                    STATUSES.get(row.status or "", row.status),
                    name_of(row, "ministry"),
                    name_of(row, "headquarters"),
                )
                if text
            ),
            "registry.show_cpse",
            {"code": row.code},
        )
        for row in rows
    }


def _place_ids() -> Sequence[int]:
    query = select(CpsePlace.id).where(CpsePlace.retired_on.is_(None))
    return db.session.scalars(query.order_by(CpsePlace.id)).all()


def _read_places(ids: Sequence[int]) -> Iterable[Entry]:
    companies, districts = cpse_names(), district_names()
    query = select(CpsePlace).where(CpsePlace.id.in_(ids), CpsePlace.retired_on.is_(None))
    query = query.options(joinedload(CpsePlace.state))
    for row in db.session.scalars(query.order_by(CpsePlace.id)):
        state = (row.state.name_en, row.state.name_hi) if row.state else ()
        where = districts.get(row.district_id, ()) if row.district_id else ()
        kind = row.kind.replace("_", " ")
        yield Entry(row.id, row.name, None, (), (kind, *companies[row.cpse_id], *where, *state))


def _show_places(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(CpsePlace).where(CpsePlace.id.in_(ids)).order_by(CpsePlace.id)
    query = query.options(
        joinedload(CpsePlace.cpse), joinedload(CpsePlace.state), joinedload(CpsePlace.district)
    )
    found = {}
    for row in db.session.scalars(query):
        kind = PLACE_KINDS.get(row.kind)
        where = name_of(row.district) if row.district else name_of(row.state) if row.state else ""
        context = (str(kind) if kind else row.kind, name_of(row.cpse), where or _("place not known"))
        found[row.id] = Shown(row.name, context, "registry.show_cpse", {"code": row.cpse.code})
    return found


KINDS = (
    Kind(
        code="cpse",
        label=lazy_("CPSEs"),
        position=30,
        permission=Permission.VIEW_CPSES,
        list_ids=_cpse_ids,
        read=_read_cpses,
        only_visible=lambda _viewer: None,
        show=_show_cpses,
        touches={Cpse: lambda row: [row.id]},
    ),
    Kind(
        code="place",
        label=lazy_("Places of work"),
        position=60,
        permission=Permission.VIEW_CPSES,
        list_ids=_place_ids,
        read=_read_places,
        only_visible=lambda _viewer: None,
        show=_show_places,
        touches={
            CpsePlace: lambda row: [row.id],
            Cpse: lambda row: select(CpsePlace.id).where(CpsePlace.cpse_id == row.id),
        },
    ),
)
