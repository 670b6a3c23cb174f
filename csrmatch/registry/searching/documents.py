"""Documents of needs and of projects as they are found: by name, file and record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.i18n import LazyText, lazy_, name_of
from csrmatch.registry.access import only_visible_needs, only_visible_projects
from csrmatch.registry.models import Need, NeedDocument, Project, ProjectDocument
from csrmatch.roles import Permission
from csrmatch.search.kinds import Entry, Kind, Shown

__all__ = ["KINDS"]


@dataclass(frozen=True)
class _Shelf:
    """The documents of one kind of record: `link` joins an attachment to a `record` by its column `key`."""

    link: Any
    record: Any
    key: str
    label: LazyText
    endpoint: str
    loading: Sequence[Any] = ()

    @property
    def record_id(self) -> Any:
        """The column of the link that names the record."""
        return getattr(self.link, self.key)

    def select(self, *columns: Any) -> Select[Any]:
        """Columns of the documents that are not struck, with those of their records."""
        joined = select(*columns).join(self.link, self.link.attachment_id == Attachment.id)
        return joined.join(self.record, self.record.id == self.record_id).where(
            Attachment.struck_at.is_(None)
        )

    def list_ids(self) -> Sequence[int]:
        """Every document that can be found."""
        return db.session.scalars(self.select(Attachment.id).order_by(Attachment.id)).all()

    def read(self, ids: Sequence[int]) -> Iterable[Entry]:
        """What these documents are found by."""
        columns = (Attachment.title, Attachment.file_name, self.record.title_en, self.record.title_hi)
        query = self.select(Attachment.id, *columns).where(Attachment.id.in_(ids))
        for row in db.session.execute(query.order_by(Attachment.id)):
            yield Entry(
                row.id, row.title, None, (), (row.file_name, row.title_en, row.title_hi, "document दस्तावेज़")
            )

    def show(self, ids: Sequence[int]) -> Mapping[int, Shown]:
        """How these documents are told among what was found: under the record they belong to."""
        query = select(self.link, self.record).join(self.record, self.record.id == self.record_id)
        query = query.where(self.link.attachment_id.in_(ids)).options(*self.loading)
        return {
            document.attachment_id: Shown(
                document.attachment.title,
                (str(self.label), name_of(record, "title"), record.code),
                self.endpoint,
                {self.key: record.id},
            )
            for document, record in db.session.execute(query.order_by(self.link.attachment_id))
        }

    def touches(self) -> dict[Any, Any]:
        """Whose change makes which documents' entries anew."""
        of_record = select(self.link.attachment_id)
        return {
            Attachment: lambda row: [row.id],
            self.link: lambda row: [row.attachment_id],
            self.record: lambda row: of_record.where(self.record_id == row.id),
        }


_OF_NEEDS = _Shelf(NeedDocument, Need, "need_id", lazy_("document of the need"), "registry.show_need")
_OF_PROJECTS = _Shelf(
    ProjectDocument,
    Project,
    "project_id",
    lazy_("document of the project"),
    "registry.show_project",
    (joinedload(Project.cpse),),
)

KINDS = (
    Kind(
        code="document",
        label=lazy_("Documents of projects"),
        position=80,
        permission=Permission.VIEW_PROJECTS,
        list_ids=_OF_PROJECTS.list_ids,
        read=_OF_PROJECTS.read,
        only_visible=lambda viewer: only_visible_projects(viewer, _OF_PROJECTS.select(Attachment.id)),
        show=_OF_PROJECTS.show,
        touches=_OF_PROJECTS.touches(),
    ),
    Kind(
        code="need_document",
        label=lazy_("Documents of needs"),
        position=82,
        permission=Permission.VIEW_NEEDS,
        list_ids=_OF_NEEDS.list_ids,
        read=_OF_NEEDS.read,
        only_visible=lambda viewer: only_visible_needs(viewer, _OF_NEEDS.select(Attachment.id)),
        show=_OF_NEEDS.show,
        touches=_OF_NEEDS.touches(),
    ),
)
