"""Reading published mappings, and what a proposal would say if it were published now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.models import (
    Exercise,
    ExerciseScope,
    PairAnswer,
    Proposal,
    ProposalLine,
    ProposedPair,
    Publication,
    PublicationPair,
)
from csrmatch.mapping.queries.proposals import list_proposal_lines
from csrmatch.mapping.rules.consent import ProposalState, Side, Standing, standing_of
from csrmatch.mapping.rules.publishing import PublicationState, scope_key_of
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse

__all__ = [
    "PairAtHand",
    "find_current_publication",
    "find_open_proposal",
    "find_published_lead",
    "find_published_pair",
    "find_scope_key",
    "get_package",
    "get_publication",
    "is_published",
    "list_current_publications",
    "list_latest_pairs",
    "list_leads",
    "list_pairs_at_hand",
    "list_published_led",
    "list_published_pairs",
    "list_published_states",
    "list_versions",
    "next_number",
    "search_published_pairs",
]


@dataclass(frozen=True)
class PairAtHand:
    """One pair of a proposal as it stands now, with what each side said of it."""

    pair: ProposedPair
    fit: float
    standing: Standing
    said: Mapping[Side, PairAnswer]


def find_open_proposal(exercise: Exercise) -> Proposal | None:
    """The proposal of an exercise that is before both sides, if one is."""
    query = select(Proposal).where(Proposal.exercise_id == exercise.id, Proposal.state == ProposalState.OPEN)
    return db.session.scalar(query)


def list_pairs_at_hand(proposal: Proposal) -> list[PairAtHand]:
    """The pairs of a proposal in the order of their districts' codes."""
    lines = list_proposal_lines(proposal)
    said: dict[int, dict[Side, PairAnswer]] = {}
    answers = select(PairAnswer).where(
        PairAnswer.pair_id.in_([line.pair_id for line in lines]), PairAnswer.superseded_at.is_(None)
    )
    for answer in db.session.scalars(answers.order_by(PairAnswer.id)):
        said.setdefault(answer.pair_id, {})[answer.side] = answer
    return [_at_hand(line, said.get(line.pair_id, {})) for line in lines]


def _at_hand(line: ProposalLine, said: Mapping[Side, PairAnswer]) -> PairAtHand:
    standing = standing_of({side: answer.answer for side, answer in said.items()})
    return PairAtHand(line.pair, line.fit, standing, said)


def find_scope_key(exercise: Exercise) -> str:
    """Whose districts a mapping of this exercise is about; a scenario is about its original's."""
    if exercise.scope is ExerciseScope.PICKED:
        while exercise.copied_from_id is not None:
            exercise = db.session.get_one(Exercise, exercise.copied_from_id)
    lgd = exercise.state.lgd if exercise.state else None
    return scope_key_of(exercise.scope.value, state_lgd=lgd, root_id=exercise.id)


def find_current_publication(
    scope_key: str, financial_year: str, *, for_change: bool = False
) -> Publication | None:
    """The version in force for a scope and year, if there is one."""
    query = select(Publication).where(
        Publication.scope_key == scope_key,
        Publication.financial_year == financial_year,
        Publication.state == PublicationState.CURRENT,
    )
    if for_change:
        query = query.with_for_update(of=Publication).execution_options(populate_existing=True)
    return db.session.scalar(query)


def is_published(exercise: Exercise) -> bool:
    """Whether a version that is in force was published from this exercise."""
    query = select(Publication.id).where(
        Publication.exercise_id == exercise.id, Publication.state == PublicationState.CURRENT
    )
    return db.session.scalar(query) is not None


def get_publication(
    scope_key: str, financial_year: str, number: int | None = None, *, for_change: bool = False
) -> Publication:
    """A published version by its number; without one, that in force or else the newest."""
    query = (
        select(Publication)
        .where(Publication.scope_key == scope_key, Publication.financial_year == financial_year)
        .order_by(Publication.number.desc())
        .limit(1)
    )
    if number is not None:
        query = query.where(Publication.number == number)
    if for_change:
        query = query.with_for_update(of=Publication).execution_options(populate_existing=True)
    publication = db.session.scalar(query)
    if publication is None:
        raise Missing
    return publication


def list_versions(scope_key: str, financial_year: str) -> list[Publication]:
    """Every version ever published for a scope and year, the newest first."""
    query = select(Publication).where(
        Publication.scope_key == scope_key, Publication.financial_year == financial_year
    )
    return list(db.session.scalars(query.order_by(Publication.number.desc())))


def list_current_publications() -> list[Publication]:
    """All versions in force: the latest year first, the nation before states and hand-picked districts."""
    query = (
        select(Publication)
        .where(Publication.state == PublicationState.CURRENT)
        .order_by(Publication.financial_year.desc(), Publication.scope_key, Publication.id)
        .options(joinedload(Publication.exercise))
    )
    return list(db.session.scalars(query))


def get_package(publication: Publication) -> bytes:
    """The open data of a version, as sealed."""
    query = select(Publication.package_zip).where(Publication.id == publication.id)
    return db.session.scalars(query).one()


def search_published_pairs(
    publication: Publication, *, text: str | None, standing: Standing | None, state_lgd: int | None
) -> Select[Any]:
    """The pairs of a version, narrowed by a part of a name or code, by how far they came, by state."""
    query = (
        select(PublicationPair)
        .join(PublicationPair.district)
        .join(District.state)
        .join(PublicationPair.cpse)
        .where(PublicationPair.publication_id == publication.id)
        .options(
            contains_eager(PublicationPair.district).contains_eager(District.state),
            contains_eager(PublicationPair.cpse),
        )
    )
    if text:
        names = (District.name_en, District.name_hi, Cpse.code, Cpse.name_en, Cpse.name_hi)
        query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
    if standing is not None:
        query = query.where(PublicationPair.standing == standing)
    return query if state_lgd is None else query.where(State.lgd == state_lgd)


def list_published_states(publication: Publication) -> list[State]:
    """The states whose districts a version is about."""
    query = (
        select(State)
        .where(
            State.id.in_(
                select(District.state_id)
                .join(PublicationPair, PublicationPair.district_id == District.id)
                .where(PublicationPair.publication_id == publication.id)
            )
        )
        .order_by(State.name_en)
    )
    return list(db.session.scalars(query))


def list_published_pairs(publication: Publication) -> list[PublicationPair]:
    """The pairs of a version by the codes of their districts."""
    query = search_published_pairs(publication, text=None, standing=None, state_lgd=None)
    return list(db.session.scalars(query.order_by(District.lgd)))


def find_published_pair(publication: Publication, lgd: int) -> PublicationPair:
    """The pair of one district of a version."""
    query = search_published_pairs(publication, text=None, standing=None, state_lgd=None)
    pair: PublicationPair | None = db.session.scalar(query.where(District.lgd == lgd))
    if pair is None:
        raise Missing
    return pair


def _in_force() -> Select[Any]:
    return (
        select(PublicationPair)
        .join(PublicationPair.publication)
        .join(PublicationPair.district)
        .join(PublicationPair.cpse)
        .where(Publication.state == PublicationState.CURRENT)
        .options(
            contains_eager(PublicationPair.publication),
            contains_eager(PublicationPair.district),
            contains_eager(PublicationPair.cpse),
        )
    )


def list_latest_pairs() -> list[PublicationPair]:
    """Who leads by what is in force for the latest year: each district once, the nation's word first."""
    latest = select(func.max(Publication.financial_year)).where(Publication.state == PublicationState.CURRENT)
    query = (
        _in_force()
        .where(Publication.financial_year == latest.scalar_subquery())
        .options(
            contains_eager(PublicationPair.district).joinedload(District.state),
            contains_eager(PublicationPair.publication).joinedload(Publication.exercise),
        )
        .order_by(District.lgd, Publication.scope_key, Publication.id)
    )
    found: dict[int, PublicationPair] = {}
    for pair in db.session.scalars(query):
        found.setdefault(pair.district_id, pair)
    return list(found.values())


def find_published_lead(district: District) -> PublicationPair | None:
    """Who leads a district by what is in force: of the latest year, the nation's word before a state's."""
    query = _in_force().where(PublicationPair.district_id == district.id)
    order = (Publication.financial_year.desc(), Publication.scope_key, Publication.id)
    return db.session.scalars(query.order_by(*order)).first()


def list_published_led(cpse: Cpse) -> list[PublicationPair]:
    """Which districts a CPSE leads by what is in force, of each district the latest year's."""
    named = select(PublicationPair.district_id).where(PublicationPair.cpse_id == cpse.id)
    query = _in_force().where(PublicationPair.district_id.in_(named))
    order = (District.name_en, Publication.financial_year.desc(), Publication.scope_key, Publication.id)
    found: dict[int, PublicationPair] = {}
    for pair in db.session.scalars(query.order_by(*order)):
        found.setdefault(pair.district_id, pair)
    return [pair for pair in found.values() if pair.cpse_id == cpse.id]


def list_leads(district_ids: Sequence[int], financial_year: str, *, scope_key: str = "") -> dict[int, str]:
    """By district, the code of the CPSE that leads it in a year by what is in force for that year.

    The mapping of the same scope speaks before all others, then the one published last.
    """
    query = (
        select(PublicationPair.district_id, Cpse.code)
        .join(Publication, Publication.id == PublicationPair.publication_id)
        .join(Cpse, Cpse.id == PublicationPair.cpse_id)
        .where(
            PublicationPair.district_id.in_(district_ids),
            Publication.financial_year == financial_year,
            Publication.state == PublicationState.CURRENT,
        )
        .order_by((Publication.scope_key == scope_key).desc(), Publication.id.desc())
    )
    found: dict[int, str] = {}
    for district_id, code in db.session.execute(query):
        found.setdefault(district_id, code)
    return found


def next_number(scope_key: str, financial_year: str) -> int:
    """The number of the next version of a scope and year."""
    query = select(func.max(Publication.number)).where(
        Publication.scope_key == scope_key, Publication.financial_year == financial_year
    )
    return (db.session.scalar(query) or 0) + 1
