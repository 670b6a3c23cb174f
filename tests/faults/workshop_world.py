"""Workshops as others see them: made, asked for by the matrix, changed by every route."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.roles import Role
from csrmatch.workshops.rules.workshops import WorkshopStatus
from tests import factories
from tests.conftest import sign_in
from tests.workshops.factories import find_person, make_workshop

__all__ = [
    "WORKSHOP_COLUMNS",
    "WORKSHOP_MAKERS",
    "is_workshop",
    "make_workshops",
    "workshop_changes",
    "workshop_targets",
]

Targets = dict[str, dict[str, object]]
# Opens a page, changes some fields of its form and sends it: `send(client, page, action, **changes)`.
Send = Callable[..., TestResponse]

_MISSING = 987_654_321
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
WORKSHOP_MAKERS = frozenset({"workshops.new_workshop"})


def make_workshops(far: User) -> dict[str, int]:
    """Of DPE and UNICEF announced and closed, of UNICEF planned, and planned by another office alone."""
    dpe = find_person(Role.DPE_STAFF)
    unicef = factories.find_organisation(Role.UNICEF_OFFICER)
    found = {
        "own": make_workshop("Workshop own"),
        "closed": make_workshop("Workshop closed", status=WorkshopStatus.CLOSED),
        "planned": make_workshop(
            "Workshop planned", by=dpe, organisers=[unicef], status=WorkshopStatus.PLANNED
        ),
        "far": make_workshop(
            "Workshop far", by=dpe, organisers=[far.organisation], status=WorkshopStatus.PLANNED
        ),
    }
    return {name: workshop.id for name, workshop in found.items()}


def is_workshop(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.startswith("workshops.")


def workshop_targets(workshops: dict[str, int], endpoint: str, role: Role) -> Targets:
    """One's own workshop and others; to an office that holds none, a plan of UNICEF is a foreign one."""
    if endpoint in {"workshops.list_workshops", "workshops.new_workshop"}:
        return {"-": {}}
    plan = "planned" if role in _SEE_THE_PLAN else "near"
    names = {"own": "own", "closed": "closed", plan: "planned", "far": "far"}
    found: Targets = {target: {"workshop_id": workshops[name]} for target, name in names.items()}
    return {**found, "missing": {"workshop_id": _MISSING}}


def workshop_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def act(name: str, part: str, action: str | None = None, **changes: object) -> Callable[..., Any]:
        def run(app: Application, world: Any) -> TestResponse:
            base = f"/workshops/{world.workshops[name]}" if name else "/workshops"
            target = f"{base}{action}" if action is not None else None
            return send(sign_in(app, "dpe_staff@example.test"), f"{base}{part}", target, **changes)

        return run

    return {
        "workshops.new_workshop": act("", "/new", title_en="Another workshop"),
        "workshops.edit_workshop": act("own", "/edit", title_en="Renamed"),
        "workshops.edit_organisers": act("own", "/organisers", organiser_2=""),
    }
