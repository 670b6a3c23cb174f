"""What the pages of action points share: the blueprint, the way to a page, choices, loading for a change."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.models import Organisation, User
from csrmatch.accounts.queries import list_organisations
from csrmatch.accounts.words import KIND_WORDS
from csrmatch.actions.access import can_assign_to
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.queries import get_action
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.places.models import District, State
from csrmatch.places.queries import list_all_states, list_districts

__all__ = [
    "ACTION",
    "action_page",
    "action_to_change",
    "action_trail",
    "blueprint",
    "district_options",
    "find_office",
    "find_place",
    "office_options",
    "saved",
    "state_options",
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


def action_page(name: str, action: ActionPoint, form: Any, **given: object) -> ResponseReturnValue:
    """The page of one form about an action point."""
    page = render_template(f"actions/{name}.html", row=action, form=form, trail=action_trail(action), **given)
    return page, 422 if form.is_submitted() else 200


def state_options() -> list[tuple[str, str]]:
    """Every state by LGD code and sorted by name."""
    return [(str(row.lgd), name_of(row)) for row in sorted(list_all_states(), key=name_of)]


def district_options() -> list[tuple[str, str]]:
    """Every district of the register by LGD code, with its state."""
    rows = sorted(list_districts(), key=lambda row: (name_of(row.state), name_of(row)))
    return [(str(row.lgd), f"{name_of(row)}, {name_of(row.state)}") for row in rows]


def office_options() -> list[tuple[str, str]]:
    """The offices to which the person may give something, by kind and name."""
    offices = [row for row in list_organisations() if can_assign_to(current_user, row)]
    named = sorted((str(KIND_WORDS[row.kind]), name_of(row), row.id) for row in offices)
    return [(str(number), f"{kind}: {name}") for kind, name, number in named]


def find_office(code: str | None) -> Organisation:
    """The office that was chosen."""
    found = next((row for row in list_organisations() if str(row.id) == code), None)
    if found is None or not can_assign_to(current_user, found):
        raise DomainError(_("Choose the office that is to do it."))
    return found


def find_place(state: str | None, district: str | None) -> tuple[State | None, District | None]:
    """The state and the district that were chosen; a district brings its state."""
    here = next((row for row in list_districts() if str(row.lgd) == district), None) if district else None
    if here is not None:
        return here.state, here
    return next((row for row in list_all_states() if str(row.lgd) == state), None) if state else None, None
