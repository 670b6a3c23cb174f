"""Practices for the tests of faults: made, asked for by the matrix, changed by every route, marked."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.practices.models import Practice
from csrmatch.practices.rules import PracticeStatus
from csrmatch.practices.services import add_practice, strike_practice_document
from csrmatch.roles import Role
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.expecting import EVERYONE, Expected
from tests.practices.practices import FULL, attach, make_practice, person, reword, step_to, take_to_library
from tests.registry.projects import PDF

__all__ = [
    "PRACTICE_TABLE",
    "is_practice",
    "make_practices",
    "mark_practices",
    "practice_changes",
    "practice_targets",
    "seen_practices",
]

Targets = dict[str, dict[str, object]]

_MISSING = 2_000_000_000
_S = PracticeStatus
_KEEPERS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER})
_WRITERS = _KEEPERS | {Role.CPSE_OFFICER, Role.DISTRICT_OFFICER, Role.STATE_OFFICER}
_AUDITOR = frozenset({Role.AUDITOR})
_GONE = {"near": 404, "far": 404, "missing": 404}
_READ = {"own": 200, "kept": 200, "offered": 200, **_GONE}
_PAPER = {"own": 200, "other": 404, "struck": 404, "missing_part": 404, **_GONE}

# Who gets which answer from which page; reviewed by people.
PRACTICE_TABLE: dict[tuple[str, str], Expected] = {
    ("practices.list_practices", "GET"): Expected(EVERYONE),
    ("practices.new_practice", "GET"): Expected(_WRITERS),
    ("practices.new_practice", "POST"): Expected(_WRITERS, {"-": 422}),
    ("practices.show_practice", "GET"): Expected(EVERYONE, _READ, _AUDITOR),
    ("practices.download_practice", "GET"): Expected(EVERYONE, _READ, _AUDITOR),
    ("practices.show_practice_version", "GET"): Expected(
        EVERYONE, {"own": 200, "missing_part": 404, "near": 404, "missing": 404}
    ),
    ("practices.download_practice_document", "GET"): Expected(EVERYONE, _PAPER, _AUDITOR),
    **{
        (f"practices.{name}", method): Expected(
            _WRITERS, {"own": status, "offered": status, "kept": status, "library": 403, **_GONE}
        )
        for method, status in (("GET", 200), ("POST", 422))
        for name in ("edit_practice", "step_practice", "new_practice_document")
    },
    **{
        ("practices.strike_practice_document", method): Expected(_WRITERS, {**_PAPER, "own": status})
        for method, status in (("GET", 200), ("POST", 422))
    },
}


def make_practices() -> dict[str, int]:
    """A draft of each office that writes, with a paper; one offered, one of the library in two wordings."""
    made: dict[str, int] = {}
    for role in sorted(_WRITERS):
        by = person(role)
        draft = add_practice(by=by, text=replace(FULL, title_en=f"Practice of {role.value}"))
        made[role.value] = draft.id
        made[f"{role.value} paper"] = attach(draft, by).attachment_id
        struck = attach(draft, by, "Wrong one")
        strike_practice_document(
            practice=draft, document=struck, by=by, version=struck.attachment.version, reason="Wrong."
        )
        made[f"{role.value} struck"] = struck.attachment_id
    near = person(Role.STATE_OFFICER, "near")
    foreign = add_practice(by=near, text=replace(FULL, title_en="Practice of a stranger"))
    made["near"], made["near paper"] = foreign.id, attach(foreign, near).attachment_id
    offered = add_practice(by=near, text=replace(FULL, title_en="Practice offered"))
    made["offered paper"] = attach(offered, near).attachment_id
    step_to(offered, near, _S.OFFERED)
    library = make_practice("Practice of the library", by=near, cpse="NMDC", contact_office="An office")
    made["library paper"] = attach(library, near).attachment_id
    take_to_library(library, by=near)
    made["version"] = library.version
    reword(library, person(Role.DPE_STAFF), problem="Said anew")
    return {**made, "offered": offered.id, "library": library.id}


def is_practice(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    name = endpoint.removeprefix("practices.")
    return name != endpoint and name not in {"list_practices", "new_practice"}


def practice_targets(made: dict[str, int], endpoint: str, role: Role) -> Targets:
    """The arguments of a route for each kind of target, as seen from a role."""
    own = role.value if role in _WRITERS else "library"
    names = {"own": own, "near": "near", "far": "offered"}
    if role in _KEEPERS:
        names = {"own": own, "near": "near", "offered": "offered", "kept": "library"}
    elif role in _WRITERS:
        names["kept" if endpoint in _READING else "library"] = "library"
    if endpoint == "practices.show_practice_version":
        number = made["version"]
        return {
            "own": {"practice_id": made["library"], "number": number},
            "missing_part": {"practice_id": made["library"], "number": 987_654},
            "near": {
                "practice_id": made["offered" if role is Role.AUDITOR else "near"],
                "number": number + 9,
            },
            "missing": {"practice_id": _MISSING, "number": number},
        }
    if endpoint in {"practices.download_practice_document", "practices.strike_practice_document"}:
        return _papers(made, {key: name for key, name in names.items() if key in {"own", "near", "far"}})
    part = {"language": "hi", "kind": "docx"} if endpoint == "practices.download_practice" else {}
    found: Targets = {target: {"practice_id": made[name], **part} for target, name in names.items()}
    return {**found, "missing": {"practice_id": _MISSING, **part}}


_READING = {"practices.show_practice", "practices.download_practice"}


def _papers(made: dict[str, int], names: dict[str, str]) -> Targets:
    own = made[names["own"]]
    found: Targets = {
        target: {"practice_id": made[name], "attachment_id": made[f"{name} paper"]}
        for target, name in names.items()
    }
    found["other"] = {"practice_id": own, "attachment_id": made["near paper"]}
    found["missing_part"] = {"practice_id": own, "attachment_id": _MISSING}
    found["missing"] = {"practice_id": _MISSING, "attachment_id": made["near paper"]}
    if f"{names['own']} struck" in made:
        found["struck"] = {"practice_id": own, "attachment_id": made[f"{names['own']} struck"]}
    return found


def practice_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def act(role: Role, name: str, part: str, **changes: object) -> Callable[..., TestResponse]:
        def run(app: Application, world: Any) -> TestResponse:
            made = world.practices
            page = f"/practices/{made[name]}" if name else "/practices"
            papers = {key.replace(" ", "_"): number for key, number in made.items()}
            return send(sign_in(app, f"{role.value}@example.test"), page + part.format(**papers), **changes)

        return run

    def hand_in(app: Application, world: Any) -> TestResponse:
        # The file is made for each sending, as sending closes it.
        file = [(io.BytesIO(PDF), "report.pdf")]
        page = f"/practices/{world.practices['state_officer']}/documents/new"
        return send(sign_in(app, "state_officer@example.test"), page, title="Report", file=file)

    return {
        "practices.new_practice": act(Role.CPSE_OFFICER, "", "/new", title_en="Wells by women"),
        "practices.edit_practice": act(
            Role.UNICEF_OFFICER, "library", "/edit", problem="Told anew.", cost_inr="2 crore"
        ),
        "practices.new_practice_document": hand_in,
        "practices.strike_practice_document": act(
            Role.STATE_OFFICER,
            "state_officer",
            "/documents/{state_officer_paper}/strike",
            reason="The wrong one.",
        ),
        "practices.step_practice": act(Role.DISTRICT_OFFICER, "district_officer", "/step", status="offered"),
    }


def mark_practices() -> None:
    """Puts a token into the title of every practice, and another into how its office is reached."""
    for practice in db.session.scalars(select(Practice).order_by(Practice.id)):
        practice.title_en = practice.title_hi = f"Practice canary{250_000 + practice.id}x"
        practice.contact_mail = f"canary{260_000 + practice.id}x@example.in"
        practice.contact_phone = f"canary{270_000 + practice.id}x"


def seen_practices(made: dict[str, int], role: Role) -> set[int]:
    """The tokens a role may read: its drafts, the library, offers for keepers; contacts where it writes."""
    shipped = select(Practice.id).where(Practice.reference_number.is_not(None)).order_by(Practice.id)
    seen = set(db.session.scalars(shipped)) | {made["library"]}
    seen |= {made[role.value]} if role in _WRITERS else set()
    # The Chief Secretary's office and the state's departments are one office.
    seen |= {made[Role.STATE_OFFICER.value]} if role is Role.CHAIR else set()
    seen |= {made["offered"]} if role in _KEEPERS | _AUDITOR else set()
    if role is Role.AUDITOR:
        seen |= {made["near"]} | {made[writer.value] for writer in _WRITERS}
    bases = (250_000, 260_000, 270_000) if role in _WRITERS else (250_000,)
    return {base + number for base in bases for number in seen}
