"""Reading what the page of a district tells: its neighbours, what was filed, what is due, its documents."""

from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from csrmatch.accounts.models import User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.indicators.models import Figure, Indicator
from csrmatch.indicators.queries import LATEST_ROUND
from csrmatch.places.models import Boundary, District, State
from csrmatch.registry.access import only_visible_overlaps, only_visible_projects
from csrmatch.registry.models import (
    OverlapCase,
    OverlapDistrict,
    Programme,
    Project,
    ProjectDistrict,
    ProjectDocument,
    ProjectMilestone,
)
from csrmatch.registry.queries.programmes import name_order, works_in
from csrmatch.registry.rules.overlaps import CaseState
from csrmatch.registry.rules.projects import ProjectStatus

__all__ = [
    "get_with_neighbours",
    "list_documents_in",
    "list_drawn",
    "list_due_in",
    "list_goes_on_in",
    "search_figures",
]

_FEW = 5
_AT_REST = (ProjectStatus.COMPLETED, ProjectStatus.CLOSED)


def list_drawn() -> list[tuple[District, Boundary | None]]:
    """All districts, each with its outline if there is one, by state and name."""
    query = (
        select(District, Boundary)
        .join(District.state)
        .outerjoin(Boundary, Boundary.district_id == District.id)
        .options(contains_eager(District.state))
        .order_by(State.name_en, District.name_en, District.lgd)
    )
    return [(row, outline) for row, outline in db.session.execute(query)]


def get_with_neighbours(lgd: int) -> tuple[District, list[tuple[District, Boundary | None]]]:
    """The district of an LGD code with its other names, and all of its state with their outlines, by name."""
    state = select(District.state_id).where(District.lgd == lgd).scalar_subquery()
    query = (
        select(District, Boundary)
        .outerjoin(Boundary, Boundary.district_id == District.id)
        .where(District.state_id == state)
        .options(joinedload(District.state), joinedload(District.aliases))
        .order_by(District.name_en, District.lgd)
    )
    drawn: list[tuple[District, Boundary | None]] = [
        (row, outline) for row, outline in db.session.execute(query).unique()
    ]
    here = next((row for row, _outline in drawn if row.lgd == lgd), None)
    if here is None:
        raise Missing
    return here, drawn


def list_goes_on_in(viewer: User, district: District) -> tuple[list[Programme], int]:
    """The first few programmes that work in a district, and how many overlaps there wait for an answer."""
    waits = only_visible_overlaps(viewer, select(OverlapCase.id)).where(
        OverlapCase.state == CaseState.OPEN,
        OverlapCase.districts.any(OverlapDistrict.district_id == district.id),
    )
    waiting = select(func.count()).select_from(waits.subquery()).scalar_subquery()
    # Joined to one row that is always there, so that the count comes without a programme too.
    query = (
        select(waiting, Programme)
        .select_from(District)
        .outerjoin(Programme, works_in([district]))
        .where(District.id == district.id)
        .order_by(Programme.theme_code, name_order(), Programme.id)
    )
    rows = db.session.execute(query.limit(_FEW)).unique().all()
    return [row[1] for row in rows if row[1] is not None], rows[0][0]


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
