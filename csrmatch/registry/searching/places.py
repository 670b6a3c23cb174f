"""Districts and states as they are found: also by former names, other spellings and LGD codes."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.places.models import District, DistrictAlias, State
from csrmatch.registry.searching.names import of_each
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _district_ids() -> Sequence[int]:
    return db.session.scalars(select(District.id).order_by(District.id)).all()


def _read_districts(ids: Sequence[int]) -> Iterable[Entry]:
    names = select(DistrictAlias.district_id, DistrictAlias.name).where(DistrictAlias.district_id.in_(ids))
    aliases = of_each(db.session.execute(names.order_by(DistrictAlias.id)))
    query = select(District).where(District.id.in_(ids)).options(joinedload(District.state))
    for row in db.session.scalars(query.order_by(District.id)):
        state = row.state
        yield Entry(
            row.id,
            row.name_en,
            row.name_hi,
            (*aliases.get(row.id, []), str(row.lgd)),
            (row.hq_name, state.name_en, state.name_hi, "district जिला LGD"),
        )


def _show_districts(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(District).where(District.id.in_(ids)).options(joinedload(District.state))
    return {
        row.id: Shown(
            name_of(row),
            (name_of(row.state), _("LGD code %(code)s", code=row.lgd)),
            "registry.show_district",
            {"lgd": row.lgd},
        )
        for row in db.session.scalars(query.order_by(District.id))
    }


def _state_ids() -> Sequence[int]:
    return db.session.scalars(select(State.id).order_by(State.id)).all()


def _read_states(ids: Sequence[int]) -> Iterable[Entry]:
    for row in db.session.scalars(select(State).where(State.id.in_(ids)).order_by(State.id)):
        yield Entry(row.id, row.name_en, row.name_hi, (), ("state राज्य",))


def _show_states(ids: Sequence[int]) -> Mapping[int, Shown]:
    rows = db.session.scalars(select(State).where(State.id.in_(ids)).order_by(State.id))
    return {
        row.id: Shown(
            name_of(row), (_("its aspirational districts"),), "registry.list_districts", {"state": row.lgd}
        )
        for row in rows
    }


KINDS = (
    Kind(
        code="district",
        label=lazy_("Districts"),
        position=10,
        permission=Permission.VIEW_DISTRICTS,
        list_ids=_district_ids,
        read=_read_districts,
        only_visible=lambda _viewer: None,
        show=_show_districts,
        touches={District: lambda row: [row.id], DistrictAlias: lambda row: [row.district_id]},
    ),
    Kind(
        code="state",
        label=lazy_("States"),
        position=20,
        permission=Permission.VIEW_DISTRICTS,
        list_ids=_state_ids,
        read=_read_states,
        only_visible=lambda _viewer: None,
        show=_show_states,
        touches={State: lambda row: [row.id]},
    ),
)
