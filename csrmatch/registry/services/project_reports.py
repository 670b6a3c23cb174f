"""The verbs of what is reported on a project: milestones, results, and the documents that prove them."""

from dataclasses import asdict, dataclass
from datetime import date

from csrmatch.accounts.models import User
from csrmatch.attachments.services import add_attachment, strike_attachment
from csrmatch.db import db, today
from csrmatch.errors import DomainError
from csrmatch.i18n import _, format_day, format_number, lazy_
from csrmatch.registry.models import Project, ProjectDocument, ProjectMilestone, ProjectResult

__all__ = [
    "MilestoneText",
    "ResultText",
    "add_milestone",
    "add_result",
    "attach_document",
    "change_milestone",
    "change_result",
    "remove_milestone",
    "remove_result",
    "strike_document",
]


@dataclass(frozen=True)
class MilestoneText:
    """Something to be reached by a day; `done_on` is None until it is."""

    title: str
    due_on: date
    done_on: date | None = None
    note: str | None = None


@dataclass(frozen=True)
class ResultText:
    """A figure before, the one aimed at and the one reached, with what proves it; None is not known."""

    indicator: str
    unit: str
    baseline: float | None = None
    target: float | None = None
    actual: float | None = None
    measured_on: date | None = None
    evidence: str | None = None


def add_milestone(*, project: Project, text: MilestoneText) -> ProjectMilestone:
    """Adds a milestone to a project."""
    _check_milestone(text)
    milestone = ProjectMilestone(project_id=project.id, **asdict(text))
    db.session.add(milestone)
    db.session.flush()
    return milestone


def change_milestone(*, milestone: ProjectMilestone, version: int | None, text: MilestoneText) -> None:
    """Changes a milestone, or tells on what day it was reached."""
    _check_milestone(text)
    stored = MilestoneText(milestone.title, milestone.due_on, milestone.done_on, milestone.note)
    milestone.expect_version(version, theirs=_tell_milestone(stored), mine=_tell_milestone(text))
    for name, value in asdict(text).items():
        setattr(milestone, name, value)
    db.session.flush()


def remove_milestone(*, milestone: ProjectMilestone, version: int | None) -> None:
    """Removes a milestone that was recorded by mistake; the log keeps what it said."""
    milestone.expect_version(version)
    db.session.delete(milestone)
    db.session.flush()


def add_result(*, project: Project, text: ResultText) -> ProjectResult:
    """Adds a result that the project aims at, or has reached."""
    _check_result(text)
    result = ProjectResult(project_id=project.id, **asdict(text))
    db.session.add(result)
    db.session.flush()
    return result


def change_result(*, result: ProjectResult, version: int | None, text: ResultText) -> None:
    """Changes a result, or tells the figure that was reached and what proves it."""
    _check_result(text)
    stored = ResultText(**{name: getattr(result, name) for name in asdict(text)})
    result.expect_version(version, theirs=_tell_result(stored), mine=_tell_result(text))
    for name, value in asdict(text).items():
        setattr(result, name, value)
    db.session.flush()


def remove_result(*, result: ProjectResult, version: int | None) -> None:
    """Removes a result that was recorded by mistake; a document that proved it stays with the project."""
    result.expect_version(version)
    for document in (
        db.session.query(ProjectDocument).filter_by(result_id=result.id).order_by("attachment_id")
    ):
        document.result_id = None
    db.session.flush()
    db.session.delete(result)
    db.session.flush()


def attach_document(
    *,
    project: Project,
    by: User,
    title: str,
    file_name: str,
    content: bytes,
    result: ProjectResult | None = None,
) -> ProjectDocument:
    """Keeps a file with a project, as what proves a result where one is given."""
    attachment = add_attachment(by=by, title=title, file_name=file_name, content=content)
    document = ProjectDocument(
        attachment_id=attachment.id, project_id=project.id, result_id=result.id if result else None
    )
    db.session.add(document)
    db.session.flush()
    return document


def strike_document(*, document: ProjectDocument, by: User, version: int | None, reason: str) -> None:
    """Takes a document out of sight, with the reason; its record stays."""
    strike_attachment(attachment=document.attachment, by=by, version=version, reason=reason)


def _check_milestone(text: MilestoneText) -> None:
    if text.done_on is not None and text.done_on > today():
        raise DomainError(lazy_("The day on which it was reached lies in the future."))


def _check_result(text: ResultText) -> None:
    if text.actual is not None and (text.measured_on is None or not text.evidence):
        raise DomainError(lazy_("A figure that was reached needs the day it was measured and its evidence."))
    if text.measured_on is not None and text.measured_on > today():
        raise DomainError(lazy_("The day of the measurement lies in the future."))


def _tell_milestone(text: MilestoneText) -> dict[str, object]:
    return {
        _("What shall be reached"): text.title,
        _("Due on"): format_day(text.due_on),
        _("Reached on"): format_day(text.done_on) if text.done_on else None,
        _("Note"): text.note,
    }


def _tell_result(text: ResultText) -> dict[str, object]:
    return {
        _("What is measured"): text.indicator,
        _("Unit"): text.unit,
        _("Before the project"): _figure(text.baseline),
        _("Aimed at"): _figure(text.target),
        _("Reached"): _figure(text.actual),
        _("Measured on"): format_day(text.measured_on) if text.measured_on else None,
        _("Evidence"): text.evidence,
    }


def _figure(value: float | None) -> str | None:
    return None if value is None else format_number(value, 2)
