"""Action points as others see them: made, asked for by the matrix, changed by every route, marked."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.actions import services
from csrmatch.actions.models import ActionDocument, ActionPoint, ActionStep
from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.places.models import State
from csrmatch.roles import Role
from tests.actions.points import attach, make_action, office_of, report, somebody
from tests.conftest import sign_in
from tests.faults.acting import Send

__all__ = [
    "ACTION_PAGES",
    "action_changes",
    "action_targets",
    "is_action",
    "make_actions",
    "mark_actions",
    "seen_actions",
]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_TOKENS = 350_000
# Which page shows or changes what an operation of the API does.
ACTION_PAGES = {
    "api.show_action": "actions.show_action",
    "api.report_on_action": "actions.report_on_action",
}
_ASSIGNERS = (Role.DPE_STAFF, Role.STATE_OFFICER, Role.UNICEF_OFFICER, Role.CHAIR)
# Who is given what by whom; each office is the owner of one and some give one out.
_MADE: dict[str, tuple[Role, Role]] = {
    "district": (Role.DPE_STAFF, Role.DISTRICT_OFFICER),
    "company": (Role.UNICEF_OFFICER, Role.CPSE_OFFICER),
    "agency": (Role.DPE_STAFF, Role.AGENCY),
    "unicef": (Role.DPE_STAFF, Role.UNICEF_OFFICER),
    "dpe": (Role.UNICEF_OFFICER, Role.DPE_STAFF),
    "state": (Role.CHAIR, Role.STATE_OFFICER),
    "of_state": (Role.STATE_OFFICER, Role.CPSE_OFFICER),
    "over_state": (Role.DPE_STAFF, Role.CPSE_OFFICER),
}
_OWN = {
    Role.DPE_STAFF: "dpe",
    Role.CPSE_OFFICER: "company",
    Role.DISTRICT_OFFICER: "district",
    Role.STATE_OFFICER: "state",
    Role.UNICEF_OFFICER: "unicef",
    Role.CHAIR: "state",
    Role.AGENCY: "agency",
    Role.AUDITOR: "district",
}
_GIVEN = {
    Role.DPE_STAFF: "district",
    Role.STATE_OFFICER: "of_state",
    Role.UNICEF_OFFICER: "company",
    Role.CHAIR: "of_state",
}
# What a role reads and does not own; the state's officers did not give it out either.
_READ = {
    Role.STATE_OFFICER: "over_state",
    Role.UNICEF_OFFICER: "unicef",
    Role.DPE_STAFF: "dpe",
    Role.CHAIR: "of_state ended",
}
# The pages of those who gave it out; papers are added and struck by either side.
_OF_GIVER = {
    "edit_action",
    "change_due_date",
    "reassign_action",
    "close_action",
    "return_action",
    "drop_action",
    "reopen_action",
    "new_action_document",
    "strike_action_document",
}
_SEE_ALL = {Role.DPE_STAFF, Role.AUDITOR}


def make_actions() -> dict[str, int]:
    """Each of them open, reported done, and dropped; with the papers of the open ones."""
    found: dict[str, int] = {}
    state = db.session.scalars(select(State).where(State.lgd == 20)).one()
    for name, (by, owner) in _MADE.items():
        place = {"state": state} if "state" in name else {}
        for ending in ("", " done", " ended"):
            action = make_action(f"Action {name}{ending}", by=somebody(by), owner=office_of(owner), **place)
            found[name + ending] = action.id
            paper = attach(action, somebody(owner))
            if not ending:
                found[f"{name} paper"] = paper
                found[f"{name} struck"] = _struck(action, somebody(owner))
            if ending == " done":
                report(action, by=somebody(owner))
            if ending == " ended":
                services.drop_action(action=action, by=somebody(by), version=None, reason="A reason.")
    return found


def _struck(action: ActionPoint, by: User) -> int:
    number = attach(action, by)
    document = db.session.get_one(ActionDocument, number)
    services.strike_action_document(
        action=action, document=document, by=by, version=document.attachment.version, reason="Wrong."
    )
    return number


def is_action(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.startswith("actions.") and endpoint not in {"actions.list_actions", "actions.new_action"}


def action_targets(world: dict[str, int], endpoint: str, role: Role) -> Targets:
    """One's own action point for what the route does, one that can only be read, and one of others."""
    if endpoint == "actions.download_action_report":
        return {"pdf": {"kind": "pdf"}, "docx": {"kind": "docx"}}
    page = endpoint.removeprefix("actions.")
    names = _names(page, role)
    found: Targets = {target: {"action_id": world[name]} for target, name in names.items()}
    found["missing"] = {**found["own"], "action_id": _MISSING}
    if page in {"download_action_document", "strike_action_document"}:
        own, other = names["own"], "company" if names["own"] == "agency" else "agency"
        for target, given in found.items():
            given["attachment_id"] = world.get(f"{names.get(target, own)} paper", world[f"{own} paper"])
        for target, number in (
            ("other", world[f"{other} paper"]),
            ("missing_part", _MISSING),
            ("struck", world[f"{own} struck"]),
        ):
            found[target] = {**found["own"], "attachment_id": number}
    return found


def _names(page: str, role: Role) -> dict[str, str]:
    """Which action point each kind of target is, for a page and a role."""
    names = {"own": _OWN[role], "elsewhere": f"{_OWN[role]} ended"}
    if page in _OF_GIVER and role in _ASSIGNERS:
        ending = {"return_action": " done", "reopen_action": " ended"}.get(page, "")
        names = {"own": _GIVEN[role] + ending, "elsewhere": _READ[role]}
        if "document" in page:
            names["elsewhere"] = f"{_GIVEN[role]} ended"
        elif page == "reopen_action" and role is Role.CHAIR:
            names["elsewhere"] = "of_state"
    if role not in _SEE_ALL:
        names["far"] = "company" if role is Role.DISTRICT_OFFICER else "district"
    if page == "download_action_document":
        del names["elsewhere"]
    return names


def action_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def act(who: Role, name: str, part: str, **changes: object) -> Callable[..., TestResponse]:
        def run(app: Application, world: Any) -> TestResponse:
            numbers = world.actions
            page = f"/actions/{numbers[name]}{part.format(**numbers)}" if name else f"/actions{part}"
            given = {key: value(world) if callable(value) else value for key, value in changes.items()}
            return send(sign_in(app, f"{who.value}@example.test"), page, **given)

        return run

    owner, dpe = Role.DISTRICT_OFFICER, Role.DPE_STAFF

    def office(role: Role) -> Callable[[Any], str]:
        return lambda _world: str(office_of(role).id)

    def file(_world: Any) -> list[object]:
        return [(BytesIO(b"%PDF-1.4\n%%EOF\n"), "paper.pdf")]

    return {
        "actions.new_action": act(dpe, "", "/new", title_en="Wells", owner=office(owner)),
        "actions.edit_action": act(dpe, "district", "/edit", title_en="Renamed", priority="high"),
        "actions.change_due_date": act(dpe, "district", "/due", due_on="2099-01-01", reason="A reason."),
        "actions.name_person": act(
            owner, "district", "/person", person=lambda _world: str(somebody(owner).id)
        ),
        "actions.report_on_action": act(
            owner, "district", "/report", status="behind", text="Two of four.", percent="50"
        ),
        "actions.new_action_document": act(owner, "district", "/documents/new", title="Paper", file=file),
        "actions.strike_action_document": act(
            owner, "district", "/documents/{district paper}/strike", reason="The wrong one."
        ),
        "actions.return_action": act(dpe, "district done", "/return", reason="One is shut."),
        "actions.close_action": act(dpe, "district done", "/close", note="All is open."),
        "actions.reopen_action": act(dpe, "district ended", "/reopen", reason="It goes on."),
        "actions.hand_back_action": act(
            Role.CPSE_OFFICER, "company", "/hand-back", reason="It is the state's."
        ),
        "actions.reassign_action": act(
            Role.UNICEF_OFFICER, "company", "/assign", owner=office(Role.AGENCY), reason="It is yours."
        ),
        "actions.drop_action": act(Role.UNICEF_OFFICER, "company", "/drop", reason="It is not wanted."),
    }


def mark_actions() -> None:
    """Puts a token into what is asked and said of each action point, and into who was written down."""
    for row in db.session.scalars(select(ActionPoint).order_by(ActionPoint.id)):
        token = f"canary{_TOKENS + row.id}x"
        row.title_en, row.asked, row.owner_written = f"Action {token}", f"Do {token}", f"Shri {token}"
        row.file_number = f"F {token}"
    for step in db.session.scalars(select(ActionStep).order_by(ActionStep.id)):
        step.note = f"Said canary{_TOKENS + step.action_id}x"
    papers = select(ActionDocument).order_by(ActionDocument.attachment_id)
    for paper in db.session.scalars(papers):
        paper.attachment.title = f"Paper canary{_TOKENS + paper.action_id}x"


def seen_actions(role: Role) -> set[int]:
    """The tokens of the action points that a role may see: of its office on a side, of its state, or all."""
    db.session.rollback()
    office = office_of(role)
    state = office.state_id if role in {Role.STATE_OFFICER, Role.CHAIR} else None
    return {
        _TOKENS + row.id
        for row in db.session.scalars(select(ActionPoint).order_by(ActionPoint.id))
        if role in _SEE_ALL
        or office.id in {row.owner_id, row.assigner_id}
        or (state is not None and row.state_id == state)
    }
