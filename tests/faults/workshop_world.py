"""Workshops as others see them: made, asked for by the matrix, changed by every route."""

import io
from collections.abc import Callable
from typing import Any

from flask import current_app
from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.roles import Role
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.queries.agenda import get_agenda
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.documents import attach_workshop_document, strike_workshop_document
from csrmatch.workshops.services.workshops import name_helper
from tests import factories
from tests.conftest import sign_in
from tests.faults.acting import Send, acting
from tests.registry.projects import PDF
from tests.workshops.factories import find_person, make_workshop, take_workshop_to

__all__ = [
    "WORKSHOP_COLUMNS",
    "WORKSHOP_MAKERS",
    "is_workshop",
    "make_workshops",
    "workshop_changes",
    "workshop_targets",
]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_PARTS = ("session_id", "talk_id", "helper_id", "attachment_id", "number")
_PLANNED = WorkshopStatus.PLANNED
# Who looks after all workshops, looks over them, or holds this one.
_SEE_THE_PLAN = {Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR}

# Which columns each act may change, and which acts only add or remove.
WORKSHOP_COLUMNS: dict[str, dict[str, set[str]]] = {
    "workshops.edit_workshop": {
        "workshop": {
            "series_id",
            "ordinal",
            "title_en",
            "title_hi",
            "objective_en",
            "objective_hi",
            "year",
            "state_id",
            "city_en",
            "city_hi",
            "venue_en",
            "venue_hi",
            "participants_told",
            "is_about",
            "changed_by_id",
            "changed_at",
        }
    },
    "workshops.edit_organisers": {
        "workshop": {"changed_by_id", "changed_at"},
        "workshop_organiser": {"position"},
    },
}
WORKSHOP_COLUMNS |= {
    "workshops.step_workshop": {"workshop": {"status", "changed_by_id", "changed_at"}},
    "workshops.unmark_workshop": {"workshop": {"status", "changed_by_id", "changed_at"}},
    "workshops.cancel_workshop": {"workshop": {"status", "cancelled_reason", "changed_by_id", "changed_at"}},
    "workshops.edit_days": {
        "workshop": {"starts_on", "year", "changed_by_id", "changed_at"},
        "workshop_day": {"held_on"},
    },
    "workshops.edit_session": {
        "workshop_session": {
            *("title_en", "title_hi", "kind", "starts_at", "ends_at"),
            *("room_en", "room_hi", "said_en", "said_hi"),
        }
    },
    "workshops.move_session": {"workshop_session": {"position", "day_id"}},
    "workshops.edit_talk": {
        "talk": {
            *("topic_en", "topic_hi", "starts_at", "minutes", "theme_code", "district_id", "cpse_id"),
            *("said_en", "said_hi"),
        },
        "speaker": {*("name_en", "name_hi", "designation_en", "designation_hi"), "organisation_id"},
    },
    "workshops.move_talk": {"talk": {"position", "session_id"}},
    "workshops.strike_workshop_document": {"attachment": {"struck_at", "struck_by_id", "struck_reason"}},
}
WORKSHOP_MAKERS = frozenset(
    {
        "workshops.new_workshop",
        "workshops.copy_workshop",
        "workshops.edit_helpers",
        "workshops.remove_helper",
        "workshops.add_day",
        "workshops.remove_day",
        "workshops.new_session",
        "workshops.remove_session",
        "workshops.new_talk",
        "workshops.remove_talk",
        "workshops.new_workshop_document",
    }
)


def make_workshops(far: User) -> dict[str, int]:
    """Of DPE and UNICEF announced, held and closed, of UNICEF planned, and planned by another office alone.

    Beside each, by its name, a session, a talk, a helper, a file and one that is struck.
    """
    unicef = factories.find_organisation(Role.UNICEF_OFFICER)
    made = {
        "own": make_workshop("Workshop own", status=_PLANNED),
        "closed": make_workshop("Workshop closed", status=_PLANNED),
        "planned": make_workshop("Workshop planned", organisers=[unicef], status=_PLANNED),
        "far": make_workshop("Workshop far", organisers=[far.organisation], status=_PLANNED),
        "held": make_workshop("Workshop held", status=_PLANNED),
    }
    found: dict[str, int] = {}
    for name, workshop in made.items():
        found |= _fill(name, workshop)
    dpe = find_person(Role.DPE_STAFF)
    take_workshop_to(made["own"], dpe, WorkshopStatus.ANNOUNCED)
    take_workshop_to(made["closed"], dpe, WorkshopStatus.CLOSED)
    take_workshop_to(made["held"], dpe, WorkshopStatus.HELD)
    return found


def _fill(name: str, workshop: Workshop) -> dict[str, int]:
    """A helper and two files, one of them struck; the numbers of all that belongs to the workshop."""
    dpe = find_person(Role.DPE_STAFF)
    session = get_agenda(workshop)[0].sessions[0]
    helper = name_helper(workshop=workshop, by=dpe, person=dpe, takes_notes=True, checks_in=False)
    kept, struck = (
        attach_workshop_document(
            workshop=workshop, by=dpe, talk=talk, title=f"{title} {name}", file_name="x.pdf", content=PDF
        )
        for talk, title in ((session.talks[0], "Slides"), (None, "Wrong"))
    )
    version = struck.attachment.version
    strike_workshop_document(workshop=workshop, document=struck, by=dpe, version=version, reason="Wrong.")
    return {
        name: workshop.id,
        f"{name} session_id": session.id,
        f"{name} next": get_agenda(workshop)[0].sessions[1].id,
        f"{name} talk_id": session.talks[0].id,
        f"{name} helper_id": helper.id,
        f"{name} attachment_id": kept.attachment_id,
        f"{name} struck": struck.attachment_id,
    }


def is_workshop(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    # The script that opens the page of notes without a network is of no workshop.
    return endpoint.startswith("workshops.") and endpoint != "workshops.show_notes_worker"


def workshop_targets(workshops: dict[str, int], endpoint: str, role: Role) -> Targets:
    """One's own workshop and others; to an office that holds none, a plan of UNICEF is a foreign one."""
    if endpoint in {"workshops.list_workshops", "workshops.new_workshop"}:
        return {"-": {}}
    plan = "planned" if role in _SEE_THE_PLAN else "near"
    names = {"own": "own", "closed": "closed", plan: "planned", "far": "far"}
    if endpoint == "workshops.unmark_workshop":
        names["own"] = "held"
        if role is Role.DPE_STAFF:
            # A plan of another office was not held either.
            names["planned_far"] = names.pop("far")
    part = next((key for key in _PARTS if key in current_arguments(endpoint)), None)
    found: Targets = {target: _arguments(workshops, name, endpoint) for target, name in names.items()}
    if part is not None:
        number = 99 if part == "number" else _MISSING
        found["missing_part"] = {**found["own"], part: number}
        # A part of another workshop, below one's own; every workshop has a day of the same number.
        found["other"] = {**found["own"], part: workshops.get(f"far {part}", 98)}
    if part == "attachment_id":
        found["struck"] = {**found["own"], part: workshops["own struck"]}
    if endpoint == "workshops.download_agenda":
        found["no_kind"] = {**found["own"], "kind": "exe"}
    return {**found, "missing": {**found["own"], "workshop_id": _MISSING}}


def current_arguments(endpoint: str) -> set[str]:
    """What the address of a page takes."""
    return set(current_app.url_map._rules_by_endpoint[endpoint][0].arguments)


def _arguments(workshops: dict[str, int], name: str, endpoint: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for argument in current_arguments(endpoint):
        if argument == "workshop_id":
            found[argument] = workshops[name]
        elif argument == "number":
            found[argument] = 1
        elif argument == "kind":
            found[argument] = "ics"
        else:
            found[argument] = workshops[f"{name} {argument}"]
    return found


def workshop_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    act = acting(send, "/workshops", lambda world: world.workshops)

    agenda = "/{own}/agenda?arrange=1"
    session, talk = "/{own}/sessions/{own_session_id}", "/{own}/talks/{own_talk_id}"
    document = "/{own}/documents/{own_attachment_id}/strike"
    return {
        "workshops.new_workshop": act("/new", title_en="Another workshop"),
        "workshops.edit_workshop": act("/{own}/edit", title_en="Renamed"),
        "workshops.edit_organisers": act("/{own}/organisers", organiser_2=""),
        "workshops.edit_helpers": _name_helper(send),
        "workshops.remove_helper": act("/{own}/helpers", "/{own}/helpers/{own_helper_id}/remove"),
        "workshops.copy_workshop": act("/{own}/copy", title_en="The next one"),
        "workshops.edit_days": act("/{own}/days", day_2="2026-02-11"),
        "workshops.add_day": act("/{own}/days", "/{own}/days/add"),
        "workshops.remove_day": act("/{own}/days", "/{own}/days/remove"),
        "workshops.new_session": act("/{own}/days/1/sessions/new", title_en="Tea"),
        "workshops.edit_session": act(session + "/edit", title_en="Opening", ends_at="11:30"),
        "workshops.move_session": act(agenda, session + "/move", to="1:1"),
        "workshops.new_talk": act(session + "/talks/new", topic_en="Thanks to the hosts"),
        "workshops.edit_talk": act(talk + "/edit", topic_en="Greeting", speaker_1_designation_en="Secretary"),
        "workshops.move_talk": act(
            agenda, talk + "/move", to=lambda world: f"{world.workshops['own next']}:0"
        ),
        "workshops.new_workshop_document": _attach(send),
        "workshops.strike_workshop_document": act(document, reason="It is the wrong one."),
        "workshops.remove_talk": _remove_last(send, "talk"),
        "workshops.remove_session": _remove_last(send, "session"),
        "workshops.step_workshop": act("/{own}", "/{own}/step", step="hold"),
        "workshops.unmark_workshop": act("/{held}/unmark", reason="It was put off by a week."),
        "workshops.cancel_workshop": act("/{planned}/cancel", reason="Nobody can come."),
    }


def _attach(send: Send) -> Callable[..., TestResponse]:
    def run(app: Application, world: Any) -> TestResponse:
        page = f"/workshops/{world.workshops['own']}/documents/new"
        file = [(io.BytesIO(PDF), "photo.pdf")]
        return send(sign_in(app, "dpe_staff@example.test"), page, title="Photo", file=file)

    return run


def _name_helper(send: Send) -> Callable[..., TestResponse]:
    def run(app: Application, world: Any) -> TestResponse:
        person = world.people[Role.CPSE_OFFICER]["self"]
        page = f"/workshops/{world.workshops['own']}/helpers"
        return send(sign_in(app, "dpe_staff@example.test"), page, person=person, takes_notes="y")

    return run


def _remove_last(send: Send, kind: str) -> Callable[..., TestResponse]:
    """Removes the last session of the workshop, or the last talk of the first day, which has no file."""

    def run(app: Application, world: Any) -> TestResponse:
        workshop = db.session.get_one(Workshop, world.workshops["own"])
        days = get_agenda(workshop)
        row = days[-1].sessions[-1] if kind == "session" else days[0].sessions[-2].talks[-1]
        base = f"/workshops/{workshop.id}/{kind}s/{row.id}"
        db.session.rollback()
        return send(sign_in(app, "dpe_staff@example.test"), f"{base}/edit", f"{base}/remove")

    return run
