"""Operations on attached documents of projects and needs: what there is, and the bytes."""

from datetime import datetime

from flask import Response, request
from flask_login import current_user
from pydantic import Field

from csrmatch.attachments.models import Attachment
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES, FileKind
from csrmatch.i18n import lazy_
from csrmatch.registry.api.needs import NEED, NeedPath
from csrmatch.registry.api.projects import PROJECT, ProjectPath
from csrmatch.registry.queries.need_documents import get_need_document, list_need_documents
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.queries.projects import get_document, get_project, list_documents
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_page
from csrmatch.web.api.document import allow_token, api, reads, sends
from csrmatch.web.api.fields import Told, WholeNumber
from csrmatch.web.downloads import send_file_bytes

__all__: list[str] = []

_DOCUMENT = "/documents/<int(max=2147483647):attachment_id>"


class ProjectDocumentPath(ProjectPath):
    """Which document of which project."""

    attachment_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class NeedDocumentPath(NeedPath):
    """Which document of which need."""

    attachment_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class DocumentTold(Told):
    """An attached file, and the fingerprint by which a copy of it is known to be whole."""

    id: int
    title: str
    file_name: str
    kind: FileKind
    size_bytes: int
    sha256: str
    added_at: datetime


class DocumentsTold(Told):
    """The documents that are not struck, the newest first; there is no further page."""

    items: list[DocumentTold]
    next: str | None = None


def _list(rows: list[Attachment]) -> Response:
    items = [DocumentTold(**{name: getattr(row, name) for name in DocumentTold.model_fields}) for row in rows]
    return answer_page(DocumentsTold(items=items), None)


def _send(row: Attachment) -> Response:
    """The bytes, of which their fingerprint is the ETag; nothing if the caller has them already."""
    if request.if_none_match.contains(row.sha256):
        answer = Response(status=304)
    else:
        answer = send_file_bytes(read_attachment(row), row.file_name, CONTENT_TYPES[row.kind])
    answer.set_etag(row.sha256)
    return answer


@api.get(PROJECT + "/documents", **reads(lazy_("Documents of a project"), DocumentsTold))
@allow_token(Permission.VIEW_PROJECTS)
def list_project_documents(path: ProjectPath) -> Response:
    """What is attached to a project."""
    project = get_project(current_user, path.project_id)
    return _list([row.attachment for row in list_documents(project)])


@api.get(PROJECT + _DOCUMENT, **sends(lazy_("A document of a project, itself"), CONTENT_TYPES.values()))
@allow_token(Permission.VIEW_PROJECTS)
def download_project_document(path: ProjectDocumentPath) -> Response:
    """The file as it was attached."""
    project = get_project(current_user, path.project_id)
    return _send(get_document(project, path.attachment_id).attachment)


@api.get(NEED + "/documents", **reads(lazy_("Documents of a need"), DocumentsTold))
@allow_token(Permission.VIEW_NEEDS)
def list_need_papers(path: NeedPath) -> Response:
    """What is attached to a need."""
    need = get_need(current_user, path.need_id)
    return _list([row.attachment for row in list_need_documents(need)])


@api.get(NEED + _DOCUMENT, **sends(lazy_("A document of a need, itself"), CONTENT_TYPES.values()))
@allow_token(Permission.VIEW_NEEDS)
def download_need_document(path: NeedDocumentPath) -> Response:
    """The file as it was attached."""
    need = get_need(current_user, path.need_id)
    return _send(get_need_document(need, path.attachment_id).attachment)
