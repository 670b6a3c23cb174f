"""Pages of invitations: sending a round of them, the answer of an invited person, a new link for it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.signing_in import LANGUAGE_COOKIE, act_as
from csrmatch.db import lock_row, today
from csrmatch.errors import Missing, NotAllowed
from csrmatch.i18n import _, name_of, set_language
from csrmatch.roles import Permission
from csrmatch.web.guards import public, requires
from csrmatch.web.refusals import flashing_refusals, telling_refusals
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.forms.invitations import AnswerForm, RoundForm
from csrmatch.workshops.forms.participants import PlainForm
from csrmatch.workshops.queries.invitations import find_invited, plan_round
from csrmatch.workshops.queries.participants import get_participant
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.invitations import ANSWERS
from csrmatch.workshops.rules.participants import ParticipantStatus
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services import invitations as verbs
from csrmatch.workshops.signed_links import read_answer_token
from csrmatch.workshops.views.pages import blueprint, workshop_to_edit
from csrmatch.workshops.views.participants import PARTICIPANT, PARTICIPANTS, participant_trail
from csrmatch.workshops.wording.invitations import tell_hours, tell_where
from csrmatch.workshops.wording.participants import PARTICIPANT_STATUSES

__all__: list[str] = []


@blueprint.route(PARTICIPANTS + "/invitations", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def send_invitations(workshop_id: int) -> ResponseReturnValue:
    """Whom the next mails are for, and the button that sends them."""
    # Calling off is told too, so a workshop that can no longer be changed is let in.
    workshop = get_workshop(current_user, workshop_id, for_change=request.method == "POST")
    if not can_hold(current_user, workshop):
        raise NotAllowed
    form = RoundForm()
    people = url_for("workshops.list_participants", workshop_id=workshop.id)
    if form.validate_on_submit():
        with telling_refusals(form):
            job = verbs.ask_round(workshop=workshop, by=current_user, link=people)
            return redirect(url_for("home.show_job", job_id=job.id))
    found = plan_round(workshop)
    page = render_template(
        "workshops/send_invitations.html",
        workshop=workshop,
        form=form,
        found=found,
        count=len(found.ids),
        when=tell_hours(found.facts),
        place=tell_where(workshop),
        can_send=workshop.status in {WorkshopStatus.ANNOUNCED, WorkshopStatus.CANCELLED}
        and found.facts.first_day is not None,
        is_planned=workshop.status is WorkshopStatus.PLANNED,
        trail=participant_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post(PARTICIPANT + "/link")
@requires(Permission.EDIT_WORKSHOPS)
def renew_answer_link(workshop_id: int, participant_id: int) -> ResponseReturnValue:
    """Makes the link for a person's answer anew; the former one is worth nothing."""
    workshop = workshop_to_edit(workshop_id)
    row = get_participant(workshop, participant_id, for_change=True)
    if PlainForm().validate_on_submit():
        with flashing_refusals():
            verbs.renew_answer_link(workshop=workshop, row=row, by=current_user)
            flash(
                _("The former link is worth nothing now. Send the invitations to bring the new one."), "good"
            )
    return redirect(url_for("workshops.edit_participant", workshop_id=workshop.id, participant_id=row.id))


@blueprint.route("/answer/<token>", methods=["GET", "POST"])
@public
def answer_invitation(token: str) -> ResponseReturnValue:
    """An invited person says whether they come, by the link that is theirs alone, without an account."""
    made = read_answer_token(token)
    found = find_invited(*made, today()) if made else None
    if made is None or found is None:
        raise Missing
    link_number = made[1]
    row, facts = found
    if request.method == "POST":
        lock_row(row)
    if LANGUAGE_COOKIE not in request.cookies and not current_user.is_authenticated:
        set_language(row.language)
    form = AnswerForm(
        answer=row.status.value if row.status in ANSWERS else None,
        wishes=row.wishes,
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            if row.user is not None:
                act_as(row.user)
            verbs.answer_invitation(
                row=row,
                link_number=link_number,
                answer=ParticipantStatus(form.answer.data),
                wishes=form.wishes.data,
            )
            flash(_("Thank you. Your answer is noted; you can change it here until the workshop."), "good")
            return redirect(url_for("workshops.answer_invitation", token=token))
    page = render_template(
        "workshops/answer_invitation.html",
        row=row,
        title=name_of(row.workshop, "title"),
        form=form,
        when=tell_hours(facts),
        place=tell_where(row.workshop),
        statuses=PARTICIPANT_STATUSES,
        has_answered=row.status in ANSWERS,
    )
    return page, 422 if form.is_submitted() else 200
