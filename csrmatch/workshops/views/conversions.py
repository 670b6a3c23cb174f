"""Pages by which takeaways go on living: made into a record, handed to an office, declined by it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.access.takeaways import can_answer_handing, can_hand_on
from csrmatch.workshops.forms.conversions import DeclineForm, HandOnForm
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.queries.conversions import get_handing
from csrmatch.workshops.queries.note_choices import Choices, read_choices
from csrmatch.workshops.queries.takeaways import get_takeaway
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.services import conversions as verbs
from csrmatch.workshops.targets import (
    Receiver,
    Target,
    actions,
    address_of,
    find_target,
    needs,
    overlaps,
    practices,
    support,
)
from csrmatch.workshops.views.pages import blueprint
from csrmatch.workshops.views.takeaways import TAKEAWAY, takeaway_trail
from csrmatch.workshops.views.work_told import register_sources
from csrmatch.workshops.wording.takeaways import KINDS

__all__ = ["actions", "needs", "overlaps", "practices", "support"]

_HANDING = TAKEAWAY + "/handed/<int(max=2147483647):handing_id>"

register_sources()


def _find(workshop_id: int, takeaway_id: int, kind: str) -> tuple[Workshop, Takeaway, Target]:
    """A takeaway that the person may see and that is not struck, and what it is to become.

    Whoever is to make something of it keeps others from it meanwhile, so that two at once do not make two.
    """
    workshop = get_workshop(current_user, workshop_id)
    row = get_takeaway(workshop, takeaway_id, for_change=request.method == "POST")
    target = find_target(kind)
    if target is None or row.struck_at is not None:
        raise Missing
    return workshop, row, target


@blueprint.route(TAKEAWAY + "/become/<kind>", methods=["GET", "POST"])
@requires(Permission.VIEW_WORKSHOPS)
def convert_takeaway(workshop_id: int, takeaway_id: int, kind: str) -> ResponseReturnValue:
    """Makes a record of a takeaway, from a form filled with what was said, and links the two."""
    workshop, row, target = _find(workshop_id, takeaway_id, kind)
    if not target.can_make(current_user, row):
        raise NotAllowed
    form = target.open_form(current_user, row)
    if form.validate_on_submit():
        with telling_refusals(form):
            number = verbs.convert_takeaway(
                takeaway=row,
                by=signed_in_person(),
                target=target,
                form=form,
                means_again=bool(form.means_again.data),
            )
            flash(_("Made, and linked to the note."), "good")
            return redirect(address_of(kind, number))
    again = verbs.has_become(row, kind)
    page = _page("convert_takeaway", workshop, row, form, target=target, again=again)
    return page, 422 if form.is_submitted() else 200


@blueprint.route(TAKEAWAY + "/hand-on/<kind>", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def hand_on_takeaway(workshop_id: int, takeaway_id: int, kind: str) -> ResponseReturnValue:
    """Proposes to a district or a company to make work of a takeaway."""
    workshop, row, target = _find(workshop_id, takeaway_id, kind)
    if target.receiver is None:
        raise Missing
    if not can_hand_on(current_user, workshop):
        raise NotAllowed
    choices = read_choices(workshop)
    form = HandOnForm(to=_receiver_of(row, target))
    _fill_receivers(form, target, choices)
    if form.validate_on_submit():
        with telling_refusals(form):
            chosen = form.to.data
            verbs.hand_on(
                takeaway=row,
                by=signed_in_person(),
                target=target,
                note=form.note.data or "",
                district=choices.districts.get(chosen),
                cpse=choices.cpses.get(chosen),
            )
            flash(_("Handed on: it waits on the home page of that office."), "good")
            return redirect(_address(workshop, row))
    return _page("hand_on_takeaway", workshop, row, form, target=target), 422 if form.is_submitted() else 200


def _receiver_of(row: Takeaway, target: Target) -> str:
    if target.receiver is Receiver.DISTRICT:
        return str(row.district.lgd) if row.district else ""
    return f"cpse:{row.cpse.code}" if row.cpse else ""


def _fill_receivers(form: HandOnForm, target: Target, choices: Choices) -> None:
    if target.receiver is Receiver.DISTRICT:
        rows = sorted(choices.districts.items(), key=lambda one: (name_of(one[1].state), name_of(one[1])))
        labels = [(code, f"{name_of(row)}, {name_of(row.state)}") for code, row in rows]
        first = _("Choose a district")
    else:
        labels = [(code, f"{row.code}, {name_of(row)}") for code, row in choices.cpses.items()]
        first = _("Choose a CPSE")
    form.to.choices = options([("", first), *labels])


@blueprint.route(_HANDING + "/decline", methods=["GET", "POST"])
@requires(Permission.VIEW_WORKSHOPS)
def decline_handing(workshop_id: int, takeaway_id: int, handing_id: int) -> ResponseReturnValue:
    """Says that one's office makes nothing of what was handed to it, and why."""
    workshop = get_workshop(current_user, workshop_id)
    row = get_takeaway(workshop, takeaway_id)
    handing = get_handing(row, handing_id, for_change=request.method == "POST")
    if not can_answer_handing(current_user, handing):
        raise NotAllowed
    form = DeclineForm(version=handing.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.decline_handing(
                handing=handing, by=current_user, version=form.version.data, reason=form.reason.data or ""
            )
            flash(_("Declined. Whoever handed it on can read why."), "good")
            return redirect(_address(workshop, row))
    return _page("decline_handing", workshop, row, form), 422 if form.is_submitted() else 200


def _address(workshop: Workshop, row: Takeaway) -> str:
    return url_for("workshops.show_takeaway", workshop_id=workshop.id, takeaway_id=row.id)


def _page(name: str, workshop: Workshop, row: Takeaway, form: Any, **given: object) -> str:
    return render_template(
        f"workshops/{name}.html",
        workshop=workshop,
        row=row,
        form=form,
        kinds=KINDS,
        trail=takeaway_trail(workshop, row),
        **given,
    )
