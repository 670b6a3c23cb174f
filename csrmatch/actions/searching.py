"""Action points as they are found: by title, number, what is asked, office and place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import Organisation, User
from csrmatch.actions.access import only_visible_actions
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.wording import ACTION_STATUSES
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.places.models import District
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__: list[str] = []


def _action_ids() -> Sequence[int]:
    return db.session.scalars(select(ActionPoint.id).order_by(ActionPoint.id)).all()


def _read_actions(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(ActionPoint, Organisation, District).where(ActionPoint.id.in_(ids))
    query = query.join(Organisation, Organisation.id == ActionPoint.owner_id)
    query = query.outerjoin(District, District.id == ActionPoint.district_id).order_by(ActionPoint.id)
    for row, owner, district in db.session.execute(query):
        place = (district.name_en, district.name_hi) if district else ()
        yield Entry(
            row.id,
            row.title_en,
            row.title_hi,
            (row.code, row.file_number),
            (row.asked, owner.name_en, owner.name_hi, *place),
        )


def _show_actions(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(ActionPoint).where(ActionPoint.id.in_(ids)).order_by(ActionPoint.id)
    return {
        row.id: Shown(
            name_of(row, "title"),
            (row.code, name_of(row.owner), str(ACTION_STATUSES[row.status][0])),
            "actions.show_action",
            {"action_id": row.id},
        )
        for row in db.session.scalars(query.options(joinedload(ActionPoint.owner)))
    }


def _visible_actions(viewer: User) -> Select[Any]:
    return only_visible_actions(viewer, select(ActionPoint.id))


register_kind(
    Kind(
        code="action",
        label=lazy_("Action points"),
        position=38,
        permission=Permission.VIEW_ACTIONS,
        list_ids=_action_ids,
        read=_read_actions,
        only_visible=_visible_actions,
        show=_show_actions,
        touches={ActionPoint: lambda row: [row.id]},
    )
)
