"""What companies and collectors' offices say about needs, as it is found by those who may read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.comments.models import Comment
from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.registry.access import only_visible_threads
from csrmatch.registry.models import Cpse, Need, NeedThread
from csrmatch.registry.searching.names import of_each
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]

_NUMBER = NeedThread.thread_id


def _threads(*columns: Any) -> Select[Any]:
    joined = select(_NUMBER, *columns).join(Need, Need.id == NeedThread.need_id)
    return joined.join(Cpse, Cpse.id == NeedThread.cpse_id).order_by(_NUMBER)


def _ids() -> Sequence[int]:
    return db.session.scalars(_threads()).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    said = select(Comment.thread_id, Comment.text).where(Comment.thread_id.in_(ids))
    texts = of_each(db.session.execute(said.where(Comment.struck_at.is_(None)).order_by(Comment.id)))
    columns = (Need.title_en, Need.title_hi, Cpse.code, Cpse.name_en, Cpse.name_hi)
    for row in db.session.execute(_threads(*columns).where(_NUMBER.in_(ids))):
        about = (row.code, row.name_en, row.name_hi, "comments टिप्पणियाँ")
        yield Entry(row.thread_id, row.title_en, row.title_hi, (), (*texts.get(row.thread_id, []), *about))


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(NeedThread).where(_NUMBER.in_(ids)).options(joinedload(NeedThread.need)).order_by(_NUMBER)
    return {
        row.thread_id: Shown(
            name_of(row.need, "title"),
            (_("Comments with %(cpse)s", cpse=name_of(row.cpse)), row.need.code),
            "registry.show_need_thread",
            {"need_id": row.need_id, "code": row.cpse.code},
        )
        for row in db.session.scalars(query)
    }


KINDS = (
    Kind(
        code="need_thread",
        label=lazy_("Comments on needs"),
        position=84,
        permission=Permission.VIEW_NEEDS,
        list_ids=_ids,
        read=_read,
        only_visible=lambda viewer: only_visible_threads(viewer, select(_NUMBER)),
        show=_show,
        touches={
            NeedThread: lambda row: [row.thread_id],
            Comment: lambda row: [row.thread_id],
            Need: lambda row: select(_NUMBER).where(NeedThread.need_id == row.id),
            Cpse: lambda row: select(_NUMBER).where(NeedThread.cpse_id == row.id),
        },
    ),
)
