"""Proposals and published mappings made for tests."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from csrmatch.db import db, now, run_write, today
from csrmatch.mapping.models import (
    CpseChoice,
    Exercise,
    MappingRun,
    PairAnswer,
    Proposal,
    ProposalLine,
    ProposedPair,
    Publication,
)
from csrmatch.mapping.queries import gather_input, list_exercise_cpses, list_exercise_districts, load_result
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services import change_cpses, change_districts, run_exercise
from csrmatch.mapping.services.publications import PublicOrder, publish_proposal
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from tests.mapping.exercises import find_user, load_exercise, make_exercise

BOTH = {Side.DISTRICT: Answer.ACCEPTED, Side.CPSE: Answer.ACCEPTED}
ALL = {**BOTH, Side.BOARD: Answer.ACCEPTED}


def make_small_exercise(title: str = "Raipur 2026") -> int:
    """An exercise of three districts and four CPSEs, which is solved at once; gives its id."""
    exercise_id = make_exercise(title=title)

    def shrink() -> None:
        exercise = load_exercise(exercise_id)
        districts = list_exercise_districts(exercise)[:3]
        change_districts(exercise=exercise, version=exercise.version, districts=districts)
        members = list_exercise_cpses(exercise)[:4]
        choices = {member.cpse_id: CpseChoice(1) for member in members}
        change_cpses(exercise=exercise, version=exercise.version, choices=choices)

    run_write(shrink)
    return exercise_id


def put(exercise: Exercise, run: MappingRun) -> Proposal:
    """Puts the plan of a run to both sides, in the place of the proposal that was open."""
    open_ones = select(Proposal).where(
        Proposal.exercise_id == exercise.id, Proposal.state == ProposalState.OPEN
    )
    former = db.session.scalar(open_ones)
    if former is not None:
        former.state, former.ended_at, former.ended_by = ProposalState.REPLACED, now(), find_user()
        db.session.flush()
    proposal = Proposal(
        exercise=exercise,
        number=1 + (former.number if former else 0),
        run=run,
        answer="total",
        input_digest=run.input_digest,
        follows_id=former.id if former else None,
        state=ProposalState.OPEN,
        deadline_on=today() + timedelta(days=30),
        put_by=find_user(),
        put_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    result = load_result(run)
    for index, (lgd, code) in enumerate(result.plan.pairs):
        pair = _pair(exercise, int(lgd), code)
        fit = float(result.plan.scores[index])
        db.session.add(
            ProposalLine(proposal_id=proposal.id, district_id=pair.district_id, pair_id=pair.id, fit=fit)
        )
    db.session.flush()
    return proposal


def _pair(exercise: Exercise, lgd: int, code: str) -> ProposedPair:
    district = db.session.scalars(select(District).where(District.lgd == lgd)).one()
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == code)).one()
    query = select(ProposedPair).filter_by(exercise_id=exercise.id, district_id=district.id, cpse_id=cpse.id)
    pair = db.session.scalar(query)
    if pair is None:
        pair = ProposedPair(exercise=exercise, district=district, cpse=cpse, first_put_at=now())
        db.session.add(pair)
        db.session.flush()
    return pair


def say(pair: ProposedPair, said: Mapping[Side, Answer], *, on: date | None = None) -> None:
    """Writes down what was said of a pair, each side's word in the place of its former one."""
    former = select(PairAnswer).where(PairAnswer.pair_id == pair.id, PairAnswer.superseded_at.is_(None))
    for answer in db.session.scalars(former):
        answer.superseded_at, answer.superseded_by, answer.superseded_reason = now(), find_user(), "Anew."
    db.session.flush()
    for side, word in said.items():
        db.session.add(
            PairAnswer(
                pair_id=pair.id,
                side=side,
                answer=word,
                reason="Secret reason." if word is Answer.DECLINED else "",
                answered_on=on or today(),
                resolution="BR 12/2026" if side is Side.BOARD else "",
                received_by="Secret receiver",
                recorded_at=now(),
                recorded_by=find_user(),
            )
        )
    db.session.flush()


def make_proposal(exercise_id: int, *, said: Mapping[Side, Answer] = ALL) -> int:
    """Runs an exercise and puts its plan; the first pair gets these answers. Gives the proposal's id."""

    def make() -> int:
        exercise = load_exercise(exercise_id)
        proposal = put(exercise, run_exercise(exercise=exercise, by=find_user(), language="en"))
        say(first_pair(proposal.id), said)
        return proposal.id

    return run_write(make)


def first_pair(proposal_id: int) -> ProposedPair:
    query = select(ProposedPair).join(ProposalLine, ProposalLine.pair_id == ProposedPair.id)
    return db.session.scalars(
        query.where(ProposalLine.proposal_id == proposal_id).order_by(ProposalLine.district_id)
    ).all()[0]


def load_proposal(proposal_id: int) -> Proposal:
    return db.session.get_one(Proposal, proposal_id, populate_existing=True)


def publish(
    proposal_id: int, *, replaces: int | None = None, reason: str = "", number: str = "1/2026"
) -> int:
    """Publishes a proposal; gives the publication's id."""

    def act() -> int:
        order = PublicOrder(number, today(), "A remark for all.", reason)
        return publish_proposal(
            proposal=load_proposal(proposal_id), by=find_user(), order=order, replaces=replaces
        ).id

    return run_write(act)


def load_publication(publication_id: int) -> Publication:
    return db.session.get_one(Publication, publication_id, populate_existing=True)


def stale(proposal_id: int) -> bool:
    """Whether the input has changed since the proposal was put."""
    proposal = load_proposal(proposal_id)
    return gather_input(proposal.exercise, today()).given.digest != proposal.input_digest
