"""Proposed pairs in the world of the tests of faults: one's own, foreign ones, a declined one."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from csrmatch.accounts.models import User
from csrmatch.app import Application
from csrmatch.db import db, today
from csrmatch.mapping.models import (
    AnswerDocument,
    CpseChoice,
    ExerciseScope,
    LetterBundle,
    PairAnswer,
    Proposal,
    ProposalLetter,
    ProposedPair,
    RuleKind,
)
from csrmatch.mapping.queries import load_answer, load_answer_result
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services import add_rule, change_cpses, change_districts, create_exercise, run_exercise
from csrmatch.mapping.services.answer_documents import attach_resolution, strike_resolution
from csrmatch.mapping.services.letter_bundles import keep_bundle
from csrmatch.mapping.services.proposal_letters import write_letters
from csrmatch.mapping.services.proposals import NewAnswer, answer_pair, put_proposal
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Role
from tests.attachments.files import PDF
from tests.conftest import sign_in
from tests.faults.acting import Send

Targets = dict[str, dict[str, object]]

__all__ = ["consent_changes", "consent_targets", "is_consent", "make_consent", "mark_consent", "seen_consent"]

_MISSING = 2_000_000_000
# Of the officers of the tests, and districts and companies of nobody among them.
_OWN, _PAIRS = (376, "NMDC"), {"far": (636, "BHEL"), "declined": (637, "BPCL"), "board": (374, "NMDC")}
# A company with room, so that a plan is left after the decline.
_SPARE = "GAIL"
_NAMES = {
    "put_proposal",
    "show_proposal",
    "withdraw_proposal",
    "bundle_letters",
    "download_letters",
    "show_repair",
    "put_repair",
    "show_proposed_pair",
    "answer_proposed_pair",
    "record_pair_answer",
    "reopen_proposed_pair",
    "download_letter",
    "new_resolution",
    "download_resolution",
    "strike_resolution_paper",
}


def make_consent(dpe: User) -> dict[str, int]:
    """An exercise with its plan before both sides; gives the numbers of what was made."""
    exercise = create_exercise(
        by=dpe, title_en="Consent", title_hi=None, financial_year="2026-27", scope=ExerciseScope.PICKED
    )
    wanted = {"own": _OWN, **_PAIRS}
    districts = select(District).where(District.lgd.in_(lgd for lgd, _code in wanted.values()))
    chosen = list(db.session.scalars(districts.order_by(District.lgd)))
    change_districts(exercise=exercise, version=exercise.version, districts=chosen)
    codes = [_SPARE, *(code for _lgd, code in wanted.values())]
    cpses = list(db.session.scalars(select(Cpse).where(Cpse.code.in_(codes)).order_by(Cpse.code)))
    choices = {cpse.id: CpseChoice(2 if cpse.code == _OWN[1] else 1, free_inr=10**8) for cpse in cpses}
    change_cpses(exercise=exercise, version=exercise.version, choices=choices)
    for lgd, code in wanted.values():
        add_rule(
            exercise=exercise,
            by=dpe,
            kind=RuleKind.PIN,
            reason="Asked for.",
            district=next(row for row in chosen if row.lgd == lgd),
            cpse=next(row for row in cpses if row.code == code),
        )
    run = run_exercise(exercise=exercise, by=dpe, language="en")
    proposal = put_proposal(
        exercise=exercise,
        run=run,
        answer="total",
        pairs=load_answer(run, "total").pairs,
        deadline_on=today() + timedelta(days=30),
        note="",
        by=dpe,
        replaces=None,
    )
    letters = write_letters(proposal=proposal, result=load_answer_result(run, "total"), by=dpe)
    found = {"exercise": exercise.id, "run": run.number}
    keep_bundle(
        proposal=proposal, by_id=dpe.id, choice="en+hi.district+cpse.pdf", letters=8, content=b"Letters"
    )
    found["bundle"] = db.session.scalars(select(LetterBundle.id)).one()
    for name, (lgd, _code) in wanted.items():
        query = select(ProposedPair).join(ProposedPair.district)
        query = query.where(ProposedPair.exercise_id == exercise.id, District.lgd == lgd)
        pair = db.session.scalars(query).one()
        found[name] = pair.id
        for letter in letters:
            if letter.pair_id == pair.id:
                found[f"{name}_{letter.side.value}"] = letter.id
        if name == "declined":
            said = NewAnswer(Answer.DECLINED, today(), reason="Not this one.", received_by="On paper.")
            answer_pair(pair=pair, side=Side.CPSE, said=said, seen=0, by=dpe)
        if name == "board":
            found |= _file_resolution(pair, dpe)
    return found


def _file_resolution(pair: ProposedPair, dpe: User) -> dict[str, int]:
    """What the board of NMDC decided, with its resolution and a paper that was struck again."""
    for side in (Side.CPSE, Side.BOARD):
        said = NewAnswer(Answer.ACCEPTED, today(), resolution="7", received_by="On paper.")
        answer_pair(pair=pair, side=side, said=said, seen=0, by=dpe)
    papers = [
        attach_resolution(pair=pair, by=dpe, title=title, file_name="resolution.pdf", content=PDF)
        for title in ("Resolution 7", "The wrong paper")
    ]
    strike_resolution(
        document=papers[1], by=dpe, version=papers[1].attachment.version, reason="The wrong one."
    )
    return {"paper": papers[0].attachment_id, "paper_struck": papers[1].attachment_id}


def _paper_targets(made: dict[str, int], name: str, role: Role) -> Targets:
    """The pair whose board decided, one whose board has not, a foreign pair, papers that are not there."""
    has_part = name != "new_resolution"
    part: dict[str, object] = {"attachment_id": made["paper"]} if has_part else {}
    own = {"pair_id": made["board"], **part}
    found: Targets = {
        "own": own,
        "unanswered": {**own, "pair_id": made["own"]},
        "far": {**own, "pair_id": made["far"]},
        "missing": {**own, "pair_id": _MISSING},
    }
    if has_part:
        found["missing_part"] = {**own, "attachment_id": _MISSING}
        found["struck"] = {**own, "attachment_id": made["paper_struck"]}
    readers = {Role.AUDITOR} if name == "download_resolution" else set()
    if role not in {Role.DPE_STAFF, Role.CPSE_OFFICER, *readers}:
        found["far"] = found.pop("own")
    return found


def is_consent(endpoint: str) -> bool:
    """Whether a route is about proposals and their pairs."""
    return endpoint.removeprefix("mapping.") in _NAMES


def consent_targets(made: dict[str, int], endpoint: str, role: Role) -> Targets:
    """One's own pair and its letter, those of others, the other side's letter, and what is missing."""
    name = endpoint.removeprefix("mapping.")
    exercise: dict[str, object] = {"exercise_id": made["exercise"]}
    gone: dict[str, object] = {"exercise_id": _MISSING}
    if name == "put_proposal":
        there: dict[str, object] = {**exercise, "number": made["run"], "answer": "total"}
        return {
            "there": there,
            "missing_run": {**there, "number": _MISSING},
            "missing_answer": {**there, "answer": "frontier-9999"},
            "missing": {**there, **gone},
        }
    if name == "put_repair":
        there = {**exercise, "number": 1, "limit": 0}
        return {
            "there": there,
            "missing_run": {**there, "number": _MISSING},
            "missing_answer": {**there, "limit": 999},
            "missing": {**there, **gone},
        }
    if name in {"new_resolution", "download_resolution", "strike_resolution_paper"}:
        return _paper_targets(made, name, role)
    if name == "download_letters":
        there = {**exercise, "number": 1, "bundle_id": made["bundle"]}
        return {
            "there": there,
            "missing_run": {**there, "number": _MISSING},
            "other": {**there, "exercise_id": made["exercise"] - 1},
            "missing_part": {**there, "bundle_id": _MISSING},
            "missing": {**there, **gone},
        }
    if name in {"show_proposal", "withdraw_proposal", "show_repair", "bundle_letters"}:
        there = {**exercise, "number": 1}
        return {"there": there, "missing_run": {**there, "number": _MISSING}, "missing": {**there, **gone}}
    side = "district" if role is Role.DISTRICT_OFFICER else "cpse"
    if name == "download_letter":
        other = "cpse" if side == "district" else "district"
        how = {"language": "hi", "kind": "docx"}
        own = {"letter_id": made[f"own_{side}"], **how}
        found: Targets = {
            "own": own,
            "near": {**own, "letter_id": made[f"own_{other}"]},
            "far": {**own, "letter_id": made[f"far_{side}"]},
            "no_kind": {**own, "kind": "exe"},
            "missing": {**own, "letter_id": _MISSING},
        }
    else:
        sides = {"side": side} if name in {"answer_proposed_pair", "record_pair_answer"} else {}
        found = {
            "own": {"pair_id": made["own"], **sides},
            "far": {"pair_id": made["far"], **sides},
            "missing": {"pair_id": _MISSING, **sides},
        }
        if sides:
            found["no_side"] = {"pair_id": made["own"], "side": "nobody"}
    if role not in {Role.DPE_STAFF, Role.AUDITOR, Role.CPSE_OFFICER, Role.DISTRICT_OFFICER}:
        found["far"] = found.pop("own")
        found.pop("near", None)
    return found


def consent_changes(send: Send) -> dict[str, Callable[..., TestResponse]]:
    """An act for each endpoint, in an order in which each finds what it changes."""

    def act(
        email: str, page: Callable[[dict[str, int]], str], **changes: object
    ) -> Callable[..., TestResponse]:
        def run(app: Application, world: Any) -> TestResponse:
            return send(sign_in(app, f"{email}@example.test"), page(world.consent), **changes)

        return run

    def reopen(app: Application, world: Any) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        page = f"/proposed-pairs/{world.consent['declined']}"
        return send(client, page, f"{page}/reopen", reason="They met.")

    def file_paper(app: Application, world: Any) -> TestResponse:
        client = sign_in(app, "cpse_officer@example.test")
        file = [(io.BytesIO(PDF), "resolution.pdf")]
        return send(client, f"/proposed-pairs/{world.consent['board']}/papers/new", title="Order", file=file)

    def strike_paper(app: Application, world: Any) -> TestResponse:
        page = f"/proposed-pairs/{world.consent['board']}/papers/{world.consent['paper']}/strike"
        return send(sign_in(app, "cpse_officer@example.test"), page, reason="Another one is right.")

    def withdraw(app: Application, world: Any) -> TestResponse:
        client = sign_in(app, "dpe_staff@example.test")
        query = select(Proposal.number).where(
            Proposal.exercise_id == world.consent["exercise"], Proposal.state == ProposalState.OPEN
        )
        page = f"/exercises/{world.consent['exercise']}/proposals/{db.session.scalars(query).one()}/withdraw"
        return send(client, page, reason="It was early.")

    return {
        "mapping.answer_proposed_pair": act(
            "cpse_officer", lambda made: f"/proposed-pairs/{made['own']}/answer/cpse", answer="accepted"
        ),
        "mapping.record_pair_answer": act(
            "dpe_staff",
            lambda made: f"/proposed-pairs/{made['far']}/record/district",
            answer="accepted",
            received_by="Letter 12.",
        ),
        "mapping.new_resolution": file_paper,
        "mapping.strike_resolution_paper": strike_paper,
        "mapping.bundle_letters": act(
            "dpe_staff", lambda made: f"/exercises/{made['exercise']}/proposals/1/letters", form="docx"
        ),
        "mapping.put_repair": act(
            "dpe_staff",
            lambda made: f"/exercises/{made['exercise']}/proposals/1/repair/0",
            note="Mended.",
        ),
        "mapping.reopen_proposed_pair": reopen,
        "mapping.put_proposal": act(
            "dpe_staff",
            lambda made: f"/exercises/{made['exercise']}/runs/{made['run']}/proposal/total",
            note="Anew.",
        ),
        "mapping.withdraw_proposal": withdraw,
    }


def mark_consent() -> None:
    """Puts a token into every reason of an answer and every letter."""
    for answer in db.session.scalars(select(PairAnswer).order_by(PairAnswer.id)):
        answer.reason = f"Reason canary{140_000 + answer.pair_id}x"
        answer.received_by = f"Paper canary{140_000 + answer.pair_id}x"
    for letter in db.session.scalars(select(ProposalLetter).order_by(ProposalLetter.id)):
        letter.facts = {**letter.facts, "note": f"Letter canary{150_000 + letter.id}x"}
    for paper in db.session.scalars(select(AnswerDocument).order_by(AnswerDocument.attachment_id)):
        paper.attachment.title = f"Resolution canary{170_000 + paper.answer.pair_id}x"
    for bundle in db.session.scalars(select(LetterBundle).order_by(LetterBundle.id)):
        bundle.content = f"Letters canary{160_000 + bundle.id}x".encode()


def seen_consent(made: dict[str, int], role: Role) -> set[int]:
    """The tokens of reasons and letters that a role may read: all, its own letter, or none."""
    papers = {170_000 + made["board"]}
    bundles = {160_000 + made["bundle"]} if role is Role.DPE_STAFF else set()
    if role in {Role.DPE_STAFF, Role.AUDITOR}:
        pairs = db.session.scalars(select(PairAnswer.pair_id).order_by(PairAnswer.id))
        letters = db.session.scalars(select(ProposalLetter.id).order_by(ProposalLetter.id))
        return (
            {140_000 + number for number in pairs}
            | {150_000 + number for number in letters}
            | bundles
            | papers
        )
    sides = {Role.CPSE_OFFICER: "own_cpse", Role.DISTRICT_OFFICER: "own_district"}
    if role not in sides:
        return set()
    of_company = papers | {140_000 + made["board"], 150_000 + made["board_cpse"]}
    return {150_000 + made[sides[role]]} | (of_company if role is Role.CPSE_OFFICER else set())
