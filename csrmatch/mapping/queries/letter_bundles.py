"""Reading the archives of a proposal's letters; for those who see every answer."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.models import LetterBundle, Proposal, ProposalLetter

__all__ = [
    "count_proposal_letters",
    "find_letter_bundle",
    "get_letter_bundle",
    "list_letter_bundles",
    "read_letter_bundle",
]


def count_proposal_letters(proposal: Proposal) -> int:
    """How many letters were written when the proposal was put; pairs carried over have theirs from before."""
    query = select(func.count()).where(ProposalLetter.proposal_id == proposal.id)
    return db.session.scalar(query) or 0


def list_letter_bundles(proposal: Proposal) -> list[LetterBundle]:
    """The archives of a proposal that are ready, without their bytes, the newest first."""
    query = select(LetterBundle).where(LetterBundle.proposal_id == proposal.id)
    query = query.options(joinedload(LetterBundle.made_by))
    return list(db.session.scalars(query.order_by(LetterBundle.id.desc())))


def find_letter_bundle(proposal: Proposal, choice: str) -> LetterBundle | None:
    """The archive of this choice of letters, if it was made."""
    query = select(LetterBundle).where(LetterBundle.proposal_id == proposal.id, LetterBundle.choice == choice)
    return db.session.scalar(query)


def get_letter_bundle(proposal: Proposal, bundle_id: int) -> LetterBundle:
    """An archive of this proposal by its number."""
    query = select(LetterBundle).where(LetterBundle.proposal_id == proposal.id, LetterBundle.id == bundle_id)
    bundle = db.session.scalar(query)
    if bundle is None:
        raise Missing
    return bundle


def read_letter_bundle(bundle: LetterBundle) -> bytes:
    """The bytes of an archive."""
    return db.session.scalars(select(LetterBundle.content).where(LetterBundle.id == bundle.id)).one()
