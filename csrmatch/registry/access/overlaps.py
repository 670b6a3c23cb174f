"""Which programmes and cases of overlap a person may see, keep and answer."""

from sqlalchemy import ColumnElement, false, or_, select

from csrmatch.accounts.models import User
from csrmatch.places.models import District
from csrmatch.registry.access.cpses import acts_for
from csrmatch.registry.access.needs import is_of_office, only_visible_needs
from csrmatch.registry.access.projects import only_announced_projects, only_visible_projects
from csrmatch.registry.access.reach import SEE_ALL, S
from csrmatch.registry.models import Cpse, Need, OverlapCase, OverlapDistrict, OverlapSide, Programme, Project
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_answer_overlap",
    "can_edit_programme",
    "can_keep_programmes",
    "can_reopen_overlap",
    "only_own_overlaps",
    "only_visible_overlaps",
]


def can_keep_programmes(viewer: User) -> bool:
    """State departments keep their programmes, UNICEF its own, DPE those of ministries and all others."""
    return allows(viewer.role, Permission.EDIT_PROGRAMMES)


def can_edit_programme(viewer: User, programme: Programme) -> bool:
    """The office that keeps a programme may change and retire it, and DPE any, until it is retired."""
    is_own = programme.keeper_id == viewer.organisation_id or viewer.role is Role.DPE_STAFF
    return can_keep_programmes(viewer) and is_own and programme.retired_on is None


def only_visible_overlaps(viewer: User, query: S) -> S:
    """DPE, UNICEF and the auditor see all cases; a district and a state those there, a company its own.

    And of these only those of which both records may be known to the viewer, be it by their bare facts.
    """
    query = query.where(~OverlapCase.sides.any(~_may_know(viewer)))
    if viewer.role in SEE_ALL:
        return query
    office = viewer.organisation
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(OverlapCase.districts.any(OverlapDistrict.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        is_here = OverlapDistrict.district.has(District.state_id == office.state_id)
        return query.where(OverlapCase.districts.any(is_here))
    return query.where(OverlapCase.sides.any(_is_side_of(viewer)))


def only_own_overlaps(viewer: User, query: S) -> S:
    """The cases that wait for the viewer's own office: it keeps one of the two records."""
    return only_visible_overlaps(viewer, query).where(OverlapCase.sides.any(_is_side_of(viewer)))


def _may_know(viewer: User) -> ColumnElement[bool]:
    """Whether the viewer may know of a side: a programme, a need they see, a project seen or announced."""
    known = or_(
        Project.id.in_(only_visible_projects(viewer, select(Project.id))),
        Project.id.in_(only_announced_projects(select(Project.id))),
    )
    # Each part is never null, so that what is denied above is denied.
    return or_(
        OverlapSide.programme_id.is_not(None),
        OverlapSide.need.has(Need.id.in_(only_visible_needs(viewer, select(Need.id)))),
        OverlapSide.project.has(known),
    )


def _is_side_of(viewer: User) -> ColumnElement[bool]:
    """Whether a side is a record of the viewer's own office."""
    office = viewer.organisation
    if viewer.role is Role.CPSE_OFFICER:
        return OverlapSide.project.has(Project.cpse.has(Cpse.organisation_id == office.id))
    if viewer.role is Role.AGENCY:
        return OverlapSide.project.has(Project.agency_id == office.id)
    if viewer.role is Role.DISTRICT_OFFICER and not viewer.scope:
        return OverlapSide.need.has(Need.district_id == office.district_id)
    if viewer.role in {Role.STATE_OFFICER, Role.UNICEF_OFFICER}:
        return OverlapSide.programme.has(Programme.keeper_id == office.id)
    return false()


def can_answer_overlap(viewer: User, case: OverlapCase) -> bool:
    """The offices of both records and DPE say what an overlap is, as long as it waits for a word."""
    return case.state is CaseState.OPEN and _speaks_on(viewer, case)


def can_reopen_overlap(viewer: User, case: OverlapCase) -> bool:
    """Who may give a verdict may also open the case again."""
    return case.state is CaseState.ANSWERED and _speaks_on(viewer, case)


def _speaks_on(viewer: User, case: OverlapCase) -> bool:
    if not allows(viewer.role, Permission.ANSWER_OVERLAPS):
        return False
    return viewer.role is Role.DPE_STAFF or any(_keeps_side(viewer, side) for side in case.sides)


def _keeps_side(viewer: User, side: OverlapSide) -> bool:
    if side.need is not None:
        return is_of_office(viewer, side.need)
    if side.project is not None:
        return acts_for(viewer, side.project.cpse)
    offices = {Role.STATE_OFFICER, Role.UNICEF_OFFICER}
    is_keeper = side.programme is not None and side.programme.keeper_id == viewer.organisation_id
    return viewer.role in offices and is_keeper
