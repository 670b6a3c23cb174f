"""Operations on the life of records: the next step of a need and of a project, with its day and reason."""

from datetime import date

from flask import Response
from flask_login import current_user
from pydantic import Field

from csrmatch.accounts.signing_in import signed_in_person
from csrmatch.errors import DomainError, NotAllowed
from csrmatch.i18n import lazy_
from csrmatch.registry.access import can_step_need
from csrmatch.registry.api.needs import NEED, NeedPath, NeedTold, answer_need
from csrmatch.registry.api.project_told import ProjectWhole
from csrmatch.registry.api.projects import PROJECT, ProjectPath, answer_project, editable_project
from csrmatch.registry.queries.needs import get_need
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.projects import ProjectStatus
from csrmatch.registry.services.needs import step_need as take_need_to
from csrmatch.registry.services.projects import step_project as take_project_to
from csrmatch.roles import Permission
from csrmatch.web.api.answers import expected_version
from csrmatch.web.api.document import allow_token, api, writes
from csrmatch.web.api.fields import Conditions, Sent, line

__all__: list[str] = []


class NeedStepSent(Sent):
    """The next state of a need, and why."""

    status: NeedStatus
    reason: line(500) = Field(  # type: ignore[valid-type]
        None, description="Needed where the need is sent back, withdrawn or met."
    )


class ProjectStepSent(Sent):
    """The next state of a project, on which day it came to it, and why."""

    status: ProjectStatus
    on: date
    reason: line(500) = Field(  # type: ignore[valid-type]
        None, description="Needed; for an approval, the number and date of the board's resolution."
    )


@api.put(NEED + "/status", **writes(lazy_("Take a need to its next state"), NeedTold))
@allow_token(Permission.STEP_NEEDS)
def step_need(path: NeedPath, body: NeedStepSent, header: Conditions) -> Response:
    """Verifies, opens, sends back, takes up, closes or withdraws a need, as the pages do."""
    need = get_need(current_user, path.need_id, for_change=True)
    if not can_step_need(current_user, need):
        raise NotAllowed
    take_need_to(
        need=need,
        by=signed_in_person(),
        version=expected_version(header),
        status=body.status,
        reason=body.reason or "",
    )
    return answer_need(need)


@api.put(PROJECT + "/status", **writes(lazy_("Take a project to its next state"), ProjectWhole))
@allow_token(Permission.EDIT_PROJECTS)
def step_project(path: ProjectPath, body: ProjectStepSent, header: Conditions) -> Response:
    """Tells that a project was approved, is under way, rests, is completed or was dropped, and since when."""
    project = editable_project(path.project_id)
    version = expected_version(header)
    if not body.reason:
        raise DomainError(lazy_("Give the reason: it stays on record."))
    take_project_to(
        project=project,
        by=signed_in_person(),
        version=version,
        status=body.status,
        on=body.on,
        reason=body.reason,
    )
    return answer_project(project)
