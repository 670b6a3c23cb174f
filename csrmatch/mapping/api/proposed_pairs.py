"""Operations on proposed pairs: list, one with what was said of it, and the answer of one's own side."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.mapping.access.proposals import sides_of
from csrmatch.mapping.models import Proposal, ProposedPair
from csrmatch.mapping.queries import for_programs, proposals
from csrmatch.mapping.queries.proposals import Word
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side
from csrmatch.mapping.services.proposals import NewAnswer, answer_pair
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page, expected_version
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, Conditions, Sent, Told, WholeNumber, line, lines

__all__ = ["WordTold", "tell_words"]

_PAIR = "/proposed-pairs/<int(max=2147483647):pair_id>"
_ANSWER = _PAIR + "/answers/<side>"
_ORDERS = {"id": Order(ProposedPair.id)}


class PairPath(Asked):
    """Which pair."""

    pair_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class PairAnswerPath(PairPath):
    """Which pair, and the word of which side."""

    side: Side


class PairsAsked(PageAsked):
    """Which pairs of open proposals, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of a name, or the code of a company.")
    state: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the state.")
    side: Side | None = Field(None, description="Whose answer is meant; any side's unless given.")
    answer: Literal["accepted", "declined", "none"] | None = Field(
        None, description="What this token may not know yet counts as none."
    )
    deadline_until: date | None = Field(None, description="Asked for by this day or before.")
    sort: Literal["id", "-id"] = "id"


class WordTold(Told):
    """What one side said; its reason is for itself and for who runs the exercise, to others it is null."""

    side: Side
    answer: Answer
    answered_on: date
    reason: str | None
    resolution: str | None
    received_by: str | None


class PastWordTold(WordTold):
    """What was said, in force or not any more."""

    is_superseded: bool
    superseded_reason: str | None


class ProposedPairTold(Told):
    """A district and a company proposed to each other; each learns the other's word after its own."""

    id: int
    proposal_number: int
    stage: ProposalState
    financial_year: str
    deadline_on: date
    first_put_at: datetime
    district_lgd: int
    state_lgd: int
    cpse: str
    own_sides: list[Side] = Field(description="The sides for which this token's office answers.")
    answers: list[WordTold]


class ProposedPairWhole(ProposedPairTold):
    """A pair with all that was said of it, the first word first."""

    history: list[PastWordTold]


class ProposedPairsTold(Told):
    """A page of pairs."""

    items: list[ProposedPairTold]
    next: str | None


class PairAnswerTold(Told):
    """The word of one side; null, in version 0, while it has said nothing that this token may know."""

    pair_id: int
    version: int
    said: WordTold | None


class PairAnswerSent(Sent):
    """What one's own side says."""

    answer: Answer
    answered_on: date
    reason: lines(1_000) = Field(  # type: ignore[valid-type]
        None, description="Needed to decline. The Department reads it, the other side does not."
    )
    resolution: line(80) = Field(  # type: ignore[valid-type]
        None, description="Of the board: the number of its resolution."
    )
    corrects: line(500) = Field(  # type: ignore[valid-type]
        None, description="Needed where an answer stands: why it is corrected."
    )


def _word(word: Word) -> dict[str, object]:
    return {
        "side": word.side,
        "answer": word.answer,
        "answered_on": word.answered_on,
        "reason": word.reason or None,
        "resolution": word.resolution or None,
        "received_by": word.received_by or None,
    }


def tell_words(words: Iterable[Word]) -> list[WordTold]:
    """The words that stand, in the order of the sides."""
    order = list(Side)
    return [
        WordTold.model_validate(_word(word)) for word in sorted(words, key=lambda row: order.index(row.side))
    ]


def _past(word: Word) -> PastWordTold:
    past = {"is_superseded": word.is_superseded, "superseded_reason": word.superseded_reason or None}
    return PastWordTold.model_validate({**_word(word), **past})


def _pair(row: ProposedPair, proposal: Proposal, words: Iterable[Word]) -> dict[str, object]:
    own = sides_of(current_user, row)
    return {
        "id": row.id,
        "proposal_number": proposal.number,
        "stage": proposal.state,
        "financial_year": proposal.exercise.financial_year,
        "deadline_on": proposal.deadline_on,
        "first_put_at": row.first_put_at,
        "district_lgd": row.district.lgd,
        "state_lgd": row.district.state.lgd,
        "cpse": row.cpse.code,
        "own_sides": [side for side in Side if side in own],
        "answers": tell_words(words),
    }


@api.get("/proposed-pairs", **reads(lazy_("Proposed pairs"), ProposedPairsTold))
@allow_token(Permission.VIEW_PROPOSALS)
def list_proposed_pairs(query: PairsAsked) -> Response:
    """The pairs that are proposed now and are for this token, filtered."""
    found = proposals.search_proposed_pairs(
        current_user,
        text=query.q,
        state_lgd=query.state,
        side=query.side,
        word=query.answer,
        until=query.deadline_until,
    )
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, ProposedPair.id)
    held = for_programs.list_newest_proposals(rows)
    said = proposals.list_said(current_user, rows)
    items = [ProposedPairTold.model_validate(_pair(row, held[row.id], said[row.id].values())) for row in rows]
    return answer_page(ProposedPairsTold(items=items, next=cursor), cursor)


@api.get(_PAIR, **reads(lazy_("One proposed pair with what was said"), ProposedPairWhole))
@allow_token(Permission.VIEW_PROPOSALS)
def show_proposed_pair(path: PairPath) -> Response:
    """A pair, by when it is asked, and what was said of it as far as this token may know."""
    row = proposals.get_proposed_pair(current_user, path.pair_id)
    _line, proposal = proposals.find_line(row)
    words = proposals.list_words(current_user, [row])[row.id]
    told = _pair(row, proposal, [word for word in words if not word.is_superseded])
    return answer_record(
        ProposedPairWhole.model_validate({**told, "history": [_past(word) for word in words]})
    )


@api.get(_ANSWER, **reads(lazy_("The answer of a side to a proposed pair"), PairAnswerTold))
@allow_token(Permission.VIEW_PROPOSALS)
def show_pair_answer(path: PairAnswerPath) -> Response:
    """What a side says of a pair as far as this token may know, with the version to build on."""
    return _answer(proposals.get_proposed_pair(current_user, path.pair_id), path.side)


def _answer(pair: ProposedPair, side: Side) -> Response:
    word = proposals.list_said(current_user, [pair])[pair.id].get(side)
    standing = None if word is None else proposals.find_standing_answer(pair, side)
    version = standing.id if standing else 0
    said = None if word is None else WordTold.model_validate(_word(word))
    return answer_record(PairAnswerTold(pair_id=pair.id, version=version, said=said), version=version)


@api.put(_ANSWER, **writes(lazy_("Answer a proposed pair"), PairAnswerTold))
@allow_token(Permission.ANSWER_PROPOSALS)
def answer_proposed_pair(path: PairAnswerPath, body: PairAnswerSent, header: Conditions) -> Response:
    """Takes the word of one's own side: accepts, or declines with a reason; a former word stays on record."""
    pair = proposals.get_proposed_pair(current_user, path.pair_id, for_change=True)
    if path.side not in sides_of(current_user, pair):
        raise NotAllowed
    said = NewAnswer(
        answer=body.answer,
        answered_on=body.answered_on,
        reason=body.reason or "",
        resolution=body.resolution or "",
        corrects=body.corrects or "",
    )
    answer_pair(pair=pair, side=path.side, said=said, seen=expected_version(header), by=signed_in_person())
    return _answer(pair, path.side)
