"""Operations on needs of districts: list, show, post, and change while they are drafts."""

from datetime import date, datetime
from typing import Any

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.indicators.queries import list_themes
from csrmatch.registry.access import can_edit_need, can_post_needs
from csrmatch.registry.api.asked import PlacedAsked
from csrmatch.registry.api.parts import change_parts
from csrmatch.registry.api.project_told import GroupHeads, GroupSent
from csrmatch.registry.models import Need
from csrmatch.registry.queries import needs as reads_of
from csrmatch.registry.rules.needs import NeedStatus, Urgency
from csrmatch.registry.services import needs as verbs
from csrmatch.registry.services.need_texts import NeedText, need_columns, need_text_of
from csrmatch.roles import Permission
from csrmatch.web.api.answers import (
    Order,
    answer_page,
    answer_record,
    cut_page,
    expected_version,
)
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import (
    Asked,
    Conditions,
    Money,
    NewConditions,
    Sent,
    SentMoney,
    Told,
    WholeNumber,
    line,
    lines,
)

__all__ = ["NEED", "NeedPath", "NeedTold", "answer_need"]

NEED = "/needs/<int(max=2147483647):need_id>"
_ORDERS = {"id": Order(Need.id), "changed_at": Order(Need.changed_at, "moment")}


class NeedPath(Asked):
    """Which need."""

    need_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class NeedsAsked(PlacedAsked):
    """Which needs, in which order."""

    status: NeedStatus | None = None
    urgency: Urgency | None = None


class PartnerTold(Told):
    """A CPSE that pledged to take part; a proposal until its board has agreed."""

    cpse: str
    pledged_inr: Money


class NeedTold(Told):
    """Something a district asks for, with the figure it shall move as that was taken."""

    id: int
    code: str
    version: int
    district_lgd: int
    state_lgd: int
    block: str | None
    theme: str
    title_en: str | None
    title_hi: str | None
    asked: str | None
    status: NeedStatus
    urgency: Urgency
    urgency_reason: str
    cost_inr: Money
    scheme: str | None
    covered_inr: Money
    covered_percent: int | None
    indicator: str | None
    figure_value: float | None
    figure_round: str | None
    figure_source: str | None
    figure_taken_on: date | None
    benchmark_value: float | None
    benchmark_is_state: bool | None
    target_groups: list[GroupHeads]
    partners: list[PartnerTold]
    created_at: datetime
    changed_at: datetime


class NeedsTold(Told):
    """A page of needs."""

    items: list[NeedTold]
    next: str | None


class NeedSent(Sent):
    """What is asked for; a title in one language and the theme are enough to begin."""

    theme: str | None = Field(None, max_length=2, description="Needed for a new one.")
    title_en: line(200) = None  # type: ignore[valid-type]
    title_hi: line(200) = None  # type: ignore[valid-type]
    block: line(80) = None  # type: ignore[valid-type]
    asked: lines(2_000) = None  # type: ignore[valid-type]
    urgency: Urgency | None = None
    urgency_reason: line(500) = None  # type: ignore[valid-type]
    cost_inr: SentMoney = None
    scheme: str | None = Field(None, max_length=60, description="Its code in the list of schemes.")
    covered_inr: SentMoney = None
    covered_percent: int | None = Field(
        None, ge=1, le=100, description="Where only the share is known that the scheme covers."
    )
    target_groups: list[GroupSent] | None = Field(None, max_length=10)


def _need(row: Need) -> NeedTold:
    same = set(NeedTold.model_fields) & {column.key for column in Need.__mapper__.column_attrs}
    return NeedTold(
        **{name: getattr(row, name) for name in sorted(same)},
        code=row.code,
        district_lgd=row.district.lgd,
        state_lgd=row.district.state.lgd,
        theme=row.theme_code,
        scheme=row.scheme_code,
        indicator=row.indicator.code if row.indicator else None,
        target_groups=[GroupHeads(group=part.group, heads=part.heads) for part in row.groups],
        partners=[PartnerTold(cpse=part.cpse.code, pledged_inr=part.pledged_inr) for part in row.partners],
    )


@api.get("/needs", **reads(lazy_("Needs of districts"), NeedsTold))
@allow_token(Permission.VIEW_NEEDS)
def list_needs(query: NeedsAsked) -> Response:
    """The needs that are for this token, filtered and sorted."""
    search = reads_of.NeedSearch(**query.narrowing(), status=query.status, urgency=query.urgency)
    found = reads_of.search_needs(current_user, search)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Need.id)
    return answer_page(NeedsTold(items=[_need(row) for row in rows], next=cursor), cursor)


@api.get(NEED, **reads(lazy_("One need"), NeedTold))
@allow_token(Permission.VIEW_NEEDS)
def show_need(path: NeedPath) -> Response:
    """A need with the people it is about and its partners."""
    return answer_need(reads_of.get_need(current_user, path.need_id))


def answer_need(need: Need, *, status: int = 200) -> Response:
    """A need as it stands; one that was just made with its address."""
    location = url_for("api.show_need", need_id=need.id) if status == 201 else None
    return answer_record(_need(need), version=need.version, status=status, location=location)


def _text(body: NeedSent, stored: dict[str, Any]) -> NeedText:
    """The fields that were sent, the others as they are; codes of lists are checked."""
    sent = {name: getattr(body, name) for name in body.model_fields_set - {"target_groups"}}
    for name, column in (("theme", "theme_code"), ("scheme", "scheme_code")):
        if name in sent:
            sent[column] = sent.pop(name)
    kept = {**stored, **sent}
    if kept["theme_code"] not in {theme.code for theme in list_themes()}:
        raise DomainError(lazy_("The theme is one of the codes of the list of themes."))
    if kept["scheme_code"] and reads_of.find_scheme(kept["scheme_code"]) is None:
        raise DomainError(lazy_("The scheme is one of the codes of the list of schemes."))
    kept["urgency"] = kept["urgency"] or Urgency.NORMAL
    kept["urgency_reason"] = kept["urgency_reason"] or ""
    return NeedText(**kept)


def _heads(body: NeedSent) -> dict[Any, int | None]:
    return {row.group: row.heads for row in body.target_groups or []}


@api.post("/needs", **writes(lazy_("Post a need"), NeedTold, makes=True))
@allow_token(Permission.EDIT_NEEDS)
def create_need(body: NeedSent, header: NewConditions) -> Response:
    """Posts a need of one's own district as a draft."""
    district = current_user.organisation.district
    if not can_post_needs(current_user) or district is None:
        raise NotAllowed
    text = _text(body, need_columns(NeedText(theme_code="")))
    need = verbs.create_need(by=signed_in_person(), district=district, text=text)
    if body.target_groups:
        verbs.change_need_people(need=need, by=signed_in_person(), version=None, heads=_heads(body))
    return answer_need(need, status=201)


@api.patch(NEED, **writes(lazy_("Change a need"), NeedTold))
@allow_token(Permission.EDIT_NEEDS)
def change_need(path: NeedPath, body: NeedSent, header: Conditions) -> Response:
    """Changes the fields that are sent of a draft, and no others."""
    need = reads_of.get_need(current_user, path.need_id, for_change=True)
    if not can_edit_need(current_user, need):
        raise NotAllowed
    by = signed_in_person()
    changes = []
    if body.model_fields_set - {"target_groups"}:
        text = _text(body, need_columns(need_text_of(need)))
        changes.append(lambda version: verbs.change_need(need=need, by=by, version=version, text=text))
    if "target_groups" in body.model_fields_set:
        heads = _heads(body)
        changes.append(
            lambda version: verbs.change_need_people(need=need, by=by, version=version, heads=heads)
        )
    change_parts(need, expected_version(header), changes)
    return answer_need(need)
