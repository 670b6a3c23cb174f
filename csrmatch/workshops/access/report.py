"""Who makes the report of a workshop, and which of its issues a person may read."""

from typing import Any

from sqlalchemy import Select, false

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.models import ReportIssue, Workshop
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["can_keep_report", "can_read_files", "only_visible_issues"]


def can_keep_report(viewer: User, workshop: Workshop) -> bool:
    """Who holds the workshop makes its report, also of a closed record; not of one that was cancelled."""
    return workshop.status is not WorkshopStatus.CANCELLED and can_hold(viewer, workshop)


def can_read_files(viewer: User) -> bool:
    """A report names who spoke: whoever is shown no names sees which issues there are, and their seals."""
    return can_see_names(viewer)


def only_visible_issues(viewer: User, workshop: Workshop, query: Select[Any]) -> Select[Any]:
    """Drafts are for who holds the workshop, final issues for whoever sees it."""
    if can_hold(viewer, workshop):
        return query
    return query.where(ReportIssue.is_draft == false())
