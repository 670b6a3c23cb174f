"""Pages of what is reported on a project: milestones, results and documents."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.errors import NotAllowed
from csrmatch.i18n import _, name_of
from csrmatch.registry.access import can_report_on_project
from csrmatch.registry.forms import project_reports as forms
from csrmatch.registry.forms.fields import options
from csrmatch.registry.models import Project
from csrmatch.registry.queries import projects as reads
from csrmatch.registry.services import project_reports as verbs
from csrmatch.registry.services.project_reports import MilestoneText, ResultText
from csrmatch.registry.views.documents import (
    DocumentPages,
    SentFile,
    attach_page,
    send_attachment,
    strike_page,
)
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.views.projects import PROJECT, project_trail
from csrmatch.roles import Permission
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals

__all__: list[str] = []

MILESTONE = PROJECT + "/milestones/<int(max=2147483647):milestone_id>"
RESULT = PROJECT + "/results/<int(max=2147483647):result_id>"
DOCUMENT = PROJECT + "/documents/<int(max=2147483647):attachment_id>"


def _project(project_id: int) -> Project:
    """A project the person may report on: one they may not see is missing, one they may only read refused."""
    project = reads.get_project(current_user, project_id, for_change=request.method == "POST")
    if not can_report_on_project(current_user, project):
        raise NotAllowed
    return project


def _back(project: Project, part: str) -> ResponseReturnValue:
    return redirect(url_for("registry.show_project", project_id=project.id, _anchor=part))


def _milestone_text(form: forms.NewMilestoneForm | forms.MilestoneForm) -> MilestoneText:
    return MilestoneText(form.title.data, form.due_on.data, form.done_on.data, note=form.note.data or None)


@blueprint.route(PROJECT + "/milestones/new", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def new_milestone(project_id: int) -> ResponseReturnValue:
    """Adds a milestone."""
    project = _project(project_id)
    form = forms.NewMilestoneForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.add_milestone(project=project, text=_milestone_text(form))
            return _back(project, "milestones")
    return render_template(
        "registry/new_milestone.html", project=project, form=form, trail=project_trail(project)
    ), 422 if form.is_submitted() else 200


@blueprint.route(MILESTONE, methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def edit_milestone(project_id: int, milestone_id: int) -> ResponseReturnValue:
    """Changes a milestone, or tells when it was reached."""
    project = _project(project_id)
    milestone = reads.get_milestone(project, milestone_id)
    form = forms.MilestoneForm(obj=milestone)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_milestone(milestone=milestone, version=form.version.data, text=_milestone_text(form))
            return _back(project, "milestones")
    return render_template(
        "registry/edit_milestone.html",
        project=project,
        milestone=milestone,
        form=form,
        remove=forms.RemoveForm(formdata=None, version=milestone.version),
        trail=project_trail(project),
    ), 422 if form.is_submitted() else 200


@blueprint.post(MILESTONE + "/remove")
@requires(Permission.REPORT_ON_PROJECTS)
def remove_milestone(project_id: int, milestone_id: int) -> ResponseReturnValue:
    """Removes a milestone that was recorded by mistake."""
    project = _project(project_id)
    milestone = reads.get_milestone(project, milestone_id)
    form = forms.RemoveForm()
    if form.validate_on_submit():
        verbs.remove_milestone(milestone=milestone, version=form.version.data)
        flash(_("Removed. The log keeps what it said."), "good")
    return _back(project, "milestones")


def _result_text(form: forms.NewResultForm | forms.ResultForm) -> ResultText:
    return ResultText(
        indicator=form.indicator.data,
        unit=form.unit.data,
        baseline=form.baseline.data,
        target=form.target.data,
        actual=form.actual.data,
        measured_on=form.measured_on.data,
        evidence=form.evidence.data or None,
    )


@blueprint.route(PROJECT + "/results/new", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def new_result(project_id: int) -> ResponseReturnValue:
    """Adds a result that is aimed at or was reached."""
    project = _project(project_id)
    form = forms.NewResultForm()
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.add_result(project=project, text=_result_text(form))
            return _back(project, "results")
    return render_template(
        "registry/new_result.html", project=project, form=form, trail=project_trail(project)
    ), 422 if form.is_submitted() else 200


@blueprint.route(RESULT, methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def edit_result(project_id: int, result_id: int) -> ResponseReturnValue:
    """Changes a result, or tells what was reached and what proves it."""
    project = _project(project_id)
    result = reads.get_result(project, result_id)
    form = forms.ResultForm(obj=result)
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_result(result=result, version=form.version.data, text=_result_text(form))
            return _back(project, "results")
    return render_template(
        "registry/edit_result.html",
        project=project,
        result=result,
        form=form,
        remove=forms.RemoveForm(formdata=None, version=result.version),
        trail=project_trail(project),
    ), 422 if form.is_submitted() else 200


@blueprint.post(RESULT + "/remove")
@requires(Permission.REPORT_ON_PROJECTS)
def remove_result(project_id: int, result_id: int) -> ResponseReturnValue:
    """Removes a result that was recorded by mistake."""
    project = _project(project_id)
    result = reads.get_result(project, result_id)
    form = forms.RemoveForm()
    if form.validate_on_submit():
        verbs.remove_result(result=result, version=form.version.data)
        flash(_("Removed. The log keeps what it said."), "good")
    return _back(project, "results")


def _documents(project: Project) -> DocumentPages:
    """The documents of a project, as the pages they share with those of needs know them."""
    return DocumentPages(
        lead=name_of(project, "title"),
        trail=project_trail(project),
        back_url=url_for("registry.show_project", project_id=project.id, _anchor="documents"),
    )


@blueprint.route(PROJECT + "/documents/new", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def new_document(project_id: int) -> ResponseReturnValue:
    """Attaches a file to the project."""
    project = _project(project_id)
    form = forms.ResultDocumentForm()
    results = {str(row.id): row for row in reads.list_results(project)}
    form.result.choices = options(
        [("", _("none in particular")), *((key, row.indicator) for key, row in results.items())]
    )
    if not form.is_submitted():
        form.result.data = request.args.get("result", "")

    def attach(file: SentFile) -> None:
        result = results.get(form.result.data)
        verbs.attach_document(project=project, by=current_user, result=result, **asdict(file))

    return attach_page("registry/new_document.html", _documents(project), form, attach)


@blueprint.get(DOCUMENT)
@requires(Permission.VIEW_PROJECTS)
def download_document(project_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may see the project: always saved, never shown by the browser."""
    project = reads.get_project(current_user, project_id)
    return send_attachment(reads.get_document(project, attachment_id).attachment)


@blueprint.route(DOCUMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def strike_document(project_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a document out of sight; the record of it stays."""
    project = _project(project_id)
    document = reads.get_document(project, attachment_id)

    def strike(version: int, reason: str) -> None:
        verbs.strike_document(document=document, by=current_user, version=version, reason=reason)

    return strike_page("registry/strike_document.html", _documents(project), document.attachment, strike)
