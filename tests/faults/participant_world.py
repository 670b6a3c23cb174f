"""The people of workshops as others see them: made, asked for by the matrix, changed by every route."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.accounts.models import Organisation, User
from csrmatch.app import Application
from csrmatch.db import db, now, today
from csrmatch.roles import Role
from csrmatch.workshops.models import Participant, Workshop, WorkshopHelper
from csrmatch.workshops.queries.check_in import list_doors
from csrmatch.workshops.rules.participants import ParticipantGroup
from csrmatch.workshops.rules.workshops import WorkshopStatus, WorkshopStep
from csrmatch.workshops.services.participants import (
    ParticipantText,
    add_participant,
    add_users,
    keep_list,
)
from csrmatch.workshops.services.workshops import step_workshop
from csrmatch.workshops.signed_links import answer_token
from csrmatch.workshops.tables.participant_rows import ReadList
from tests import factories
from tests.conftest import sign_in
from tests.faults.acting import Send, acting
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.participants import item

__all__ = [
    "PARTICIPANT_COLUMNS",
    "PARTICIPANT_MAKERS",
    "is_participant",
    "linked_wishes",
    "make_participants",
    "mark_participants",
    "participant_changes",
    "participant_targets",
    "seen_participants",
]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_SEE_THE_PLAN = {Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR}
_HOLD = {Role.DPE_STAFF, Role.UNICEF_OFFICER}
_PAGES = frozenset(
    {
        "list_participants",
        "list_attendance",
        "new_participant",
        "pick_participants",
        "import_participants",
        "download_participant_template",
        "show_participant_list",
        "apply_participants",
        "edit_participant",
        "cancel_participant",
        "restore_participant",
        "renew_answer_link",
        "send_invitations",
        "answer_invitation",
        "check_in_people",
        "list_door_people",
        "record_check_ins",
        "download_badges",
    }
)
_DOOR = frozenset({"check_in_people", "list_door_people", "record_check_ins", "download_badges"})
_WRITTEN_DOWN = {
    "group",
    "name_en",
    "name_hi",
    "designation_en",
    "designation_hi",
    "organisation_id",
    "organisation_en",
    "organisation_hi",
    "email",
    "phone",
    "language",
    "is_speaker",
    "wishes",
    "changed_by_id",
    "changed_at",
}
PARTICIPANT_COLUMNS: dict[str, dict[str, set[str]]] = {
    "workshops.edit_participant": {"participant": _WRITTEN_DOWN},
    "workshops.cancel_participant": {
        "participant": {"status", "cancelled_reason", "link_number", "changed_by_id", "changed_at"}
    },
    "workshops.restore_participant": {
        "participant": {"status", "cancelled_reason", "told", "changed_by_id", "changed_at"}
    },
    "workshops.renew_answer_link": {"participant": {"link_number", "told", "changed_by_id", "changed_at"}},
    "workshops.answer_invitation": {
        "participant": {"status", "answered_at", "wishes", "changed_by_id", "changed_at"}
    },
}
PARTICIPANT_MAKERS = frozenset(
    {
        "workshops.new_participant",
        "workshops.pick_participants",
        "workshops.send_invitations",
        "workshops.check_in_people",
        "workshops.record_check_ins",
    }
)


def make_participants(far: User) -> dict[str, Any]:
    """Of each workshop its number, a person of it, a list that was tried; the door helper is NMDC's."""
    unicef = factories.find_organisation(Role.UNICEF_OFFICER)
    dpe = find_person(Role.DPE_STAFF)
    day = today() + timedelta(days=30)
    given: dict[str, Any] = {"starts_on": day, "series": None}
    workshops = {
        "own": make_workshop("People own", **given),
        "closed": make_workshop("People closed", series=None, starts_on=today() - timedelta(days=30)),
        "planned": make_workshop(
            "People planned", organisers=[unicef], status=WorkshopStatus.PLANNED, **given
        ),
        "far": make_workshop(
            "People far", organisers=[far.organisation], status=WorkshopStatus.PLANNED, **given
        ),
    }
    found: dict[str, Any] = {"tokens": {}}
    for name, workshop in workshops.items():
        person = _add(workshop, dpe, f"Person {name}", unicef)
        kept = keep_list(workshop=workshop, by=dpe, file_name="people.csv", read=_small_list())
        found[name] = {"workshop": workshop.id, "person": person.id, "list": kept.id}
    own = workshops["own"]
    company = find_person(Role.CPSE_OFFICER)
    own.helpers.append(WorkshopHelper(user_id=company.id, takes_notes=False, checks_in=True))
    _add(own, dpe, "Colleague of NMDC", company.organisation)
    _add(own, dpe, "Somebody of nowhere", None)
    add_users(workshop=own, by=dpe, user_ids=[company.id])
    invited = db.session.scalars(select(Participant).where(Participant.user_id == company.id)).one()
    closed = _add(workshops["closed"], dpe, "Guest", None)
    found["tokens"] = {"open": answer_token(invited), "closed": answer_token(closed)}
    renewed = _add(own, dpe, "Renewed", None)
    found["tokens"]["renewed"] = answer_token(renewed)
    renewed.link_number += 1
    for step in (WorkshopStep.HOLD, WorkshopStep.CLOSE):
        step_workshop(
            workshop=workshops["closed"], by=dpe, version=workshops["closed"].version, step=step, reason=""
        )
    db.session.flush()
    found["door"] = list_doors(own)[0].day.id
    return found


def _add(workshop: Workshop, by: User, name: str, office: Organisation | None) -> Participant:
    text = ParticipantText(
        group=ParticipantGroup.OTHER,
        name_en=name,
        organisation=office,
        email=f"{name.replace(' ', '.').lower()}@example.org",
        phone="+91 98765 43210",
    )
    return add_participant(workshop=workshop, by=by, text=text)


def _small_list() -> ReadList:
    row: dict[str, object] = {"name_en": "Listed", "group": "expert", "language": "en", "is_speaker": False}
    return ReadList(rows=[row], numbers=[2])


def is_participant(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.removeprefix("workshops.") in _PAGES and endpoint.startswith("workshops.")


def participant_targets(people: dict[str, Any], endpoint: str, role: Role) -> Targets:
    """One's own workshop and others with their people; at the door most are not named."""
    page = endpoint.removeprefix("workshops.")
    if page == "answer_invitation":
        tokens = {name: {"token": token} for name, token in people["tokens"].items()}
        return {**tokens, "missing": {"token": "no-such-link"}}
    plan = "planned" if role in _SEE_THE_PLAN else "near"
    names = {"own": "own", "closed": "closed", plan: "planned", "far": "far"}
    if page in _DOOR and role not in _HOLD | {Role.CPSE_OFFICER}:
        names = {"unnamed": "own", "closed": "closed", plan: "planned", "far": "far"}
    if page in _DOOR and role is Role.AUDITOR:
        names = {"unnamed": "own"}
    if page == "send_invitations" and role is Role.DPE_STAFF:
        # A plan of another office that DPE may tell of no more than of its own.
        names["planned_far"] = names.pop("far")
    parts = {
        "show_participant_list": ("list_id", "list"),
        "apply_participants": ("list_id", "list"),
        **dict.fromkeys(
            ("edit_participant", "cancel_participant", "restore_participant", "renew_answer_link"),
            ("participant_id", "person"),
        ),
    }
    argument, part = parts.get(page, ("", ""))
    found: Targets = {}
    for target, name in names.items():
        found[target] = {"workshop_id": people[name]["workshop"]}
        if argument:
            found[target][argument] = people[name][part]
    first = found.get("own") or found["unnamed"]
    found["missing"] = {**first, "workshop_id": _MISSING}
    if argument:
        found["other"] = {**first, argument: people["far"][part]}
        found["missing_part"] = {**first, argument: _MISSING}
    return found


def participant_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    act = acting(send, "/workshops/{workshop}", lambda world: world.participants["own"])

    def bring(app: Application, world: Any) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        file = (BytesIO(b"name_en,group\nSita,expert\n"), "people.csv")
        page = f"/workshops/{world.participants['own']['workshop']}/people/import"
        return client.post(page, data={"file": file}, content_type="multipart/form-data")

    def answer(app: Application, world: Any) -> TestResponse:
        page = f"/workshops/answer/{world.participants['tokens']['open']}"
        return send(app.test_client(), page, answer="accepted", wishes="No groundnuts")

    def batch(app: Application, world: Any) -> TestResponse:
        own = world.participants["own"]
        items = [item(day=world.participants["door"], participant=own["person"])]
        client = sign_in(app, "dpe_staff@example.test")
        return client.post(f"/workshops/{own['workshop']}/check-in/batch", json={"items": items})

    guest = {"name": "Late guest", "organisation": "Panchayat"}
    return {
        "workshops.new_participant": act("/people/new", name_en="Another", group="expert"),
        "workshops.edit_participant": act("/people/{person}/edit", name_en="Renamed", wishes="Tea"),
        "workshops.pick_participants": _pick(send),
        "workshops.import_participants": bring,
        "workshops.apply_participants": act("/people/import/{list}", "/people/import/{list}/apply"),
        "workshops.check_in_people": _walk_in(guest),
        "workshops.record_check_ins": batch,
        "workshops.answer_invitation": answer,
        "workshops.send_invitations": act("/people/invitations"),
        "workshops.renew_answer_link": act("/people/{person}/edit", "/people/{person}/link"),
        "workshops.cancel_participant": act("/people/{person}/cancel", reason="Transferred."),
        "workshops.restore_participant": act("/people/{person}/edit", "/people/{person}/restore"),
    }


def _pick(send: Send) -> Callable[..., TestResponse]:
    def run(app: Application, world: Any) -> TestResponse:
        page = f"/workshops/{world.participants['own']['workshop']}/people/pick"
        chosen = str(find_person(Role.CHAIR).id)
        db.session.rollback()
        return send(sign_in(app, "dpe_staff@example.test"), page, users=[chosen])

    return run


def _walk_in(guest: dict[str, str]) -> Callable[..., TestResponse]:
    def run(app: Application, world: Any) -> TestResponse:
        page = f"/workshops/{world.participants['own']['workshop']}/check-in"
        data = {**guest, "key": str(item()["key"]), "group": "other"}
        return sign_in(app, "dpe_staff@example.test").post(page, data=data)

    return run


def mark_participants() -> None:
    """Puts a token into the addresses and wishes of every participant."""
    for row in db.session.scalars(select(Participant).order_by(Participant.id)):
        row.email = f"canary{360_000 + row.id}x@example.org"
        row.phone = f"canary{360_000 + row.id}x"
        row.wishes = f"Food canary{370_000 + row.id}x"
        row.changed_at = now()


def linked_wishes() -> set[int]:
    """The wishes of the one who is invited, whose link everybody here has."""
    query = select(Participant.id).where(Participant.user_id.is_not(None)).order_by(Participant.id)
    return {370_000 + number for number in db.session.scalars(query)}


def seen_participants(role: Role, office: int) -> set[int]:
    """The tokens a role may see: of all workshops it holds, and of its own office's people."""
    rows = db.session.scalars(select(Participant).order_by(Participant.id)).all()
    planned = WorkshopStatus.PLANNED
    return linked_wishes() | {
        base + row.id
        for row in rows
        for base in (360_000, 370_000)
        if role is Role.DPE_STAFF
        or (role is Role.UNICEF_OFFICER and any(o.organisation_id == office for o in row.workshop.organisers))
        or (role is not Role.AUDITOR and row.organisation_id == office and row.workshop.status is not planned)
    }
