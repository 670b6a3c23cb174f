"""Pages of the files of a workshop and of its talks."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.attachments.forms import StrikeForm
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.i18n import _, name_of
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.forms.agenda import FileForm
from csrmatch.workshops.queries import agenda as reads
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.services import documents as verbs
from csrmatch.workshops.views.agenda_editing import agenda_url, edit_page
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit
from csrmatch.workshops.wording.agenda import tell_talk

__all__: list[str] = []

_DOCUMENT = WORKSHOP + "/documents/<int(max=2147483647):attachment_id>"


@blueprint.route(WORKSHOP + "/documents/new", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def new_workshop_document(workshop_id: int) -> ResponseReturnValue:
    """Attaches a file to the workshop or to one of its talks."""
    workshop = workshop_to_edit(workshop_id)
    talks = {
        str(talk.id): talk
        for day in reads.get_agenda(workshop)
        for session in day.sessions
        for talk in session.talks
    }
    form = FileForm(talk=request.args.get("talk", "") if request.args.get("talk") in talks else "")
    names = can_see_names(current_user)
    form.talk.choices = options(
        [
            ("", _("of the whole workshop")),
            *((key, tell_talk(talk, with_names=names)) for key, talk in talks.items()),
        ]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            talk = talks.get(form.talk.data)
            verbs.attach_workshop_document(
                workshop=workshop,
                by=current_user,
                talk=talk,
                title=form.title.data,
                file_name=form.file.data.filename or "",
                content=form.file.data.read(),
            )
            flash(_("The file is attached."), "good")
            return redirect(agenda_url(workshop, f"talk-{talk.id}" if talk else "documents"))
    return edit_page("new_workshop_document", workshop, form, lead=name_of(workshop, "title"))


@blueprint.get(_DOCUMENT)
@requires(Permission.VIEW_WORKSHOPS)
def download_workshop_document(workshop_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever sees the workshop: always saved, never shown by the browser."""
    workshop = get_workshop(current_user, workshop_id)
    attachment = reads.get_document(workshop, attachment_id).attachment
    return send_file_bytes(read_attachment(attachment), attachment.file_name, CONTENT_TYPES[attachment.kind])


@blueprint.route(_DOCUMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def strike_workshop_document(workshop_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a file out of sight; the record of it stays."""
    workshop = workshop_to_edit(workshop_id)
    document = reads.get_document(workshop, attachment_id)
    form = StrikeForm(version=document.attachment.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.strike_workshop_document(
                workshop=workshop,
                document=document,
                by=current_user,
                version=form.version.data,
                reason=form.reason.data,
            )
            flash(_("The document is struck. The record of it stays."), "good")
            return redirect(agenda_url(workshop))
    return edit_page(
        "strike_workshop_document",
        workshop,
        form,
        attachment=document.attachment,
        lead=name_of(workshop, "title"),
    )
