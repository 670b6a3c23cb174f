"""Requests for support as they are found: by title, number, what is asked, company, theme and district."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import lazy_, name_of
from csrmatch.registry.models import Cpse, SupportRequest
from csrmatch.registry.searching.names import district_names, theme_names
from csrmatch.registry.wording.support import SUPPORT_STATUSES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


def _request_ids() -> Sequence[int]:
    return db.session.scalars(select(SupportRequest.id).order_by(SupportRequest.id)).all()


def _read_requests(ids: Sequence[int]) -> Iterable[Entry]:
    districts, themes = district_names(), theme_names()
    query = select(SupportRequest, Cpse).join(Cpse, Cpse.id == SupportRequest.cpse_id)
    for row, cpse in db.session.execute(query.where(SupportRequest.id.in_(ids)).order_by(SupportRequest.id)):
        place = districts[row.district_id] if row.district_id else ()
        company = cpse.code, cpse.name_en, cpse.name_hi
        yield Entry(
            row.id,
            row.title_en,
            row.title_hi,
            (row.code,),
            (row.asked, *company, *place, *themes[row.theme_code]),
        )


def _show_requests(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(SupportRequest).where(SupportRequest.id.in_(ids)).order_by(SupportRequest.id)
    query = query.options(joinedload(SupportRequest.cpse), joinedload(SupportRequest.theme))
    return {
        row.id: Shown(
            name_of(row, "title"),
            (row.code, row.cpse.code, name_of(row.theme), str(SUPPORT_STATUSES[row.status][0])),
            "registry.show_support",
            {"request_id": row.id},
        )
        for row in db.session.scalars(query)
    }


def _all_requests(_viewer: User) -> Select[Any]:
    """What companies ask each other for is for everyone who is signed in."""
    return select(SupportRequest.id)


KINDS = (
    Kind(
        code="support",
        label=lazy_("Support between CPSEs"),
        position=45,
        permission=Permission.VIEW_SUPPORT,
        list_ids=_request_ids,
        read=_read_requests,
        only_visible=_all_requests,
        show=_show_requests,
        touches={SupportRequest: lambda row: [row.id]},
    ),
)
