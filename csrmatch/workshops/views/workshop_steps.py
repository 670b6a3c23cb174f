"""Pages that take a workshop through its life, copy it, and say who helps at it."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from csrmatch.db import today
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission, allows
from csrmatch.web.guards import requires
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.forms import workshops as forms
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries import workshops as reads
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.workshops import WITH_REASON, WorkshopStatus, WorkshopStep
from csrmatch.workshops.services import workshops as verbs
from csrmatch.workshops.services.copying import copy_workshop as copy
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit, workshop_trail
from csrmatch.workshops.wording.workshops import WORKSHOP_STEPS

__all__: list[str] = []


def _held(workshop_id: int, *, for_change: bool = True) -> Workshop:
    """A workshop that the person holds, closed ones too."""
    workshop = reads.get_workshop(current_user, workshop_id, for_change=for_change)
    if not can_hold(current_user, workshop):
        raise NotAllowed
    return workshop


def _back(workshop: Workshop) -> ResponseReturnValue:
    return redirect(url_for("workshops.show_workshop", workshop_id=workshop.id))


@blueprint.post(WORKSHOP + "/step")
@requires(Permission.EDIT_WORKSHOPS)
def step_workshop(workshop_id: int) -> ResponseReturnValue:
    """Announces a workshop, marks it as held, closes its record or opens it again."""
    workshop = _held(workshop_id)
    form = forms.StepForm()
    named = form.step.data in {step.value for step in set(WorkshopStep) - WITH_REASON}
    if not form.validate_on_submit() or not named:
        raise BadRequest
    step = WorkshopStep(form.step.data)
    with flashing_refusals():
        verbs.step_workshop(workshop=workshop, by=current_user, version=form.version.data, step=step)
        flash(str(WORKSHOP_STEPS[step][2]), "good")
    return _back(workshop)


def _has_stepped(workshop: Workshop, form: Any, step: WorkshopStep) -> bool:
    """Takes a step for the reason that was typed; a refusal stands on the form."""
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.step_workshop(
                workshop=workshop,
                by=current_user,
                version=form.version.data,
                step=step,
                reason=form.reason.data,
            )
            flash(str(WORKSHOP_STEPS[step][2]), "good")
            return True
    return False


@blueprint.route(WORKSHOP + "/cancel", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def cancel_workshop(workshop_id: int) -> ResponseReturnValue:
    """Asks why a workshop is cancelled, and cancels it."""
    workshop = workshop_to_edit(workshop_id)
    if workshop.status is WorkshopStatus.HELD:
        raise NotAllowed
    form = forms.CancelForm(version=workshop.version)
    if _has_stepped(workshop, form, WorkshopStep.CANCEL):
        return _back(workshop)
    trail = workshop_trail(workshop)
    page = render_template("workshops/cancel_workshop.html", workshop=workshop, form=form, trail=trail)
    return page, 422 if form.is_submitted() else 200


@blueprint.route(WORKSHOP + "/unmark", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def unmark_workshop(workshop_id: int) -> ResponseReturnValue:
    """Asks why a workshop is not held after all, and announces it again."""
    workshop = workshop_to_edit(workshop_id)
    if workshop.status is not WorkshopStatus.HELD:
        raise NotAllowed
    form = forms.UnmarkForm(version=workshop.version)
    if _has_stepped(workshop, form, WorkshopStep.UNMARK):
        return _back(workshop)
    page = render_template(
        "workshops/unmark_workshop.html",
        workshop=workshop,
        form=form,
        obstacle=verbs.find_unmark_obstacle(workshop),
        words=WORKSHOP_STEPS[WorkshopStep.UNMARK],
        trail=workshop_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route(WORKSHOP + "/copy", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def copy_workshop(workshop_id: int) -> ResponseReturnValue:
    """Plans the next workshop after this one, once it has said what is taken over."""
    source = _held(workshop_id, for_change=False)
    ordinal = reads.count_in_series(source.series_id) + 1 if source.series_id else None
    form = forms.CopyForm(
        year=today().year,
        ordinal=ordinal,
        title_en=source.title_en,
        title_hi=source.title_hi,
        objective_en=source.objective_en,
        objective_hi=source.objective_hi,
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            starts_on = form.starts_on.data
            text = replace(
                verbs.workshop_text_of(source),
                year=starts_on.year if starts_on else form.year.data,
                title_en=form.title_en.data or None,
                title_hi=form.title_hi.data or None,
                objective_en=form.objective_en.data or None,
                objective_hi=form.objective_hi.data or None,
                ordinal=form.ordinal.data,
                state=None,
                city_en=None,
                city_hi=None,
                venue_en=None,
                venue_hi=None,
                districts=(),
                participants_told=None,
                is_about=False,
            )
            made = copy(source=source, by=current_user, text=text, starts_on=starts_on)
            flash(_("The workshop is planned. Say next where it is held, and for which districts."), "good")
            return _back(made)
    days = get_agenda(source)
    page = render_template(
        "workshops/copy_workshop.html",
        source=source,
        form=form,
        days=len(days),
        sessions=sum(len(day.sessions) for day in days),
        trail=workshop_trail(source),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route(WORKSHOP + "/helpers", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_helpers(workshop_id: int) -> ResponseReturnValue:
    """Names people who take notes or check people in, and shows those who are named."""
    workshop = workshop_to_edit(workshop_id)
    form = forms.HelperForm()
    people = {
        str(row.id): row
        for row in reads.list_possible_helpers(current_user)
        if allows(row.role, Permission.TAKE_NOTES)
    }
    form.person.choices = options(
        [("", _("Choose the person")), *((key, row.name) for key, row in people.items())]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.name_helper(
                workshop=workshop,
                by=current_user,
                person=people[form.person.data],
                takes_notes=form.takes_notes.data,
                checks_in=form.checks_in.data,
            )
            flash(_("Saved."), "good")
            return redirect(url_for("workshops.edit_helpers", workshop_id=workshop.id))
    page = render_template(
        "workshops/edit_helpers.html",
        workshop=workshop,
        form=form,
        drop=forms.DropForm(formdata=None),
        trail=workshop_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(WORKSHOP + "/helpers/<int(max=2147483647):helper_id>/remove")
@requires(Permission.EDIT_WORKSHOPS)
def remove_helper(workshop_id: int, helper_id: int) -> ResponseReturnValue:
    """Takes a person from those who help."""
    workshop = workshop_to_edit(workshop_id)
    helper = next((row for row in workshop.helpers if row.id == helper_id), None)
    if helper is None:
        raise Missing
    verbs.drop_helper(workshop=workshop, by=current_user, helper=helper)
    flash(_("Saved."), "good")
    return redirect(url_for("workshops.edit_helpers", workshop_id=workshop.id))
