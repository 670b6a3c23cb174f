"""Pages of the report of a workshop: how it stands, what it holds, a look at it, its issues."""

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from csrmatch.documents.kinds import DOCUMENT_KINDS
from csrmatch.errors import NotAllowed
from csrmatch.i18n import LANGUAGES, _
from csrmatch.roles import Permission
from csrmatch.web.downloads import send_file_bytes
from csrmatch.web.guards import requires
from csrmatch.web.refusals import telling_refusals
from csrmatch.workshops.access.report import can_keep_report, can_read_files
from csrmatch.workshops.documents.composing import compose_report
from csrmatch.workshops.documents.digest import digest_record
from csrmatch.workshops.documents.sections import list_sections
from csrmatch.workshops.forms.report import MakeReportForm, ReportForm
from csrmatch.workshops.models import ReportIssue, Workshop
from csrmatch.workshops.queries import report as reads
from csrmatch.workshops.queries.workshops import get_shown_workshop, get_workshop
from csrmatch.workshops.rules.report import ReportFormat, can_be_final
from csrmatch.workshops.services import report as verbs
from csrmatch.workshops.services.report import ReportText
from csrmatch.workshops.views.pages import WORKSHOP, blueprint, workshop_trail
from csrmatch.workshops.wording.report import ISSUE_STATES, REPORT_FORMATS, report_language

__all__: list[str] = []

REPORT = WORKSHOP + "/report"


def _trail(workshop: Workshop) -> list[tuple[str, str]]:
    address = url_for("workshops.show_report", workshop_id=workshop.id)
    return [*workshop_trail(workshop), (_("Report"), address)]


def _to_keep(workshop_id: int) -> Workshop:
    """A workshop whose report the person makes: to others who see the workshop it is refused."""
    workshop = get_workshop(current_user, workshop_id, for_change=request.method == "POST")
    if not can_keep_report(current_user, workshop):
        raise NotAllowed
    return workshop


@blueprint.get(REPORT)
@requires(Permission.VIEW_WORKSHOPS)
def show_report(workshop_id: int) -> ResponseReturnValue:
    """The issues that the person may read, and for who makes them how the report stands."""
    workshop = get_shown_workshop(current_user, workshop_id)
    files = reads.list_issues(current_user, workshop)
    can_keep = can_keep_report(current_user, workshop)
    record = verbs.read_record(workshop) if can_keep and files else None
    return render_template(
        "workshops/show_report.html",
        workshop=workshop,
        issues=[list(rows) for _number, rows in groupby(files, key=lambda row: row.number)],
        has_changed=bool(record and files[0].input_digest != digest_record(record)),
        can_keep=can_keep,
        can_read=can_read_files(current_user),
        formats=REPORT_FORMATS,
        language=report_language,
        states=verbs.judge_issues(workshop, files),
        state_words=ISSUE_STATES,
        can_be_final=can_be_final(workshop.status),
        trail=workshop_trail(workshop),
    )


@blueprint.get(REPORT + "/preview")
@requires(Permission.EDIT_WORKSHOPS)
def preview_report(workshop_id: int) -> ResponseReturnValue:
    """The report as it would read now, in the language of the page."""
    workshop = _to_keep(workshop_id)
    report = compose_report(verbs.read_record(workshop))
    return render_template(
        "workshops/preview_report.html",
        workshop=workshop,
        report=report.data(),
        trail=_trail(workshop),
    )


@blueprint.route(REPORT + "/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def edit_report(workshop_id: int) -> ResponseReturnValue:
    """Chooses the sections and writes what no record holds."""
    workshop = _to_keep(workshop_id)
    report = reads.find_report(workshop)
    held = verbs.report_text_of(report)
    keys = [section.key for section in list_sections()]
    form = ReportForm(
        version=report.version if report else verbs.NEW,
        sections=[key for key in keys if key not in held.left_out],
        **{name: value for name, value in vars(held).items() if name != "left_out"},
    )
    form.fill_choices()
    if form.validate_on_submit():
        with telling_refusals(form):
            verbs.change_report(
                workshop=workshop, by=current_user, version=form.version.data, text=_text(form, keys)
            )
            flash(_("Saved. The next issue of the report will say it."), "good")
            return redirect(url_for("workshops.show_report", workshop_id=workshop.id))
    return render_template(
        "workshops/edit_report.html", workshop=workshop, form=form, trail=_trail(workshop)
    ), 422 if form.is_submitted() else 200


def _text(form: ReportForm, keys: list[str]) -> ReportText:
    return ReportText(
        left_out=tuple(key for key in keys if key not in form.sections.data),
        foreword_en=form.foreword_en.data or None,
        foreword_hi=form.foreword_hi.data or None,
        participants_en=form.participants_en.data or None,
        participants_hi=form.participants_hi.data or None,
        thanks_en=form.thanks_en.data or None,
        thanks_hi=form.thanks_hi.data or None,
    )


@blueprint.route(REPORT + "/make", methods=["GET", "POST"])
@requires(Permission.EDIT_WORKSHOPS)
def make_report(workshop_id: int) -> ResponseReturnValue:
    """Asks a worker for an issue of the report."""
    workshop = _to_keep(workshop_id)
    form = MakeReportForm(
        kind="final" if can_be_final(workshop.status) else "draft",
        languages=list(LANGUAGES),
        formats=[form.value for form in ReportFormat],
    )
    if form.validate_on_submit():
        with telling_refusals(form):
            job = verbs.make_report_soon(
                workshop=workshop,
                by=current_user,
                languages=form.languages.data,
                formats=[ReportFormat(code) for code in form.formats.data],
                is_draft=form.kind.data == "draft",
            )
            return redirect(url_for("home.show_job", job_id=job.id))
    return render_template(
        "workshops/make_report.html",
        workshop=workshop,
        form=form,
        can_be_final=can_be_final(workshop.status),
        trail=_trail(workshop),
    ), 422 if form.is_submitted() else 200


@blueprint.get(REPORT + "/<int(max=2147483647):issue_id>")
@requires(Permission.VIEW_WORKSHOPS)
def download_report(workshop_id: int, issue_id: int) -> ResponseReturnValue:
    """A file of an issue, as it was made."""
    if not can_read_files(current_user):
        raise NotAllowed
    workshop = get_workshop(current_user, workshop_id)
    issue = reads.get_issue(current_user, workshop, issue_id)
    return send_file_bytes(reads.read_issue(issue), _name(workshop, issue), DOCUMENT_KINDS[issue.format])


def _name(workshop: Workshop, issue: ReportIssue) -> str:
    draft = "-draft" if issue.is_draft else ""
    return f"{workshop.code}-report-{issue.number}{draft}-{issue.language}.{issue.format.value}"
