"""A commitment, a request or a challenge becomes an action point: an office, and a last day."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.actions.access import can_assign, only_visible_actions
from csrmatch.actions.forms import NewActionForm
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.rules import Priority
from csrmatch.actions.services import assign_action
from csrmatch.actions.views.pages import (
    district_options,
    find_office,
    find_place,
    office_options,
    state_options,
)
from csrmatch.actions.wording import ACTION_STATUSES
from csrmatch.db import db, today
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.registry.forms.fields import options
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind, title_of
from csrmatch.workshops.targets import Target, WorkTold, again_field, register_target

__all__: list[str] = []


class MadeActionForm(NewActionForm):
    """A new action point, filled from what was said."""

    means_again = again_field()


def _can_make(viewer: User, _takeaway: Takeaway) -> bool:
    return can_assign(viewer)


def _open_form(_viewer: User, takeaway: Takeaway) -> MadeActionForm:
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
    form.owner.choices = options([("", _("Choose an office")), *office_options()])
    form.district.choices = options([("", _("no single district")), *district_options()])
    form.state.choices = options([("", _("no single state")), *state_options()])
    return form


def _make(by: User, _takeaway: Takeaway, form: Any) -> int:
    state, district = find_place(form.state.data, form.district.data)
    action = assign_action(
        by=by,
        owner=find_office(form.owner.data),
        title_en=form.title_en.data or None,
        title_hi=form.title_hi.data or None,
        asked=form.asked.data or "",
        due_on=form.due_on.data,
        priority=Priority(form.priority.data),
        owner_written=form.owner_written.data or "",
        state=state,
        district=district,
        file_number=form.file_number.data or None,
        assigned_on=form.assigned_on.data,
    )
    return action.id


def _describe(viewer: User, ids: Sequence[int]) -> Mapping[int, WorkTold]:
    query = only_visible_actions(viewer, select(ActionPoint)).where(ActionPoint.id.in_(ids))
    return {
        row.id: WorkTold(
            f"{row.code} {name_of(row, 'title')}",
            *ACTION_STATUSES[row.status],
            "actions.show_action",
            {"action_id": row.id},
        )
        for row in db.session.scalars(query.order_by(ActionPoint.id))
    }


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
        describe=_describe,
        lead=lazy_("The office finds it under what waits for it."),
        of_page="action.more",
    )
)
