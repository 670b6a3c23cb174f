"""Operations on answers: which office answered for which quarter, and the word that nothing is to report."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.models import Organisation, OrganisationKind
from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.db import today
from csrmatch.errors import Missing
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_say_nothing_to_report
from csrmatch.registry.queries import answers as reads_of
from csrmatch.registry.rules.answers import Answer, AnswerState, Quarter, due_day, first_day
from csrmatch.registry.services import answers as verbs
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, PageAsked, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, FinancialYear, NewConditions, Sent, Told, WholeNumber

__all__: list[str] = []

_OFFICE = "/answers/<int(max=2147483647):organisation_id>"
_ORDERS = {"id": Order(Organisation.id)}


class OfficePath(Asked):
    """Which office."""

    organisation_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class OfficesAsked(PageAsked):
    """Whose answers, for which year."""

    q: str | None = Field(None, max_length=80, description="A part of a name, or the code of a company.")
    kind: Literal["cpse", "district"] | None = None
    state: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the state.")
    year: FinancialYear | None = Field(None, description="This year and the two before; all unless given.")
    sort: Literal["id", "-id"] = "id"


class AnswerTold(Told):
    """How an office stands with a quarter; silence is not an answer, and nobody is silent unasked."""

    year: str
    quarter: int
    state: AnswerState
    answered_on: date | None
    is_late: bool
    due_on: date


class OfficeTold(Told):
    """An office that is asked each quarter, its answers, and for how many quarters in a row it is silent."""

    organisation_id: int
    kind: str
    name_en: str | None
    name_hi: str | None
    district_lgd: int | None
    quarters: list[AnswerTold]
    silent_quarters: int
    silent_since: date | None


class OfficesTold(Told):
    """A page of offices."""

    items: list[OfficeTold]
    next: str | None


class WordSent(Sent):
    """The quarter that brought nothing to report."""

    year: FinancialYear
    quarter: int = Field(ge=1, le=4)


def _quarter(answer: Answer) -> AnswerTold:
    return AnswerTold(
        year=answer.quarter.year,
        quarter=answer.quarter.number,
        state=answer.state,
        answered_on=answer.answered_on,
        is_late=answer.is_late,
        due_on=due_day(answer.quarter),
    )


def _office(row: Organisation, judged: reads_of.OfficeAnswers, day: date, year: str | None) -> OfficeTold:
    """The quarters that have begun to count, the latest first."""
    answers: Mapping[Quarter, Answer] = judged.by_quarter
    shown = [one for one in sorted(answers, reverse=True) if day >= first_day(one)]
    return OfficeTold(
        organisation_id=row.id,
        kind=row.kind.value,
        name_en=row.name_en,
        name_hi=row.name_hi,
        district_lgd=row.district.lgd if row.district else None,
        quarters=[_quarter(answers[one]) for one in shown if year in {None, one.year}],
        silent_quarters=len(judged.silent),
        silent_since=judged.silent_since,
    )


@api.get("/answers", **reads(lazy_("Who has answered for which quarter"), OfficesTold))
@allow_token(Permission.VIEW_ANSWERS)
def list_answers(query: OfficesAsked) -> Response:
    """The offices whose answers are for this token, with their quarters."""
    search = reads_of.OfficeSearch(
        text=query.q,
        kind=OrganisationKind(query.kind) if query.kind else None,
        state_lgd=query.state,
    )
    found = reads_of.with_places(reads_of.search_offices(current_user, search))
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Organisation.id)
    day = today()
    judged = reads_of.judge_offices(reads_of.look_back(day), day, organisation_ids=[row.id for row in rows])
    items = [_office(row, judged[row.id], day, query.year) for row in rows]
    return answer_page(OfficesTold(items=items, next=cursor), cursor)


@api.get(_OFFICE, **reads(lazy_("The answers of one office"), OfficeTold))
@allow_token(Permission.VIEW_ANSWERS)
def show_answers(path: OfficePath) -> Response:
    """An office with its quarters of this year and the two before."""
    return _answer(reads_of.get_office(current_user, path.organisation_id))


def _answer(office: Organisation, *, status: int = 200) -> Response:
    day = today()
    judged = reads_of.judge_offices(reads_of.look_back(day), day, organisation_ids=[office.id])
    location = url_for("api.show_answers", organisation_id=office.id) if status == 201 else None
    return answer_record(_office(office, judged[office.id], day, None), status=status, location=location)


@api.post(
    _OFFICE + "/nothing-to-report",
    **writes(lazy_("Say that a quarter brought nothing to report"), OfficeTold, makes=True),
)
@allow_token(Permission.GIVE_ANSWERS)
def say_nothing_to_report(path: OfficePath, body: WordSent, header: NewConditions) -> Response:
    """Records the office's own word; said twice, it stands once."""
    office = reads_of.get_office(current_user, path.organisation_id)
    quarter, day = Quarter(body.year, body.quarter), today()
    if not can_say_nothing_to_report(current_user, office) or quarter not in reads_of.look_back(day):
        raise Missing
    verbs.say_nothing_to_report(by=signed_in_person(), office=office, quarter=quarter, day=day)
    return _answer(office, status=201)
