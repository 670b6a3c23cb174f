"""Pages that hand a need on inside the district, and give or take it back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _
from csrmatch.registry import access
from csrmatch.registry.forms.fields import options
from csrmatch.registry.forms.need_delegations import DelegationForm, ReturnForm
from csrmatch.registry.queries.need_delegations import list_delegates
from csrmatch.registry.rules.needs import task_of
from csrmatch.registry.services import need_delegations as verbs
from csrmatch.registry.views.need_editing import need_to_change
from csrmatch.registry.views.needs import NEED, need_trail
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.needs import NEED_TASKS
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


def _label(person: User) -> str:
    said = [person.name, person.designation, person.scope or _("collector's office")]
    return ", ".join(part for part in said if part)


@blueprint.route(NEED + "/delegate", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def delegate_need(need_id: int) -> ResponseReturnValue:
    """Hands the need to a person of the same district, by a day."""
    need = need_to_change(need_id, access.can_delegate_need)
    people = {str(row.id): row for row in list_delegates(current_user)}
    form = DelegationForm()
    form.to.choices = options(
        [("", _("Choose the person")), *((key, _label(row)) for key, row in people.items())]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.delegate_need(
                need=need,
                by=current_user,
                to=people[form.to.data],
                due_on=form.due_on.data,
                note=form.note.data or "",
            )
            flash(_("The need is handed on. You can take it back at any time."), "good")
            return redirect(url_for("registry.show_need", need_id=need.id, _anchor="hands"))
    task = task_of(need.status)
    return render_template(
        "registry/delegate_need.html",
        need=need,
        form=form,
        people=people,
        task=NEED_TASKS[task] if task else "",
        trail=need_trail(need),
    ), 422 if form.is_submitted() else 200


@blueprint.route(NEED + "/return", methods=["GET", "POST"])
@requires(Permission.EDIT_NEEDS)
def return_need(need_id: int) -> ResponseReturnValue:
    """Gives the need back, or takes it back, with a note."""
    need = need_to_change(need_id, access.can_return_need)
    delegation = need.delegation
    if delegation is None:
        raise NotAllowed
    form = ReturnForm(version=delegation.version)
    if form.validate_on_submit():
        verbs.end_delegation(
            delegation=delegation, by=current_user, version=form.version.data, note=form.note.data or ""
        )
        flash(_("The need is back with the office."), "good")
        # A block reads no draft that is not in its hands.
        target = url_for("home.show_home") if current_user.scope else _page_of(need_id)
        return redirect(target)
    return render_template(
        "registry/return_need.html",
        need=need,
        delegation=delegation,
        form=form,
        trail=need_trail(need),
    ), 422 if form.is_submitted() else 200


def _page_of(need_id: int) -> str:
    return url_for("registry.show_need", need_id=need_id, _anchor="hands")
