"""Feedback and certificates as others see them: made, asked for by the matrix, changed by every route."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, now, today
from csrmatch.roles import Role
from csrmatch.workshops.models import Certificate, FeedbackAnswer, Participant, Workshop
from csrmatch.workshops.rules.certificates import CertificateLanguage
from csrmatch.workshops.rules.feedback import Question
from csrmatch.workshops.rules.workshops import WorkshopStatus, WorkshopStep
from csrmatch.workshops.services.workshops import step_workshop
from csrmatch.workshops.signed_links import feedback_token
from tests import factories
from tests.faults.acting import Send, acting
from tests.workshops.factories import find_person, make_workshop
from tests.workshops.feedback import answer, make_form, make_there

__all__ = [
    "FEEDBACK_COLUMNS",
    "FEEDBACK_MAKERS",
    "feedback_changes",
    "feedback_targets",
    "is_feedback",
    "make_feedback",
    "mark_feedback",
    "seen_feedback",
]

Targets = dict[str, dict[str, object]]

_MISSING = 987_654_321
_SEE_THE_PLAN = {Role.DPE_STAFF, Role.UNICEF_OFFICER, Role.AUDITOR}
_HOLD = {Role.DPE_STAFF, Role.UNICEF_OFFICER}
_PAGES = frozenset(
    {
        "show_feedback",
        "edit_feedback",
        "show_feedback_link",
        "renew_feedback_link",
        "hide_remark",
        "show_remark",
        "give_feedback",
        "thank_for_feedback",
        "list_certificates",
        "make_certificates",
        "download_certificate",
        "download_certificates",
        "withdraw_certificate",
        "check_certificate",
    }
)
_PARTS = {
    "hide_remark": ("reply_id", "remark"),
    "show_remark": ("reply_id", "remark"),
    "download_certificate": ("certificate_id", "certificate"),
    "withdraw_certificate": ("certificate_id", "certificate"),
}
_CHANGED = {"changed_by_id", "changed_at"}
_HIDDEN = {"hidden_at", "hidden_by_id", "hidden_reason"}
FEEDBACK_COLUMNS: dict[str, dict[str, set[str]]] = {
    "workshops.edit_feedback": {"feedback_form": {"opens_on", "closes_on", *_CHANGED}},
    "workshops.renew_feedback_link": {"feedback_form": {"link_number", *_CHANGED}},
    "workshops.hide_remark": {"feedback_reply": _HIDDEN},
    "workshops.show_remark": {"feedback_reply": _HIDDEN},
    "workshops.withdraw_certificate": {
        "certificate": {"withdrawn_at", "withdrawn_by_id", "withdrawn_reason"}
    },
}
FEEDBACK_MAKERS = frozenset({"workshops.give_feedback", "workshops.make_certificates"})


def make_feedback(far: User) -> dict[str, Any]:
    """Of each workshop its number, a remark, a certificate and its code, and the link of its form."""
    dpe = find_person(Role.DPE_STAFF)
    unicef = factories.find_organisation(Role.UNICEF_OFFICER)
    given: dict[str, Any] = {"starts_on": today() - timedelta(days=3), "series": None}
    workshops = {
        "own": make_workshop("Feedback own", **given),
        "closed": make_workshop("Feedback closed", **given),
        "planned": make_workshop("Feedback planned", organisers=[unicef], **given),
        "far": make_workshop("Feedback far", organisers=[far.organisation], **given),
        # Asked for by its link alone, which nobody renews.
        "linked": make_workshop("Feedback linked", **given),
    }
    found: dict[str, Any] = {}
    for name, workshop in workshops.items():
        form = make_form(workshop)
        answers = [answer(form, useful=5, remarks=f"Said of {name}", name="A giver") for _time in range(3)]
        person = make_there(workshop, f"Was at {name}")
        make_there(workshop, f"Was also at {name}")
        remark = next(reply.id for reply in answers[0].replies if reply.text)
        certificate = _certify(workshop, person, dpe)
        found[name] = {
            "workshop": workshop.id,
            "remark": remark,
            "certificate": certificate.id,
            "code": certificate.code,
            "token": feedback_token(form),
            "useful": next(row.id for row in form.questions if row.key is Question.USEFUL),
        }
    for name, steps in (("own", [WorkshopStep.HOLD]), ("closed", [WorkshopStep.HOLD, WorkshopStep.CLOSE])):
        for step in steps:
            workshop = workshops[name]
            step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=step, reason="")
    # Feedback of a plan cannot be given: it was announced and is a plan again, as nobody can make it.
    for name in ("planned", "far"):
        workshops[name].status = WorkshopStatus.PLANNED
    db.session.flush()
    return found


def _certify(workshop: Workshop, person: Participant, by: User) -> Certificate:
    certificate = Certificate(
        workshop_id=workshop.id,
        participant_id=person.id,
        issue=1,
        language=CertificateLanguage.BOTH,
        code=f"{workshop.id:0>16}".replace("0", "Z").replace("1", "Y"),
        name_en=person.name_en,
        name_hi=person.name_en,
        digest="0" * 64,
        content=b"%PDF-1.7 of a test",
        made_at=now(),
        made_by_id=by.id,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def is_feedback(endpoint: str) -> bool:
    """Whether this module knows what to ask the endpoint for."""
    return endpoint.startswith("workshops.") and endpoint.removeprefix("workshops.") in _PAGES


def feedback_targets(made: dict[str, Any], endpoint: str, role: Role) -> Targets:
    """One's own workshop and others with what was answered there; links and codes for anybody."""
    page = endpoint.removeprefix("workshops.")
    if page in {"give_feedback", "thank_for_feedback"}:
        links = {"open": "linked", "closed": "closed"}
        found: Targets = {name: {"token": made[target]["token"]} for name, target in links.items()}
        return {**found, "missing": {"token": "no-such-link"}}
    if page == "check_certificate":
        return {"blank": {"code": ""}, "own": {"code": made["own"]["code"]}, "missing": {"code": "ABCD"}}
    plan = "planned" if role in _SEE_THE_PLAN else "near"
    names = {"own": "own", "closed": "closed", plan: "planned", "far": "far"}
    if page == "download_certificate" and role not in _HOLD:
        names = {"foreign": "own"}
    if page == "make_certificates" and role is Role.DPE_STAFF:
        # A plan of another office, of which DPE may certify nobody no more than of its own.
        names["planned_far"] = names.pop("far")
    argument, part = _PARTS.get(page, ("", ""))
    found = {}
    for target, name in names.items():
        found[target] = {"workshop_id": made[name]["workshop"]}
        if argument:
            found[target][argument] = made[name][part]
    first = found.get("own") or found["foreign"]
    found["missing"] = {**first, "workshop_id": _MISSING}
    if argument:
        found["other"] = {**first, argument: made["far"][part]}
        found["missing_part"] = {**first, argument: _MISSING}
    return found


def feedback_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    act = acting(send, "/workshops/{workshop}", lambda world: world.feedback["own"])

    def give(app: Application, world: Any) -> TestResponse:
        own = world.feedback["own"]
        changes = {f"question_{own['useful']}": "4", "form_key": uuid.uuid4().hex}
        return send(app.test_client(), f"/workshops/feedback/{own['token']}", None, **changes)

    later = (today() + timedelta(days=9)).isoformat()
    return {
        "workshops.give_feedback": give,
        "workshops.edit_feedback": act("/feedback/edit", closes_on=later),
        "workshops.hide_remark": act("/feedback/remarks/{remark}/hide", reason="It names a person."),
        "workshops.show_remark": act("/feedback", "/feedback/remarks/{remark}/show"),
        "workshops.renew_feedback_link": act("/feedback/link", "/feedback/link/renew"),
        "workshops.make_certificates": act("/certificates/make"),
        "workshops.withdraw_certificate": act(
            "/certificates/{certificate}/withdraw", reason="The name was wrong."
        ),
    }


def mark_feedback() -> None:
    """Puts a token into the name that each giver of an answer gave."""
    for row in db.session.scalars(select(FeedbackAnswer).order_by(FeedbackAnswer.id)):
        row.name = f"canary{170_000 + row.id}x"


def seen_feedback(role: Role, office: int) -> set[int]:
    """The tokens a role may see: of the workshops it holds."""
    rows = db.session.scalars(select(FeedbackAnswer).order_by(FeedbackAnswer.id)).all()
    return {
        170_000 + row.id
        for row in rows
        if role is Role.DPE_STAFF
        or (
            role is Role.UNICEF_OFFICER
            and any(item.organisation_id == office for item in row.form.workshop.organisers)
        )
    }
