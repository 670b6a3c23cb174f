"""Reading the records that notes became, with their dated steps: one statement for all kinds of them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, ScalarSelect, Select, String, cast, literal, null, select, union_all

from csrmatch.accounts.models import User
from csrmatch.actions.access import only_visible_actions
from csrmatch.actions.models import ActionPoint, ActionStep
from csrmatch.db import db
from csrmatch.i18n import IST
from csrmatch.places.models import District
from csrmatch.practices.access import only_visible_practices
from csrmatch.practices.models import Practice, PracticeStep
from csrmatch.registry.access import only_visible_needs, only_visible_overlaps
from csrmatch.registry.models import Need, NeedStep, OverlapCase, OverlapStep, SupportRequest
from csrmatch.registry.rules.overlaps import CaseState, CaseStepKind
from csrmatch.registry.rules.support import SupportStatus
from csrmatch.workshops.rules.outcomes import FollowedKind, Step, overlap_steps

__all__ = ["OutcomeRecord", "list_outcome_records"]

# The numbers of the records of a kind that notes of the chosen workshops became.
Numbers = Callable[[FollowedKind], ScalarSelect[Any] | Any]


@dataclass(frozen=True)
class OutcomeRecord:
    """A record as its reader may see it: what it is called, its steps, and where it stands today."""

    kind: FollowedKind
    id: int
    code: str
    title_en: str | None
    title_hi: str | None
    now: str
    steps: tuple[Step, ...]


_PREFIXES = {
    FollowedKind.SUPPORT: "S",
    FollowedKind.ACTION: "A",
    FollowedKind.OVERLAP: "V",
    FollowedKind.PRACTICE: "P",
}


def list_outcome_records(viewer: User, numbers: Numbers) -> dict[tuple[FollowedKind, int], OutcomeRecord]:
    """By kind and number the records that the person may see, with their steps in order."""
    parts = [_needs, _support, _actions, _overlaps, _practices]
    whole = union_all(*(part(viewer, numbers) for part in parts)).subquery()
    query = select(whole).order_by(whole.c.kind, whole.c.id, whole.c.step_id)
    heads: dict[tuple[FollowedKind, int], Any] = {}
    steps: dict[tuple[FollowedKind, int], list[tuple[date, str]]] = defaultdict(list)
    for row in db.session.execute(query):
        key = FollowedKind(row.kind), row.id
        heads[key] = row
        if row.step_at is not None:
            steps[key].append((_day(row.step_at), row.step_code))
    return {key: _record(key, row, steps[key]) for key, row in heads.items()}


def _record(key: tuple[FollowedKind, int], row: Any, steps: list[tuple[date, str]]) -> OutcomeRecord:
    kind, number = key
    code = f"{_PREFIXES[kind]}-{number:04d}" if kind in _PREFIXES else f"{row.lgd}-{row.number:04d}"
    if kind is FollowedKind.OVERLAP:
        told = overlap_steps([(day, CaseStepKind(word)) for day, word in steps], CaseState(row.now))
    else:
        told = tuple(Step(day, word) for day, word in steps)
    if kind is FollowedKind.SUPPORT:
        # It has two days at most: that on which it was asked, and that on which it was closed for good.
        asked = Step(_day(row.begun_at), SupportStatus.OPEN.value)
        told = (asked,) if row.now == SupportStatus.OPEN else (asked, *told)
    return OutcomeRecord(kind, number, code, row.title_en, row.title_hi, row.now, told)


def _day(moment: datetime) -> date:
    return moment.astimezone(IST).date()


def _columns(
    kind: FollowedKind,
    record: Any,
    now: Any,
    step_id: Any,
    step_at: Any,
    step_code: Any,
    *,
    titles: tuple[Any, Any] | None = None,
    need: tuple[Any, Any] | None = None,
) -> list[Any]:
    """The columns of one kind, in the one order that a union needs."""
    title_en, title_hi = titles or (cast(null(), String), cast(null(), String))
    lgd, number = need or (cast(null(), Integer), cast(null(), Integer))
    return [
        literal(kind.value, String).label("kind"),
        record.id.label("id"),
        title_en.label("title_en"),
        title_hi.label("title_hi"),
        lgd.label("lgd"),
        number.label("number"),
        record.created_at.label("begun_at"),
        cast(now, String).label("now"),
        step_id.label("step_id"),
        step_at.label("step_at"),
        cast(step_code, String).label("step_code"),
    ]


def _needs(viewer: User, numbers: Numbers) -> Select[Any]:
    columns = _columns(
        FollowedKind.NEED,
        Need,
        Need.status,
        NeedStep.id,
        NeedStep.created_at,
        NeedStep.new_status,
        titles=(Need.title_en, Need.title_hi),
        need=(District.lgd, Need.number),
    )
    query = select(*columns).join(District, District.id == Need.district_id)
    query = query.outerjoin(NeedStep, NeedStep.need_id == Need.id)
    return only_visible_needs(viewer, query.where(Need.id.in_(numbers(FollowedKind.NEED))))


def _support(_viewer: User, numbers: Numbers) -> Select[Any]:
    # A closed request is changed no more, so its last change is its closing.
    columns = _columns(
        FollowedKind.SUPPORT,
        SupportRequest,
        SupportRequest.status,
        SupportRequest.id,
        SupportRequest.changed_at,
        SupportRequest.status,
        titles=(SupportRequest.title_en, SupportRequest.title_hi),
    )
    return select(*columns).where(SupportRequest.id.in_(numbers(FollowedKind.SUPPORT)))


def _actions(viewer: User, numbers: Numbers) -> Select[Any]:
    columns = _columns(
        FollowedKind.ACTION,
        ActionPoint,
        ActionPoint.status,
        ActionStep.id,
        ActionStep.created_at,
        ActionStep.new_status,
        titles=(ActionPoint.title_en, ActionPoint.title_hi),
    )
    query = select(*columns).outerjoin(ActionStep, ActionStep.action_id == ActionPoint.id)
    return only_visible_actions(viewer, query.where(ActionPoint.id.in_(numbers(FollowedKind.ACTION))))


def _overlaps(viewer: User, numbers: Numbers) -> Select[Any]:
    columns = _columns(
        FollowedKind.OVERLAP,
        OverlapCase,
        OverlapCase.state,
        OverlapStep.id,
        OverlapStep.created_at,
        OverlapStep.kind,
    )
    query = select(*columns).outerjoin(OverlapStep, OverlapStep.case_id == OverlapCase.id)
    return only_visible_overlaps(viewer, query.where(OverlapCase.id.in_(numbers(FollowedKind.OVERLAP))))


def _practices(viewer: User, numbers: Numbers) -> Select[Any]:
    columns = _columns(
        FollowedKind.PRACTICE,
        Practice,
        Practice.status,
        PracticeStep.id,
        PracticeStep.created_at,
        PracticeStep.new_status,
        titles=(Practice.title_en, Practice.title_hi),
    )
    query = select(*columns).outerjoin(PracticeStep, PracticeStep.practice_id == Practice.id)
    return only_visible_practices(viewer, query.where(Practice.id.in_(numbers(FollowedKind.PRACTICE))))
