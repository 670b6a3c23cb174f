"""Pages of projects: the list, a new one, and a project's own page."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.accounts.words import ROLE_WORDS
from csrmatch.attachments.words import FILE_KINDS
from csrmatch.db import today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, lazy_, name_of
from csrmatch.indicators.choices import theme_options
from csrmatch.places import queries as places_queries
from csrmatch.places.choices import district_options, state_options
from csrmatch.places.models import District
from csrmatch.places.tiles import lay_tiles
from csrmatch.reference import read_schedule_vii, read_sdgs
from csrmatch.registry.access import can_edit_project, can_record_projects, can_report_on_project
from csrmatch.registry.forms.fields import options
from csrmatch.registry.forms.projects import NewProjectForm, ProjectFilter
from csrmatch.registry.models import Cpse, Project
from csrmatch.registry.queries import find_cpse_of
from csrmatch.registry.queries import projects as reads
from csrmatch.registry.queries.narrowing import ProjectLook
from csrmatch.registry.rules.projects import (
    ProjectFacts,
    ProjectReach,
    ProjectStatus,
    TargetGroup,
    Totals,
    find_remarks,
    next_steps,
    sum_quarters,
)
from csrmatch.registry.rules.years import year_of, years_between
from csrmatch.registry.services import projects as verbs
from csrmatch.registry.services.project_texts import ProjectText
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.wording.projects import (
    ASSET_HOLDERS,
    GROUPS,
    IMPLEMENTERS,
    PROJECT_STATUSES,
    REMARKS,
)
from csrmatch.roles import Permission
from csrmatch.web.forms import all_or
from csrmatch.web.guards import requires
from csrmatch.web.panels import draw_panels
from csrmatch.web.refusals import telling_refusals
from csrmatch.web.tables import Column, asks_for_file, build_table, send_table

__all__ = ["PROJECT", "project_trail", "project_years"]

PROJECT = "/projects/<int(max=2147483647):project_id>"
NOT_BOUND = "not_bound"


def project_trail(project: Project | None = None) -> list[tuple[str, str]]:
    """The way to a page below the list of projects or below a project."""
    trail = [(_("Projects"), url_for("registry.list_projects"))]
    if project is not None:
        trail.append((project.code, url_for("registry.show_project", project_id=project.id)))
    return trail


def project_years(project: Project) -> list[str]:
    """The financial years of a project's money: from its first to its last day, and those with amounts."""
    known = {row.financial_year for row in project.quarters}
    now = year_of(today())
    first = year_of(project.starts_on) if project.starts_on else min([now, *known])
    last = year_of(project.ends_on) if project.ends_on else max([now, *known])
    return sorted(known | set(years_between(first, last)))


def _fill_filter(filters: ProjectFilter) -> None:
    filters.cpse.choices = all_or((row.code, row.code) for row in reads.list_project_cpses(current_user))
    filters.theme.choices = all_or(theme_options(), _("All themes"))
    filters.state.choices = all_or(state_options(), _("All states"))
    filters.district.choices = all_or(district_options(), _("All districts"))
    years = reads.list_project_years(current_user)
    filters.year.choices = all_or(((year, year) for year in years), _("All years"))
    filters.status.choices = all_or((code.value, words) for code, (words, _kind) in PROJECT_STATUSES.items())
    filters.agency.choices = all_or((name, name) for name in reads.list_agency_names(current_user))


def _read_search(filters: ProjectFilter) -> reads.ProjectSearch:
    if not filters.validate():
        return reads.ProjectSearch()
    chosen = filters.data
    return reads.ProjectSearch(
        text=chosen["q"],
        cpse=chosen["cpse"],
        theme=chosen["theme"],
        lgd=int(chosen["district"]) if chosen["district"] else None,
        year=chosen["year"],
        status=ProjectStatus(chosen["status"]) if chosen["status"] else None,
        state_lgd=int(chosen["state"]) if chosen["state"] else None,
        agency=chosen["agency"],
        group=TargetGroup(chosen["group"]) if chosen["group"] else None,
        look=ProjectLook(chosen["look"]) if chosen["look"] else None,
        day=today(),
    )


@blueprint.get("/projects")
@requires(Permission.VIEW_PROJECTS)
def list_projects() -> ResponseReturnValue:
    """The projects the reader may see: filtered, sorted, paged, or as a file."""
    filters = ProjectFilter(request.args)
    _fill_filter(filters)
    query = reads.search_projects(current_user, _read_search(filters))
    totals: dict[int, Totals] = {}
    table = build_table(
        query, _columns(totals), default_sort="code", tie=[Project.id], filters=filters, newest_first=True
    )
    if asks_for_file():
        totals.update(reads.sum_money(query))
        return send_table(table, "projects")
    totals.update(reads.sum_money(reads.select_projects([row.id for row in table.rows])))
    return render_template(
        "registry/list_projects.html",
        table=table,
        totals=totals,
        statuses=PROJECT_STATUSES,
        can_record=can_record_projects(current_user),
    )


def _columns(totals: dict[int, Totals]) -> list[Column[Project]]:
    none = Totals(None, None)
    return [
        Column("title", lazy_("Title"), lambda row: name_of(row, "title"), [reads.title_order()]),
        Column("code", lazy_("Number"), lambda row: row.code, [Cpse.code, Project.number]),
        Column("status", lazy_("Stage"), lambda row: PROJECT_STATUSES[row.status][0], [Project.status]),
        Column("themes", lazy_("Themes"), lambda row: _shares(row.themes, "theme")),
        Column("districts", lazy_("Districts"), lambda row: _places(row)),
        Column("starts", lazy_("First day"), lambda row: _day(row.starts_on), [Project.starts_on]),
        Column("ends", lazy_("Last day"), lambda row: _day(row.ends_on), [Project.ends_on]),
        Column(
            "outlay",
            lazy_("Set aside (₹)"),
            lambda row: totals.get(row.id, none).outlay_inr,
            [reads.outlay_order()],
            numeric=True,
        ),
        Column(
            "spent",
            lazy_("Spent (₹)"),
            lambda row: totals.get(row.id, none).spent_inr,
            [reads.spent_order()],
            numeric=True,
        ),
    ]


def _shares(rows: Sequence[Any], field: str) -> str:
    return "; ".join(f"{name_of(getattr(row, field))} {row.percent} %" for row in rows)


def _places(project: Project) -> str | None:
    if project.reach is ProjectReach.NOT_BOUND:
        return _("not bound to districts")
    return _shares(project.districts, "district") or None


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


@blueprint.route("/projects/new", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def new_project() -> ResponseReturnValue:
    """Records a project from its first few fields; everything else can be told on its page."""
    cpse = find_cpse_of(current_user.organisation_id)
    if cpse is None:
        raise NotAllowed
    form = NewProjectForm()
    form.theme.choices = options([("", _("not known yet")), *theme_options()])
    first = [("", _("not known yet")), (NOT_BOUND, _("It is not bound to districts"))]
    form.place.choices = options([*first, *district_options()])
    if form.validate_on_submit():
        with telling_refusals(form):
            return _create(cpse, form)
    return render_template("registry/new_project.html", form=form, cpse=cpse, trail=project_trail()), (
        422 if form.is_submitted() else 200
    )


def _create(cpse: Cpse, form: NewProjectForm) -> ResponseReturnValue:
    place = form.place.data
    project = verbs.create_project(
        by=current_user,
        cpse=cpse,
        text=ProjectText(
            title_en=form.title_en.data or None,
            title_hi=form.title_hi.data or None,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
        ),
        theme_code=form.theme.data or None,
        district=places_queries.get_district(int(place)) if place not in {"", NOT_BOUND} else None,
        reach=ProjectReach.NOT_BOUND if place == NOT_BOUND else None,
    )
    flash(_("The project is recorded. Add below what else is known of it."), "good")
    return redirect(url_for("registry.show_project", project_id=project.id))


@blueprint.get(PROJECT)
@requires(Permission.VIEW_PROJECTS)
def show_project(project_id: int) -> ResponseReturnValue:
    """One project: what, where, for whom, with what money and by whom; what was reached, and its history."""
    project = reads.get_project(current_user, project_id)
    totals = sum_quarters((row.outlay_inr, row.spent_inr) for row in project.quarters)
    shares = {row.district_id: row.percent for row in project.districts}
    tiles = lay_tiles(
        places_queries.list_districts(),
        kind=lambda row: "here" if row.id in shares else "faint",
        label=lambda row: _place_label(row, shares),
        url=lambda row: url_for("registry.show_district", lgd=row.lgd),
    )
    return render_template(
        "registry/show_project.html",
        project=project,
        totals=totals,
        money=reads.money_by_year(project),
        years=project_years(project),
        remarks=[REMARKS[remark] for remark in find_remarks(_facts(project, totals), today())],
        history=reads.list_steps(project),
        milestones=reads.list_milestones(project),
        results=reads.list_results(project),
        documents=reads.list_documents(project),
        items=[item for item in read_schedule_vii() if item.number in project.schedule_items],
        goals=[goal for goal in read_sdgs() if goal.number in project.goals],
        tiles=tiles,
        day=today(),
        trail=project_trail(),
        next_steps=next_steps(project.status, current_user.role),
        can_edit=can_edit_project(current_user, project),
        can_report=can_report_on_project(current_user, project),
        statuses=PROJECT_STATUSES,
        implementers=IMPLEMENTERS,
        asset_holders=ASSET_HOLDERS,
        file_kinds=FILE_KINDS,
        groups=GROUPS,
        roles=ROLE_WORDS,
        panels=draw_panels("project.next", project),
    )


def _place_label(district: District, shares: dict[int, int]) -> str:
    name = f"{name_of(district)}, {name_of(district.state)}"
    return f"{name}: {shares[district.id]} %" if district.id in shares else name


def _facts(project: Project, totals: Totals) -> ProjectFacts:
    return ProjectFacts(
        status=project.status,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        is_ongoing=project.is_ongoing,
        has_themes=bool(project.themes),
        reach=project.reach,
        outlay_inr=totals.outlay_inr,
        implementer=project.implementer,
        agency_csr1=project.agency_csr1,
        creates_asset=project.creates_asset,
        asset_holder=project.asset_holder,
        asset_holder_csr1=project.asset_holder_csr1,
    )
