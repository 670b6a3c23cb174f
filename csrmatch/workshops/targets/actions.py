"""A commitment, a request or a challenge becomes an action point: an office, and a last day."""

from typing import Any

from csrmatch.accounts.models import User
from csrmatch.actions.access import can_assign
from csrmatch.actions.choices import fill_offices, fill_places, read_new_action
from csrmatch.actions.forms import NewActionForm
from csrmatch.actions.services import assign_action
from csrmatch.db import today
from csrmatch.i18n import lazy_
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Target, again_field, register_target

__all__: list[str] = []


class MadeActionForm(NewActionForm):
    """A new action point, filled from what was said."""

    means_again = again_field()


def _can_make(viewer: User, _takeaway: Takeaway) -> bool:
    return can_assign(viewer)


def _open_form(viewer: User, takeaway: Takeaway) -> MadeActionForm:
    office = takeaway.organisation_id or (takeaway.cpse.organisation_id if takeaway.cpse else None)
    given = {
        "title_hi" if takeaway.language == "hi" else "title_en": title_of(takeaway.text),
        "asked": takeaway.text,
        "owner": str(office or ""),
        "due_on": takeaway.due_on,
        "assigned_on": today(),
        "district": str(takeaway.district.lgd) if takeaway.district else "",
    }
    form = MadeActionForm(data=given)
    fill_offices(form, viewer)
    fill_places(form, viewer)
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    return assign_action(by=by, **read_new_action(form, by)).id


register_target(
    Target(
        kind="action",
        word=lazy_("Action point"),
        act=lazy_("Give it out as an action point"),
        position=15,
        from_kinds=frozenset({TakeawayKind.CHALLENGE, TakeawayKind.REQUEST, TakeawayKind.COMMITMENT}),
        can_make=_can_make,
        open_form=_open_form,
        make=_make,
        lead=lazy_("The office is written to, and finds it under what waits for it."),
        page=("actions.show_action", "action_id"),
        of_page="action.more",
    )
)
