"""Reading projects, their money, history, milestones, results and documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.attachments.models import Attachment
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.i18n import current_language
from csrmatch.places.models import District, State
from csrmatch.registry.access import only_visible_projects
from csrmatch.registry.models import (
    Cpse,
    Project,
    ProjectDistrict,
    ProjectDocument,
    ProjectGroup,
    ProjectMilestone,
    ProjectQuarter,
    ProjectResult,
    ProjectStep,
    ProjectTheme,
)
from csrmatch.registry.queries.narrowing import ProjectLook, sum_of, wants_look
from csrmatch.registry.rules.projects import ProjectStatus, TargetGroup, Totals
from csrmatch.registry.rules.years import last_day, quarter_start

__all__ = [
    "ProjectSearch",
    "get_document",
    "get_milestone",
    "get_project",
    "get_result",
    "last_step_day",
    "list_agencies",
    "list_agency_names",
    "list_documents",
    "list_milestones",
    "list_project_cpses",
    "list_project_years",
    "list_projects_in",
    "list_projects_of",
    "list_results",
    "list_steps",
    "money_by_year",
    "outlay_order",
    "search_projects",
    "select_projects",
    "spent_order",
    "sum_money",
    "title_order",
]

_FIRST_FEW = 8


@dataclass(frozen=True)
class ProjectSearch:
    """What a list of projects is narrowed by, on a day; None or an empty text narrows nothing."""

    text: str | None = None
    cpse: str | None = None
    theme: str | None = None
    lgd: int | None = None
    year: str | None = None
    status: ProjectStatus | None = None
    state_lgd: int | None = None
    agency: str | None = None
    group: TargetGroup | None = None
    look: ProjectLook | None = None
    day: date = date.min


def get_project(viewer: User, project_id: int, *, for_change: bool = False) -> Project:
    """A project the viewer may see; `for_change` keeps others from changing it until this one is done."""
    query = only_visible_projects(viewer, select(Project)).where(Project.id == project_id)
    if for_change:
        query = query.with_for_update(of=Project).execution_options(populate_existing=True)
    else:
        whole = (selectinload(Project.quarters), selectinload(Project.groups), joinedload(Project.agency))
        query = query.options(*_parts(), *whole)
    project = db.session.scalar(query)
    if project is None:
        raise Missing
    return project


def _parts() -> tuple[Any, ...]:
    """What a project's line in a list shows: its themes and its districts."""
    districts = selectinload(Project.districts).joinedload(ProjectDistrict.district)
    return (_themes(), districts.joinedload(District.state))


def _themes() -> Any:
    return selectinload(Project.themes).joinedload(ProjectTheme.theme)


def search_projects(viewer: User, search: ProjectSearch) -> Select[Any]:
    """The projects the viewer may see, narrowed, with their CPSEs, themes and districts."""
    return _narrow(viewer, search).options(*_parts())


def _narrow(viewer: User, search: ProjectSearch) -> Select[Any]:
    query = only_visible_projects(viewer, select(Project)).join(Project.cpse)
    if search.text:
        query = query.where(_matches(search.text))
    if search.cpse:
        query = query.where(Cpse.code == search.cpse)
    if search.theme:
        query = query.where(Project.themes.any(ProjectTheme.theme_code == search.theme))
    if search.lgd is not None:
        district = select(District.id).where(District.lgd == search.lgd).scalar_subquery()
        query = query.where(Project.districts.any(ProjectDistrict.district_id == district))
    if search.status is not None:
        query = query.where(Project.status == search.status)
    if search.year:
        query = query.where(_is_of_year(search.year))
    return query.where(*_further(search))


def _further(search: ProjectSearch) -> list[ColumnElement[bool]]:
    """What narrows by state, by who carries a project out, for whom, and by what wants a look."""
    found = []
    if search.state_lgd is not None:
        is_in = District.state.has(State.lgd == search.state_lgd)
        found.append(Project.districts.any(ProjectDistrict.district.has(is_in)))
    if search.agency:
        found.append(Project.agency_name == search.agency)
    if search.group is not None:
        found.append(Project.groups.any(ProjectGroup.group == search.group))
    if search.look is not None:
        found.append(wants_look(search.look, search.day))
    return found


def _matches(text: str) -> ColumnElement[bool]:
    """Whether a title, a summary, an agency or an office's own number holds the text, or the code is it."""
    places = [
        Project.title_en,
        Project.title_hi,
        Project.summary_en,
        Project.summary_hi,
        Project.agency_name,
        Project.reference,
    ]
    found = [place.icontains(text, autoescape=True) for place in places]
    code, _, number = text.rpartition("-")
    if code and number.isascii() and number.isdecimal() and len(number) < 9:
        found.append((Cpse.code == code.upper()) & (Project.number == int(number)))
    return or_(*found)


def _is_of_year(year: str) -> ColumnElement[bool]:
    """Whether a project has money in a financial year, or runs in it by its dates."""
    has_money = Project.quarters.any(ProjectQuarter.financial_year == year)
    runs = (Project.starts_on <= last_day(year)) & (Project.ends_on >= quarter_start(year, 1))
    return or_(has_money, runs)


def title_order() -> Any:
    """What projects are sorted by when sorted by the title as the reader is shown it."""
    first, second = (
        (Project.title_hi, Project.title_en)
        if current_language() == "hi"
        else (Project.title_en, Project.title_hi)
    )
    return func.lower(func.coalesce(first, second))


def outlay_order() -> Any:
    """What projects are sorted by when sorted by the money set aside."""
    return sum_of(ProjectQuarter.outlay_inr)


def spent_order() -> Any:
    """What projects are sorted by when sorted by the money spent."""
    return sum_of(ProjectQuarter.spent_inr)


def sum_money(query: Select[Any]) -> dict[int, Totals]:
    """What was set aside and spent on each of the projects of a query, by id; absent is not known."""
    wanted: Subquery = query.with_only_columns(Project.id).order_by(None).subquery()
    totals = select(
        ProjectQuarter.project_id,
        func.sum(ProjectQuarter.outlay_inr),
        func.sum(ProjectQuarter.spent_inr),
    ).where(ProjectQuarter.project_id.in_(select(wanted.c.id)))
    return {
        key: Totals(None if outlay is None else int(outlay), None if spent is None else int(spent))
        for key, outlay, spent in db.session.execute(totals.group_by(ProjectQuarter.project_id))
    }


def select_projects(ids: Sequence[int]) -> Select[Any]:
    """A few projects by their ids, which somebody who may see them has found."""
    return select(Project).where(Project.id.in_(ids))


def list_project_cpses(viewer: User) -> list[Cpse]:
    """The CPSEs of the projects the viewer may see, by code."""
    ids = only_visible_projects(viewer, select(Project.cpse_id))
    return list(db.session.scalars(select(Cpse).where(Cpse.id.in_(ids)).order_by(Cpse.code)))


def list_agency_names(viewer: User) -> list[str]:
    """The names of the agencies that carry out projects the viewer may see."""
    query = only_visible_projects(viewer, select(Project.agency_name)).where(Project.agency_name.is_not(None))
    return list(db.session.scalars(query.distinct().order_by(Project.agency_name)))


def list_project_years(viewer: User) -> list[str]:
    """The financial years with money of projects the viewer may see, the latest first."""
    ids = only_visible_projects(viewer, select(Project.id))
    query = select(ProjectQuarter.financial_year).where(ProjectQuarter.project_id.in_(ids)).distinct()
    return list(db.session.scalars(query.order_by(ProjectQuarter.financial_year.desc())))


def list_projects_in(viewer: User, district: District) -> list[Project]:
    """The first few projects in a district that the viewer may see, those that end last first."""
    return _first_few(_narrow(viewer, ProjectSearch(lgd=district.lgd)))


def list_projects_of(viewer: User, cpse: Cpse) -> list[Project]:
    """The first few projects of a CPSE that the viewer may see, those that end last first."""
    return _first_few(_narrow(viewer, ProjectSearch(cpse=cpse.code)))


def _first_few(query: Select[Any]) -> list[Project]:
    order = (Project.ends_on.desc().nulls_last(), Project.id.desc())
    # A page about a whole district or CPSE asks much of the database: here a second statement is saved.
    themes = joinedload(Project.themes).joinedload(ProjectTheme.theme)
    query = query.options(themes).order_by(*order).limit(_FIRST_FEW)
    return list(db.session.scalars(query).unique())


def list_agencies() -> list[Organisation]:
    """The implementing agencies whose people can sign in here, by name."""
    query = select(Organisation).where(Organisation.kind == OrganisationKind.AGENCY)
    return list(db.session.scalars(query.order_by(Organisation.name_en, Organisation.id)))


def list_steps(project: Project) -> list[ProjectStep]:
    """The steps of a project's life, the first first."""
    query = (
        select(ProjectStep).where(ProjectStep.project_id == project.id).options(joinedload(ProjectStep.by))
    )
    return list(db.session.scalars(query.order_by(ProjectStep.taken_on, ProjectStep.id)))


def list_milestones(project: Project) -> list[ProjectMilestone]:
    """The milestones of a project by the day they are due."""
    query = select(ProjectMilestone).where(ProjectMilestone.project_id == project.id)
    return list(db.session.scalars(query.order_by(ProjectMilestone.due_on, ProjectMilestone.id)))


def get_milestone(project: Project, milestone_id: int) -> ProjectMilestone:
    """A milestone of a project."""
    milestone = db.session.get(ProjectMilestone, milestone_id)
    if milestone is None or milestone.project_id != project.id:
        raise Missing
    return milestone


def list_results(project: Project) -> list[ProjectResult]:
    """The results of a project in the order in which they were recorded."""
    query = select(ProjectResult).where(ProjectResult.project_id == project.id)
    return list(db.session.scalars(query.order_by(ProjectResult.id)))


def get_result(project: Project, result_id: int) -> ProjectResult:
    """A result of a project."""
    result = db.session.get(ProjectResult, result_id)
    if result is None or result.project_id != project.id:
        raise Missing
    return result


def list_documents(project: Project) -> list[ProjectDocument]:
    """The documents of a project that are not struck, the newest first."""
    query = (
        select(ProjectDocument)
        .join(ProjectDocument.attachment)
        .where(ProjectDocument.project_id == project.id, Attachment.struck_at.is_(None))
        .options(joinedload(ProjectDocument.attachment).joinedload(Attachment.added_by))
    )
    return list(db.session.scalars(query.order_by(Attachment.id.desc())))


def get_document(project: Project, attachment_id: int) -> ProjectDocument:
    """A document of a project that is not struck."""
    document = db.session.get(ProjectDocument, attachment_id)
    is_here = document is not None and document.project_id == project.id
    if document is None or not is_here or document.attachment.struck_at is not None:
        raise Missing
    return document


def money_by_year(project: Project) -> Mapping[str, dict[int, ProjectQuarter]]:
    """The quarters of a project by financial year and number."""
    found: dict[str, dict[int, ProjectQuarter]] = {}
    for row in project.quarters:
        found.setdefault(row.financial_year, {})[row.quarter] = row
    return found


def last_step_day(project: Project) -> date | None:
    """The day of the latest step in a project's life."""
    return db.session.scalar(
        select(func.max(ProjectStep.taken_on)).where(ProjectStep.project_id == project.id)
    )
