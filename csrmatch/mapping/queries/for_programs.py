"""Reads that programs ask for: published mappings and proposals, each by its number among all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.exercises import only_visible_exercises
from csrmatch.mapping.models import (
    Exercise,
    Proposal,
    ProposalLine,
    ProposedPair,
    Publication,
    PublicationPair,
)
from csrmatch.mapping.rules.consent import ProposalState, Standing
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.places.models import District, State

__all__ = [
    "count_approved",
    "get_numbered_proposal",
    "get_numbered_publication",
    "list_newest_proposals",
    "search_proposals",
    "search_publications",
]


def search_publications(
    *,
    scope_key: str | None = None,
    year: str | None = None,
    state_lgd: int | None = None,
    stage: PublicationState | None = None,
) -> Select[Any]:
    """Every version ever published, narrowed; `state_lgd` asks for a pair in a district of that state."""
    query = select(Publication).options(joinedload(Publication.exercise).joinedload(Exercise.state))
    if scope_key is not None:
        query = query.where(Publication.scope_key == scope_key)
    if year is not None:
        query = query.where(Publication.financial_year == year)
    if stage is not None:
        query = query.where(Publication.state == stage)
    if state_lgd is not None:
        held = (
            select(PublicationPair.publication_id)
            .join(PublicationPair.district)
            .join(District.state)
            .where(State.lgd == state_lgd)
        )
        query = query.where(Publication.id.in_(held))
    return query


def get_numbered_publication(publication_id: int) -> Publication:
    """A published version by its number among all of them."""
    found: Publication | None = db.session.scalar(
        search_publications().where(Publication.id == publication_id)
    )
    if found is None:
        raise Missing
    return found


def count_approved(publication_ids: Sequence[int]) -> dict[int, int]:
    """By version, how many of its pairs are approved."""
    query = (
        select(PublicationPair.publication_id, func.count())
        .where(
            PublicationPair.publication_id.in_(publication_ids),
            PublicationPair.standing == Standing.APPROVED,
        )
        .group_by(PublicationPair.publication_id)
        .order_by(PublicationPair.publication_id)
    )
    found = {number: count for number, count in db.session.execute(query)}
    return {number: found.get(number, 0) for number in publication_ids}


def search_proposals(
    viewer: User,
    *,
    year: str | None = None,
    state_lgd: int | None = None,
    stage: ProposalState | None = None,
) -> Select[Any]:
    """The proposals of the exercises the viewer may see; `state_lgd` asks for a district of that state."""
    query = only_visible_exercises(viewer, select(Proposal).join(Proposal.exercise)).options(
        contains_eager(Proposal.exercise).joinedload(Exercise.state), joinedload(Proposal.run)
    )
    if year is not None:
        query = query.where(Exercise.financial_year == year)
    if stage is not None:
        query = query.where(Proposal.state == stage)
    if state_lgd is not None:
        held = (
            select(ProposalLine.proposal_id)
            .join(District, District.id == ProposalLine.district_id)
            .join(District.state)
            .where(State.lgd == state_lgd)
        )
        query = query.where(Proposal.id.in_(held))
    return query


def get_numbered_proposal(viewer: User, proposal_id: int) -> Proposal:
    """A proposal the viewer may see, by its number among all of them."""
    found: Proposal | None = db.session.scalar(search_proposals(viewer).where(Proposal.id == proposal_id))
    if found is None:
        raise Missing
    return found


def list_newest_proposals(pairs: Sequence[ProposedPair]) -> dict[int, Proposal]:
    """By pair, the newest proposal that holds it."""
    query = (
        select(ProposalLine.pair_id, Proposal)
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(ProposalLine.pair_id.in_([pair.id for pair in pairs]))
        .options(joinedload(Proposal.exercise))
        .order_by(Proposal.number)
    )
    return {pair_id: proposal for pair_id, proposal in db.session.execute(query)}
