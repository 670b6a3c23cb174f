"""Which projects a person may see and change."""

from sqlalchemy import false

from csrmatch.accounts.models import User
from csrmatch.places.models import District
from csrmatch.registry.access.reach import SEE_ALL, S
from csrmatch.registry.models import Cpse, Project, ProjectDistrict
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.roles import Role

__all__ = [
    "can_edit_project",
    "can_record_projects",
    "can_report_on_project",
    "only_announced_projects",
    "only_visible_projects",
]


def only_visible_projects(viewer: User, query: S) -> S:
    """A CPSE sees its own projects, an agency those it implements, a district and a state those in it.

    DPE, the auditor and UNICEF see all.
    """
    if viewer.role in SEE_ALL:
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


# What a board has decided is no secret of the company; what it only proposes is.
_ANNOUNCED = frozenset(
    {
        ProjectStatus.APPROVED,
        ProjectStatus.UNDER_WAY,
        ProjectStatus.SUSPENDED,
        ProjectStatus.COMPLETED,
    }
)


def only_announced_projects(query: S) -> S:
    """Of these every office may learn the company, theme, district, years and stage, and nothing else."""
    return query.where(Project.status.in_(_ANNOUNCED))
