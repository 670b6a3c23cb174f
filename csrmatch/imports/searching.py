"""Imports as they are found: by the name of the file and its kind, by the office that brought it in."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from csrmatch.db import db
from csrmatch.i18n import format_ist, lazy_
from csrmatch.imports.access import only_visible_imports
from csrmatch.imports.kinds import find_kind
from csrmatch.imports.models import DataImport
from csrmatch.imports.words import STATES
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown, register_kind

__all__ = ["KIND"]


def _ids() -> Sequence[int]:
    return db.session.scalars(select(DataImport.id).order_by(DataImport.id)).all()


def _read(ids: Sequence[int]) -> Iterable[Entry]:
    query = select(DataImport).where(DataImport.id.in_(ids)).order_by(DataImport.id)
    for row in db.session.scalars(query):
        yield Entry(row.id, row.attachment.file_name, None, (), (row.kind, "import आयात"))


def _show(ids: Sequence[int]) -> Mapping[int, Shown]:
    rows = db.session.scalars(select(DataImport).where(DataImport.id.in_(ids)).order_by(DataImport.id))
    return {
        row.id: Shown(
            row.attachment.file_name,
            tuple(str(text) for text in (_kind_of(row), STATES[row.state][0], format_ist(row.added_at))),
            "imports.show_import",
            {"import_id": row.id},
        )
        for row in rows
    }


def _kind_of(row: DataImport) -> object:
    kind = find_kind(row.kind)
    return row.kind if kind is None else kind.label


KIND = Kind(
    code="import",
    label=lazy_("Imports"),
    position=88,
    permission=Permission.IMPORT_RECORDS,
    list_ids=_ids,
    read=_read,
    only_visible=lambda viewer: only_visible_imports(viewer, select(DataImport.id)),
    show=_show,
    touches={DataImport: lambda row: [row.id]},
)
register_kind(KIND)
