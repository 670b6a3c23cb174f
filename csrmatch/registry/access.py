"""Which records of the registry a person may see and change."""

from typing import Any, TypeVar

from sqlalchemy import Select, false, or_

from csrmatch.accounts.models import User
from csrmatch.places.models import District
from csrmatch.registry.models import Cpse, CsrAccount, Need, Project, ProjectDistrict
from csrmatch.registry.rules.needs import OPEN_TO_ALL, NeedStatus, next_need_steps
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.roles import Permission, Role, allows

__all__ = [
    "can_edit_account",
    "can_edit_cpse",
    "can_edit_need",
    "can_edit_need_partners",
    "can_edit_project",
    "can_post_needs",
    "can_record_projects",
    "can_report_on_project",
    "can_see_gaps",
    "can_set_status",
    "can_step_need",
    "only_visible_accounts",
    "only_visible_needs",
    "only_visible_projects",
]

S = TypeVar("S", bound=Select[Any])

_SEE_ALL_PROJECTS = frozenset({Role.DPE_STAFF, Role.AUDITOR, Role.UNICEF_OFFICER})
_SEE_ALL_NEEDS = _SEE_ALL_PROJECTS


def only_visible_accounts(viewer: User, query: S) -> S:
    """DPE and the auditor see every CSR account, a CPSE its own, all others those that are published."""
    if allows(viewer.role, Permission.VIEW_CSR_ACCOUNTS):
        return query
    published = CsrAccount.published_at.is_not(None)
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(
            or_(published, CsrAccount.cpse.has(Cpse.organisation_id == viewer.organisation_id))
        )
    return query.where(published)


def can_see_gaps(viewer: User, cpse: Cpse) -> bool:
    """Whether a person is told that a CPSE has not filled in an account: itself, DPE and the auditor are."""
    return allows(viewer.role, Permission.VIEW_CSR_ACCOUNTS) or _acts_for(viewer, cpse)


def can_edit_account(viewer: User, cpse: Cpse) -> bool:
    """The CPSE's own nodal officer and DPE staff keep its CSR account."""
    return allows(viewer.role, Permission.EDIT_CSR_ACCOUNTS) and _reaches(viewer, cpse)


def can_edit_cpse(viewer: User, cpse: Cpse) -> bool:
    """The CPSE's own nodal officer and DPE staff keep its page and its places of work."""
    return allows(viewer.role, Permission.EDIT_CPSES) and _reaches(viewer, cpse)


def can_set_status(viewer: User) -> bool:
    """The status is DPE's to say: no company calls itself a Maharatna."""
    return viewer.role is Role.DPE_STAFF


def _reaches(viewer: User, cpse: Cpse) -> bool:
    return viewer.role is Role.DPE_STAFF or _acts_for(viewer, cpse)


def _acts_for(viewer: User, cpse: Cpse) -> bool:
    return viewer.role is Role.CPSE_OFFICER and cpse.organisation_id == viewer.organisation_id


def only_visible_projects(viewer: User, query: S) -> S:
    """A CPSE sees its own projects, an agency those it implements, a district and a state those in it.

    DPE, the auditor and UNICEF see all.
    """
    if viewer.role in _SEE_ALL_PROJECTS:
        return query
    office = viewer.organisation
    if viewer.role is Role.CPSE_OFFICER:
        return query.where(Project.cpse.has(Cpse.organisation_id == office.id))
    if viewer.role is Role.AGENCY:
        return query.where(Project.agency_id == office.id)
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(Project.districts.any(ProjectDistrict.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        is_here = ProjectDistrict.district.has(District.state_id == office.state_id)
        return query.where(Project.districts.any(is_here))
    return query.where(false())


def can_record_projects(viewer: User) -> bool:
    """Whether the person records projects of a CPSE at all."""
    return viewer.role is Role.CPSE_OFFICER


def can_edit_project(viewer: User, project: Project) -> bool:
    """The CPSE's own officers may change a project until it is closed."""
    is_own = viewer.role is Role.CPSE_OFFICER and project.cpse.organisation_id == viewer.organisation_id
    return is_own and project.status is not ProjectStatus.CLOSED


def can_report_on_project(viewer: User, project: Project) -> bool:
    """Milestones, results and documents also come from the agency that implements the project."""
    implements = viewer.role is Role.AGENCY and project.agency_id == viewer.organisation_id
    return can_edit_project(viewer, project) or (implements and project.status is not ProjectStatus.CLOSED)


def only_visible_needs(viewer: User, query: S) -> S:
    """A district sees its own needs and a state those of its districts; others see them once they are open.

    DPE, the auditor and UNICEF see all.
    """
    if viewer.role in _SEE_ALL_NEEDS:
        return query
    is_open = Need.status.in_(OPEN_TO_ALL)
    office = viewer.organisation
    if viewer.role is Role.DISTRICT_OFFICER:
        return query.where(or_(is_open, Need.district_id == office.district_id))
    if viewer.role in {Role.STATE_OFFICER, Role.CHAIR}:
        return query.where(or_(is_open, Need.district.has(District.state_id == office.state_id)))
    return query.where(is_open)


def can_post_needs(viewer: User) -> bool:
    """Whether the person posts needs of a district at all."""
    return viewer.role is Role.DISTRICT_OFFICER and viewer.organisation.district_id is not None


def can_edit_need(viewer: User, need: Need) -> bool:
    """The collector's own office may change a need while it is a draft."""
    return _is_of_office(viewer, need) and need.status is NeedStatus.DRAFT


def can_edit_need_partners(viewer: User, need: Need) -> bool:
    """The collector's own office records the partners of a need that is open or taken up."""
    return _is_of_office(viewer, need) and need.status in {NeedStatus.OPEN, NeedStatus.TAKEN_UP}


def can_step_need(viewer: User, need: Need) -> bool:
    """Whether the person can take some step of a need: of the own district, the own state, or as DPE."""
    reaches = {
        Role.DISTRICT_OFFICER: _is_of_office(viewer, need),
        Role.STATE_OFFICER: need.district.state_id == viewer.organisation.state_id,
        Role.DPE_STAFF: True,
    }
    return reaches.get(viewer.role, False) and bool(next_need_steps(need.status, viewer.role))


def _is_of_office(viewer: User, need: Need) -> bool:
    return viewer.role is Role.DISTRICT_OFFICER and need.district_id == viewer.organisation.district_id
