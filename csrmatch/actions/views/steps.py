"""The steps of an action point: one page for all, each with its form, its verb and its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.accounts.showing import shown_name
from csrmatch.actions import access, forms, services
from csrmatch.actions import queries as reads
from csrmatch.actions.choices import fill_offices, find_office
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import ActionProblem, ActionStatus, Move
from csrmatch.actions.views.pages import (
    ACTION,
    action_to_change,
    blueprint,
    saved,
    step_page,
)
from csrmatch.actions.wording import ACTION_PROBLEMS
from csrmatch.db import today
from csrmatch.i18n import LazyText, _, format_day, lazy_, name_of, ngettext
from csrmatch.roles import Permission
from csrmatch.web.forms import options
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__ = ["STEP_PAGES", "StepPage"]


@dataclass(frozen=True)
class StepPage:
    """One step: its endpoint and address, who may take it, its form, what it does and then tells.

    `lead` says what there is to know before; without a `button` the heading stands on it.
    """

    name: str
    path: str
    permission: Permission
    may: Callable[[User, ActionPoint], bool]
    open_form: Callable[[ActionPoint], Any]
    act: Callable[[ActionPoint, Any], str]
    heading: LazyText
    button: LazyText | Callable[[ActionPoint], str] | None = None
    lead: Callable[[ActionPoint], Sequence[str]] = lambda _action: ()
    is_danger: bool = False


def _report(action: ActionPoint, form: forms.ReportForm) -> str:
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
        services.attach_action_document(
            action=action,
            by=current_user,
            title=form.title.data or name[:200] or _("File"),
            file_name=name,
            content=form.file.data.read(),
            step=step,
        )
    return _("The report is on record.")


def _open_person(action: ActionPoint) -> forms.PersonForm:
    form = forms.PersonForm(version=action.version, person=str(action.person_id) if action.person_id else "")
    named = [(str(user.id), _named(user)) for user in reads.list_people_of(action.owner_id)]
    form.person.choices = options([("", _("the office as a whole")), *named])
    return form


def _named(user: User) -> str:
    name = shown_name(user)
    return f"{name}, {user.scope}" if user.scope else name


def _name_person(action: ActionPoint, form: forms.PersonForm) -> str:
    people = {str(user.id): user for user in reads.list_people_of(action.owner_id)}
    services.name_person(
        action=action,
        by=current_user,
        version=form.version.data,
        person=people.get(form.person.data),
    )
    return _("Saved.")


def _change_due(action: ActionPoint, form: forms.DueForm) -> str:
    services.change_due_date(
        action=action,
        by=current_user,
        version=form.version.data,
        due_on=form.due_on.data,
        reason=form.reason.data,
    )
    return _("The last day is changed. The old one stays on record.")


def _open_reassign(action: ActionPoint) -> forms.ReassignForm:
    is_to_come = action.due_on is not None and action.due_on >= today()
    form = forms.ReassignForm(version=action.version, due_on=action.due_on if is_to_come else None)
    fill_offices(form, current_user)
    return form


def _reassign(action: ActionPoint, form: forms.ReassignForm) -> str:
    services.reassign_action(
        action=action,
        by=current_user,
        version=form.version.data,
        owner=find_office(current_user, form.owner.data),
        due_on=form.due_on.data,
        reason=form.reason.data,
        owner_written=form.owner_written.data or "",
    )
    return _("It is given out anew.")


def _close(action: ActionPoint, form: forms.CloseForm) -> str:
    done = services.close_action(
        action=action, by=current_user, version=form.version.data, note=form.note.data
    )
    if done is Move.CLOSE:
        return _("It is closed.")
    return _("The closing is asked for: a second person has to close it.")


def _lead_of_closing(action: ActionPoint) -> list[str]:
    if not action.needs_second:
        return []
    papers = reads.count_documents(action)
    told = _("It is, or was, of high priority: it is closed with a document and by two persons.")
    attached = ngettext("%(num)s document is attached.", "%(num)s documents are attached.", papers)
    if action.closing_by is None:
        asked = _("Nobody has asked for the closing yet: with your note you ask, and a second person closes.")
    else:
        asked = _("%(person)s asked for the closing:", person=shown_name(action.closing_by))
        asked = f"{asked} {action.closing_note}"
    is_own = action.closing_by_id == current_user.id
    return [
        f"{told} {attached}",
        asked,
        *([str(ACTION_PROBLEMS[ActionProblem.ASKED_BY_SAME])] if is_own else []),
    ]


def _reopen(action: ActionPoint, form: forms.ReopenForm) -> str:
    services.reopen_action(
        action=action,
        by=current_user,
        version=form.version.data,
        due_on=form.due_on.data,
        reason=form.reason.data,
    )
    return _("It is open again.")


def _with_reason(verb: Callable[..., None], told: LazyText) -> Callable[[ActionPoint, Any], str]:
    """A step that asks for no more than why."""

    def act(action: ActionPoint, form: forms.ReasonForm) -> str:
        verb(action=action, by=current_user, version=form.version.data, reason=form.reason.data)
        return str(told)

    return act


def _opened(kind: type[Any]) -> Callable[[ActionPoint], Any]:
    """A form of which nothing but the version is known."""
    return lambda action: kind(version=action.version)


_OWNER, _GIVER = Permission.REPORT_ON_ACTIONS, Permission.ASSIGN_ACTIONS

STEP_PAGES = (
    StepPage(
        "report_on_action",
        "/report",
        _OWNER,
        access.can_report,
        _opened(forms.ReportForm),
        _report,
        lazy_("Report on the action point"),
        lazy_("Put the report on record"),
        lambda _action: [
            _(
                "The report goes into the Action Taken Report with the day and your office; your name is "
                "shown to your office and DPE only. Done is what you report; whoever gave it out closes it."
            )
        ],
    ),
    StepPage(
        "name_person",
        "/person",
        _OWNER,
        access.can_name_person,
        _open_person,
        _name_person,
        lazy_("Who has it in hand"),
        lazy_("Save"),
        lambda _action: [
            _("Only your own office and DPE are shown the name; others see the number of the person.")
        ],
    ),
    StepPage(
        "hand_back_action",
        "/hand-back",
        _OWNER,
        access.can_hand_back,
        _opened(forms.ReasonForm),
        _with_reason(
            services.hand_back_action,
            lazy_("It is handed back: whoever gave it out has to give it out anew."),
        ),
        lazy_("Hand the action point back"),
        lazy_("Hand it back"),
        lambda _action: [
            _(
                "Where it is not for your office. Whoever gave it out reads the reason and gives it to "
                "another office, or to yours once more."
            )
        ],
    ),
    StepPage(
        "change_due_date",
        "/due",
        _GIVER,
        access.can_change,
        lambda action: forms.DueForm(version=action.version, due_on=action.due_on),
        _change_due,
        lazy_("Change the last day"),
        lead=lambda action: [
            _(
                "The last day now is: %(day)s. It stays on record.",
                day=format_day(action.due_on) if action.due_on else _("no date"),
            )
        ],
    ),
    StepPage(
        "reassign_action",
        "/assign",
        _GIVER,
        access.can_reassign,
        _open_reassign,
        _reassign,
        lazy_("Give it out anew"),
        lead=lambda action: [_("It is now with: %(office)s", office=name_of(action.owner))],
    ),
    StepPage(
        "close_action",
        "/close",
        _GIVER,
        access.can_close,
        _opened(forms.CloseForm),
        _close,
        lazy_("Close the action point"),
        lambda action: (
            _("Ask for the closing") if action.needs_second and not action.closing_by_id else _("Close it")
        ),
        _lead_of_closing,
    ),
    StepPage(
        "return_action",
        "/return",
        _GIVER,
        access.can_return,
        _opened(forms.ReasonForm),
        _with_reason(services.return_action, lazy_("It is in its owner's hands again.")),
        lazy_("Not accepted as done"),
        lazy_("Give it back to its owner"),
        lambda action: [
            _("It is in its owner's hands again, and chased anew. Say what is missing.")
            if action.due_on
            else _("It is in its owner's hands again. Say what is missing.")
        ],
    ),
    StepPage(
        "drop_action",
        "/drop",
        _GIVER,
        access.can_change,
        _opened(forms.ReasonForm),
        _with_reason(services.drop_action, lazy_("It is dropped.")),
        lazy_("Drop the action point"),
        lazy_("Drop it"),
        lambda _action: [
            _("It ends undone and is chased no more. Its history stays, and it can be reopened.")
        ],
        is_danger=True,
    ),
    StepPage(
        "reopen_action",
        "/reopen",
        _GIVER,
        access.can_reopen,
        _opened(forms.ReopenForm),
        _reopen,
        lazy_("Reopen the action point"),
        lazy_("Reopen it"),
    ),
)


def _view_of(page: StepPage) -> Callable[[int], ResponseReturnValue]:
    def take_step(action_id: int) -> ResponseReturnValue:
        action = action_to_change(action_id, page.may)
        form = page.open_form(action)
        if form.validate_on_submit():
            with telling_refusals(form):
                return saved(action, page.act(action, form))
        button = page.button(action) if callable(page.button) else page.button
        return step_page(
            action,
            form,
            page.heading,
            button or page.heading,
            lead=page.lead(action),
            is_danger=page.is_danger,
        )

    take_step.__name__ = page.name
    return requires(page.permission)(take_step)


for _page in STEP_PAGES:
    blueprint.add_url_rule(
        ACTION + _page.path, endpoint=_page.name, view_func=_view_of(_page), methods=["GET", "POST"]
    )
