"""Programmes and overlaps for the tests of faults: what is made, what to ask for, acts that change them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.registry.models import Need, OverlapCase, Programme, Project
from csrmatch.registry.rules.overlaps import Verdict
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.services.overlaps import answer_overlap
from csrmatch.registry.services.programmes import retire_programme
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.registry.overlaps import find_case, make_programme, somebody
from tests.registry.projects import find_district

__all__ = ["is_overlap", "make_overlaps", "overlap_changes", "overlap_targets"]

Targets = dict[str, dict[str, object]]
_MISSING = 2_000_000_000
_JHARKHAND = {Role.STATE_OFFICER, Role.CHAIR}


def make_overlaps(
    projects: dict[str, int], needs: dict[str, int], far_state: User
) -> tuple[dict[str, int], dict[str, int]]:
    """Programmes by name, and cases with the two projects and with two needs, one of them answered."""
    here, there = (db.session.get_one(Project, projects[name]) for name in ("here", "there"))
    draft, taken_up = (db.session.get_one(Need, needs[name]) for name in ("here", "taken_up"))
    state, unicef, dpe = (
        somebody(role) for role in (Role.STATE_OFFICER, Role.UNICEF_OFFICER, Role.DPE_STAFF)
    )
    plain = {"run_by": "An office", "source": "A letter", "source_on": date(2024, 4, 1)}
    made = {
        "unicef": make_programme("Programme here", by=unicef, kind=ProgrammeKind.UNICEF, **plain),
        "state": make_programme("Project there", by=state, districts=(find_district(328),), **plain),
        "dpe": make_programme(
            "Wells",
            by=dpe,
            kind=ProgrammeKind.SCHEME,
            theme_code="IN",
            scheme_code="jal-jeevan-mission",
            **plain,
        ),
        "retired": make_programme("Old one", by=dpe, theme_code="OT", **plain),
        "near": make_programme(
            "Of another state",
            by=far_state,
            theme_code="OT",
            reach=ProgrammeReach.STATE,
            state=far_state.organisation.state,
            **plain,
        ),
    }
    old = made["retired"]
    retire_programme(programme=old, version=old.version, reason="It has ended.")
    pairs = {
        "here": (made["unicef"], here),
        "there": (made["state"], there),
        "draft": (made["dpe"], draft),
        "answered": (made["dpe"], taken_up),
    }
    cases = {name: _find(*pair) for name, pair in pairs.items()}
    answered = cases["answered"]
    answer_overlap(
        case=answered,
        by=dpe,
        version=answered.version,
        verdict=Verdict.COMPLEMENTARY,
        reason="The scheme lays the pipes.",
    )
    return {name: row.id for name, row in made.items()}, {name: case.id for name, case in cases.items()}


def _find(programme: Programme, record: Need | Project) -> OverlapCase:
    case = find_case(programme, record)
    assert case is not None
    return case


def is_overlap(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    name = endpoint.partition(".")[2]
    return name.endswith(("_overlap", "_programme")) and not name.startswith("new_")


def overlap_targets(programmes: dict[str, int], cases: dict[str, int], endpoint: str, role: Role) -> Targets:
    """The arguments of a route for each kind of target, as seen from a role."""
    if endpoint.endswith("_programme"):
        own = {Role.STATE_OFFICER: "state", Role.UNICEF_OFFICER: "unicef"}.get(role, "dpe")
        names = {"own": own, "near": "near", "retired": "retired"}
        if endpoint == "registry.show_programme":
            names = {"own": own}
        return {
            **{target: {"programme_id": programmes[name]} for target, name in names.items()},
            "missing": {"programme_id": _MISSING},
        }
    own, far = ("there", "here") if role in _JHARKHAND else ("here", "there")
    names = {"own": own, "far": far, "near": "draft"}
    if role is Role.DISTRICT_OFFICER:
        names = {"own": "draft", "far": far, "elsewhere": "here"}
    if role is Role.UNICEF_OFFICER and endpoint != "registry.show_overlap":
        names = {"own": own, "elsewhere": "there"}
    if endpoint == "registry.reopen_overlap":
        # What waits for a word cannot be opened again, whosever it is.
        names = {("elsewhere" if target == "own" else target): name for target, name in names.items()}
    is_act = endpoint != "registry.show_overlap"
    reopens = endpoint == "registry.reopen_overlap"
    if is_act and role is Role.DPE_STAFF:
        names = {"own": "answered" if reopens else "here", "elsewhere": "here" if reopens else "answered"}
    elif reopens and role is Role.DISTRICT_OFFICER:
        names = {"own": "answered", "far": far, "elsewhere": "draft"}
    return {
        **{target: {"case_id": cases[name]} for target, name in names.items()},
        "missing": {"case_id": _MISSING},
    }


def overlap_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def unicef(part: str, **changes: object) -> Callable[..., TestResponse]:
        def act(app: Application, world: Any) -> TestResponse:
            page = f"/programmes/{world.programmes['unicef']}{part}"
            return send(sign_in(app, "unicef_officer@example.test"), page, **changes)

        return act

    def record(app: Application, _world: object) -> TestResponse:
        given = {
            "kind": "unicef",
            "name_en": "New programme",
            "theme": "HN",
            "reach": "all",
            "run_by": "UNICEF",
            "source": "A letter",
            "source_on": "2026-04-01",
        }
        return send(sign_in(app, "unicef_officer@example.test"), "/programmes/new", **given)

    def answer(app: Application, world: Any) -> TestResponse:
        page = f"/overlaps/{world.overlaps['here']}"
        client = sign_in(app, "cpse_officer@example.test")
        return send(client, page, page + "/answer", verdict="joined", reason="We build together.")

    def reopen(app: Application, world: Any) -> TestResponse:
        page = f"/overlaps/{world.overlaps['answered']}/reopen"
        return send(sign_in(app, "dpe_staff@example.test"), page, reason="It is the same tank.")

    return {
        "registry.answer_overlap": answer,
        "registry.reopen_overlap": reopen,
        "registry.new_programme": record,
        "registry.edit_programme": unicef("/edit", what="Now with teachers."),
        "registry.retire_programme": unicef("/retire", reason="It is over."),
    }
