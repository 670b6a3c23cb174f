"""Pages of what is reported on a project: milestones, results and documents."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import CONTENT_TYPES
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import _
from csrmatch.registry.access import can_report_on_project
from csrmatch.registry.forms import project_reports as forms
from csrmatch.registry.forms.fields import options
from csrmatch.registry.models import Project
from csrmatch.registry.queries import projects as reads
from csrmatch.registry.services import project_reports as verbs
from csrmatch.registry.services.project_reports import MilestoneText, ResultText
from csrmatch.registry.views.pages import blueprint
from csrmatch.registry.views.projects import PROJECT, project_trail
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires

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


def _refused(form: object, refusal: DomainError) -> None:
    """Tells a refusal of the rules on the form; a conflict or a missing record has a page of its own."""
    if type(refusal) is not DomainError:
        raise refusal
    form.form_errors.append(str(refusal.text))  # type: ignore[attr-defined]


def _milestone_text(form: forms.NewMilestoneForm | forms.MilestoneForm) -> MilestoneText:
    return MilestoneText(form.title.data, form.due_on.data, form.done_on.data, note=form.note.data or None)


@blueprint.route(PROJECT + "/milestones/new", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def new_milestone(project_id: int) -> ResponseReturnValue:
    """Adds a milestone."""
    project = _project(project_id)
    form = forms.NewMilestoneForm()
    if form.validate_on_submit():
        try:
            verbs.add_milestone(project=project, text=_milestone_text(form))
            return _back(project, "milestones")
        except DomainError as refusal:
            _refused(form, refusal)
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
        try:
            verbs.change_milestone(milestone=milestone, version=form.version.data, text=_milestone_text(form))
            return _back(project, "milestones")
        except DomainError as refusal:
            _refused(form, refusal)
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
        try:
            verbs.add_result(project=project, text=_result_text(form))
            return _back(project, "results")
        except DomainError as refusal:
            _refused(form, refusal)
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
        try:
            verbs.change_result(result=result, version=form.version.data, text=_result_text(form))
            return _back(project, "results")
        except DomainError as refusal:
            _refused(form, refusal)
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


@blueprint.route(PROJECT + "/documents/new", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def new_document(project_id: int) -> ResponseReturnValue:
    """Attaches a file to the project."""
    project = _project(project_id)
    form = forms.DocumentForm()
    results = {str(row.id): row for row in reads.list_results(project)}
    form.result.choices = options(
        [("", _("none in particular")), *((key, row.indicator) for key, row in results.items())]
    )
    if not form.is_submitted():
        form.result.data = request.args.get("result", "")
    if form.validate_on_submit():
        try:
            verbs.attach_document(
                project=project,
                by=current_user,
                title=form.title.data,
                file_name=form.file.data.filename or "",
                content=form.file.data.read(),
                result=results.get(form.result.data),
            )
            flash(_("The file is attached."), "good")
            return _back(project, "documents")
        except DomainError as refusal:
            _refused(form, refusal)
    return render_template(
        "registry/new_document.html", project=project, form=form, trail=project_trail(project)
    ), 422 if form.is_submitted() else 200


@blueprint.get(DOCUMENT)
@requires(Permission.VIEW_PROJECTS)
def download_document(project_id: int, attachment_id: int) -> ResponseReturnValue:
    """The file itself, to whoever may see the project: always saved, never shown by the browser."""
    project = reads.get_project(current_user, project_id)
    attachment = reads.get_document(project, attachment_id).attachment
    return send_file_bytes(read_attachment(attachment), attachment.file_name, CONTENT_TYPES[attachment.kind])


@blueprint.route(DOCUMENT + "/strike", methods=["GET", "POST"])
@requires(Permission.REPORT_ON_PROJECTS)
def strike_document(project_id: int, attachment_id: int) -> ResponseReturnValue:
    """Takes a document out of sight; the record of it stays."""
    project = _project(project_id)
    document = reads.get_document(project, attachment_id)
    form = forms.StrikeForm(version=document.attachment.version)
    if form.validate_on_submit():
        verbs.strike_document(
            document=document, by=current_user, version=form.version.data, reason=form.reason.data
        )
        flash(_("The document is struck. The record of it stays."), "good")
        return _back(project, "documents")
    return render_template(
        "registry/strike_document.html",
        project=project,
        document=document,
        form=form,
        trail=project_trail(project),
    ), 422 if form.is_submitted() else 200
