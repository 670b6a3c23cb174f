"""What the owner of an action point does: reporting, naming a person, handing back."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.showing import shown_name
from csrmatch.actions import access, forms, services
from csrmatch.actions import queries as reads
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionStatus
from csrmatch.actions.views.pages import ACTION, action_page, action_to_change, blueprint, saved
from csrmatch.i18n import _
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []


@blueprint.route(ACTION + "/report", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_ACTIONS)
def report_on_action(action_id: int) -> ResponseReturnValue:
    """The owner says what was done and how it stands, perhaps with a file."""
    action = action_to_change(action_id, access.can_report)
    form = forms.ReportForm(version=action.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            _report(action, form)
            return saved(action, _("The report is on record."))
    return action_page("report_on_action", action, form)


def _report(action: ActionPoint, form: forms.ReportForm) -> None:
    step = services.report_on_action(
        action=action,
        by=current_user,
        version=form.version.data,
        status=ActionStatus(form.status.data),
        text=form.text.data,
        percent=form.percent.data,
    )
    if form.file.data:
        name = form.file.data.filename or ""
        title = form.title.data or name[:200] or _("File")
        services.attach_action_document(
            action=action,
            by=current_user,
            title=title,
            file_name=name,
            content=form.file.data.read(),
            step=step,
        )


@blueprint.route(ACTION + "/person", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_ACTIONS)
def name_person(action_id: int) -> ResponseReturnValue:
    """The owner's office says who of it has the action point in hand."""
    action = action_to_change(action_id, access.can_name_person)
    people = {str(user.id): user for user in reads.list_people_of(action.owner_id)}
    form = forms.PersonForm(version=action.version, person=str(action.person_id) if action.person_id else "")
    named = [(code, _named(user)) for code, user in people.items()]
    form.person.choices = forms.options([("", _("the office as a whole")), *named])
    if form.validate_on_submit():
        with telling_refusals(form):
            services.name_person(
                action=action,
                by=current_user,
                version=form.version.data,
                person=people.get(form.person.data),
            )
            return saved(action, _("Saved."))
    return action_page("name_person", action, form)


def _named(user: object) -> str:
    scope = getattr(user, "scope", None)
    name = shown_name(user)  # type: ignore[arg-type]
    return f"{name}, {scope}" if scope else name


@blueprint.route(ACTION + "/hand-back", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_ACTIONS)
def hand_back_action(action_id: int) -> ResponseReturnValue:
    """The owner's office says why it is not its own."""
    action = action_to_change(action_id, access.can_hand_back)
    form = forms.ReasonForm(version=action.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            services.hand_back_action(
                action=action, by=current_user, version=form.version.data, reason=form.reason.data
            )
            return saved(action, _("It is handed back: whoever gave it out has to give it out anew."))
    return action_page("hand_back_action", action, form)
