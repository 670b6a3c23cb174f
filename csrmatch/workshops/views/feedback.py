"""Pages of feedback for those who hold a workshop: its summary, what is asked, its link, remarks left out."""

from datetime import timedelta

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import today
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, lazy_
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.links import whole_url
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.web.tables import Column, asks_for_file, send_rows
from csrmatch.workshops.access.feedback import can_see_givers, can_see_summary
from csrmatch.workshops.access.workshops import can_edit, can_hold
from csrmatch.workshops.forms import feedback as forms
from csrmatch.workshops.models import FeedbackForm, Workshop
from csrmatch.workshops.queries.certificates import count_there
from csrmatch.workshops.queries.feedback import (
    find_feedback_form,
    get_feedback_form,
    get_remark,
    has_answers,
)
from csrmatch.workshops.queries.feedback_summary import FeedbackSummary, summarise_feedback
from csrmatch.workshops.queries.workshops import get_workshop, list_days
from csrmatch.workshops.rules.feedback import FeedbackState, feedback_state
from csrmatch.workshops.services import feedback as verbs
from csrmatch.workshops.signed_links import feedback_token
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_to_edit, workshop_trail
from csrmatch.workshops.wording.feedback import (
    FEEDBACK_STATES,
    SummaryRow,
    summary_rows,
    tell_cut,
    tell_group,
    tell_option,
    tell_question,
)

__all__ = ["feedback_trail", "state_of", "workshop_to_hold"]

FEEDBACK = WORKSHOP + "/feedback"
_REMARK = FEEDBACK + "/remarks/<int(max=2147483647):reply_id>"
# For how long a form is offered to be open after the workshop.
_USUAL = timedelta(days=14)


def workshop_to_hold(workshop_id: int) -> Workshop:
    """A workshop that the person holds, whether or not its record is closed."""
    workshop = get_workshop(current_user, workshop_id, for_change=request.method == "POST")
    if not can_hold(current_user, workshop):
        raise NotAllowed
    return workshop


def state_of(form: FeedbackForm) -> FeedbackState:
    """Whether a form takes answers today."""
    return feedback_state(form.workshop.status, form.opens_on, form.closes_on, today())


def feedback_trail(workshop: Workshop) -> list[tuple[str, str]]:
    """The way to a page below the summary."""
    return [
        *workshop_trail(workshop),
        (_("Feedback"), url_for("workshops.show_feedback", workshop_id=workshop.id)),
    ]


@blueprint.get(FEEDBACK)
@requires(Permission.VIEW_WORKSHOPS)
def show_feedback(workshop_id: int) -> ResponseReturnValue:
    """What the answers come to: by question, by group, the texts; or all of it as a file."""
    workshop = get_workshop(current_user, workshop_id)
    form = find_feedback_form(workshop)
    state = state_of(form) if form else None
    is_seen = form is not None and can_see_summary(current_user, workshop, state)
    summary = summarise_feedback(workshop, form) if is_seen else None
    if asks_for_file():
        if summary is None:
            raise Missing
        return send_rows(_columns(summary), summary_rows(summary), f"feedback-{workshop.code}")
    return render_template(
        "workshops/show_feedback.html",
        workshop=workshop,
        form=form,
        state=state,
        states=FEEDBACK_STATES,
        summary=summary,
        there=count_there(workshop) if summary else None,
        tell_cut=tell_cut,
        tell_group=tell_group,
        tell_option=tell_option,
        tell_question=tell_question,
        showing=forms.ButtonForm,
        can_edit=can_edit(current_user, workshop),
        can_hold=can_hold(current_user, workshop),
        can_see_givers=can_see_givers(current_user, workshop),
        trail=workshop_trail(workshop),
    )


def _columns(summary: FeedbackSummary) -> list[Column[SummaryRow]]:
    """What the file of a summary says; a cell of a group is blank where it cannot be told."""

    def of_cut(place: int) -> Column[SummaryRow]:
        label = tell_cut(summary.cuts[place])
        return Column(f"cut_{place}", label, lambda row: row.by_cut[place], numeric=True)

    return [
        Column("question", lazy_("Question"), lambda row: row.question),
        Column("answer", lazy_("Answer"), lambda row: row.answer),
        Column("count", lazy_("All"), lambda row: row.count, numeric=True),
        *(of_cut(place) for place in range(len(summary.cuts))),
    ]


@blueprint.route(FEEDBACK + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_feedback(workshop_id: int) -> ResponseReturnValue:
    """Says what is asked, and from which day to which."""
    workshop = workshop_to_edit(workshop_id)
    stored = find_feedback_form(workshop)
    last = max((day.held_on for day in list_days(workshop) if day.held_on), default=today())
    form = forms.FeedbackFormForm(data=forms.stored_form(stored, last, last + _USUAL))
    forms.fill_questions(form)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.set_form(
                workshop=workshop, by=current_user, version=form.version.data, text=forms.form_of(form)
            )
            flash(_("Saved."), "good")
            return redirect(url_for("workshops.show_feedback", workshop_id=workshop.id))
    page = render_template(
        "workshops/edit_feedback.html",
        workshop=workshop,
        form=form,
        own=forms.fields_of_own(form),
        is_fixed=stored is not None and has_answers(stored),
        trail=feedback_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(FEEDBACK + "/link")
@requires(Permission.EDIT_WORKSHOPS)
def show_feedback_link(workshop_id: int) -> ResponseReturnValue:
    """The link of the form and its picture for a camera, to be shown on the wall or printed."""
    workshop = workshop_to_hold(workshop_id)
    form = get_feedback_form(workshop)
    url = whole_url("workshops.give_feedback", token=feedback_token(form))
    return render_template(
        "workshops/show_feedback_link.html",
        workshop=workshop,
        form=form,
        url=url,
        picture=segno.make(url, error="m").svg_data_uri(scale=8, border=4, dark="#000", light="#fff"),
        state=state_of(form),
        states=FEEDBACK_STATES,
        renewing=forms.ButtonForm(),
        can_edit=can_edit(current_user, workshop),
        trail=feedback_trail(workshop),
    )


@blueprint.post(FEEDBACK + "/link/renew")
@requires(Permission.EDIT_WORKSHOPS)
def renew_feedback_link(workshop_id: int) -> ResponseReturnValue:
    """Makes a new link; the old one leads nowhere any more."""
    workshop = workshop_to_edit(workshop_id)
    if forms.ButtonForm().validate_on_submit():
        with flashing_refusals():
            verbs.renew_link(workshop=workshop, by=current_user)
            flash(_("There is a new link. What was printed before leads nowhere."), "good")
    return redirect(url_for("workshops.show_feedback_link", workshop_id=workshop.id))


@blueprint.route(_REMARK + "/hide", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def hide_remark(workshop_id: int, reply_id: int) -> ResponseReturnValue:
    """Leaves a remark out of the summary, with the reason."""
    workshop = workshop_to_hold(workshop_id)
    reply = get_remark(workshop, reply_id)
    form = forms.HideRemarkForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.hide_remark(workshop=workshop, reply=reply, by=current_user, reason=form.reason.data)
            flash(_("The remark is left out of the summary and kept."), "good")
            return redirect(url_for("workshops.show_feedback", workshop_id=workshop.id))
    page = render_template(
        "workshops/hide_remark.html",
        workshop=workshop,
        reply=reply,
        question=tell_question(reply.question),
        form=form,
        trail=feedback_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(_REMARK + "/show")
@requires(Permission.EDIT_WORKSHOPS)
def show_remark(workshop_id: int, reply_id: int) -> ResponseReturnValue:
    """Puts a remark back into the summary."""
    workshop = workshop_to_hold(workshop_id)
    reply = get_remark(workshop, reply_id)
    if forms.ButtonForm().validate_on_submit():
        with flashing_refusals():
            verbs.show_remark(workshop=workshop, reply=reply, by=current_user)
            flash(_("The remark is in the summary again."), "good")
    return redirect(url_for("workshops.show_feedback", workshop_id=workshop.id))
