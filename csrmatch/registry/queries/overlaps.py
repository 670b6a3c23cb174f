"""Reading the register of overlaps: the cases a person may see, their steps, what waits, and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.places.models import District, State
from csrmatch.registry.access import only_own_overlaps, only_visible_overlaps
from csrmatch.registry.models import (
    Cpse,
    Need,
    NeedPartner,
    OverlapCase,
    OverlapDistrict,
    OverlapSide,
    OverlapStep,
    OverlapTheme,
    Programme,
    ProgrammeDistrict,
    Project,
    ProjectDistrict,
    ProjectTheme,
)
from csrmatch.registry.queries.narrowing import is_within
from csrmatch.registry.rules.overlaps import CaseState, RecordKind, Verdict

__all__ = [
    "OverlapSearch",
    "count_by_cpse",
    "count_by_district_and_theme",
    "get_overlap",
    "list_most_alike",
    "list_overlap_cpses",
    "list_overlap_steps",
    "list_overlaps_of_cpse",
    "list_overlaps_of_district",
    "list_waiting_overlaps",
    "search_overlaps",
]

_FIRST_FEW = 8
_KEYS = {
    RecordKind.NEED: OverlapSide.need_id,
    RecordKind.PROJECT: OverlapSide.project_id,
    RecordKind.PROGRAMME: OverlapSide.programme_id,
}


@dataclass(frozen=True)
class OverlapSearch:
    """What the register is narrowed by; None or an empty text narrows nothing."""

    district: District | None = None
    state: State | None = None
    cpse: str | None = None
    theme: str | None = None
    case_state: CaseState | None = None
    verdict: Verdict | None = None
    kind: RecordKind | None = None
    year: str | None = None


def get_overlap(viewer: User, case_id: int, *, for_change: bool = False) -> OverlapCase:
    """A case the viewer may see; `for_change` keeps others from changing it until this one is done."""
    query = only_visible_overlaps(viewer, select(OverlapCase)).where(OverlapCase.id == case_id)
    if for_change:
        query = query.with_for_update(of=OverlapCase).execution_options(populate_existing=True)
    else:
        query = query.options(*_parts())
    case = db.session.scalar(query)
    if case is None:
        raise Missing
    return case


def _parts() -> tuple[Any, ...]:
    """Both records of a case with what its pages say of them."""
    sides = selectinload(OverlapCase.sides)
    need, project = sides.joinedload(OverlapSide.need), sides.joinedload(OverlapSide.project)
    programme = sides.joinedload(OverlapSide.programme)
    return (
        need.selectinload(Need.groups),
        need.joinedload(Need.theme),
        need.selectinload(Need.partners).joinedload(NeedPartner.cpse),
        project.selectinload(Project.groups),
        project.selectinload(Project.themes).joinedload(ProjectTheme.theme),
        project.selectinload(Project.districts).joinedload(ProjectDistrict.district),
        programme.selectinload(Programme.groups),
        programme.selectinload(Programme.districts).joinedload(ProgrammeDistrict.district),
        programme.joinedload(Programme.theme),
        programme.joinedload(Programme.state),
        programme.joinedload(Programme.keeper),
        selectinload(OverlapCase.districts).joinedload(OverlapDistrict.district).joinedload(District.state),
        selectinload(OverlapCase.themes),
    )


def search_overlaps(viewer: User, search: OverlapSearch) -> Select[Any]:
    """The cases the viewer may see, narrowed, with both records of each."""
    return _narrow(viewer, search).options(*_parts())


def list_most_alike(viewer: User, search: OverlapSearch, most: int) -> list[OverlapCase]:
    """The cases the viewer may see, narrowed, those whose records are most alike first."""
    query = search_overlaps(viewer, search).order_by(OverlapCase.score.desc(), OverlapCase.id)
    return list(db.session.scalars(query.limit(most)))


def _narrow(viewer: User, search: OverlapSearch) -> Select[Any]:
    query = only_visible_overlaps(viewer, select(OverlapCase))
    if search.district:
        query = query.where(OverlapCase.districts.any(OverlapDistrict.district_id == search.district.id))
    if search.state:
        is_here = OverlapDistrict.district.has(District.state_id == search.state.id)
        query = query.where(OverlapCase.districts.any(is_here))
    if search.cpse:
        is_of = OverlapSide.project.has(Project.cpse.has(Cpse.code == search.cpse))
        query = query.where(OverlapCase.sides.any(is_of))
    if search.theme:
        query = query.where(OverlapCase.themes.any(OverlapTheme.theme_code == search.theme))
    if search.case_state:
        query = query.where(OverlapCase.state == search.case_state)
    if search.verdict:
        query = query.where(OverlapCase.verdict == search.verdict)
    if search.kind:
        query = query.where(OverlapCase.sides.any(_KEYS[search.kind].is_not(None)))
    if search.year:
        query = query.where(is_within(OverlapCase.created_at, search.year))
    return query


def list_overlaps_of_district(viewer: User, district: District, most: int = _FIRST_FEW) -> list[OverlapCase]:
    """The first few running cases of a district that the viewer may see, those that wait first."""
    return _list_first(_narrow(viewer, OverlapSearch(district=district)), most)


def list_overlaps_of_cpse(viewer: User, cpse: Cpse, most: int = _FIRST_FEW) -> list[OverlapCase]:
    """The first few running cases of a CPSE's projects that the viewer may see, those that wait first."""
    return _list_first(_narrow(viewer, OverlapSearch(cpse=cpse.code)), most)


def _list_first(query: Select[Any], most: int) -> list[OverlapCase]:
    query = query.where(OverlapCase.state != CaseState.ENDED).options(*_parts())
    is_answered = OverlapCase.state == CaseState.ANSWERED
    query = query.order_by(is_answered, OverlapCase.score.desc(), OverlapCase.id.desc())
    return list(db.session.scalars(query.limit(most)))


def list_waiting_overlaps(user: User, most: int = 7) -> list[OverlapCase]:
    """The cases that wait for the word of the person's own office, with both records, the oldest first."""
    query = only_own_overlaps(user, select(OverlapCase)).where(OverlapCase.state == CaseState.OPEN)
    sides = selectinload(OverlapCase.sides)
    need, project = sides.joinedload(OverlapSide.need), sides.joinedload(OverlapSide.project)
    query = query.options(need, project, sides.joinedload(OverlapSide.programme))
    query = query.order_by(OverlapCase.created_at, OverlapCase.id)
    return list(db.session.scalars(query.limit(most)))


def list_overlap_steps(case: OverlapCase) -> list[OverlapStep]:
    """What happened to a case, the first first."""
    query = select(OverlapStep).where(OverlapStep.case_id == case.id).options(joinedload(OverlapStep.by))
    return list(db.session.scalars(query.order_by(OverlapStep.id)))


def list_overlap_cpses(viewer: User) -> list[Cpse]:
    """The CPSEs whose projects are in cases the viewer may see, by code."""
    cases = only_visible_overlaps(viewer, select(OverlapCase.id))
    query = select(Cpse).where(
        Cpse.id.in_(
            select(Project.cpse_id)
            .join(OverlapSide, OverlapSide.project_id == Project.id)
            .where(OverlapSide.case_id.in_(cases))
        )
    )
    return list(db.session.scalars(query.order_by(Cpse.code)))


def count_by_district_and_theme(viewer: User) -> Sequence[tuple[int, str, CaseState, int]]:
    """How many cases the viewer may see, by district, theme and state; one of two districts is in both."""
    query = (
        select(
            OverlapDistrict.district_id,
            OverlapTheme.theme_code,
            OverlapCase.state,
            func.count(OverlapCase.id),
        )
        .join(OverlapDistrict, OverlapDistrict.case_id == OverlapCase.id)
        .join(OverlapTheme, OverlapTheme.case_id == OverlapCase.id)
        .where(OverlapCase.id.in_(only_visible_overlaps(viewer, select(OverlapCase.id))))
        .group_by(OverlapDistrict.district_id, OverlapTheme.theme_code, OverlapCase.state)
        .order_by(OverlapDistrict.district_id, OverlapTheme.theme_code, OverlapCase.state)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]


def count_by_cpse(viewer: User) -> Sequence[tuple[Cpse, CaseState, int]]:
    """How many cases the viewer may see, by CPSE and state; one between two companies is with both."""
    query = (
        select(Cpse, OverlapCase.state, func.count(OverlapCase.id.distinct()))
        .join(Project, Project.cpse_id == Cpse.id)
        .join(OverlapSide, OverlapSide.project_id == Project.id)
        .join(OverlapCase, OverlapCase.id == OverlapSide.case_id)
        .where(OverlapCase.id.in_(only_visible_overlaps(viewer, select(OverlapCase.id))))
        .group_by(Cpse.id, OverlapCase.state)
        .order_by(Cpse.code, OverlapCase.state)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]
