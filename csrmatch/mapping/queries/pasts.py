"""Reading when pairs were proposed, answered and published, as far as the viewer may know."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.mapping.access.proposals import only_visible_answers, only_visible_pairs
from csrmatch.mapping.models import (
    PairAnswer,
    Proposal,
    ProposalLine,
    ProposedPair,
    Publication,
    PublicationPair,
)
from csrmatch.mapping.rules.pasts import PairPast, Published, Put, Said

__all__ = ["list_pasts"]

# District and CPSE.
Two = tuple[int, int]


def list_pasts(viewer: User, pairs: Collection[Two]) -> dict[Two, list[PairPast]]:
    """By district and CPSE their past in each exercise; three statements, however many there are.

    Proposals and answers are those that the viewer may know of; what was published is known to all.
    """
    if not pairs:
        return {}
    districts, cpses = sorted({two[0] for two in pairs}), sorted({two[1] for two in pairs})
    puts: dict[tuple[int, Two], list[Put]] = defaultdict(list)
    said: dict[tuple[int, Two], list[Said]] = defaultdict(list)
    published: dict[tuple[int, Two], list[Published]] = defaultdict(list)
    keys: dict[int, tuple[int, Two]] = {}
    proposed: Any = (
        select(ProposedPair, Proposal.put_at, Proposal.ended_at)
        .join(ProposalLine, ProposalLine.pair_id == ProposedPair.id)
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(ProposedPair.district_id.in_(districts), ProposedPair.cpse_id.in_(cpses))
    )
    for row, put_at, ended_at in db.session.execute(
        only_visible_pairs(viewer, proposed).order_by(Proposal.id, ProposedPair.id)
    ):
        keys[row.id] = row.exercise_id, (row.district_id, row.cpse_id)
        puts[keys[row.id]].append(Put(_day(put_at), _day_or_none(ended_at)))
    answers = only_visible_answers(viewer, select(PairAnswer).where(PairAnswer.pair_id.in_(sorted(keys))))
    for answer in db.session.scalars(answers.order_by(PairAnswer.id)):
        ends = _day_or_none(answer.superseded_at)
        said[keys[answer.pair_id]].append(Said(answer.side, answer.answer, answer.answered_on, ends))
    sealed = (
        select(PublicationPair, Publication.exercise_id, Publication.published_at, Publication.ended_at)
        .join(Publication, Publication.id == PublicationPair.publication_id)
        .where(PublicationPair.district_id.in_(districts), PublicationPair.cpse_id.in_(cpses))
    )
    for line, exercise, published_at, ended_at in db.session.execute(
        sealed.order_by(Publication.id, PublicationPair.district_id)
    ):
        span = Published(line.standing, _day(published_at), _day_or_none(ended_at))
        published[exercise, (line.district_id, line.cpse_id)].append(span)
    found: dict[Two, list[PairPast]] = {two: [] for two in pairs}
    for key in sorted(puts.keys() | published.keys()):
        exercise, two = key
        if two in found:
            past = PairPast(exercise, *two, tuple(puts[key]), tuple(said[key]), tuple(published[key]))
            found[two].append(past)
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(IST).date()


def _day_or_none(moment: datetime | None) -> date | None:
    return None if moment is None else _day(moment)
