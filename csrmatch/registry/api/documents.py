"""Operations on attached documents of projects and needs: what there is, the bytes, and attaching one."""

import base64
import binascii
from datetime import datetime
from typing import TypedDict

from flask import Response, request, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.attachments.models import Attachment
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES, FileKind
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_attach_to_need, can_report_on_project
from csrmatch.registry.api.needs import NEED, NeedPath
from csrmatch.registry.api.projects import PROJECT, ProjectPath
from csrmatch.registry.queries.need_documents import get_need_document, list_need_documents
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.queries.projects import get_document, get_project, list_documents
from csrmatch.registry.services.needs import attach_need_document
from csrmatch.registry.services.project_reports import attach_document
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_page, answer_record
from csrmatch.web.api.document import allow_token, api, reads, sends, writes
from csrmatch.web.api.fields import NewConditions, Sent, Told, WholeNumber, line
from csrmatch.web.downloads import send_file_bytes

__all__: list[str] = []

_DOCUMENT = "/documents/<int(max=2147483647):attachment_id>"
# A file of 10 MB in Base64, which is a third longer, with what is said of it.
_MOST_LETTERS = 14_000_000


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


class DocumentSent(Sent):
    """A file with a title: PDF, PNG, JPEG, .xlsx or .docx without macros, at most 10 MB."""

    title: line(200) = Field(None, description="What it is; needed.")  # type: ignore[valid-type]
    file_name: line(200) = Field(None, description="Needed.")  # type: ignore[valid-type]
    content: str = Field(
        max_length=_MOST_LETTERS,
        description="The bytes of the file, in Base64.",
        json_schema_extra={"contentEncoding": "base64"},
    )


class _File(TypedDict):
    """A file as the verbs that attach one take it."""

    title: str
    file_name: str
    content: bytes


def _file(body: DocumentSent) -> _File:
    """The file that was sent, once it is clear what it is."""
    if not body.title or not body.file_name:
        raise DomainError(lazy_("Say what the file is."))
    try:
        content = base64.b64decode(body.content, validate=True)
    except (binascii.Error, ValueError):
        raise DomainError(lazy_("The content of a file is sent in Base64.")) from None
    return _File(title=body.title, file_name=body.file_name, content=content)


def _list(rows: list[Attachment], *, made_at: str | None = None) -> Response:
    items = [DocumentTold(**{name: getattr(row, name) for name in DocumentTold.model_fields}) for row in rows]
    if made_at is not None:
        return answer_record(DocumentsTold(items=items), status=201, location=made_at)
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


@api.post(PROJECT + "/documents", **writes(lazy_("Attach a file to a project"), DocumentsTold, makes=True))
@allow_token(Permission.REPORT_ON_PROJECTS)
def create_project_document(path: ProjectPath, body: DocumentSent, header: NewConditions) -> Response:
    """Keeps a file with a project, and tells all that is attached to it."""
    project = get_project(current_user, path.project_id, for_change=True)
    if not can_report_on_project(current_user, project):
        raise NotAllowed
    attach_document(project=project, by=signed_in_person(), **_file(body))
    address = url_for("api.list_project_documents", project_id=project.id)
    return _list([row.attachment for row in list_documents(project)], made_at=address)


@api.post(NEED + "/documents", **writes(lazy_("Attach a file to a need"), DocumentsTold, makes=True))
@allow_token(Permission.EDIT_NEEDS)
def create_need_document(path: NeedPath, body: DocumentSent, header: NewConditions) -> Response:
    """Keeps a file with a need, and tells all that is attached to it."""
    need = get_need(current_user, path.need_id, for_change=True)
    if not can_attach_to_need(current_user, need):
        raise NotAllowed
    attach_need_document(need=need, by=signed_in_person(), **_file(body))
    address = url_for("api.list_need_papers", need_id=need.id)
    return _list([row.attachment for row in list_need_documents(need)], made_at=address)
