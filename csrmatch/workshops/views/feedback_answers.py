"""Pages on which anybody with the link answers, without an account."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from csrmatch.errors import Missing
from csrmatch.i18n import _, current_language
from csrmatch.web.guards import nameless, public
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.forms.feedback import answer_form, answer_of
from csrmatch.workshops.models import FeedbackForm
from csrmatch.workshops.queries.feedback import get_feedback_form_of_link, list_feedback_sessions
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.feedback import FeedbackState
from csrmatch.workshops.services.feedback import give_answer
from csrmatch.workshops.signed_links import read_feedback_token, sender_mark
from csrmatch.workshops.views.feedback import state_of
from csrmatch.workshops.views.pages import blueprint
from csrmatch.workshops.wording.workshops import tell_when

__all__: list[str] = []

_LINK = "/feedback/<token>"


def _form_of_link(token: str) -> FeedbackForm:
    found = read_feedback_token(token)
    if found is None:
        raise Missing
    return get_feedback_form_of_link(*found)


@blueprint.route(_LINK, methods=["GET", "POST"])
@public
@nameless
def give_feedback(token: str) -> ResponseReturnValue:
    """The form of a workshop; what was typed stays where it cannot be taken in."""
    asked = _form_of_link(token)
    form = answer_form(asked.questions, list_feedback_sessions(asked.workshop))
    if form.validate_on_submit():
        with telling_refusals(form):
            give_answer(
                form=asked,
                key=form.form_key.data or "",
                sender=sender_mark(asked, request.remote_addr or ""),
                text=answer_of(form, asked.questions, current_language()),
            )
            return redirect(url_for("workshops.thank_for_feedback", token=token))
    state = state_of(asked)
    page = render_template(
        "workshops/give_feedback.html",
        workshop=asked.workshop,
        asked=asked,
        when=tell_when(asked.workshop, [day.held_on for day in list_days(asked.workshop)]),
        form=form,
        questions=[
            (row, form[f"question_{row.id}"]) for row in asked.questions if f"question_{row.id}" in form
        ],
        # Who began in time and sends too late keeps what was typed.
        is_asked=state is FeedbackState.OPEN or form.is_submitted(),
        is_over=state is FeedbackState.OVER,
        button=_("Send"),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get(_LINK + "/thanks")
@public
def thank_for_feedback(token: str) -> ResponseReturnValue:
    """What is said once an answer is in."""
    asked = _form_of_link(token)
    return render_template("workshops/thank_for_feedback.html", workshop=asked.workshop, token=token)
