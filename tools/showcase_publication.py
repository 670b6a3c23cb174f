"""A mapping of Chhattisgarh that is published twice, for the pictures and the tests in a browser."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db, now, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.mapping.models import (
    Exercise,
    ExerciseScope,
    PairAnswer,
    Proposal,
    ProposalLine,
    ProposedPair,
)
from csrmatch.mapping.queries import get_pair, load_result
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services import create_exercise, run_exercise
from csrmatch.mapping.services.publications import PublicOrder, publish_proposal
from csrmatch.places.models import State

__all__ = ["publication_pages", "publish_mapping"]

_TITLE = "Districts of Chhattisgarh, published"
_PLACE = "/mapping/state-22/2026-27"


def publish_mapping() -> None:
    """Puts a plan, lets some pairs be agreed and approved, and publishes it twice."""
    dpe = db.session.scalars(select(User).where(User.email == f"dpe@{DEMO_DOMAIN}")).one()
    state = db.session.scalars(select(State).where(State.lgd == 22)).one()
    exercise = create_exercise(
        by=dpe,
        title_en=_TITLE,
        title_hi="छत्तीसगढ़ के ज़िले, प्रकाशित",
        financial_year="2026-27",
        scope=ExerciseScope.STATE,
        state=state,
    )
    proposal, pairs = _put(exercise, dpe)
    for place, pair in enumerate(pairs[:7]):
        for side in (Side.DISTRICT, Side.CPSE):
            _accept(pair, side, dpe)
        if place == 0:
            publish_proposal(proposal=proposal, by=dpe, order=PublicOrder("DPE-14/3/2026-CSR", today()))
        if place < 4:
            _accept(pair, Side.BOARD, dpe)
    order = PublicOrder(
        "DPE-14/5/2026-CSR",
        today(),
        "Agreed at the workshop of Raipur.",
        "The boards of four enterprises have approved.",
    )
    publish_proposal(proposal=proposal, by=dpe, order=order, replaces=1)


def _put(exercise: Exercise, dpe: User) -> tuple[Proposal, list[ProposedPair]]:
    run = run_exercise(exercise=exercise, by=dpe, language="en")
    proposal = Proposal(
        exercise=exercise,
        number=1,
        run=run,
        answer="total",
        input_digest=run.input_digest,
        state=ProposalState.OPEN,
        deadline_on=today() + timedelta(days=30),
        put_by=dpe,
        put_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    result = load_result(run)
    pairs = []
    for index, (lgd, code) in enumerate(result.plan.pairs):
        district, cpse = get_pair(exercise, int(lgd), code)
        pair = ProposedPair(exercise=exercise, district=district, cpse=cpse, first_put_at=now())
        db.session.add(pair)
        db.session.flush()
        fit = float(result.plan.scores[index])
        line = ProposalLine(proposal_id=proposal.id, district_id=district.id, pair_id=pair.id, fit=fit)
        db.session.add(line)
        pairs.append(pair)
    db.session.flush()
    return proposal, pairs


def _accept(pair: ProposedPair, side: Side, dpe: User) -> None:
    number = f"Board {40 + pair.id}/2026" if side is Side.BOARD else ""
    db.session.add(
        PairAnswer(
            pair_id=pair.id,
            side=side,
            answer=Answer.ACCEPTED,
            answered_on=today(),
            resolution=number,
            recorded_at=now(),
            recorded_by=dpe,
        )
    )
    db.session.flush()


def publication_pages(database: Path) -> list[tuple[str, str, str, str | None]]:
    """Endpoint, name of the picture, address, who opens it."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("select id from exercise where title_en = ?", (_TITLE,)).fetchone()
    connection.close()
    return [
        ("mapping.publish_exercise", "publish", f"/exercises/{found[0]}/publish", "dpe"),
        ("mapping.publish_exercise", "publish-none", "/exercises/3/publish", "dpe"),
        ("mapping.end_publication", "withdraw", f"{_PLACE}/2/withdraw", "dpe"),
        ("mapping.list_publications", "published-list", "/mapping", None),
        ("mapping.show_publication", "published", _PLACE, None),
        ("mapping.show_publication", "published-staff", f"{_PLACE}/2", "dpe"),
        ("mapping.show_publication", "published-replaced", f"{_PLACE}/1", None),
        ("mapping.show_published_pair", "published-pair", f"{_PLACE}/districts/376", None),
        ("mapping.show_published_pair", "published-pair-story", f"{_PLACE}/districts/376", "cpse"),
    ]
