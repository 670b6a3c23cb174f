"""What the pages of action points share: the blueprint, the way to a page, choices, loading for a change."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import User
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.queries import get_action
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _

__all__ = [
    "ACTION",
    "action_to_change",
    "action_trail",
    "blueprint",
    "saved",
    "step_page",
]

blueprint = Blueprint("actions", __name__)
ACTION = "/actions/<int(max=2147483647):action_id>"


def action_trail(action: ActionPoint | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of action points or below one of them."""
    trail = [(_("Action points"), url_for("actions.list_actions"))]
    if action is not None:
        trail.append((action.code, url_for("actions.show_action", action_id=action.id)))
    return trail


def action_to_change(action_id: int, may: Callable[[User, ActionPoint], bool]) -> ActionPoint:
    """An action point of which the person may do this: one they may only read is refused."""
    action = get_action(current_user, action_id, for_change=request.method == "POST")
    if not may(current_user, action):
        raise NotAllowed
    return action


def saved(action: ActionPoint, text: str) -> ResponseReturnValue:
    """Tells what was done, on the page of the action point."""
    flash(text, "good")
    return redirect(url_for("actions.show_action", action_id=action.id))


def step_page(
    action: ActionPoint,
    form: Any,
    heading: object,
    button: object,
    *,
    lead: Sequence[str] = (),
    is_danger: bool = False,
    template: str = "_step",
) -> ResponseReturnValue:
    """The page of one form about an action point; `template` names one that lays its fields differently."""
    page = render_template(
        f"actions/{template}.html",
        row=action,
        form=form,
        heading=heading,
        button=button,
        lead=lead,
        is_danger=is_danger,
        trail=action_trail(action),
    )
    return page, 422 if form.is_submitted() else 200
