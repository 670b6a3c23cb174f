"""Pages of the files of an action point: attaching, sending, striking."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.actions import access, services
from csrmatch.actions.queries import get_action, get_action_document
from csrmatch.actions.views.pages import ACTION, action_to_change, blueprint, saved, step_page
from csrmatch.attachments.forms import DocumentForm, StrikeForm
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.i18n import _
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

DOCUMENT = ACTION + "/documents/<int(max=2147483647):attachment_id>"


@blueprint.route(ACTION + "/documents/new", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_ACTIONS)
def new_action_document(action_id: int) -> ResponseReturnValue:
    """Attaches a file to an open action point."""
    action = action_to_change(action_id, access.can_attach)
    form = DocumentForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            services.attach_action_document(
                action=action,
                by=current_user,
                title=form.title.data,
                file_name=form.file.data.filename or "",
                content=form.file.data.read(),
            )
            return saved(action, _("The file is attached."))
    return step_page(action, form, _("Attach a document"), _("Attach the file"))


@blueprint.get(DOCUMENT)
@requires(Permission.VIEW_ACTIONS)
def download_action_document(action_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may see the action point: always saved, never shown by the browser."""
    file = get_action_document(get_action(current_user, action_id), attachment_id).attachment
    return send_file_bytes(read_attachment(file), file.file_name, CONTENT_TYPES[file.kind])


@blueprint.route(DOCUMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_ACTIONS)
def strike_action_document(action_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a file out of sight; the record of it stays."""
    action = action_to_change(action_id, access.can_attach)
    document = get_action_document(action, attachment_id)
    form = StrikeForm(version=document.attachment.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.strike_action_document(
                action=action,
                document=document,
                by=current_user,
                version=form.version.data,
                reason=form.reason.data,
            )
            return saved(action, _("The document is struck. The record of it stays."))
    title = document.attachment.title
    gone = _(
        "%(title)s will no longer be shown. The record of it stays, and so does the reason.", title=title
    )
    return step_page(action, form, _("Strike a document"), _("Strike the document"), lead=[gone])
