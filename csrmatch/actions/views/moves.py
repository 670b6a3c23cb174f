"""What the other side of an action point does: the last day, another owner, closing, dropping, reopening."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.actions import access, forms, services
from csrmatch.actions.choices import fill_offices, find_office
from csrmatch.actions.queries import count_documents
from csrmatch.actions.rules import Move
from csrmatch.actions.views.pages import (
    ACTION,
    action_page,
    action_to_change,
    blueprint,
    saved,
)
from csrmatch.db import today
from csrmatch.i18n import _
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


@blueprint.route(ACTION + "/due", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def change_due_date(action_id: int) -> ResponseReturnValue:
    """Moves the last day, with the reason."""
    action = action_to_change(action_id, access.can_change)
    form = forms.DueForm(version=action.version, due_on=action.due_on)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.change_due_date(
                action=action,
                by=current_user,
                version=form.version.data,
                due_on=form.due_on.data,
                reason=form.reason.data,
            )
            return saved(action, _("The last day is changed. The old one stays on record."))
    return action_page("change_due_date", action, form)


@blueprint.route(ACTION + "/assign", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def reassign_action(action_id: int) -> ResponseReturnValue:
    """Gives it to another office, also after it was handed back."""
    action = action_to_change(action_id, access.can_reassign)
    is_to_come = action.due_on is not None and action.due_on >= today()
    form = forms.ReassignForm(version=action.version, due_on=action.due_on if is_to_come else None)
    fill_offices(form, current_user)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.reassign_action(
                action=action,
                by=current_user,
                version=form.version.data,
                owner=find_office(current_user, form.owner.data),
                due_on=form.due_on.data,
                reason=form.reason.data,
                owner_written=form.owner_written.data or "",
            )
            return saved(action, _("It is given out anew."))
    return action_page("reassign_action", action, form)


@blueprint.route(ACTION + "/close", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def close_action(action_id: int) -> ResponseReturnValue:
    """Closes it; of high priority the first of two people asks for it here and the second closes."""
    action = action_to_change(action_id, access.can_close)
    form = forms.CloseForm(version=action.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            done = services.close_action(
                action=action, by=current_user, version=form.version.data, note=form.note.data
            )
            if done is Move.CLOSE:
                return saved(action, _("It is closed."))
            return saved(action, _("The closing is asked for: a second person has to close it."))
    return action_page("close_action", action, form, papers=count_documents(action))


@blueprint.route(ACTION + "/return", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def return_action(action_id: int) -> ResponseReturnValue:
    """Says that what was reported done is not done."""
    action = action_to_change(action_id, access.can_return)
    form = forms.ReasonForm(version=action.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.return_action(
                action=action, by=current_user, version=form.version.data, reason=form.reason.data
            )
            return saved(action, _("It is in its owner's hands again."))
    return action_page("return_action", action, form)


@blueprint.route(ACTION + "/drop", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def drop_action(action_id: int) -> ResponseReturnValue:
    """Ends it undone, with the reason."""
    action = action_to_change(action_id, access.can_change)
    form = forms.ReasonForm(version=action.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.drop_action(
                action=action, by=current_user, version=form.version.data, reason=form.reason.data
            )
            return saved(action, _("It is dropped."))
    return action_page("drop_action", action, form)


@blueprint.route(ACTION + "/reopen", methods=["GET", "POST"])
@requires(Permission.ASSIGN_ACTIONS)
def reopen_action(action_id: int) -> ResponseReturnValue:
    """Takes up again what was ended."""
    action = action_to_change(action_id, access.can_reopen)
    form = forms.ReopenForm(version=action.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.reopen_action(
                action=action,
                by=current_user,
                version=form.version.data,
                due_on=form.due_on.data,
                reason=form.reason.data,
            )
            return saved(action, _("It is open again."))
    return action_page("reopen_action", action, form)
