"""Action points on the pages of other slices: about one record, or in one district."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask_login import current_user

from csrmatch.actions.access import can_assign
from csrmatch.actions.models import ActionPoint
from csrmatch.actions.queries import ANY_OPEN, Whose, list_actions_about, list_actions_in
from csrmatch.actions.wording import ACTION_STATUSES, tell_overdue
from csrmatch.db import today
from csrmatch.places.models import District
from csrmatch.roles import Permission, Role, allows
from csrmatch.web.panels import register_panel

__all__ = ["draw_actions_about", "draw_actions_in"]

_SHOWN, _IN_DISTRICT = 10, 4


def draw_actions_about(kind: str, record_id: int) -> str | None:
    """The action points about a record that the reader may see, and a button for who may give one out.

    The kind is one of `subjects`; the page that shows this decides that the reader may see the record.
    """
    if not allows(current_user.role, Permission.VIEW_ACTIONS):
        return None
    rows = list_actions_about(current_user, kind, record_id, _SHOWN)
    may = can_assign(current_user)
    if not rows and not may:
        return None
    new_url = url_for("actions.new_action", about=f"{kind}-{record_id}") if may else ""
    return _draw(rows, new_url, is_card=True)


def draw_actions_in(district: District) -> str | None:
    """The open action points of a district that the reader may see, the nearest due first.

    Who looks after all districts has them in a list; only to the others are they told here, one by one.
    """
    has_list = current_user.role in {Role.DPE_STAFF, Role.AUDITOR}
    rows = [] if has_list else list_actions_in(current_user, district, _IN_DISTRICT)
    may = can_assign(current_user)
    if not rows and not may and not has_list:
        return None
    new_url = url_for("actions.new_action", district=district.lgd) if may else ""
    return _draw(
        rows,
        new_url,
        list_url=url_for("actions.list_actions", whose=Whose.ALL, status=ANY_OPEN, district=district.lgd)
        if rows or has_list
        else "",
    )


def _draw(rows: Sequence[ActionPoint], new_url: str, *, list_url: str = "", is_card: bool = False) -> str:
    return render_template(
        "actions/_about.html",
        rows=rows,
        statuses=ACTION_STATUSES,
        late={row.id: tell_overdue(row, today()) for row in rows},
        new_url=new_url,
        list_url=list_url,
        is_card=is_card,
    )


register_panel("district.next", "actions", draw_actions_in, position=20)
