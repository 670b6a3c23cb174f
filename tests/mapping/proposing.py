"""Proposals put, and answers given, by the product's own verbs."""

from datetime import timedelta

from sqlalchemy import select

from csrmatch.accounts.models import Organisation, User
from csrmatch.db import db, run_write, today
from csrmatch.mapping.models import CpseChoice, Proposal, ProposalLine, ProposedPair
from csrmatch.mapping.queries import load_answer, load_answer_result
from csrmatch.mapping.queries.proposals import find_standing_answer
from csrmatch.mapping.queries.publications import find_open_proposal
from csrmatch.mapping.rules.consent import Answer, Side
from csrmatch.mapping.services import change_cpses, change_districts, run_exercise
from csrmatch.mapping.services.proposal_letters import post_letters, write_letters
from csrmatch.mapping.services.proposals import NewAnswer, answer_pair, put_proposal
from csrmatch.mapping.views.proposals import tell_letter
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD
from tests.mapping.exercises import find_user, load_exercise, make_exercise

DANTEWADA, BASTAR, KANKER = 376, 374, 381
COMPANIES = ("NMDC", "SAIL", "NTPC", "GAIL")


def make_pinned_exercise(title: str = "Consent") -> int:
    """Three districts and four companies, NMDC being pinned to Dantewada; gives the exercise's id."""
    from tests.mapping.exercises import make_rule

    exercise_id = make_exercise(title=title)

    def narrow() -> None:
        exercise = load_exercise(exercise_id)
        query = select(District).where(District.lgd.in_((DANTEWADA, BASTAR, KANKER))).order_by(District.lgd)
        change_districts(
            exercise=exercise, version=exercise.version, districts=db.session.scalars(query).all()
        )
        companies = db.session.scalars(select(Cpse).where(Cpse.code.in_(COMPANIES)).order_by(Cpse.code))
        choices = {cpse.id: CpseChoice(1, free_inr=10**8) for cpse in companies}
        change_cpses(exercise=exercise, version=exercise.version, choices=choices)

    run_write(narrow)
    make_rule(exercise_id, "pin", DANTEWADA, "NMDC")
    return exercise_id


def put(exercise_id: int, *, deadline: int = 30, answer: str = "total", note: str = "") -> int:
    """Runs an exercise and puts its plan with letters and mails; gives the proposal's id."""

    def act() -> int:
        exercise = load_exercise(exercise_id)
        run = run_exercise(exercise=exercise, by=find_user(), language="en")
        former = find_open_proposal(exercise)
        proposal = put_proposal(
            exercise=exercise,
            run=run,
            answer=answer,
            pairs=load_answer(run, answer).pairs,
            deadline_on=today() + timedelta(days=deadline),
            note=note,
            by=find_user(),
            replaces=former.number if former else None,
        )
        letters = write_letters(proposal=proposal, result=load_answer_result(run, answer), by=find_user())
        post_letters(letters, tell_letter)
        return proposal.id

    return run_write(act)


def pair_of(proposal_id: int, lgd: int) -> ProposedPair:
    query = (
        select(ProposedPair)
        .join(ProposalLine, ProposalLine.pair_id == ProposedPair.id)
        .join(District, District.id == ProposedPair.district_id)
        .where(ProposalLine.proposal_id == proposal_id, District.lgd == lgd)
    )
    return db.session.scalars(query).one()


def pairs_of(proposal_id: int) -> dict[int, str]:
    query = (
        select(District.lgd, Cpse.code)
        .select_from(ProposalLine)
        .join(ProposedPair, ProposalLine.pair_id == ProposedPair.id)
        .join(District, District.id == ProposedPair.district_id)
        .join(Cpse, Cpse.id == ProposedPair.cpse_id)
        .where(ProposalLine.proposal_id == proposal_id)
    )
    return {lgd: code for lgd, code in db.session.execute(query)}


def answer(
    proposal_id: int,
    lgd: int,
    side: Side,
    word: Answer = Answer.ACCEPTED,
    *,
    by: str = "dpe_staff",
    reason: str = "",
    corrects: str = "",
    resolution: str = "",
    seen: int | None = None,
) -> int:
    """Says yes or no in the name of a side; gives the answer's id."""

    def act() -> int:
        pair = pair_of(proposal_id, lgd)
        standing = find_standing_answer(pair, side)
        known = standing.id if standing else 0
        said = NewAnswer(
            word, today(), reason=reason, corrects=corrects, resolution=resolution, received_by=""
        )
        return answer_pair(
            pair=pair, side=side, said=said, seen=known if seen is None else seen, by=find_user(by)
        ).id

    return run_write(act)


def load_proposal(proposal_id: int) -> Proposal:
    return db.session.get_one(Proposal, proposal_id, populate_existing=True)


def officers() -> None:
    """An officer of another company and of another district, whom nothing of the pair concerns."""

    def make() -> None:
        sail = db.session.scalars(select(Cpse).where(Cpse.code == "ONGC")).one()
        office = db.session.get_one(Organisation, sail.organisation_id)
        factories.make_user(
            Role.CPSE_OFFICER, email="ongc@example.test", password=PASSWORD, organisation=office
        )
        korba = select(Organisation).join(District, Organisation.district_id == District.id)
        other = db.session.scalars(korba.where(District.lgd == 383)).one()
        factories.make_user(
            Role.DISTRICT_OFFICER, email="korba@example.test", password=PASSWORD, organisation=other
        )

    run_write(make)


def user(name: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{name}@example.test")).one()
