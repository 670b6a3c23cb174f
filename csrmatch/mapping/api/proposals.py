"""Operations on proposals for those who run the exercises: list, and one with all that was answered."""

from datetime import date, datetime
from typing import Literal

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.i18n import lazy_
from csrmatch.mapping.api.proposed_pairs import WordTold, tell_words
from csrmatch.mapping.models import Proposal, ProposalLine
from csrmatch.mapping.queries import for_programs as reads_of
from csrmatch.mapping.queries.proposals import Said, list_proposal_lines, list_said
from csrmatch.mapping.rules.consent import ProposalState
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads
from csrmatch.web.api.fields import Asked, FinancialYear, Told, WholeNumber

__all__: list[str] = []

_PROPOSAL = "/proposals/<int(max=2147483647):proposal_id>"
_ORDERS = {"id": Order(Proposal.id), "put_at": Order(Proposal.put_at, "moment")}


class ProposalPath(Asked):
    """Which proposal."""

    proposal_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class ProposalsAsked(PageAsked):
    """Which proposals, in which order."""

    year: FinancialYear | None = None
    state: WholeNumber | None = Field(
        None, ge=0, le=999_999, description="The LGD code of a state that has districts in it."
    )
    stage: ProposalState | None = Field(None, description="`open` is what is before both sides.")
    sort: Literal["id", "-id", "put_at", "-put_at"] = "id"


class ProposalTold(Told):
    """A plan that was put to both sides of each of its pairs."""

    id: int
    exercise_id: int
    exercise_title_en: str
    exercise_title_hi: str | None
    scope: str
    state_lgd: int | None
    financial_year: str
    number: int
    follows_id: int | None
    run_number: int
    answer: str = Field(description="Which answer of the run: total, fairest, stable, frontier-1 and so on.")
    stage: ProposalState
    deadline_on: date
    note: str
    put_at: datetime
    ended_at: datetime | None
    ended_reason: str | None


class ProposalPairTold(Told):
    """A pair of a proposal with the words that stand; a side that has not answered is not among them."""

    id: int
    district_lgd: int
    state_lgd: int
    cpse: str
    fit: float
    answers: list[WordTold]


class ProposalWhole(ProposalTold):
    """A proposal with its pairs, by the codes of the districts."""

    pairs: list[ProposalPairTold]


class ProposalsTold(Told):
    """A page of proposals."""

    items: list[ProposalTold]
    next: str | None


def _told(row: Proposal) -> dict[str, object]:
    same = set(ProposalTold.model_fields) & {column.key for column in Proposal.__mapper__.column_attrs}
    exercise = row.exercise
    return {
        **{name: getattr(row, name) for name in sorted(same)},
        "exercise_title_en": exercise.title_en,
        "exercise_title_hi": exercise.title_hi,
        "scope": exercise.scope.value,
        "state_lgd": exercise.state.lgd if exercise.state else None,
        "financial_year": exercise.financial_year,
        "run_number": row.run.number,
        "stage": row.state,
    }


def _pair(line: ProposalLine, said: Said) -> ProposalPairTold:
    return ProposalPairTold(
        id=line.pair_id,
        district_lgd=line.pair.district.lgd,
        state_lgd=line.pair.district.state.lgd,
        cpse=line.pair.cpse.code,
        fit=line.fit,
        answers=tell_words(said.values()),
    )


@api.get("/proposals", **reads(lazy_("Proposals of mappings"), ProposalsTold))
@allow_token(Permission.VIEW_EXERCISES)
def list_proposals(query: ProposalsAsked) -> Response:
    """The proposals that are for this token, filtered and sorted."""
    found = reads_of.search_proposals(current_user, year=query.year, state_lgd=query.state, stage=query.stage)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Proposal.id)
    items = [ProposalTold.model_validate(_told(row)) for row in rows]
    return answer_page(ProposalsTold(items=items, next=cursor), cursor)


@api.get(_PROPOSAL, **reads(lazy_("One proposal with what was answered"), ProposalWhole))
@allow_token(Permission.VIEW_EXERCISES)
def show_proposal(path: ProposalPath) -> Response:
    """A proposal with its pairs, and what each side says of them."""
    row = reads_of.get_numbered_proposal(current_user, path.proposal_id)
    lines = list_proposal_lines(row)
    said = list_said(current_user, [line.pair for line in lines])
    pairs = [_pair(line, said[line.pair_id]) for line in lines]
    return answer_record(ProposalWhole.model_validate({**_told(row), "pairs": pairs}))
