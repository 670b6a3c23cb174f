"""The mapping in the room as others see it: made, asked for by the matrix, changed by every route."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.mapping.models import Exercise
from csrmatch.roles import Permission, Role, allows
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.room import RoomSide
from csrmatch.workshops.rules.workshops import WorkshopStatus
from csrmatch.workshops.services.room import hold_exercise
from tests.conftest import sign_in
from tests.faults.acting import Send
from tests.faults.expecting import Expected
from tests.workshops.factories import find_person
from tests.workshops.rooms import put_pair, say

__all__ = ["ROOM", "ROOM_COLUMNS", "ROOM_MAKERS", "is_room", "make_rooms", "room_changes", "room_targets"]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_EVERYONE = frozenset(Role)
_NOTE_TAKERS = frozenset(role for role in Role if allows(role, Permission.TAKE_NOTES))
_DPE = frozenset({Role.DPE_STAFF})
# Who sees a workshop that UNICEF plans, and who writes down what is said there.
_SEE_THE_PLAN = {Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR}
_RECORD = {Role.DPE_STAFF, Role.UNICEF_OFFICER}

_PAGES = {"show_room", "show_projector", "poll_projector"}
_BRINGING = {"hold_exercise", "new_room_exercise", "release_exercise", "lay_room_pairs"}
_RECORDING = {"moderate_room", "new_room_pair", "download_signatures"}
_OF_PAIRS = {"show_room_pair", "new_voice", "strike_room_pair"}
_OF_VOICES = {"edit_voice", "strike_voice"}

_SEEN = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
_KEPT = {**_SEEN, "closed": 403, "seen": 403, "missing_pair": 404, "other": 404, "missing_voice": 404}
_HELD = {"own": 200, "closed": 403, "planned": 404, "far": 404, "missing": 404}


def _both(endpoint: str, who: frozenset[Role], answers: dict[str, int]) -> dict[tuple[str, str], Expected]:
    sent = {target: 422 if status == 200 else status for target, status in answers.items()}
    return {
        (f"workshops.{endpoint}", "GET"): Expected(who, answers, _DPE),
        (f"workshops.{endpoint}", "POST"): Expected(who, sent, _DPE),
    }


ROOM: dict[tuple[str, str], Expected] = {
    **{
        (f"workshops.{endpoint}", "GET"): Expected(_EVERYONE, _SEEN, _DPE | {Role.AUDITOR})
        for endpoint in sorted(_PAGES)
    },
    ("workshops.show_room_pair", "GET"): Expected(
        _EVERYONE, {**_SEEN, "missing_pair": 404, "other": 404}, _DPE | {Role.AUDITOR}
    ),
    **{
        (f"workshops.{endpoint}", "GET"): Expected(_NOTE_TAKERS, {**_KEPT, "closed": closed}, _DPE)
        # The sheet is also signed after the record is closed.
        for endpoint, closed in (("moderate_room", 403), ("download_signatures", 200))
    },
    **{
        key: answer
        for endpoint in ("new_room_pair", "new_voice", "strike_room_pair", "edit_voice", "strike_voice")
        for key, answer in _both(endpoint, _NOTE_TAKERS, _KEPT).items()
    },
    **_both("hold_exercise", _DPE, {**_HELD, "planned": 200}),
    **_both("new_room_exercise", _DPE, {**_HELD, "planned": 200}),
    **{
        (f"workshops.{endpoint}", method): Expected(_DPE, {**_HELD, "own": status})
        for endpoint in ("release_exercise", "lay_room_pairs")
        for method, status in (("GET", 200), ("POST", 422))
    },
}

_VOICE = {"side", "stance", "name", "designation", "organisation", "note"}
# Which columns each act may change, and which acts only add or remove.
ROOM_COLUMNS: dict[str, dict[str, set[str]]] = {
    "workshops.release_exercise": {
        "held_exercise": {"released_by_id", "released_at", "released_reason"},
    },
    "workshops.strike_room_pair": {"room_pair": {"struck_by_id", "struck_at", "struck_reason"}},
    "workshops.edit_voice": {"room_voice": _VOICE | {"changed_at"}, "room_wording": set()},
    "workshops.strike_voice": {"room_voice": {"struck_by_id", "struck_at", "struck_reason"}},
}
ROOM_MAKERS = frozenset(
    f"workshops.{name}"
    for name in ("hold_exercise", "new_room_exercise", "lay_room_pairs", "new_room_pair", "new_voice")
)


def make_rooms(workshops: dict[str, int], exercise: int) -> dict[str, int]:
    """In each workshop of the world a pair with a voice on it; the own one holds an exercise."""
    dpe, found = find_person(Role.DPE_STAFF), dict[str, int]()
    for name, number in workshops.items():
        if name not in {"own", "closed", "planned", "far"}:
            continue
        workshop = db.session.get_one(Workshop, number)
        status, workshop.status = workshop.status, WorkshopStatus.HELD
        pair = put_pair(workshop)
        found[f"{name}_pair"] = pair.id
        found[f"{name}_voice"] = say(pair, RoomSide.DISTRICT).id
        workshop.status = status
        db.session.flush()
    own = db.session.get_one(Workshop, workshops["own"])
    hold_exercise(workshop=own, exercise=db.session.get_one(Exercise, exercise), by=dpe)
    return found


def is_room(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    name = endpoint.removeprefix("workshops.")
    return name in _PAGES | _BRINGING | _RECORDING | _OF_PAIRS | _OF_VOICES


def room_targets(world: Any, endpoint: str, role: Role) -> Targets:
    """One's own workshop and others; who only sees it may not write."""
    name = endpoint.removeprefix("workshops.")
    plan = "planned" if role in _SEE_THE_PLAN else "near"
    names = {"own": "own", "closed": "closed", plan: "planned", "far": "far"}
    if name in _BRINGING:
        names = {"own": "own", "closed": "closed", "planned": "planned", "far": "far"}
    if name in _RECORDING | _OF_VOICES | _OF_PAIRS - {"show_room_pair"} and role not in _RECORD:
        names = {"seen": "own", "near": "planned", "far": "far"}
    found = {target: _place(world, name, own, own) for target, own in names.items()}
    first = next(iter(names.values()))
    found["missing"] = {**found[next(iter(found))], "workshop_id": _MISSING}
    if name in _OF_PAIRS | _OF_VOICES and role in _RECORD:
        found["missing_pair"] = {**found["own"], "pair_id": _MISSING}
        found["other"] = _place(world, name, first, "closed")
    if name in _OF_VOICES and role in _RECORD:
        found["missing_voice"] = {**found["own"], "voice_id": _MISSING}
    return found


def _place(world: Any, name: str, workshop: str, parts: str) -> dict[str, object]:
    found: dict[str, object] = {"workshop_id": world.workshops[workshop]}
    if name in _OF_PAIRS | _OF_VOICES:
        found["pair_id"] = world.room[f"{parts}_pair"]
    if name in _OF_VOICES:
        found["voice_id"] = world.room[f"{parts}_voice"]
    if name == "download_signatures":
        found |= {"language": "hi", "kind": "docx"}
    return found


def room_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def act(name: str, part: str, /, **changes: object) -> Callable[..., TestResponse]:
        def run(app: Application, world: Any) -> TestResponse:
            ids = {key: world.room[f"{name}_{key}"] for key in ("pair", "voice")}
            page = f"/workshops/{world.workshops[name]}/mapping{part.format(**ids)}"
            given = {key: value(world) if callable(value) else value for key, value in changes.items()}
            return send(sign_in(app, "dpe_staff@example.test"), page, **given)

        return run

    said = {"side": "cpse", "stance": "conditions", "name": "Sunita Rao", "note": "If the road comes."}
    return {
        "workshops.lay_room_pairs": act("own", "/lay", plan=lambda world: f"{world.run}:total"),
        "workshops.release_exercise": act("own", "/release", reason="Held elsewhere."),
        "workshops.hold_exercise": act("own", "/hold", exercise=lambda world: str(world.exercise)),
        "workshops.new_room_exercise": act("planned", "/new", title_en="Made in the room"),
        "workshops.new_room_pair": act("own", "/pairs/new", district="636", cpse="NMDC"),
        "workshops.new_voice": act("own", "/pairs/{pair}/voices/new", **said),
        "workshops.edit_voice": act("own", "/pairs/{pair}/voices/{voice}/edit", stance="later"),
        "workshops.strike_voice": act("own", "/pairs/{pair}/voices/{voice}/strike", reason="Misheard."),
        "workshops.strike_room_pair": act("own", "/pairs/{pair}/strike", reason="Of another state."),
    }
