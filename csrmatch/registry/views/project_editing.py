"""Pages that change a project, one for each of its parts, and the one that takes its next step."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from csrmatch.accounts.models import Organisation
from csrmatch.db import today
from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.indicators.queries import list_themes
from csrmatch.places.choices import district_options
from csrmatch.places.queries import list_districts
from csrmatch.reference import read_schedule_vii, read_sdgs
from csrmatch.registry.access import can_edit_project
from csrmatch.registry.forms import projects as forms
from csrmatch.registry.forms.fields import options
from csrmatch.registry.models import Project
from csrmatch.registry.queries import projects as reads
from csrmatch.registry.rules.projects import (
    AssetHolder,
    Implementer,
    ProjectReach,
    ProjectStatus,
    next_steps,
)
from csrmatch.registry.rules.years import QUARTERS, is_year
from csrmatch.registry.services import projects as verbs
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.views.projects import PROJECT, project_trail
from csrmatch.registry.wording.projects import PROJECT_STATUSES
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

_SPARE_ROWS = 3
_MOST_ROWS = 112


def _project(project_id: int) -> Project:
    """A project the person may change: one they may not see is missing, one they may only read refused."""
    project = reads.get_project(current_user, project_id, for_change=request.method == "POST")
    if not can_edit_project(current_user, project):
        raise NotAllowed
    return project


def _saved(project: Project) -> ResponseReturnValue:
    flash(_("Saved."), "good")
    return redirect(url_for("registry.show_project", project_id=project.id))


def _status(form: object) -> int:
    return 422 if form.is_submitted() else 200  # type: ignore[attr-defined]


@blueprint.route(PROJECT + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def edit_project(project_id: int) -> ResponseReturnValue:
    """Changes titles, summary and dates, and whether the board recorded it as ongoing."""
    project = _project(project_id)
    form = forms.ProjectForm(obj=project)
    if form.validate_on_submit():
        with telling_refusals(form):
            text = ProjectText(
                title_en=form.title_en.data or None,
                title_hi=form.title_hi.data or None,
                reference=form.reference.data or None,
                summary_en=form.summary_en.data or None,
                summary_hi=form.summary_hi.data or None,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                is_ongoing=form.is_ongoing.answer,
            )
            verbs.change_project(project=project, version=form.version.data, text=text)
            return _saved(project)
    return render_template(
        "registry/edit_project.html", project=project, form=form, trail=project_trail(project)
    ), _status(form)


@blueprint.route(PROJECT + "/purpose", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def edit_project_purpose(project_id: int) -> ResponseReturnValue:
    """Changes the split by theme, the items of Schedule VII and the goals."""
    project = _project(project_id)
    themes = [(theme.code, name_of(theme)) for theme in list_themes()]
    shares = {f"theme_{row.theme_code}": row.percent for row in project.themes}
    form = forms.purpose_form(
        themes,
        [(str(item.number), f"({item.item}) {name_of(item)}") for item in read_schedule_vii()],
        [(str(goal.number), f"{goal.number}. {name_of(goal)}") for goal in read_sdgs()],
        {
            **shares,
            "version": project.version,
            "schedule_items": [str(number) for number in project.schedule_items],
            "goals": [str(number) for number in project.goals],
        },
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_project_purpose(
                project=project,
                version=form.version.data,
                themes=forms.read_themes(form, [code for code, _name in themes]),
                schedule_items=[int(number) for number in form.schedule_items.data],
                goals=[int(number) for number in form.goals.data],
            )
            return _saved(project)
    return render_template(
        "registry/edit_project_purpose.html",
        project=project,
        form=form,
        themes=themes,
        total=sum(form[f"theme_{code}"].data or 0 for code, _name in themes),
        trail=project_trail(project),
    ), _status(form)


@blueprint.route(PROJECT + "/places", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def edit_project_places(project_id: int) -> ResponseReturnValue:
    """Changes where the money goes; asked for more rows it shows them and saves nothing."""
    project = _project(project_id)
    wants_more = request.method == "POST" and "more" in request.form
    form = _places_form(project, wants_more)
    if not wants_more and form.validate_on_submit():
        with telling_refusals(form):
            shares = forms.read_districts(form)
            verbs.change_project_places(
                project=project,
                version=form.version.data,
                reach=ProjectReach(form.reach.data) if form.reach.data else None,
                districts={row: shares[row.lgd] for row in list_districts() if row.lgd in shares},
                elsewhere_percent=(form.elsewhere.data or 0) if form.reach.data == "districts" else 0,
            )
            return _saved(project)
    return render_template(
        "registry/edit_project_places.html", project=project, form=form, trail=project_trail(project)
    ), 200 if wants_more else _status(form)


def _places_form(project: Project, wants_more: bool) -> forms.PlacesForm:
    """As many rows as were sent, or as there are districts; a few to spare, more where asked for."""
    sent = sum(1 for name in request.form if name.startswith("share_"))
    rows = min(sent or len(project.districts) + _SPARE_ROWS, _MOST_ROWS)
    data = {
        "version": project.version,
        "reach": project.reach.value if project.reach else "",
        "elsewhere": project.elsewhere_percent or None,
    }
    for number, row in enumerate(project.districts):
        data |= {f"district_{number}": str(row.district.lgd), f"share_{number}": row.percent}
    form: forms.PlacesForm = forms.places_form(
        district_options(), rows + (_SPARE_ROWS if wants_more else 0), data
    )
    return form


@blueprint.route(PROJECT + "/people", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def edit_project_people(project_id: int) -> ResponseReturnValue:
    """Changes for whom the project is."""
    project = _project(project_id)
    form = forms.people_form({row.group: row.heads for row in project.groups}, project.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_project_people(
                project=project, version=form.version.data, heads=forms.read_heads(form)
            )
            return _saved(project)
    return render_template(
        "registry/edit_project_people.html", project=project, form=form, trail=project_trail(project)
    ), _status(form)


@blueprint.route(PROJECT + "/money/<string(length=7):year>", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def edit_project_money(project_id: int, year: str) -> ResponseReturnValue:
    """Changes what was set aside and spent in the quarters of a year."""
    project = _project(project_id)
    if not is_year(year):
        raise NotFound
    stored = reads.money_by_year(project).get(year, {})
    amounts = {number: (row.outlay_inr, row.spent_inr) for number, row in stored.items()}
    form = forms.money_form(amounts, project.version)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_project_money(
                project=project,
                version=form.version.data,
                financial_year=year,
                amounts=forms.read_quarters(form),
            )
            return _saved(project)
    return render_template(
        "registry/edit_project_money.html",
        project=project,
        form=form,
        year=year,
        quarters=QUARTERS,
        trail=project_trail(project),
    ), _status(form)


@blueprint.route(PROJECT + "/hands", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def edit_project_hands(project_id: int) -> ResponseReturnValue:
    """Changes who carries the project out and who holds what it builds."""
    project = _project(project_id)
    agencies = {str(row.id): row for row in reads.list_agencies()}
    form = forms.HandsForm(data=_hands_codes(project))
    form.agency.choices = options(
        [("", _("none of them")), *((key, name_of(row)) for key, row in agencies.items())]
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            hands = _read_hands(form, agencies)
            verbs.change_project_hands(project=project, version=form.version.data, hands=hands)
            return _saved(project)
    return render_template(
        "registry/edit_project_hands.html", project=project, form=form, trail=project_trail(project)
    ), _status(form)


def _hands_codes(project: Project) -> dict[str, object]:
    return {
        "version": project.version,
        "agency_name": project.agency_name,
        "agency_csr1": project.agency_csr1,
        "creates_asset": project.creates_asset,
        "asset_holder_name": project.asset_holder_name,
        "asset_holder_csr1": project.asset_holder_csr1,
        "implementer": project.implementer.value if project.implementer else "",
        "asset_holder": project.asset_holder.value if project.asset_holder else "",
        "agency": str(project.agency_id or ""),
    }


def _read_hands(form: forms.HandsForm, agencies: dict[str, Organisation]) -> ProjectHands:
    """What the form says; what belongs to an answer that was not given is left out."""
    implementer = Implementer(form.implementer.data) if form.implementer.data else None
    holder = AssetHolder(form.asset_holder.data) if form.asset_holder.data else None
    by_agency = implementer is Implementer.AGENCY
    builds = form.creates_asset.answer
    return ProjectHands(
        implementer=implementer,
        agency_name=(form.agency_name.data or None) if by_agency else None,
        agency_csr1=(form.agency_csr1.data or None) if by_agency else None,
        agency=agencies.get(form.agency.data) if by_agency else None,
        creates_asset=builds,
        asset_holder=holder if builds else None,
        asset_holder_name=(form.asset_holder_name.data or None) if builds else None,
        asset_holder_csr1=(form.asset_holder_csr1.data or None) if builds else None,
    )


@blueprint.route(PROJECT + "/step", methods=["GET", "POST"])
@requires(Permission.EDIT_PROJECTS)
def step_project(project_id: int) -> ResponseReturnValue:
    """Takes the project to its next state, on a day and for a reason."""
    project = _project(project_id)
    steps = next_steps(project.status, current_user.role)
    form = forms.StepForm(version=project.version, on=today())
    form.status.choices = options((step.value, PROJECT_STATUSES[step][0]) for step in steps)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.step_project(
                project=project,
                by=current_user,
                version=form.version.data,
                status=ProjectStatus(form.status.data),
                on=form.on.data,
                reason=form.reason.data,
            )
            return _saved(project)
    return render_template(
        "registry/step_project.html",
        project=project,
        form=form,
        statuses=PROJECT_STATUSES,
        trail=project_trail(project),
    ), _status(form)
