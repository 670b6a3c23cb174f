"""Operations on programmes of departments, ministries and UNICEF: list, show, record, change."""

from datetime import date, datetime
from typing import Any, Literal

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.indicators.queries import list_themes
from csrmatch.places.queries import list_all_states, list_districts
from csrmatch.registry.access import can_edit_programme, can_keep_programmes
from csrmatch.registry.models import Programme
from csrmatch.registry.queries import programmes as reads_of
from csrmatch.registry.rules.programmes import ProgrammeKind, ProgrammeReach
from csrmatch.registry.rules.projects import TargetGroup
from csrmatch.registry.services import programmes as verbs
from csrmatch.registry.services.programmes import ProgrammeText, programme_text_of
from csrmatch.roles import Permission
from csrmatch.web.api.answers import (
    ChangedAsked,
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

_PROGRAMME = "/programmes/<int(max=2147483647):programme_id>"
_ORDERS = {"id": Order(Programme.id), "changed_at": Order(Programme.changed_at, "moment")}
_SAME = ("name_en", "name_hi", "what", "kind", "reach", "run_by", "source", "source_on")
_PLAIN = (*_SAME, "starts_on", "ends_on", "money_inr")


class ProgrammePath(Asked):
    """Which programme."""

    programme_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class ProgrammesAsked(ChangedAsked):
    """Which programmes, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of a name or text, or of who runs it.")
    kind: ProgrammeKind | None = None
    theme: str | None = Field(None, max_length=2)
    district: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the district.")
    year: FinancialYear | None = None
    with_retired: bool = Field(False, description="Whether those that were retired are told too.")
    sort: Literal["id", "-id", "changed_at", "-changed_at"] = "id"


class ProgrammeTold(Told):
    """What is done already by others than companies; without a last day it runs until it is said to end."""

    id: int
    code: str
    version: int
    kind: ProgrammeKind
    name_en: str | None
    name_hi: str | None
    what: str | None
    scheme: str | None
    theme: str
    reach: ProgrammeReach
    state_lgd: int | None
    districts: list[int]
    target_groups: list[TargetGroup]
    starts_on: date | None
    ends_on: date | None
    money_inr: Money
    run_by: str
    source: str
    source_on: date
    keeper_en: str | None
    keeper_hi: str | None
    retired_on: date | None
    retired_reason: str | None
    created_at: datetime
    changed_at: datetime


class ProgrammesTold(Told):
    """A page of programmes."""

    items: list[ProgrammeTold]
    next: str | None


class ProgrammeSent(Sent):
    """A programme; of a new one kind, name, theme, reach, who runs it and its dated source are needed."""

    kind: ProgrammeKind | None = None
    name_en: line(200) = None  # type: ignore[valid-type]
    name_hi: line(200) = None  # type: ignore[valid-type]
    what: lines(2_000) = None  # type: ignore[valid-type]
    scheme: str | None = Field(None, max_length=60, description="Its code in the list of schemes.")
    theme: str | None = Field(None, max_length=2)
    reach: ProgrammeReach | None = None
    state_lgd: int | None = Field(None, ge=0, le=999_999, description="Where it works in a whole state.")
    districts: list[int] | None = Field(
        None, max_length=200, description="LGD codes, where it works in certain districts."
    )
    target_groups: list[TargetGroup] | None = Field(None, max_length=20)
    starts_on: date | None = None
    ends_on: date | None = None
    money_inr: SentMoney = None
    run_by: line(160) = None  # type: ignore[valid-type]
    source: line(200) = None  # type: ignore[valid-type]
    source_on: date | None = None


def _programme(row: Programme) -> ProgrammeTold:
    same = ("id", "code", "version", *_PLAIN, "retired_on", "retired_reason", "created_at", "changed_at")
    return ProgrammeTold(
        **{name: getattr(row, name) for name in same},
        scheme=row.scheme_code,
        theme=row.theme_code,
        state_lgd=row.state.lgd if row.state else None,
        districts=sorted(part.district.lgd for part in row.districts),
        target_groups=[part.group for part in row.groups],
        keeper_en=row.keeper.name_en,
        keeper_hi=row.keeper.name_hi,
    )


@api.get("/programmes", **reads(lazy_("Programmes"), ProgrammesTold))
@allow_token(Permission.VIEW_PROGRAMMES)
def list_programmes(query: ProgrammesAsked) -> Response:
    """The programmes of all offices, filtered and sorted."""
    here = [row for row in list_districts() if row.lgd == query.district]
    search = reads_of.ProgrammeSearch(
        text=query.q,
        kind=query.kind,
        theme=query.theme,
        district=here[0] if here else None,
        year=query.year,
        with_retired=query.with_retired,
    )
    found = reads_of.search_programmes(search)
    if query.district is not None and not here:
        found = found.where(Programme.id < 0)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Programme.id)
    return answer_page(ProgrammesTold(items=[_programme(row) for row in rows], next=cursor), cursor)


@api.get(_PROGRAMME, **reads(lazy_("One programme"), ProgrammeTold))
@allow_token(Permission.VIEW_PROGRAMMES)
def show_programme(path: ProgrammePath) -> Response:
    """A programme: what, where, for whom, when, with what money, by whom, and from what that is known."""
    return _answer(reads_of.get_programme(path.programme_id))


def _answer(row: Programme, *, status: int = 200) -> Response:
    location = url_for("api.show_programme", programme_id=row.id) if status == 201 else None
    return answer_record(_programme(row), version=row.version, status=status, location=location)


@api.post("/programmes", **writes(lazy_("Record a programme"), ProgrammeTold, makes=True))
@allow_token(Permission.EDIT_PROGRAMMES)
def create_programme(body: ProgrammeSent, header: NewConditions) -> Response:
    """Records a programme, which the office keeps from then on."""
    if not can_keep_programmes(current_user):
        raise NotAllowed
    row = verbs.create_programme(by=signed_in_person(), text=_text(body, None))
    return _answer(row, status=201)


@api.patch(_PROGRAMME, **writes(lazy_("Change a programme"), ProgrammeTold))
@allow_token(Permission.EDIT_PROGRAMMES)
def change_programme(path: ProgrammePath, body: ProgrammeSent, header: Conditions) -> Response:
    """Changes the fields that are sent of a programme of the own office, and no others."""
    row = reads_of.get_programme(path.programme_id, for_change=True)
    if not can_edit_programme(current_user, row):
        raise NotAllowed
    text, version = _text(body, programme_text_of(row)), expected_version(header)
    verbs.change_programme(programme=row, by=signed_in_person(), version=version, text=text)
    return _answer(row)


def _text(body: ProgrammeSent, stored: ProgrammeText | None) -> ProgrammeText:
    """The fields that were sent, the others as they are; codes are those of their lists."""
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    kept: dict[str, Any] = dict.fromkeys(ProgrammeText.__dataclass_fields__)
    kept |= {"districts": (), "groups": frozenset()}
    if stored is not None:
        kept |= {name: getattr(stored, name) for name in ProgrammeText.__dataclass_fields__}
    kept |= {name: value for name, value in sent.items() if name in _PLAIN}
    kept |= {f"{name}_code": sent[name] for name in ("theme", "scheme") if name in sent}
    if "target_groups" in sent:
        kept["groups"] = frozenset(sent["target_groups"] or ())
    kept |= _places(sent)
    if not all(kept[name] for name in ("kind", "reach", "run_by", "source", "source_on")):
        raise DomainError(lazy_("A programme needs its kind, its reach, who runs it, and a dated source."))
    if kept["theme_code"] not in {theme.code for theme in list_themes()}:
        raise DomainError(lazy_("The theme is one of the codes of the list of themes."))
    return ProgrammeText(**kept)


def _places(sent: dict[str, Any]) -> dict[str, object]:
    """The state and the districts that were sent, of the register."""
    found: dict[str, object] = {}
    if "state_lgd" in sent:
        states = {row.lgd: row for row in list_all_states()}
        if sent["state_lgd"] is not None and sent["state_lgd"] not in states:
            raise DomainError(lazy_("The state is one of the list of states by its LGD code."))
        found["state"] = states.get(sent["state_lgd"])
    if "districts" in sent:
        wanted = sent["districts"] or []
        rows = tuple(row for row in list_districts() if row.lgd in wanted)
        if len(rows) < len(wanted):
            raise DomainError(lazy_("Each district is one of the 112 by its LGD code, and stands once."))
        found["districts"] = rows
    return found
