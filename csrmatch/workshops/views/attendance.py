"""The page of attendance: who was there on a day or in a session, and how many of each group."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table
from csrmatch.workshops.forms.participants import AttendanceFilter
from csrmatch.workshops.models import Participant
from csrmatch.workshops.queries import check_in as reads
from csrmatch.workshops.queries.participants import group_order, name_order
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.views.pages import blueprint
from csrmatch.workshops.views.participants import PARTICIPANTS, participant_trail
from csrmatch.workshops.wording.participants import GROUPS, organisation_of, tell_door, told_name

__all__: list[str] = []


@blueprint.get(PARTICIPANTS + "/attendance")
@requires(Permission.VIEW_WORKSHOPS)
def list_attendance(workshop_id: int) -> ResponseReturnValue:
    """Who was there and who was not, on a day or in a session; as a page or as a file."""
    workshop = get_workshop(current_user, workshop_id)
    doors = reads.list_doors(workshop)
    filters = AttendanceFilter(request.args)
    filters.at.choices = options((door.code, tell_door(door.day, door.session)) for door in doors)
    codes = {door.code: door for door in doors}
    door = codes.get(filters.at.data) or next(iter(doors), None)
    filters.at.data = door.code if door else ""
    if door is None:
        return render_template(
            "workshops/list_attendance.html", workshop=workshop, door=None, trail=participant_trail(workshop)
        )
    chosen = filters.data if filters.validate() else {}
    present = reads.list_present_ids(door.day.id, door.session.id if door.session else None)
    table = build_table(
        reads.search_attendance(
            workshop,
            door,
            ParticipantGroup(chosen["group"]) if chosen.get("group") else None,
            is_present={"yes": True, "no": False}.get(chosen.get("present", "")),
        ),
        _columns(present),
        default_sort="name",
        tie=[Participant.id],
        filters=filters,
    )
    if asks_for_file():
        return send_table(table, "attendance")
    counts = reads.count_attendance(workshop)
    return render_template(
        "workshops/list_attendance.html",
        workshop=workshop,
        table=table,
        door=door,
        doors=doors,
        counts=counts,
        present=present,
        shown_groups=[group for group in GROUPS if any(group in found for found in counts.values())],
        groups=GROUPS,
        told_name=told_name,
        organisation_of=organisation_of,
        tell_door=tell_door,
        trail=participant_trail(workshop),
    )


def _columns(present: set[int]) -> list[Column[Participant]]:
    named = can_see_names(current_user)
    return [
        Column(
            "name",
            lazy_("Name"),
            lambda row: told_name(row, current_user),
            [name_order()] if named else [Participant.id],
        ),
        Column("number", lazy_("Number"), lambda row: row.code, [Participant.id]),
        *(
            [Column("designation", lazy_("Designation"), lambda row: name_of(row, "designation"))]
            if named
            else []
        ),
        Column("organisation", lazy_("Organisation"), organisation_of),
        Column("group", lazy_("Group"), lambda row: GROUPS[row.group], [group_order()]),
        Column("present", lazy_("Was there"), lambda row: _("yes") if row.id in present else _("no")),
    ]
