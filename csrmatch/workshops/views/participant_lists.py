"""Pages that bring in a list of people: the template, the trial with every error, and taking it in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.documents.reading import Unreadable
from csrmatch.i18n import _, ngettext
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals
from csrmatch.workshops.forms.participants import ListForm, is_address, is_phone
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.participants import get_list, list_participants
from csrmatch.workshops.rules.participants import fold_name
from csrmatch.workshops.services.participants import keep_list, take_list_in
from csrmatch.workshops.tables.participant_rows import Fault, ReadList
from csrmatch.workshops.tables.participant_workbook import participant_template, read_participants
from csrmatch.workshops.views.pages import blueprint, workshop_to_edit
from csrmatch.workshops.views.participants import PARTICIPANTS, participant_trail
from csrmatch.workshops.wording.participant_files import tell_fault, tell_file
from csrmatch.workshops.wording.participants import GROUPS

__all__: list[str] = []

_SHOWN = 200
_LIST = PARTICIPANTS + "/import/<int(max=2147483647):list_id>"


@blueprint.route(PARTICIPANTS + "/import", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def import_participants(workshop_id: int) -> ResponseReturnValue:
    """Takes a file, reads it and tries it; the page of what was found follows."""
    workshop = workshop_to_edit(workshop_id)
    form = ListForm()
    if form.validate_on_submit():
        file = form.file.data
        if not file or not file.filename:
            form.file.errors = [_("Choose a file.")]
        else:
            try:
                read = _read(workshop, file.read())
            except Unreadable as error:
                form.file.errors = [tell_file(error.code)]
            else:
                kept = keep_list(workshop=workshop, by=current_user, file_name=file.filename, read=read)
                return redirect(
                    url_for("workshops.show_participant_list", workshop_id=workshop.id, list_id=kept.id)
                )
    page = render_template(
        "workshops/import_participants.html", workshop=workshop, form=form, trail=participant_trail(workshop)
    )
    return page, 422 if form.is_submitted() else 200


def _read(workshop: Workshop, content: bytes) -> ReadList:
    people = list_participants(workshop)
    names = (name for row in people for name in (row.name_en, row.name_hi) if name)
    return read_participants(
        content,
        groups=GROUPS,
        known_names=frozenset(fold_name(name) for name in names),
        known_addresses=frozenset(row.email.casefold() for row in people if row.email),
        is_address=is_address,
        is_phone=is_phone,
    )


@blueprint.get(_LIST)
@requires(Permission.EDIT_WORKSHOPS)
def show_participant_list(workshop_id: int, list_id: int) -> ResponseReturnValue:
    """What was found in a file: every error by row and column, or everybody who would be added."""
    workshop = workshop_to_edit(workshop_id)
    kept = get_list(workshop, list_id)
    return render_template(
        "workshops/show_participant_list.html",
        workshop=workshop,
        kept=kept,
        form=ListForm(formdata=None),
        faults=[Fault(*found) for found in kept.faults],
        doubts=[Fault(*found) for found in kept.doubts],
        shown=_SHOWN,
        tell_fault=tell_fault,
        groups={code.value: words for code, words in GROUPS.items()},
        trail=participant_trail(workshop),
    )


@blueprint.post(_LIST + "/apply")
@requires(Permission.EDIT_WORKSHOPS)
def apply_participants(workshop_id: int, list_id: int) -> ResponseReturnValue:
    """Takes in a list that was tried, all of it or nobody."""
    workshop = workshop_to_edit(workshop_id)
    kept = get_list(workshop, list_id)
    with flashing_refusals():
        count = take_list_in(workshop=workshop, by=current_user, kept=kept)
        flash(ngettext("%(num)s person is added.", "%(num)s people are added.", count), "good")
    return redirect(url_for("workshops.list_participants", workshop_id=workshop.id))


@blueprint.get(PARTICIPANTS + "/template")
@requires(Permission.EDIT_WORKSHOPS)
def download_participant_template(workshop_id: int) -> ResponseReturnValue:
    """The empty workbook for a list of people."""
    workshop_to_edit(workshop_id)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return send_file_bytes(participant_template(GROUPS), "people.xlsx", kind)
