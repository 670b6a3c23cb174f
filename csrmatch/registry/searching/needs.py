"""Needs as they are found: by title, code, what is asked, block, theme, scheme and indicator."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.models import Indicator
from csrmatch.places.models import District
from csrmatch.reference import read_schemes
from csrmatch.registry.access import only_visible_needs
from csrmatch.registry.models import Need, NeedDocument
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


def _with_need(*columns: Any) -> Select[Any]:
    """Documents of needs that are not struck."""
    joined = select(*columns).join(NeedDocument, NeedDocument.attachment_id == Attachment.id)
    return joined.join(Need, Need.id == NeedDocument.need_id).where(Attachment.struck_at.is_(None))


def _document_ids() -> Sequence[int]:
    return db.session.scalars(_with_need(Attachment.id).order_by(Attachment.id)).all()


def _read_documents(ids: Sequence[int]) -> Iterable[Entry]:
    columns = (Attachment.title, Attachment.file_name, Need.title_en, Need.title_hi)
    query = _with_need(Attachment.id, *columns).where(Attachment.id.in_(ids))
    for row in db.session.execute(query.order_by(Attachment.id)):
        yield Entry(
            row.id, row.title, None, (), (row.file_name, row.title_en, row.title_hi, "document दस्तावेज़")
        )


def _show_documents(ids: Sequence[int]) -> Mapping[int, Shown]:
    query = select(NeedDocument, Need).join(Need, Need.id == NeedDocument.need_id)
    query = query.where(NeedDocument.attachment_id.in_(ids)).order_by(NeedDocument.attachment_id)
    return {
        document.attachment_id: Shown(
            document.attachment.title,
            (_("document of the need"), name_of(need, "title"), need.code),
            "registry.show_need",
            {"need_id": need.id},
        )
        for document, need in db.session.execute(query)
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
    Kind(
        code="need_document",
        label=lazy_("Documents of needs"),
        position=82,
        permission=Permission.VIEW_NEEDS,
        list_ids=_document_ids,
        read=_read_documents,
        only_visible=lambda viewer: only_visible_needs(viewer, _with_need(Attachment.id)),
        show=_show_documents,
        touches={
            Attachment: lambda row: [row.id],
            NeedDocument: lambda row: [row.attachment_id],
            Need: lambda row: select(NeedDocument.attachment_id).where(NeedDocument.need_id == row.id),
        },
    ),
)
