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


@dataclass(frozen=True)
class _Source:
    """A kind of record: what says where it stands, and its steps by record and by what each came to.

    Without steps of its own, the last change of a record is its one step.
    """

    record: Any
    now: Any
    only_visible: Callable[[User, Any], Any]
    prefix: str = ""
    step: Any = None
    step_of: Any = None
    step_code: Any = None


def _everybody(_viewer: User, query: Any) -> Any:
    return query


_SOURCES = {
    FollowedKind.NEED: _Source(
        Need, Need.status, only_visible_needs, "", NeedStep, NeedStep.need_id, NeedStep.new_status
    ),
    # A closed request is changed no more, so its last change is its closing.
    FollowedKind.SUPPORT: _Source(SupportRequest, SupportRequest.status, _everybody, "S"),
    FollowedKind.ACTION: _Source(
        ActionPoint,
        ActionPoint.status,
        only_visible_actions,
        "A",
        ActionStep,
        ActionStep.action_id,
        ActionStep.new_status,
    ),
    FollowedKind.OVERLAP: _Source(
        OverlapCase,
        OverlapCase.state,
        only_visible_overlaps,
        "V",
        OverlapStep,
        OverlapStep.case_id,
        OverlapStep.kind,
    ),
    FollowedKind.PRACTICE: _Source(
        Practice,
        Practice.status,
        only_visible_practices,
        "P",
        PracticeStep,
        PracticeStep.practice_id,
        PracticeStep.new_status,
    ),
}


def list_outcome_records(viewer: User, numbers: Numbers) -> dict[tuple[FollowedKind, int], OutcomeRecord]:
    """By kind and number the records that the person may see, with their steps in order."""
    parts = (_select(kind, source, viewer, numbers(kind)) for kind, source in _SOURCES.items())
    whole = union_all(*parts).subquery()
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
    is_need = kind is FollowedKind.NEED
    code = f"{row.lgd}-{row.number:04d}" if is_need else f"{_SOURCES[kind].prefix}-{number:04d}"
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


def _select(kind: FollowedKind, source: _Source, viewer: User, numbers: Any) -> Select[Any]:
    """The records of one kind with their steps; the columns are those of every kind, in one order."""
    record, step = source.record, source.step
    is_need, has_titles = kind is FollowedKind.NEED, kind is not FollowedKind.OVERLAP
    columns = [
        literal(kind.value, String).label("kind"),
        record.id.label("id"),
        (record.title_en if has_titles else cast(null(), String)).label("title_en"),
        (record.title_hi if has_titles else cast(null(), String)).label("title_hi"),
        (District.lgd if is_need else cast(null(), Integer)).label("lgd"),
        (record.number if is_need else cast(null(), Integer)).label("number"),
        record.created_at.label("begun_at"),
        cast(source.now, String).label("now"),
        (step or record).id.label("step_id"),
        (step.created_at if step else record.changed_at).label("step_at"),
        cast(source.step_code if step else source.now, String).label("step_code"),
    ]
    query = select(*columns).select_from(record)
    if is_need:
        query = query.join(District, District.id == record.district_id)
    if step:
        query = query.outerjoin(step, source.step_of == record.id)
    chosen: Select[Any] = source.only_visible(viewer, query.where(record.id.in_(numbers)))
    return chosen
