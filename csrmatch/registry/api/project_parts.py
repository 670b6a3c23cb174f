"""Operations on what is reported on a project: milestones and results."""

from datetime import date
from typing import Annotated, Any

from flask import Response, url_for
from flask_login import current_user
from pydantic import Field

from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_report_on_project
from csrmatch.registry.api.parts import change_parts
from csrmatch.registry.api.project_told import MilestoneTold, ResultTold, tell_milestone, tell_result
from csrmatch.registry.api.projects import PROJECT, ProjectPath
from csrmatch.registry.models import Project
from csrmatch.registry.queries import projects as reads_of
from csrmatch.registry.services import project_reports as verbs
from csrmatch.registry.services.project_reports import MilestoneText, ResultText
from csrmatch.roles import Permission
from csrmatch.web.api.answers import answer_record, expected_version
from csrmatch.web.api.document import allow_token, api, reads, writes
from csrmatch.web.api.fields import Conditions, NewConditions, Sent, WholeNumber, line, lines

__all__: list[str] = []

MILESTONE = PROJECT + "/milestones/<int(max=2147483647):milestone_id>"
RESULT = PROJECT + "/results/<int(max=2147483647):result_id>"
Figure = Annotated[float | None, Field(ge=-1e12, le=1e12)]


class MilestonePath(ProjectPath):
    """Which milestone."""

    milestone_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class ResultPath(ProjectPath):
    """Which result."""

    result_id: WholeNumber = Field(ge=0, le=2**31 - 1)


class MilestoneSent(Sent):
    """Something to be reached by a day; what is left out stays or is not known."""

    title: line(200) = None  # type: ignore[valid-type]
    due_on: date | None = None
    done_on: date | None = None
    note: lines(2_000) = None  # type: ignore[valid-type]


class ResultSent(Sent):
    """A figure before, the one aimed at and the one reached; what is left out stays or is not known."""

    indicator: line(200) = None  # type: ignore[valid-type]
    unit: line(40) = None  # type: ignore[valid-type]
    baseline: Figure = None
    target: Figure = None
    actual: Figure = None
    measured_on: date | None = None
    evidence: lines(2_000) = None  # type: ignore[valid-type]


def _reportable(project_id: int) -> Project:
    """A project this token may report on: one it may not see is missing, one it may only read refused."""
    project = reads_of.get_project(current_user, project_id, for_change=True)
    if not can_report_on_project(current_user, project):
        raise NotAllowed
    return project


def _merged(body: Sent, stored: object | None) -> dict[str, Any]:
    """The fields that were sent, and the others as they are stored."""
    kept = {name: getattr(stored, name, None) for name in type(body).model_fields}
    return kept | {name: getattr(body, name) for name in body.model_fields_set}


def _milestone(body: MilestoneSent, stored: object | None = None) -> MilestoneText:
    fields = _merged(body, stored)
    if not fields["title"] or fields["due_on"] is None:
        raise DomainError(lazy_("A milestone needs what shall be reached, and the day by which."))
    return MilestoneText(**fields)


def _result(body: ResultSent, stored: object | None = None) -> ResultText:
    fields = _merged(body, stored)
    if not fields["indicator"] or not fields["unit"]:
        raise DomainError(lazy_("A result needs what is measured, and in which unit."))
    return ResultText(**fields)


@api.get(MILESTONE, **reads(lazy_("One milestone"), MilestoneTold))
@allow_token(Permission.VIEW_PROJECTS)
def show_milestone(path: MilestonePath) -> Response:
    """A milestone of a project."""
    project = reads_of.get_project(current_user, path.project_id)
    row = reads_of.get_milestone(project, path.milestone_id)
    return answer_record(tell_milestone(row), version=row.version)


@api.post(PROJECT + "/milestones", **writes(lazy_("Add a milestone"), MilestoneTold, makes=True))
@allow_token(Permission.REPORT_ON_PROJECTS)
def create_milestone(path: ProjectPath, body: MilestoneSent, header: NewConditions) -> Response:
    """Adds something to be reached by a day."""
    project = _reportable(path.project_id)
    row = verbs.add_milestone(project=project, text=_milestone(body))
    address = url_for("api.show_milestone", project_id=project.id, milestone_id=row.id)
    return answer_record(tell_milestone(row), version=row.version, status=201, location=address)


@api.patch(MILESTONE, **writes(lazy_("Change a milestone"), MilestoneTold))
@allow_token(Permission.REPORT_ON_PROJECTS)
def change_milestone(path: MilestonePath, body: MilestoneSent, header: Conditions) -> Response:
    """Changes the fields that are sent, or tells the day on which it was reached."""
    row = reads_of.get_milestone(_reportable(path.project_id), path.milestone_id)
    text = _milestone(body, row)
    change_parts(
        row,
        expected_version(header),
        [lambda version: verbs.change_milestone(milestone=row, version=version, text=text)],
    )
    return answer_record(tell_milestone(row), version=row.version)


@api.get(RESULT, **reads(lazy_("One result"), ResultTold))
@allow_token(Permission.VIEW_PROJECTS)
def show_result(path: ResultPath) -> Response:
    """A result of a project."""
    project = reads_of.get_project(current_user, path.project_id)
    row = reads_of.get_result(project, path.result_id)
    return answer_record(tell_result(row), version=row.version)


@api.post(PROJECT + "/results", **writes(lazy_("Add a result"), ResultTold, makes=True))
@allow_token(Permission.REPORT_ON_PROJECTS)
def create_result(path: ProjectPath, body: ResultSent, header: NewConditions) -> Response:
    """Adds a figure that is aimed at or was reached."""
    project = _reportable(path.project_id)
    row = verbs.add_result(project=project, text=_result(body))
    address = url_for("api.show_result", project_id=project.id, result_id=row.id)
    return answer_record(tell_result(row), version=row.version, status=201, location=address)


@api.patch(RESULT, **writes(lazy_("Change a result"), ResultTold))
@allow_token(Permission.REPORT_ON_PROJECTS)
def change_result(path: ResultPath, body: ResultSent, header: Conditions) -> Response:
    """Changes the fields that are sent, or tells the figure that was reached and what proves it."""
    row = reads_of.get_result(_reportable(path.project_id), path.result_id)
    text = _result(body, row)
    change_parts(
        row,
        expected_version(header),
        [lambda version: verbs.change_result(result=row, version=version, text=text)],
    )
    return answer_record(tell_result(row), version=row.version)
