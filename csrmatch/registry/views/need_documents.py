"""Pages of the documents of a need."""

from dataclasses import asdict

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.attachments.forms import DocumentForm
from csrmatch.i18n import name_of
from csrmatch.registry.access import can_attach_to_need
from csrmatch.registry.models import Need
from csrmatch.registry.queries.need_documents import get_need_document
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.views.documents import (
    DocumentPages,
    SentFile,
    attach_page,
    send_attachment,
    strike_page,
)
from csrmatch.registry.views.need_editing import need_to_change
from csrmatch.registry.views.needs import NEED, need_trail
from csrmatch.registry.views.pages import blueprint
from csrmatch.roles import Permission
from csrmatch.web.guards import requires

__all__: list[str] = []

DOCUMENT = NEED + "/documents/<int(max=2147483647):attachment_id>"


def _documents(need: Need) -> DocumentPages:
    return DocumentPages(
        lead=name_of(need, "title"),
        trail=need_trail(need),
        back_url=url_for("registry.show_need", need_id=need.id, _anchor="documents"),
    )


@blueprint.route(NEED + "/documents/new", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def new_need_document(need_id: int) -> ResponseReturnValue:
    """Attaches a file to the need."""
    need = need_to_change(need_id, can_attach_to_need)

    def attach(file: SentFile) -> None:
        verbs.attach_need_document(need=need, by=current_user, **asdict(file))

    return attach_page("registry/new_need_document.html", _documents(need), DocumentForm(), attach)


@blueprint.get(DOCUMENT)
@requires(Permission.VIEW_NEEDS)
def download_need_document(need_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may see the need: always saved, never shown by the browser."""
    need = get_need(current_user, need_id)
    return send_attachment(get_need_document(need, attachment_id).attachment)


@blueprint.route(DOCUMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def strike_need_document(need_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a document out of sight; the record of it stays."""
    need = need_to_change(need_id, can_attach_to_need)
    document = get_need_document(need, attachment_id)

    def strike(version: int, reason: str) -> None:
        verbs.strike_need_document(
            need=need, document=document, by=current_user, version=version, reason=reason
        )

    return strike_page("registry/strike_need_document.html", _documents(need), document.attachment, strike)
