"""Operations on projects: list, show, record, change, and the money of a year."""

from collections.abc import Mapping
from typing import Any, Literal

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.indicators.queries import list_themes
from csrmatch.places.models import District
from csrmatch.places.queries import list_districts
from csrmatch.registry.access import can_edit_project
from csrmatch.registry.api.parts import change_parts
from csrmatch.registry.api.project_told import (
    NewProject,
    ProjectChanges,
    ProjectsTold,
    ProjectTold,
    ProjectWhole,
    QuartersSent,
    tell_project,
    tell_whole,
)
from csrmatch.registry.models import Project
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries import projects as reads_of
from csrmatch.registry.rules.projects import Implementer, ProjectReach, ProjectStatus, Totals
from csrmatch.registry.services import projects as verbs
from csrmatch.registry.services.project_texts import (
    ProjectHands,
    ProjectText,
    columns_of,
    hands_of,
    text_of,
)
from csrmatch.roles import Permission
from csrmatch.web.api.answers import (
    ChangedAsked,
    Order,
    answer_page,
    answer_record,
    cut_page,
    expected_version,
)
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Asked, Conditions, FinancialYear, NewConditions, WholeNumber

__all__ = ["PROJECT", "ProjectPath", "answer_project", "editable_project"]

PROJECT = "/projects/<int(max=2147483647):project_id>"
_ORDERS = {"id": Order(Project.id), "changed_at": Order(Project.changed_at, "moment")}
_TEXTS = set(ProjectText.__dataclass_fields__)
_HANDS = set(ProjectHands.__dataclass_fields__) - {"agency"}
_PURPOSE = {"themes", "schedule_vii_items", "sdgs"}
_PLACES = {"reach", "districts", "elsewhere_percent"}


class ProjectPath(Asked):
    """Which project."""

    project_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class QuartersPath(ProjectPath):
    """Which project, and which financial year."""

    year: FinancialYear


class ProjectsAsked(ChangedAsked):
    """Which projects, in which order."""

    q: str | None = Field(None, max_length=80, description="A part of a title, an agency, or the code.")
    cpse: str | None = Field(None, max_length=20)
    theme: str | None = Field(None, max_length=2)
    district: WholeNumber | None = Field(None, ge=0, le=999_999, description="The LGD code of the district.")
    year: FinancialYear | None = None
    status: ProjectStatus | None = None
    sort: Literal["id", "-id", "changed_at", "-changed_at"] = "id"


@api.get("/projects", **reads(lazy_("Projects"), ProjectsTold))
@allow_token(Permission.VIEW_PROJECTS)
def list_projects(query: ProjectsAsked) -> Response:
    """The projects that are for this token, filtered and sorted."""
    search = reads_of.ProjectSearch(
        text=query.q,
        cpse=query.cpse,
        theme=query.theme,
        lgd=query.district,
        year=query.year,
        status=query.status,
    )
    found = reads_of.search_projects(current_user, search)
    rows, cursor = cut_page(found, query, _ORDERS, query.sort, Project.id)
    totals = reads_of.sum_money(reads_of.select_projects([row.id for row in rows]))
    none = Totals(None, None)
    items = [ProjectTold.model_validate(tell_project(row, totals.get(row.id, none))) for row in rows]
    return answer_page(ProjectsTold(items=items, next=cursor), cursor)


@api.get(PROJECT, **reads(lazy_("One project with its parts"), ProjectWhole))
@allow_token(Permission.VIEW_PROJECTS)
def show_project(path: ProjectPath) -> Response:
    """A project with its splits, money, milestones and results."""
    return answer_project(reads_of.get_project(current_user, path.project_id))


def answer_project(project: Project, *, status: int = 200) -> Response:
    """A project as it stands; one that was just made with its address."""
    location = url_for("api.show_project", project_id=project.id) if status == 201 else None
    return answer_record(tell_whole(project), version=project.version, status=status, location=location)


@api.post("/projects", **writes(lazy_("Record a project"), ProjectWhole, makes=True))
@allow_token(Permission.EDIT_PROJECTS)
def create_project(body: NewProject, header: NewConditions) -> Response:
    """Records a project of one's own company as proposed."""
    cpse = find_cpse_of(current_user.organisation_id)
    if cpse is None:
        raise NotAllowed
    if body.theme is not None:
        _check_themes([body.theme])
    project = verbs.create_project(
        by=signed_in_person(),
        cpse=cpse,
        text=ProjectText(**body.model_dump(include=_TEXTS)),
        theme_code=body.theme,
        district=None if body.district_lgd is None else _districts([body.district_lgd])[body.district_lgd],
    )
    return answer_project(project, status=201)


def _check_themes(codes: list[str]) -> None:
    if set(codes) - {theme.code for theme in list_themes()} or len(set(codes)) < len(codes):
        raise DomainError(lazy_("Each theme is one of the codes of the list of themes, and stands once."))


def _districts(lgds: list[int]) -> dict[int, District]:
    """Districts of the register by LGD code; one that is none of them is refused."""
    found = {row.lgd: row for row in list_districts() if row.lgd in lgds}
    if len(found) < len(lgds):
        raise DomainError(lazy_("Each district is one of the 112 by its LGD code, and stands once."))
    return found


def editable_project(project_id: int) -> Project:
    """A project this token may change: one it may not see is missing, one it may only read refused."""
    project = reads_of.get_project(current_user, project_id, for_change=True)
    if not can_edit_project(current_user, project):
        raise NotAllowed
    return project


@api.patch(PROJECT, **writes(lazy_("Change a project"), ProjectWhole))
@allow_token(Permission.EDIT_PROJECTS)
def change_project(path: ProjectPath, body: ProjectChanges, header: Conditions) -> Response:
    """Changes the fields that are sent, and no others."""
    project = editable_project(path.project_id)
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    changes = []
    if sent.keys() & _TEXTS:
        text = ProjectText(**{**columns_of(text_of(project)), **_part(sent, _TEXTS)})
        changes.append(lambda version: verbs.change_project(project=project, version=version, text=text))
    if sent.keys() & _PURPOSE:
        changes.append(lambda version: _change_purpose(project, version, sent))
    if sent.keys() & _PLACES:
        changes.append(lambda version: _change_places(project, version, sent))
    if "target_groups" in sent:
        changes.append(lambda version: _change_people(project, version, sent))
    if sent.keys() & _HANDS:
        hands = _merge_hands(project, _part(sent, _HANDS))
        changes.append(
            lambda version: verbs.change_project_hands(project=project, version=version, hands=hands)
        )
    change_parts(project, expected_version(header), changes)
    return answer_project(project)


def _part(sent: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name in names}


def _change_purpose(project: Project, version: int | None, sent: Mapping[str, Any]) -> None:
    themes = {row.theme_code: row.percent for row in project.themes}
    if "themes" in sent:
        rows = sent["themes"] or []
        _check_themes([row.theme for row in rows])
        themes = {row.theme: row.percent for row in rows}
    verbs.change_project_purpose(
        project=project,
        version=version,
        themes=themes,
        schedule_items=sorted(set(sent.get("schedule_vii_items", project.schedule_items) or [])),
        goals=sorted(set(sent.get("sdgs", project.goals) or [])),
    )


def _change_places(project: Project, version: int | None, sent: Mapping[str, Any]) -> None:
    shares = {row.district: row.percent for row in project.districts}
    if "districts" in sent:
        rows = sent["districts"] or []
        known = _districts([row.lgd for row in rows])
        shares = {known[row.lgd]: row.percent for row in rows}
    reach: ProjectReach | None = sent.get("reach", project.reach)
    verbs.change_project_places(
        project=project,
        version=version,
        reach=reach,
        districts=shares,
        elsewhere_percent=sent.get("elsewhere_percent", project.elsewhere_percent) or 0,
    )


def _change_people(project: Project, version: int | None, sent: Mapping[str, Any]) -> None:
    heads = {row.group: row.heads for row in sent["target_groups"] or []}
    verbs.change_project_people(project=project, version=version, heads=heads)


def _merge_hands(project: Project, sent: Mapping[str, Any]) -> ProjectHands:
    """Who carries it out and holds it; what belongs to an answer that was not given is left out."""
    stored = hands_of(project)
    kept = {name: getattr(stored, name) for name in ProjectHands.__dataclass_fields__}
    for name, value in sent.items():
        kept[name] = value.upper() if name.endswith("csr1") and value else value
    if kept["implementer"] is not Implementer.AGENCY:
        kept |= dict.fromkeys(("agency_name", "agency_csr1", "agency"))
    if not kept["creates_asset"]:
        kept |= dict.fromkeys(("asset_holder", "asset_holder_name", "asset_holder_csr1"))
    return ProjectHands(**kept)


@api.put(PROJECT + "/quarters/<year>", **writes(lazy_("Save the money of a project's year"), ProjectWhole))
@allow_token(Permission.EDIT_PROJECTS)
def save_quarters(path: QuartersPath, body: QuartersSent, header: Conditions) -> Response:
    """Saves what was set aside and spent in the quarters that are sent."""
    project = editable_project(path.project_id)
    stored = reads_of.money_by_year(project).get(path.year, {})
    amounts = {number: (row.outlay_inr, row.spent_inr) for number, row in stored.items()}
    amounts |= {row.quarter: (row.outlay_inr, row.spent_inr) for row in body.quarters}

    def change(version: int | None) -> None:
        verbs.change_project_money(
            project=project, version=version, financial_year=path.year, amounts=amounts
        )

    change_parts(project, expected_version(header), [change])
    return answer_project(project)
