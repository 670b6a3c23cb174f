"""A proposal for the furnished demonstration: one pair accepted, one declined, the rest waiting."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mapping.models import CpseChoice, ExerciseScope, Proposal, ProposedPair, RuleKind
from csrmatch.mapping.queries import load_answer, load_answer_result
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.mapping.services import add_rule, change_cpses, change_districts, create_exercise, run_exercise
from csrmatch.mapping.services.answer_documents import attach_resolution
from csrmatch.mapping.services.proposal_letters import write_letters
from csrmatch.mapping.services.proposals import NewAnswer, answer_pair, put_proposal
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = ["consent_pages", "put_to_sides"]

_TITLE = "Consent of five districts"
_DISTRICTS, _COMPANIES = (374, 376, 381, 636, 637), ("CIL", "GAIL", "NMDC", "NTPC", "SAIL", "SECL")
_DANTEWADA, _KANKER, _BIJAPUR = 376, 381, 636


def put_to_sides() -> None:
    """Five districts of Bastar with their proposal, a month before its last day."""
    dpe = db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
    exercise = create_exercise(
        by=dpe,
        title_en=_TITLE,
        title_hi="पाँच ज़िलों की सहमति",
        financial_year="2026-27",
        scope=ExerciseScope.PICKED,
    )
    districts = db.session.scalars(
        select(District).where(District.lgd.in_(_DISTRICTS)).order_by(District.lgd)
    )
    change_districts(exercise=exercise, version=exercise.version, districts=list(districts))
    companies = list(db.session.scalars(select(Cpse).where(Cpse.code.in_(_COMPANIES)).order_by(Cpse.code)))
    choices = {cpse.id: CpseChoice(1) for cpse in companies}
    change_cpses(exercise=exercise, version=exercise.version, choices=choices)
    add_rule(
        exercise=exercise,
        by=dpe,
        kind=RuleKind.PIN,
        district=db.session.scalars(select(District).where(District.lgd == _DANTEWADA)).one(),
        cpse=next(cpse for cpse in companies if cpse.code == "NMDC"),
        reason="Its mines are in the district.",
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
    write_letters(proposal=proposal, result=load_answer_result(run, "total"), by=dpe)
    paper = "Letter 12 of its CSR department (invented)"
    for lgd, side, word, reason in (
        (_KANKER, Side.DISTRICT, Answer.ACCEPTED, ""),
        (_KANKER, Side.CPSE, Answer.ACCEPTED, ""),
        (_KANKER, Side.BOARD, Answer.ACCEPTED, ""),
        (_BIJAPUR, Side.CPSE, Answer.DECLINED, "The company has no office within 300 km (invented)."),
    ):
        said = NewAnswer(word, today(), reason=reason, received_by=paper, resolution="7 (invented)")
        answer_pair(pair=_pair(proposal, lgd), side=side, said=said, seen=0, by=dpe)
    attach_resolution(
        pair=_pair(proposal, _KANKER),
        by=dpe,
        title="Resolution 7 (invented)",
        file_name="resolution-7.pdf",
        content=b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    )


def _pair(proposal: Proposal, lgd: int) -> ProposedPair:
    query = select(ProposedPair).join(ProposedPair.district)
    query = query.where(ProposedPair.exercise_id == proposal.exercise_id, District.lgd == lgd)
    return db.session.scalars(query).one()


def consent_pages(database: Path) -> list[tuple[str, str, str, str]]:
    """Endpoint, name of the picture, address, who opens it; read from the furnished database."""
    pairs = (
        "select p.id from proposed_pair p join district d on d.id = district_id"
        " where exercise_id = ? and lgd = ?"
    )
    with sqlite3.connect(database) as connection:
        exercise = connection.execute("select id from exercise where title_en = ?", (_TITLE,)).fetchone()[0]
        filed = "select attachment_id, pair_id from answer_document join pair_answer on id = answer_id"
        paper, agreed = connection.execute(filed).fetchone()
        own, declined = (
            connection.execute(pairs, (exercise, lgd)).fetchone()[0] for lgd in (_DANTEWADA, _BIJAPUR)
        )
    run, put = f"/exercises/{exercise}/runs/1", f"/exercises/{exercise}/proposals/1"
    return [
        ("mapping.put_proposal", "proposal-put", f"{run}/proposal/total", "dpe"),
        ("mapping.show_proposal", "proposal", put, "dpe"),
        ("mapping.show_repair", "proposal-repair", f"{put}/repair", "dpe"),
        ("mapping.put_repair", "proposal-repair-plan", f"{put}/repair/0", "dpe"),
        ("mapping.bundle_letters", "proposal-letters", f"{put}/letters", "dpe"),
        ("mapping.withdraw_proposal", "proposal-withdraw", f"{put}/withdraw", "dpe"),
        ("mapping.list_proposed_pairs", "proposed-pairs", "/proposed-pairs", "dpe"),
        ("mapping.list_proposed_pairs", "proposed-pairs-cpse", "/proposed-pairs", "cpse"),
        ("mapping.list_proposed_pairs", "proposed-pairs-none", "/proposed-pairs?q=zzzz", "state"),
        ("mapping.show_proposed_pair", "proposed-pair-own", f"/proposed-pairs/{own}", "cpse"),
        ("mapping.show_proposed_pair", "proposed-pair-declined", f"/proposed-pairs/{declined}", "dpe"),
        ("mapping.show_proposed_pair", "proposed-pair-agreed", f"/proposed-pairs/{agreed}", "auditor"),
        ("mapping.answer_proposed_pair", "pair-answer", f"/proposed-pairs/{own}/answer/district", "district"),
        ("mapping.new_resolution", "resolution-new", f"/proposed-pairs/{agreed}/papers/new", "dpe"),
        (
            "mapping.strike_resolution_paper",
            "resolution-strike",
            f"/proposed-pairs/{agreed}/papers/{paper}/strike",
            "dpe",
        ),
        ("mapping.record_pair_answer", "pair-record", f"/proposed-pairs/{agreed}/record/board", "dpe"),
    ]
