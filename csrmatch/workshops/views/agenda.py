"""The agenda of a workshop: one page for everyone, on which those who hold the workshop arrange it."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.access import can_see_names
from csrmatch.attachments.words import FILE_KINDS
from csrmatch.i18n import name_of
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.workshops.access.workshops import can_edit
from csrmatch.workshops.models import Speaker, Talk, WorkshopDay
from csrmatch.workshops.queries.agenda import get_agenda, list_documents
from csrmatch.workshops.queries.workshops import get_workshop
from csrmatch.workshops.rules.agenda_slots import talk_times
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.agenda import (
    tell_clashes,
    tell_day,
    tell_office,
    tell_session_note,
    tell_speaker,
    tell_talk,
    tell_times,
)
from csrmatch.workshops.wording.workshops import WORKSHOP_STATUSES, tell_when

__all__: list[str] = []


@blueprint.get(WORKSHOP + "/agenda")
@requires(Permission.VIEW_WORKSHOPS)
def show_agenda(workshop_id: int) -> ResponseReturnValue:
    """Days, sessions, talks and speakers; with `arrange` in the address the buttons that move them."""
    workshop = get_workshop(current_user, workshop_id)
    days = get_agenda(workshop)
    may_edit = can_edit(current_user, workshop)
    with_names = can_see_names(current_user)
    clashes = tell_clashes(days, with_names=with_names) if may_edit else []
    documents = list_documents(workshop)
    return render_template(
        "workshops/show_agenda.html",
        workshop=workshop,
        days=days,
        lead=" · ".join((name_of(workshop, "title"), tell_when(workshop, [day.held_on for day in days]))),
        clashes=clashes,
        doubtful={clash.session for clash, _text in clashes} | {clash.other for clash, _text in clashes},
        times={number: at for day in days for row in day.sessions for number, at in talk_times(row).items()},
        documents=documents,
        addresses={
            row.attachment_id: _addresses(row, may_edit) for rows in documents.values() for row in rows
        },
        file_kinds=FILE_KINDS,
        tell_note=tell_session_note,
        statuses=WORKSHOP_STATUSES,
        tell_day=tell_day,
        tell_times=tell_times,
        tell_office=tell_office,
        with_names=with_names,
        tell_speaker=lambda speaker: _speaker(speaker, with_names),
        tell_talk=lambda talk: _talk(talk, with_names),
        can_edit=may_edit,
        arranges=may_edit and "arrange" in request.args,
        session_moves=_session_moves(days),
        talk_moves=_moves([(row.id, row.talks) for day in days for row in day.sessions]),
        trail=workshop_trail(workshop),
    )


def _speaker(speaker: Speaker, with_names: bool) -> str:
    return tell_speaker(speaker, with_name=with_names)


def _talk(talk: Talk, with_names: bool) -> str:
    return tell_talk(talk, with_names=with_names)


def _addresses(row: Any, may_edit: bool) -> tuple[str, str | None]:
    """Where a file is sent from, and where it is struck by who may."""
    given = {"workshop_id": row.workshop_id, "attachment_id": row.attachment_id}
    strike = url_for("workshops.strike_workshop_document", **given) if may_edit else None
    return url_for("workshops.download_workshop_document", **given), strike


def _moves(wholes: Sequence[tuple[int, Sequence[Any]]]) -> dict[int, dict[str, str]]:
    """By part, where its buttons take it: up and down, and over the edge of its whole into the next one.

    The wholes, which are days or sessions, are given by number, each with its parts.
    """
    found: dict[int, dict[str, str]] = {}
    for place, (number, parts) in enumerate(wholes):
        for index, part in enumerate(parts):
            moves = {}
            if index:
                moves["up"] = f"{number}:{index - 1}"
            elif place:
                before, there = wholes[place - 1]
                moves["up"] = f"{before}:{len(there)}"
            if index + 1 < len(parts):
                moves["down"] = f"{number}:{index + 1}"
            elif place + 1 < len(wholes):
                moves["down"] = f"{wholes[place + 1][0]}:0"
            found[part.id] = moves
    return found


def _session_moves(days: Sequence[WorkshopDay]) -> dict[int, dict[str, str]]:
    """By session, where its buttons take it; there is one for each other day too."""
    found = _moves([(day.number, day.sessions) for day in days])
    for day in days:
        for session in day.sessions:
            found[session.id] |= {
                f"day {other.number}": f"{other.number}:{len(other.sessions)}"
                for other in days
                if other is not day
            }
    return found
