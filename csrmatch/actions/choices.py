"""What the forms of action points let people choose from, in their language, and what was chosen."""

from typing import Any

from csrmatch.accounts.models import Organisation, User
from csrmatch.accounts.queries import list_organisations
from csrmatch.accounts.words import KIND_WORDS
from csrmatch.actions.access import can_assign_to, can_place_in
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import Priority
from csrmatch.errors import DomainError
from csrmatch.i18n import _, name_of
from csrmatch.places.choices import district_options, find_place, state_options
from csrmatch.web.forms import options

__all__ = ["fill_offices", "fill_places", "find_office", "read_new_action"]


def fill_places(form: Any, viewer: User, action: ActionPoint | None = None) -> None:
    """Fills the districts and states in which the person can give something out, and that where it is now."""
    here = (action.district_id, action.state_id) if action is not None else (None, None)
    districts = district_options(lambda row: can_place_in(viewer, row.state_id) or row.id == here[0])
    states = state_options(with_all=True, shown=lambda row: can_place_in(viewer, row.id) or row.id == here[1])
    form.district.choices = options([("", _("no single district")), *districts])
    form.state.choices = options([("", _("no single state")), *states])


def fill_offices(form: Any, viewer: User) -> None:
    """Fills the offices to which the person may give something, by kind and name."""
    offices = [row for row in list_organisations() if can_assign_to(viewer, row)]
    named = sorted((str(KIND_WORDS[row.kind]), name_of(row), row.id) for row in offices)
    pairs = [(str(number), f"{kind}: {name}") for kind, name, number in named]
    form.owner.choices = options([("", _("Choose an office")), *pairs])


def find_office(viewer: User, code: str | None) -> Organisation:
    """The office that was chosen."""
    found = next((row for row in list_organisations() if str(row.id) == code), None)
    if found is None or not can_assign_to(viewer, found):
        raise DomainError(_("Choose the office that is to do it."))
    return found


def read_new_action(form: Any, by: User) -> dict[str, Any]:
    """What the form of a new action point says, as it is given out."""
    state, district = find_place(form.state.data, form.district.data)
    return {
        "owner": find_office(by, form.owner.data),
        "title_en": form.title_en.data or None,
        "title_hi": form.title_hi.data or None,
        "asked": form.asked.data or "",
        "due_on": form.due_on.data,
        "priority": Priority(form.priority.data),
        "owner_written": form.owner_written.data or "",
        "state": state,
        "district": district,
        "file_number": form.file_number.data or None,
        "assigned_on": form.assigned_on.data,
    }
