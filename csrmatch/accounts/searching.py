"""People as they are found: by name, address, designation and office, by whoever is shown these."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, false, select

from csrmatch.accounts.access import can_see_names, only_visible_users
from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__ = ["KIND"]


def _ids() -> Sequence[int]:
    return db.session.scalars(select(User.id).order_by(User.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(User).where(User.id.in_(ids)).order_by(User.id)
    for row in db.session.scalars(query):
        office = row.organisation
        yield Entry(row.id, row.name, None, (row.email,), (row.designation, office.name_en, office.name_hi))


def _only_visible(viewer: User) -> Select[Any]:
    """The people whose names the viewer is shown: a search tells no more than the page."""
    query = only_visible_users(viewer, select(User.id))
    return query if can_see_names(viewer) else query.where(false())


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    rows = db.session.scalars(select(User).where(User.id.in_(ids)).order_by(User.id))
    return {
        row.id: Shown(
            row.name,
            tuple(text for text in (row.designation, name_of(row.organisation)) if text),
            "accounts.show_user",
            {"user_id": row.id},
        )
        for row in rows
    }


KIND = Kind(
    code="person",
    label=lazy_("People"),
    position=95,
    permission=Permission.VIEW_USERS,
    list_ids=_ids,
    read=_read,
    only_visible=_only_visible,
    show=_show,
    touches={
        User: lambda row: [row.id],
        Organisation: lambda row: select(User.id).where(User.organisation_id == row.id),
    },
)
register_kind(KIND)
