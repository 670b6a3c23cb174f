"""The page at the door: finding people by badge or name, checking them in, also while there is no network."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.db import now, today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.registry.forms.fields import options
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.workshops.access.participants import can_open_door
from csrmatch.workshops.forms.check_in import DoorFilter, DoorForm, GuestForm
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries import check_in as reads
from csrmatch.workshops.queries.check_in import Door
from csrmatch.workshops.queries.participants import ParticipantSearch, list_found, list_participants
from csrmatch.workshops.queries.workshops import get_shown_workshop
from csrmatch.workshops.rules.check_in import BadBatch, Outcome, read_batch
from csrmatch.workshops.services.check_in import Done
from csrmatch.workshops.services.check_in import record_check_ins as record
from csrmatch.workshops.signed_links import badge_code, read_badge_code
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.participants import GROUPS, organisation_of, tell_door

__all__: list[str] = []

_DOOR = WORKSHOP + "/check-in"


def _workshop(workshop_id: int) -> Workshop:
    workshop = get_shown_workshop(current_user, workshop_id)
    if not can_open_door(current_user, workshop):
        raise NotAllowed
    return workshop


def _chosen(doors: list[Door], code: str) -> Door | None:
    """The day or session that was chosen, otherwise today's, otherwise the first."""
    by_code = {door.code: door for door in doors}
    todays = next((door for door in doors if door.day.held_on == today()), None)
    return by_code.get(code) or todays or next(iter(doors), None)


@blueprint.route(_DOOR, methods=["GET", "POST"])
@requires(Permission.CHECK_IN_PEOPLE)
def check_in_people(workshop_id: int) -> ResponseReturnValue:
    """Checks people in, by their badge or by name; who came unasked is written down here too."""
    workshop = _workshop(workshop_id)
    doors = reads.list_doors(workshop)
    door = _chosen(doors, request.args.get("at", ""))
    if request.method == "POST":
        return _act(workshop, door)
    filters = DoorFilter(request.args)
    filters.at.choices = options((one.code, tell_door(one.day, one.session)) for one in doors)
    filters.at.data = door.code if door else ""
    text = (request.args.get("q") or "").strip()[:80]
    found = list_found(current_user, workshop, ParticipantSearch(text=text)) if text else []
    present = (
        reads.list_present_ids(door.day.id, door.session.id if door.session else None) if door else set()
    )
    page = render_template(
        "workshops/check_in_people.html",
        workshop=workshop,
        doors=doors,
        door=door,
        filters=filters,
        text=text,
        found=[(row, _button("check_in", str(uuid.uuid4()), row.id)) for row in found],
        present=present,
        latest=[
            (mark, _button("undo", mark.client_key, mark.participant_id))
            for mark in (reads.list_latest(workshop, door) if door else [])
        ],
        guest=GuestForm(formdata=None, key=str(uuid.uuid4())),
        groups=GROUPS,
        organisation_of=organisation_of,
        tell_door=tell_door,
        trail=workshop_trail(workshop),
    )
    response = make_response(page)
    # The one page of csrmatch that may ask for the camera, to read badges.
    response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return response


def _button(act: str, key: str, participant_id: int) -> DoorForm:
    return DoorForm(formdata=None, act=act, key=key, participant=str(participant_id))


def _act(workshop: Workshop, door: Door | None) -> ResponseReturnValue:
    """One act of somebody whose browser runs no scripts."""
    back = url_for("workshops.check_in_people", workshop_id=workshop.id, at=door.code if door else None)
    form: Mapping[str, str] = request.form
    participant = form.get("participant", "")
    item = {
        "key": form.get("key", ""),
        "act": form.get("act") or "walk_in",
        "at": now().isoformat(),
        "day": door.day.id if door else 0,
        "session": door.session.id if door and door.session else None,
        "participant": int(participant) if participant.isdecimal() and len(participant) < 10 else 0,
        "name": form.get("name", ""),
        "organisation": form.get("organisation", ""),
        "group": form.get("group", ""),
    }
    try:
        (done,) = record(
            workshop=workshop, by=current_user, items=read_batch({"items": [item]}), read_code=read_badge_code
        )
    except BadBatch:
        flash(_("Enter the name of who came."), "bad")
        return redirect(back)
    if done.outcome is Outcome.REFUSED and item["act"] == "undo":
        flash(_("There is no check-in that could be taken back."), "bad")
    elif done.outcome is Outcome.REFUSED:
        flash(_("That is nobody of this workshop, or no day of it."), "bad")
    elif item["act"] == "undo":
        flash(_("The check-in is taken back."), "good")
    elif done.outcome is Outcome.KNOWN:
        flash(_("Was checked in before."), "warn")
    else:
        flash(_("Checked in."), "good")
    return redirect(back)


@blueprint.get(_DOOR + "/people")
@requires(Permission.CHECK_IN_PEOPLE)
def list_door_people(workshop_id: int) -> ResponseReturnValue:
    """What a phone keeps for the time without a network: numbers, codes of badges and names, no addresses."""
    workshop = _workshop(workshop_id)
    door = _chosen(reads.list_doors(workshop), request.args.get("at", ""))
    present = (
        reads.list_present_ids(door.day.id, door.session.id if door.session else None) if door else set()
    )
    people: list[dict[str, Any]] = [
        {
            "id": row.id,
            "code": row.code,
            "badge": badge_code(row.id),
            "name": name_of(row),
            "names": " ".join(name for name in (row.name_en, row.name_hi) if name),
            "organisation": organisation_of(row),
            "group": str(GROUPS[row.group]),
        }
        for row in list_participants(workshop)
    ]
    return jsonify(people=people, present=sorted(present))


@blueprint.post(_DOOR + "/batch")
@requires(Permission.CHECK_IN_PEOPLE)
def record_check_ins(workshop_id: int) -> ResponseReturnValue:
    """What a phone sends, many acts at once; whatever was sent before is told as known."""
    workshop = _workshop(workshop_id)
    try:
        items = read_batch(request.get_json(silent=True))
    except BadBatch:
        return jsonify(problem="bad_batch"), 422
    done = record(workshop=workshop, by=current_user, items=items, read_code=read_badge_code)
    return jsonify(done=[_told(one) for one in done])


def _told(one: Done) -> dict[str, object]:
    return {"key": one.key, "outcome": one.outcome.value, "participant": one.participant_id}
