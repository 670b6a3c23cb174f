"""Operations on requests for support between CPSEs: list, show, ask."""

from datetime import date, datetime

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.indicators.queries import list_themes
from csrmatch.places.queries import list_districts
from csrmatch.registry.access.support import can_ask_support
from csrmatch.registry.api.asked import PlacedAsked
from csrmatch.registry.models import SupportPledge, SupportRequest
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries import support as reads_of
from csrmatch.registry.rules.support import PledgeSum, SupportStatus
from csrmatch.registry.services import support as verbs
from csrmatch.roles import Permission
from csrmatch.web.api.answers import Order, answer_page, answer_record, cut_page
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import (
    Asked,
    FinancialYear,
    Money,
    NewConditions,
    Sent,
    SentMoney,
    Told,
    WholeNumber,
    line,
    lines,
)

__all__: list[str] = []

_SUPPORT = "/support/<int(max=2147483647):request_id>"
_ORDERS = {"id": Order(SupportRequest.id), "changed_at": Order(SupportRequest.changed_at, "moment")}


class SupportPath(Asked):
    """Which request."""

    request_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class SupportAsked(PlacedAsked):
    """Which requests, in which order."""

    cpse: str | None = Field(None, max_length=40, description="The code of the company that asks.")
    status: SupportStatus | None = None


class PledgeTold(Told):
    """What a company pledged; a proposal until its board has agreed."""

    cpse: str
    amount_inr: Money
    note: str
    pledged_on: date
    withdrawn_on: date | None


class SupportTold(Told):
    """What one company asks the others for; `pledges` holds those that are for this token."""

    id: int
    code: str
    version: int
    cpse: str
    district_lgd: int | None
    theme: str
    title_en: str | None
    title_hi: str | None
    asked: str
    ask_inr: Money
    financial_year: str
    status: SupportStatus
    closed_reason: str
    pledged_inr: int
    pledges_count: int
    pledges_without_amount: int
    pledges: list[PledgeTold]
    created_at: datetime
    changed_at: datetime


class SupportListTold(Told):
    """A page of requests."""

    items: list[SupportTold]
    next: str | None


class SupportSent(Sent):
    """What is asked for; a title in one language, the theme and the year are enough."""

    theme: str = Field(max_length=2)
    financial_year: FinancialYear
    title_en: line(200) = None  # type: ignore[valid-type]
    title_hi: line(200) = None  # type: ignore[valid-type]
    asked: lines(2_000) = None  # type: ignore[valid-type]
    ask_inr: SentMoney = None
    district_lgd: WholeNumber | None = Field(None, ge=0, le=999_999, description="Null is anywhere.")


def _told(row: SupportRequest, pledged: PledgeSum) -> SupportTold:
    same = set(SupportTold.model_fields) & {column.key for column in SupportRequest.__mapper__.column_attrs}
    return SupportTold(
        **{name: getattr(row, name) for name in sorted(same)},
        code=row.code,
        cpse=row.cpse.code,
        district_lgd=row.district.lgd if row.district else None,
        theme=row.theme_code,
        pledged_inr=pledged.inr,
        pledges_count=pledged.count,
        pledges_without_amount=pledged.unnamed,
        pledges=[_pledge(one) for one in reads_of.list_pledges(current_user, row)],
    )


def _pledge(row: SupportPledge) -> PledgeTold:
    return PledgeTold(
        cpse=row.cpse.code,
        amount_inr=row.amount_inr,
        note=row.note,
        pledged_on=row.pledged_on,
        withdrawn_on=row.withdrawn_on,
    )


@api.get("/support", **reads(lazy_("Requests for support between CPSEs"), SupportListTold))
@allow_token(Permission.VIEW_SUPPORT)
def list_support(query: SupportAsked) -> Response:
    """What companies ask each other for, filtered and sorted."""
    search = reads_of.SupportSearch(**query.narrowing(), status=query.status, cpse=query.cpse)
    rows, cursor = cut_page(reads_of.search_support(search), query, _ORDERS, query.sort, SupportRequest.id)
    pledged = reads_of.sum_pledges([row.id for row in rows])
    items = [_told(row, pledged[row.id]) for row in rows]
    return answer_page(SupportListTold(items=items, next=cursor), cursor)


@api.get(_SUPPORT, **reads(lazy_("One request for support"), SupportTold))
@allow_token(Permission.VIEW_SUPPORT)
def show_support(path: SupportPath) -> Response:
    """A request with what stands pledged to it."""
    return _answer(reads_of.get_support(path.request_id))


def _answer(row: SupportRequest, *, status: int = 200) -> Response:
    location = url_for("api.show_support", request_id=row.id) if status == 201 else None
    told = _told(row, reads_of.sum_pledges([row.id])[row.id])
    return answer_record(told, version=row.version, status=status, location=location)


@api.post("/support", **writes(lazy_("Ask for support"), SupportTold, makes=True))
@allow_token(Permission.ASK_SUPPORT)
def create_support(body: SupportSent, header: NewConditions) -> Response:
    """Asks the other companies for support in the name of one's own."""
    cpse = find_cpse_of(current_user.organisation_id) if can_ask_support(current_user) else None
    if cpse is None:
        raise NotAllowed
    return _answer(verbs.ask_support(by=signed_in_person(), cpse=cpse, text=_text(body)), status=201)


def _text(body: SupportSent) -> verbs.SupportText:
    """What was sent, its codes checked."""
    if body.theme not in {theme.code for theme in list_themes()}:
        raise DomainError(lazy_("The theme is one of the codes of the list of themes."))
    district = None
    if body.district_lgd is not None:
        district = next((row for row in list_districts() if row.lgd == body.district_lgd), None)
        if district is None:
            raise DomainError(lazy_("The district is one of the codes of the list of districts."))
    return verbs.SupportText(
        theme_code=body.theme,
        financial_year=body.financial_year,
        title_en=body.title_en or None,
        title_hi=body.title_hi or None,
        district=district,
        asked=body.asked or "",
        ask_inr=body.ask_inr,
    )
