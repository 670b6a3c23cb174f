"""The page on which notes are taken in the room, what its script sends and asks for, and its offline half."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import (
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.db import now
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _
from csrmatch.roles import Permission
from csrmatch.web.guards import public, requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.access.takeaways import can_write_notes
from csrmatch.workshops.access.workshops import can_take_notes
from csrmatch.workshops.forms.note_batches import read_notes
from csrmatch.workshops.forms.takeaways import NoteForm
from csrmatch.workshops.models import Takeaway, Workshop
from csrmatch.workshops.queries.note_choices import read_choices
from csrmatch.workshops.queries.takeaways import list_latest_takeaways, list_takeaways_since
from csrmatch.workshops.queries.workshops import get_shown_workshop, get_workshop
from csrmatch.workshops.rules.takeaways import LONGEST_NOTE, NoteState, tell_versions
from csrmatch.workshops.services import takeaways as verbs
from csrmatch.workshops.views.note_choices import fill_choices, note_of, now_on, pick_chips
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.takeaways import BROKEN_NOTE, KINDS

__all__ = ["NOTES"]

NOTES = WORKSHOP + "/notes"


def _workshop_of_taker(workshop_id: int) -> Workshop:
    """A workshop at which the person takes notes: one they may only read is refused."""
    workshop = get_workshop(current_user, workshop_id)
    if not can_take_notes(current_user, workshop):
        raise NotAllowed
    return workshop


@blueprint.route(NOTES + "/take", methods=["GET", "POST"])
@requires(Permission.TAKE_NOTES)
def take_notes(workshop_id: int) -> ResponseReturnValue:
    """Takes one note down and shows the last ones of everybody; a script makes it fit for no network."""
    workshop = _workshop_of_taker(workshop_id)
    choices = read_choices(workshop)
    chosen = request.args.get("item", "")
    item = chosen if chosen in choices.sessions or chosen in choices.talks else now_on(choices)
    form = NoteForm(item=item)
    fill_choices(form, choices, workshop)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.take_note(workshop=workshop, by=signed_in_person(), note=note_of(form))
            flash(_("Taken down."), "good")
            return redirect(
                url_for("workshops.take_notes", workshop_id=workshop.id, item=form.item.data or None)
            )
    page = render_template(
        "workshops/take_notes.html",
        **_shown(workshop, form, pick_chips(choices, workshop)),
        rows=list_latest_takeaways(workshop),
        sees_names=can_see_names(current_user),
        cursor=_cursor(now()),
        trail=workshop_trail(workshop),
    )
    return page, 422 if form.is_submitted() else 200


def _shown(workshop: Workshop, form: NoteForm, chips: dict[str, Any]) -> dict[str, object]:
    return {
        "workshop": workshop,
        "form": form,
        "chips": chips,
        "kinds": KINDS,
        "most": LONGEST_NOTE,
        "may_write": can_write_notes(current_user, workshop),
    }


@blueprint.get(NOTES + "/offline")
@requires(Permission.TAKE_NOTES)
def show_offline_notes(workshop_id: int) -> ResponseReturnValue:
    """The same form without anything said and without names: what a phone keeps for where no network is."""
    workshop = _workshop_of_taker(workshop_id)
    choices = read_choices(workshop)
    form = NoteForm(item=now_on(choices))
    fill_choices(form, choices, workshop, with_names=False)
    chips = pick_chips(choices, workshop, with_names=False)
    return render_template("workshops/show_offline_notes.html", **_shown(workshop, form, chips))


@blueprint.get("/notes-worker.js")
@public
def show_notes_worker() -> ResponseReturnValue:
    """The script that opens the page of notes without a network; it reigns only below its own address."""
    script = Path(str(current_app.static_folder), "js", "notes-worker.js").read_bytes()
    answer = Response(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.post(NOTES + "/send")
@requires(Permission.TAKE_NOTES)
def send_notes(workshop_id: int) -> ResponseReturnValue:
    """Takes down what waited on a phone; each note is answered, and sent again it is the same note."""
    workshop = _workshop_of_taker(workshop_id)
    notes, broken = read_notes(request.get_json(silent=True))
    if not notes and not broken:
        raise BadRequest
    answers = verbs.take_notes(workshop=workshop, by=signed_in_person(), notes=notes)
    told: list[dict[str, object]] = [
        {
            "uuid": answer.uuid,
            "state": answer.state.value,
            "id": answer.takeaway.id if answer.takeaway else None,
            "problem": str(answer.problem) if answer.problem else None,
        }
        for answer in answers
    ]
    told += [
        {"uuid": mark, "state": NoteState.REFUSED.value, "id": None, "problem": str(BROKEN_NOTE)}
        for mark in broken
    ]
    return jsonify(notes=told)


@blueprint.get(NOTES + "/new")
@requires(Permission.VIEW_WORKSHOPS)
def list_new_notes(workshop_id: int) -> ResponseReturnValue:
    """What was taken down, corrected, struck or restored since a moment; asked for every few seconds."""
    workshop = get_shown_workshop(current_user, workshop_id)
    rows = list_takeaways_since(workshop, _read_cursor(request.args.get("since", "")))
    # One who is renamed or signed in anew is told the same notes again; nobody is told another's.
    tag = hashlib.sha256(f"{current_user.id} {tell_versions(rows)}".encode()).hexdigest()[:20]
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        latest = max((row.changed_at for row in rows), default=None)
        answer = jsonify(
            cursor=_cursor(latest) if latest else request.args.get("since"),
            notes=[_told(workshop, row) for row in rows],
        )
    answer.set_etag(tag)
    return answer


def _told(workshop: Workshop, row: Takeaway) -> dict[str, object]:
    """A note as the page shows it; its mark only to who took it, whose phone may still be waiting for it."""
    return {
        "id": row.id,
        "uuid": row.uuid if row.taken_by_id == current_user.id else None,
        "struck": row.struck_at is not None,
        "html": render_template(
            "workshops/_note.html",
            row=row,
            workshop=workshop,
            kinds=KINDS,
            sees_names=can_see_names(current_user),
        ),
    }


def _cursor(moment: datetime) -> str:
    return moment.isoformat()


def _read_cursor(text: str) -> datetime:
    try:
        # A plus in an address is read as a blank.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise BadRequest from None
    if moment.tzinfo is None or moment.year < 2000:
        raise BadRequest
    return moment
