"""Notes of workshops as others see them: made, asked for by the matrix, changed by every route."""

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.app import Application
from csrmatch.db import db, now
from csrmatch.registry.models import Cpse
from csrmatch.roles import Role
from csrmatch.workshops.models import Speaker, Takeaway, TakeawayHanding, TakeawayWording, Talk
from csrmatch.workshops.rules.takeaways import HandingState, TakeawayKind
from tests.conftest import sign_in
from tests.faults.acting import Send, acting
from tests.faults.workshop_world import workshop_targets
from tests.registry.projects import find_district
from tests.workshops.factories import find_person

__all__ = [
    "TAKEAWAY_COLUMNS",
    "TAKEAWAY_MAKERS",
    "is_takeaway",
    "make_takeaways",
    "mark_takeaways",
    "seen_takeaways",
    "takeaway_changes",
    "takeaway_targets",
]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_SPEAKER, _SAID_BY = 300_000, 310_000
_HOLDERS = {Role.DPE_STAFF, Role.UNICEF_OFFICER}
_WORKSHOPS = ("own", "closed", "planned", "far")
_READING = {"list_takeaways", "list_new_notes", "show_takeaway"}
_OF_WORKSHOP = {"list_takeaways", "list_new_notes", "take_notes", "show_offline_notes", "send_notes"}
_OF_NOTE = frozenset(
    {
        "show_takeaway",
        "edit_takeaway",
        "strike_takeaway",
        "restore_takeaway",
        "convert_takeaway",
        "hand_on_takeaway",
        "decline_handing",
    }
)
# Which columns each act may change, and which acts only add.
TAKEAWAY_COLUMNS: dict[str, dict[str, set[str]]] = {
    "workshops.edit_takeaway": {
        "takeaway": {"text", "language", "kind", "due_on", "changed_by_id", "changed_at"}
    },
    "workshops.strike_takeaway": {
        "takeaway": {"struck_at", "struck_by_id", "struck_reason", "changed_by_id", "changed_at"}
    },
    "workshops.restore_takeaway": {
        "takeaway": {"struck_at", "struck_by_id", "struck_reason", "changed_by_id", "changed_at"}
    },
    "workshops.convert_takeaway": {
        "takeaway_handing": {"state", "answered_by_id", "answered_at", "answered_reason"}
    },
    "workshops.decline_handing": {
        "takeaway_handing": {"state", "answered_by_id", "answered_at", "answered_reason"}
    },
}
TAKEAWAY_MAKERS = frozenset({"workshops.take_notes", "workshops.send_notes", "workshops.hand_on_takeaway"})


def make_takeaways(workshops: dict[str, int]) -> dict[str, int]:
    """A note in each workshop, whatever its status; one handed to Dantewada, to another district, to NMDC."""
    notes = {name: _plant(workshops[name], "376") for name in _WORKSHOPS}
    own = notes["own"]
    found = {name: row.id for name, row in notes.items()}
    nmdc = db.session.scalars(select(Cpse.id).where(Cpse.code == "NMDC")).one()
    found["handed"] = _hand(own, "need", district_id=find_district(376).id)
    found["handed_far"] = _hand(own, "need", district_id=find_district(636).id)
    found["handed_company"] = _hand(own, "support", cpse_id=nmdc)
    return found


def _plant(workshop_id: int, lgd: str) -> Takeaway:
    by, moment, text = find_person(Role.DPE_STAFF), now(), "Remoteness, as was said"
    row = Takeaway(
        workshop_id=workshop_id,
        uuid=str(uuid.uuid4()),
        kind=TakeawayKind.REQUEST,
        text=text,
        language="en",
        district=find_district(int(lgd)),
        taken_by_id=by.id,
        taken_at=moment,
        received_at=moment,
        changed_by_id=by.id,
        changed_at=moment,
        wordings=[TakeawayWording(number=1, text=text, written_by_id=by.id, written_at=moment)],
    )
    db.session.add(row)
    db.session.flush()
    return row


def _hand(row: Takeaway, kind: str, **to: int) -> int:
    by = find_person(Role.DPE_STAFF)
    handing = TakeawayHanding(
        takeaway_id=row.id, kind=kind, state=HandingState.WAITING, handed_by_id=by.id, handed_at=now(), **to
    )
    db.session.add(handing)
    db.session.flush()
    return handing.id


def mark_takeaways() -> None:
    """Puts a token into the name of everybody who speaks, also of whom a talk without a topic bears it."""
    for talk in db.session.scalars(select(Talk).order_by(Talk.id)):
        talk.topic_en = talk.topic_hi = None
    for speaker in db.session.scalars(select(Speaker).order_by(Speaker.id)):
        speaker.name_en = f"Speaker canary{_SPEAKER + speaker.id}x"
        speaker.name_hi = None
    for row in db.session.scalars(select(Takeaway).order_by(Takeaway.id)):
        row.speaker_name = f"Speaker canary{_SAID_BY + row.id}x"


def seen_takeaways(role: Role) -> set[int]:
    """The tokens of speakers: whoever is shown names may know them, where a workshop is open to them."""
    if role is Role.AUDITOR:
        return set()
    spoken = {_SPEAKER + number for number in db.session.scalars(select(Speaker.id))}
    return spoken | {_SAID_BY + number for number in db.session.scalars(select(Takeaway.id))}


def is_takeaway(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.removeprefix("workshops.") in _OF_WORKSHOP | _OF_NOTE


def takeaway_targets(workshops: dict[str, int], notes: dict[str, int], endpoint: str, role: Role) -> Targets:
    """Notes of workshops that the person holds, sees or may not see; those who take none see `seen`."""
    name = endpoint.removeprefix("workshops.")
    found = _workshops(workshops, role)
    if name in _READING:
        found = workshop_targets(workshops, "workshops.list_takeaways", role)
    if name in _OF_WORKSHOP:
        return found
    by_number = {workshops[name]: name for name in _WORKSHOPS}
    told: Targets = {}
    for target, values in found.items():
        number = values["workshop_id"]
        assert isinstance(number, int)
        told[target] = {**values, "takeaway_id": notes[by_number.get(number, "own")]}
    told["foreign_note"] = {"workshop_id": workshops["own"], "takeaway_id": notes["closed"]}
    told["no_note"] = {"workshop_id": workshops["own"], "takeaway_id": _MISSING}
    if name in {"convert_takeaway", "hand_on_takeaway"}:
        told = {target: {**values, "kind": "need"} for target, values in told.items()}
        told["no_kind"] = {"workshop_id": workshops["own"], "takeaway_id": notes["own"], "kind": "nosuch"}
    if name == "decline_handing":
        told = {target: {**values, "handing_id": notes["handed"]} for target, values in told.items()}
        told["no_handing"] = {**told["foreign_note"], "takeaway_id": notes["own"], "handing_id": _MISSING}
        told["far_handing"] = {**told["no_handing"], "handing_id": notes["handed_far"]}
        # The handing is of the one note alone.
        told = {target: values for target, values in told.items() if target not in {"closed", "planned"}}
    return _for_maker(told, role) if name in {"convert_takeaway", "decline_handing"} else told


def _workshops(workshops: dict[str, int], role: Role) -> Targets:
    """Those that the person holds under their own names, to others the announced one is only `seen`."""
    if role in _HOLDERS:
        names = {"own": "own", "closed": "closed", "planned": "planned"}
    else:
        names = {"seen": "own", "near": "planned" if role is not Role.AUDITOR else "own"}
    if role is Role.AUDITOR:
        names = {"seen": "own"}
    found: Targets = {target: {"workshop_id": workshops[name]} for target, name in names.items()}
    return {**found, "missing": {"workshop_id": _MISSING}}


def _for_maker(found: Targets, role: Role) -> Targets:
    """What alone the collector's office makes work of: its own note is `own` to it, and to others `seen`."""
    if role is Role.DISTRICT_OFFICER:
        return {("own" if target == "seen" else target): values for target, values in found.items()}
    names = {"own": "seen", "closed": "seen_closed", "planned": "seen_planned"}
    return {names.get(target, target): values for target, values in found.items()}


def takeaway_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def known(world: Any) -> dict[str, object]:
        return {"workshop": world.workshops["own"], **world.takeaways}

    act = acting(send, "/workshops/{workshop}/notes", known)

    def post_batch(app: Application, world: Any) -> TestResponse:
        note = {"uuid": str(uuid.uuid4()), "kind": "insight", "text": "Sent by a phone"}
        client = sign_in(app, "dpe_staff@example.test")
        return client.post(f"/workshops/{world.workshops['own']}/notes/send", json={"notes": [note]})

    return {
        "workshops.take_notes": act("/take", text="Heard", kind="practice"),
        "workshops.send_notes": post_batch,
        "workshops.edit_takeaway": act("/{own}/edit", text="दूसरा पाठ", due_on="2027-01-31"),
        "workshops.strike_takeaway": act("/{own}/strike", reason="Not said."),
        "workshops.restore_takeaway": act("/{own}", "/{own}/restore"),
        "workshops.hand_on_takeaway": act("/{own}/hand-on/support", to="cpse:NTPC", note="Please."),
        "workshops.convert_takeaway": act(
            "/{own}/become/need", by="district_officer", title_en="A laboratory", theme="HN"
        ),
        "workshops.decline_handing": act(
            "/{own}/handed/{handed_company}/decline", by="cpse_officer", reason="No money left."
        ),
    }
