"""Pages of the documents of a practice."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.attachments.forms import DocumentForm, StrikeForm
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.i18n import _
from csrmatch.practices import access, services
from csrmatch.practices.models import Practice
from csrmatch.practices.queries import get_practice, get_practice_document
from csrmatch.practices.views.pages import PRACTICE, blueprint, practice_to_change, practice_trail
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

_DOCUMENT = PRACTICE + "/documents/<int(max=2147483647):attachment_id>"


def _back(practice: Practice, text: str) -> ResponseReturnValue:
    flash(text, "good")
    return redirect(url_for("practices.show_practice", practice_id=practice.id, _anchor="documents"))


@blueprint.route(PRACTICE + "/documents/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PRACTICES)
def new_practice_document(practice_id: int) -> ResponseReturnValue:
    """Attaches a file to the practice."""
    practice = practice_to_change(practice_id, access.can_attach_to_practice)
    form = DocumentForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            services.attach_practice_document(
                practice=practice,
                by=current_user,
                title=form.title.data,
                file_name=form.file.data.filename or "",
                content=form.file.data.read(),
            )
            return _back(practice, _("The file is attached."))
    page = render_template(
        "practices/new_practice_document.html", practice=practice, form=form, trail=practice_trail(practice)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(_DOCUMENT)
@requires(Permission.VIEW_PRACTICES)
def download_practice_document(practice_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may see the practice: always saved, never shown by the browser."""
    practice = get_practice(current_user, practice_id)
    file = get_practice_document(practice, attachment_id).attachment
    return send_file_bytes(read_attachment(file), file.file_name, CONTENT_TYPES[file.kind])


@blueprint.route(_DOCUMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.EDIT_PRACTICES)
def strike_practice_document(practice_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a document out of sight; the record of it stays."""
    practice = practice_to_change(practice_id, access.can_attach_to_practice)
    document = get_practice_document(practice, attachment_id)
    form = StrikeForm(version=document.attachment.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.strike_practice_document(
                practice=practice,
                document=document,
                by=current_user,
                version=form.version.data,
                reason=form.reason.data,
            )
            return _back(practice, _("The document is struck. The record of it stays."))
    page = render_template(
        "practices/strike_practice_document.html",
        practice=practice,
        document=document,
        form=form,
        trail=practice_trail(practice),
    )
    return page, 422 if form.is_submitted() else 200
