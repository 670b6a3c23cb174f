"""Reading what the page of a district tells: its neighbours, what was filed, what is due, its documents."""

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.indicators.models import Figure, Indicator
from csrmatch.indicators.queries import LATEST_ROUND
from csrmatch.places.models import Boundary, District, State
from csrmatch.registry.access import only_visible_projects
from csrmatch.registry.models import (
    Cpse,
    CpseSpending,
    Project,
    ProjectDistrict,
    ProjectDocument,
    ProjectMilestone,
)
from csrmatch.registry.rules import is_suspect
from csrmatch.registry.rules.projects import ProjectStatus

__all__ = ["list_documents_in", "list_drawn", "list_due_in", "search_figures", "sum_filed_in"]

_FEW = 5
_AT_REST = (ProjectStatus.COMPLETED, ProjectStatus.CLOSED)


def list_drawn(state_id: int | None = None) -> list[tuple[District, Boundary | None]]:
    """All districts, or those of one state, each with its outline if there is one, by state and name."""
    query = (
        select(District, Boundary)
        .join(District.state)
        .outerjoin(Boundary, Boundary.district_id == District.id)
        .options(contains_eager(District.state))
        .order_by(State.name_en, District.name_en, District.lgd)
    )
    if state_id is not None:
        query = query.where(District.state_id == state_id)
    return [(row, outline) for row, outline in db.session.execute(query)]


def sum_filed_in(district: District) -> list[tuple[Cpse, int]]:
    """Whole rupees filed as spent under the district's name by CPSE, largest first, without doubtful rows."""
    query = (
        select(Cpse, CpseSpending.quality, func.sum(CpseSpending.spent_inr))
        .join(CpseSpending, CpseSpending.cpse_id == Cpse.id)
        .where(CpseSpending.district_id == district.id)
        .group_by(Cpse.id, CpseSpending.quality)
        .order_by(Cpse.code, CpseSpending.quality)
    )
    totals: dict[Cpse, int] = {}
    for cpse, quality, spent in db.session.execute(query):
        if spent is not None and not is_suspect(quality):
            totals[cpse] = totals.get(cpse, 0) + int(spent)
    return sorted(totals.items(), key=lambda item: (-item[1], item[0].code))


def list_due_in(viewer: User, district: District, until: date) -> list[tuple[ProjectMilestone, Project]]:
    """The first few milestones due until a day and not reached, of projects here the viewer may see."""
    here = only_visible_projects(viewer, select(Project.id)).where(
        Project.districts.any(ProjectDistrict.district_id == district.id),
        Project.status.not_in(_AT_REST),
    )
    query = (
        select(ProjectMilestone, Project)
        .join(Project, Project.id == ProjectMilestone.project_id)
        .where(
            ProjectMilestone.project_id.in_(here),
            ProjectMilestone.done_on.is_(None),
            ProjectMilestone.due_on <= until,
        )
        .order_by(ProjectMilestone.due_on, ProjectMilestone.id)
    )
    return [(milestone, project) for milestone, project in db.session.execute(query.limit(_FEW))]


def list_documents_in(viewer: User, district: District) -> list[ProjectDocument]:
    """The latest few documents of projects here that the viewer may see, the newest first."""
    here = only_visible_projects(viewer, select(Project.id)).where(
        Project.districts.any(ProjectDistrict.district_id == district.id)
    )
    query = (
        select(ProjectDocument)
        .join(ProjectDocument.attachment)
        .options(contains_eager(ProjectDocument.attachment).joinedload(Attachment.added_by))
        .where(ProjectDocument.project_id.in_(here), Attachment.struck_at.is_(None))
        .order_by(Attachment.id.desc())
    )
    return list(db.session.scalars(query.limit(_FEW)))


def search_figures(district: District, text: str | None, theme: str | None) -> Select[Figure]:
    """The latest figures of a district with indicators and themes, by a name in either script, by theme."""
    query = (
        select(Figure)
        .join(Figure.indicator)
        .join(Indicator.theme)
        .where(Figure.district_id == district.id, Figure.round == LATEST_ROUND)
        .options(contains_eager(Figure.indicator).contains_eager(Indicator.theme))
    )
    if text:
        names = (Indicator.name_en, Indicator.name_hi, Indicator.short_en, Indicator.short_hi)
        query = query.where(or_(*(name.icontains(text, autoescape=True) for name in names)))
    return query.where(Indicator.theme_code == theme) if theme else query
