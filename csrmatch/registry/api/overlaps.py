"""Operations on overlaps: the register, one case with both records and its history, and its verdict."""

from datetime import datetime
from typing import Annotated, Any, Literal

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.places.queries import list_districts, list_states
from csrmatch.registry.access import can_answer_overlap
from csrmatch.registry.models import OverlapCase, OverlapSide, OverlapStep
from csrmatch.registry.queries import overlaps as reads_of
from csrmatch.registry.queries.near import find_readable
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind, Reason, RecordKind, Verdict
from csrmatch.registry.rules.years import year_of
from csrmatch.registry.services import overlaps as verbs
from csrmatch.roles import Permission, Role
from csrmatch.web.api.answers import (
    ChangedAsked,
    Order,
    answer_page,
    answer_record,
    cut_page,
    expected_version,
)
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, Conditions, Sent, Told, WholeNumber, line

__all__: list[str] = []

_OVERLAP = "/overlaps/<int(max=2147483647):case_id>"
_ORDERS = {
    "id": Order(OverlapCase.id),
    "score": Order(OverlapCase.score),
    "changed_at": Order(OverlapCase.changed_at, "moment"),
}
_Lgd = Annotated[WholeNumber | None, Field(ge=0, le=999_999)]


class OverlapPath(Asked):
    """Which case."""

    case_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class OverlapsAsked(ChangedAsked):
    """Which cases, in which order."""

    state: _Lgd = Field(None, description="The LGD code of the state.")
    district: _Lgd = Field(None, description="The LGD code of the district.")
    cpse: str | None = Field(None, max_length=20, description="The code of a company that has a side.")
    theme: str | None = Field(None, max_length=2)
    stage: CaseState | None = None
    verdict: Verdict | None = None
    sort: Literal["id", "-id", "score", "-score", "changed_at", "-changed_at"] = "id"


class SideTold(Told):
    """One of the two records; of a project that this token may not read, its bare facts and no number."""

    kind: RecordKind
    id: int | None
    code: str | None
    title_en: str | None
    title_hi: str | None
    cpse: str | None
    themes: list[str]
    districts: list[int]
    first_year: str | None
    last_year: str | None
    status: str | None


class CaseStepTold(Told):
    """What happened to a case, in which role and why; no role where a saved record opened or ended it."""

    kind: CaseStepKind
    verdict: Verdict | None
    reason: str | None
    role: Role | None
    at: datetime


class OverlapTold(Told):
    """Two records that look alike, in what they do, and what their offices said of it."""

    id: int
    code: str
    version: int
    stage: CaseState
    verdict: Verdict | None
    score: int
    reasons: list[Reason]
    districts: list[int]
    themes: list[str]
    sides: list[SideTold]
    created_at: datetime
    changed_at: datetime


class OverlapWhole(OverlapTold):
    """A case with its history, the first step first."""

    history: list[CaseStepTold]


class OverlapsTold(Told):
    """A page of cases."""

    items: list[OverlapTold]
    next: str | None


class VerdictSent(Sent):
    """What an overlap is, and why; the offices of both records read it."""

    verdict: Verdict
    reason: line(500) = None  # type: ignore[valid-type]


def _side(side: OverlapSide, readable: set[int]) -> SideTold:
    if side.need is not None:
        need = side.need
        return SideTold(
            kind=RecordKind.NEED,
            id=need.id,
            code=need.code,
            title_en=need.title_en,
            title_hi=need.title_hi,
            cpse=None,
            themes=[need.theme_code],
            districts=[need.district.lgd],
            first_year=None,
            last_year=None,
            status=need.status,
        )
    record = side.project or side.programme
    if record is None:
        raise AssertionError("a side is one record")
    years: dict[str, Any] = {
        "first_year": year_of(record.starts_on) if record.starts_on else None,
        "last_year": year_of(record.ends_on) if record.ends_on else None,
        "districts": sorted(part.district.lgd for part in record.districts),
    }
    if side.programme is not None:
        programme = side.programme
        return SideTold(
            kind=RecordKind.PROGRAMME,
            id=programme.id,
            code=programme.code,
            title_en=programme.name_en,
            title_hi=programme.name_hi,
            cpse=None,
            themes=[programme.theme_code],
            status="retired" if programme.retired_on else None,
            **years,
        )
    return _project_side(side, readable, years)


def _project_side(side: OverlapSide, readable: set[int], years: dict[str, Any]) -> SideTold:
    """All of a project to those who may read it; to others the company, themes, districts, years, stage."""
    project = side.project
    if project is None:
        raise AssertionError("a side is one record")
    is_open = project.id in readable
    return SideTold.model_validate(
        {
            "kind": RecordKind.PROJECT,
            "id": project.id if is_open else None,
            "code": project.code if is_open else None,
            "title_en": project.title_en if is_open else None,
            "title_hi": project.title_hi if is_open else None,
            "cpse": project.cpse.code,
            "themes": sorted(part.theme_code for part in project.themes),
            "status": project.status.value,
            **years,
        }
    )


def _case(row: OverlapCase, readable: set[int]) -> dict[str, object]:
    same = ("id", "code", "version", "verdict", "score", "created_at", "changed_at")
    return {
        **{name: getattr(row, name) for name in same},
        "stage": row.state,
        "reasons": row.reasons,
        "districts": sorted(part.district.lgd for part in row.districts),
        "themes": sorted(part.theme_code for part in row.themes),
        "sides": [_side(side, readable) for side in row.sides],
    }


def _readable(cases: list[OverlapCase]) -> set[int]:
    numbers = [side.project_id for case in cases for side in case.sides if side.project_id]
    return find_readable(current_user, numbers)


def _step(step: OverlapStep) -> CaseStepTold:
    return CaseStepTold(
        kind=step.kind,
        verdict=step.verdict,
        reason=step.reason or None,
        role=step.by.role if step.by else None,
        at=step.created_at,
    )


def _answer(row: OverlapCase) -> Response:
    told = _case(row, _readable([row]))
    history = [_step(step) for step in reads_of.list_overlap_steps(row)]
    return answer_record(OverlapWhole.model_validate({**told, "history": history}), version=row.version)


@api.get("/overlaps", **reads(lazy_("Overlaps"), OverlapsTold))
@allow_token(Permission.VIEW_OVERLAPS)
def list_overlaps(query: OverlapsAsked) -> Response:
    """The cases that are for this token, filtered and sorted."""
    districts = [row for row in list_districts() if row.lgd == query.district]
    states = [row for row in list_states() if row.lgd == query.state]
    search = reads_of.OverlapSearch(
        district=districts[0] if districts else None,
        state=states[0] if states else None,
        cpse=query.cpse,
        theme=query.theme,
        case_state=query.stage,
        verdict=query.verdict,
    )
    found = reads_of.search_overlaps(current_user, search)
    if (query.district is not None and not districts) or (query.state is not None and not states):
        found = found.where(OverlapCase.id < 0)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, OverlapCase.id)
    readable = _readable(list(rows))
    items = [OverlapTold.model_validate(_case(row, readable)) for row in rows]
    return answer_page(OverlapsTold(items=items, next=cursor), cursor)


@api.get(_OVERLAP, **reads(lazy_("One overlap with its history"), OverlapWhole))
@allow_token(Permission.VIEW_OVERLAPS)
def show_overlap(path: OverlapPath) -> Response:
    """A case: both records, what they share, and what was said of it."""
    return _answer(reads_of.get_overlap(current_user, path.case_id))


@api.put(_OVERLAP + "/verdict", **writes(lazy_("Say what an overlap is"), OverlapWhole))
@allow_token(Permission.ANSWER_OVERLAPS)
def answer_overlap(path: OverlapPath, body: VerdictSent, header: Conditions) -> Response:
    """Takes the verdict of an office that keeps one of the two records, with its reason."""
    case = reads_of.get_overlap(current_user, path.case_id, for_change=True)
    if not can_answer_overlap(current_user, case):
        raise NotAllowed
    version = expected_version(header)
    if not body.reason:
        raise DomainError(lazy_("Give the reason: it stays on record."))
    verbs.answer_overlap(
        case=case, by=signed_in_person(), version=version, verdict=body.verdict, reason=body.reason
    )
    return _answer(case)
