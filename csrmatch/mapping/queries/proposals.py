"""Reading proposals, their pairs, their letters, and of the answers what the viewer may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.mapping.access.proposals import (
    can_read_reason,
    only_visible_answers,
    only_visible_pairs,
    sides_of,
)
from csrmatch.mapping.models import (
    Exercise,
    PairAnswer,
    Proposal,
    ProposalLetter,
    ProposalLine,
    ProposedPair,
)
from csrmatch.mapping.rules.consent import SOON_DAYS, Answer, Due, ProposalState, Side
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse

__all__ = [
    "Said",
    "Word",
    "find_letters",
    "find_line",
    "find_standing_answer",
    "get_letter",
    "get_proposal",
    "get_proposed_pair",
    "last_day_of",
    "list_last_days",
    "list_proposal_letters",
    "list_proposal_lines",
    "list_proposals",
    "list_said",
    "list_waiting_pairs",
    "list_words",
    "search_proposed_pairs",
]


@dataclass(frozen=True)
class Word:
    """What one side said, as far as the viewer may know: `reason` is None where it is not theirs."""

    side: Side
    answer: Answer
    answered_on: date
    recorded_at: datetime
    reason: str | None
    resolution: str
    received_by: str
    is_superseded: bool
    superseded_reason: str | None


Said = Mapping[Side, Word]


def list_proposals(exercise: Exercise) -> list[Proposal]:
    """The proposals of an exercise, the newest first."""
    query = select(Proposal).where(Proposal.exercise_id == exercise.id)
    return list(db.session.scalars(query.order_by(Proposal.number.desc())))


def get_proposal(exercise: Exercise, number: int, *, for_change: bool = False) -> Proposal:
    """A proposal of this exercise by its number."""
    query = select(Proposal).where(Proposal.exercise_id == exercise.id, Proposal.number == number)
    if for_change:
        query = query.with_for_update(of=Proposal).execution_options(populate_existing=True)
    proposal = db.session.scalar(query)
    if proposal is None:
        raise Missing
    return proposal


def get_proposed_pair(viewer: User, pair_id: int, *, for_change: bool = False) -> ProposedPair:
    """A proposed pair that the viewer may see."""
    query = only_visible_pairs(viewer, select(ProposedPair).where(ProposedPair.id == pair_id))
    query = query.options(joinedload(ProposedPair.district), joinedload(ProposedPair.cpse))
    if for_change:
        query = query.with_for_update(of=ProposedPair).execution_options(populate_existing=True)
    pair = db.session.scalar(query)
    if pair is None:
        raise Missing
    return pair


def list_proposal_lines(proposal: Proposal) -> list[ProposalLine]:
    """The lines of a proposal with their pairs, by the codes of the districts."""
    query = (
        select(ProposalLine)
        .join(ProposalLine.pair)
        .join(ProposedPair.district)
        .where(ProposalLine.proposal_id == proposal.id)
        .options(
            contains_eager(ProposalLine.pair).options(
                contains_eager(ProposedPair.district).joinedload(District.state),
                joinedload(ProposedPair.cpse),
            )
        )
    )
    return list(db.session.scalars(query.order_by(District.lgd)))


def find_line(pair: ProposedPair) -> tuple[ProposalLine, Proposal]:
    """The place of a pair in the newest proposal that holds it."""
    query = (
        select(ProposalLine, Proposal)
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(ProposalLine.pair_id == pair.id)
        .order_by(Proposal.number.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1]


def find_standing_answer(pair: ProposedPair, side: Side) -> PairAnswer | None:
    """The answer of a side that is in force; whoever acts on it must have the right to it already."""
    query = select(PairAnswer).where(
        PairAnswer.pair_id == pair.id, PairAnswer.side == side, PairAnswer.superseded_at.is_(None)
    )
    return db.session.scalar(query)


def search_proposed_pairs(
    viewer: User,
    *,
    proposal: Proposal | None = None,
    text: str | None = None,
    side: Side | None = None,
    word: str | None = None,
    state_lgd: int | None = None,
    due: Due | None = None,
    day: date | None = None,
    until: date | None = None,
) -> Select[Any]:
    """The pairs of open proposals, or of one proposal, that the viewer may see; narrowed by what is known.

    `word` is `accepted`, `declined` or `none` of the `side`; an answer that the viewer may not know is none.
    `due` keeps the pairs of which a side has not answered, as of `day`; `until` those that are asked for by
    that day or before.
    """
    query = (
        select(ProposedPair)
        .join(ProposedPair.district)
        .join(District.state)
        .join(ProposedPair.cpse)
        .options(
            contains_eager(ProposedPair.district).contains_eager(District.state),
            contains_eager(ProposedPair.cpse),
        )
    )
    held = select(ProposalLine.pair_id).join(Proposal, Proposal.id == ProposalLine.proposal_id)
    chosen = Proposal.id == proposal.id if proposal else Proposal.state == ProposalState.OPEN
    query = only_visible_pairs(viewer, query).where(ProposedPair.id.in_(held.where(chosen)))
    if text:
        names = (District.name_en, District.name_hi, Cpse.code, Cpse.name_en, Cpse.name_hi)
        query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
    if state_lgd is not None:
        query = query.where(District.state.has(lgd=state_lgd))
    if word:
        query = query.where(_has_word(viewer, side, word))
    if due and day:
        silent = [_has_word(viewer, asked, "none") for asked in (Side.DISTRICT, Side.CPSE)]
        query = query.where(or_(*silent), _is_due(last_day_of(proposal), due, day))
    if until is not None:
        query = query.where(last_day_of(proposal) <= until)
    return query


def last_day_of(proposal: Proposal | None) -> ColumnElement[date]:
    """By when answers about a pair of one proposal, or of the open ones, are asked; a column to sort by."""
    chosen = Proposal.id == proposal.id if proposal else Proposal.state == ProposalState.OPEN
    held = select(Proposal.deadline_on).join(ProposalLine, ProposalLine.proposal_id == Proposal.id)
    # Only one proposal of an exercise is open, and a pair is of one exercise.
    return held.where(ProposalLine.pair_id == ProposedPair.id, chosen).limit(1).scalar_subquery()


def list_last_days(pairs: Sequence[ProposedPair], proposal: Proposal | None) -> dict[int, date]:
    """By pair, the last day for its answers."""
    query = select(ProposedPair.id, last_day_of(proposal))
    query = query.where(ProposedPair.id.in_([pair.id for pair in pairs])).order_by(ProposedPair.id)
    return {number: day for number, day in db.session.execute(query) if day is not None}


def _is_due(last: ColumnElement[date], due: Due, day: date) -> ColumnElement[bool]:
    if due is Due.OVER:
        return last < day
    return last.between(day, day + timedelta(days=SOON_DAYS))


def _has_word(viewer: User, side: Side | None, word: str) -> ColumnElement[bool]:
    found = select(PairAnswer.id).where(
        PairAnswer.pair_id == ProposedPair.id, PairAnswer.superseded_at.is_(None)
    )
    if side is not None:
        found = found.where(PairAnswer.side == side)
    if word == "none":
        return ~only_visible_answers(viewer, found).exists()
    return only_visible_answers(viewer, found.where(PairAnswer.answer == Answer(word))).exists()


def list_said(viewer: User, pairs: Sequence[ProposedPair]) -> dict[int, Said]:
    """By pair, the standing word of each side as far as the viewer may know it."""
    said: dict[int, dict[Side, Word]] = {pair.id: {} for pair in pairs}
    for pair, words in list_words(viewer, pairs, standing=True).items():
        said[pair] = {word.side: word for word in words}
    return dict(said)


def list_words(
    viewer: User, pairs: Sequence[ProposedPair], *, standing: bool = False
) -> dict[int, list[Word]]:
    """By pair, what was said in order of time, as far as the viewer may know it."""
    by_id = {pair.id: pair for pair in pairs}
    query = only_visible_answers(viewer, select(PairAnswer).where(PairAnswer.pair_id.in_(sorted(by_id))))
    if standing:
        query = query.where(PairAnswer.superseded_at.is_(None))
    found: dict[int, list[Word]] = {pair.id: [] for pair in pairs}
    for answer in db.session.scalars(query.order_by(PairAnswer.id)):
        knows = can_read_reason(viewer, by_id[answer.pair_id], answer.side)
        found[answer.pair_id].append(
            Word(
                side=answer.side,
                answer=answer.answer,
                answered_on=answer.answered_on,
                recorded_at=answer.recorded_at,
                reason=answer.reason if knows else None,
                resolution=answer.resolution if knows else "",
                received_by=answer.received_by if knows else "",
                is_superseded=answer.superseded_at is not None,
                superseded_reason=answer.superseded_reason if knows else None,
            )
        )
    return found


def list_waiting_pairs(viewer: User, most: int) -> list[tuple[ProposedPair, Side, date]]:
    """Pairs of open proposals that wait for the viewer's own word, with the day by which it is asked."""
    query = (
        search_proposed_pairs(viewer)
        .add_columns(Proposal.deadline_on)
        .join(ProposalLine, ProposalLine.pair_id == ProposedPair.id)
        .join(Proposal, Proposal.id == ProposalLine.proposal_id)
        .where(Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.deadline_on, District.lgd, Cpse.code)
    )
    rows = [(row[0], row[1]) for row in db.session.execute(query).unique()]
    said = list_said(viewer, [pair for pair, _deadline in rows])
    found = []
    for pair, deadline in rows:
        sides = sides_of(viewer, pair)
        side = Side.DISTRICT if Side.DISTRICT in sides else Side.CPSE if sides else None
        if side is not None and side not in said[pair.id]:
            found.append((pair, side, deadline))
    return found[:most]


def _visible_letters(viewer: User, query: Select[Any]) -> Select[Any]:
    reached = only_visible_pairs(viewer, select(ProposedPair.id))
    return query.where(ProposalLetter.pair_id.in_(reached))


def find_letters(viewer: User, pair: ProposedPair) -> list[ProposalLetter]:
    """The letters about a pair that are the viewer's to read: each side its own, the newest first."""
    query = _visible_letters(viewer, select(ProposalLetter).where(ProposalLetter.pair_id == pair.id))
    letters = list(db.session.scalars(query.order_by(ProposalLetter.id.desc())))
    return [letter for letter in letters if can_read_reason(viewer, pair, letter.side)]


def get_letter(viewer: User, letter_id: int) -> ProposalLetter:
    """A letter that is the viewer's to read."""
    query = _visible_letters(viewer, select(ProposalLetter).where(ProposalLetter.id == letter_id))
    letter: ProposalLetter | None = db.session.scalar(query)
    if letter is None or not can_read_reason(viewer, letter.pair, letter.side):
        raise Missing
    return letter


def list_proposal_letters(proposal: Proposal) -> list[ProposalLetter]:
    """All letters of a proposal by their reference; for those who see every answer."""
    query = select(ProposalLetter).where(ProposalLetter.proposal_id == proposal.id)
    return list(db.session.scalars(query.order_by(ProposalLetter.reference)))
