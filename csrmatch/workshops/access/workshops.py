"""Who sees a workshop, who holds it, and who helps at it."""

from typing import Any, TypeVar

from sqlalchemy import Select, or_

from csrmatch.accounts.models import User
from csrmatch.roles import Permission, Role, allows
from csrmatch.workshops.models import Workshop, WorkshopHelper, WorkshopOrganiser
from csrmatch.workshops.rules.workshops import OPEN_STATUSES, WorkshopStatus

__all__ = ["can_check_in", "can_edit", "can_hold", "can_take_notes", "only_visible_workshops"]

S = TypeVar("S", bound=Select[Any])

# Who looks after all workshops, or looks over them, sees one while it is planned.
_SEE_PLANS = frozenset({Role.DPE_STAFF, Role.AUDITOR})


def can_hold(viewer: User, workshop: Workshop) -> bool:
    """DPE holds every workshop; another office those that it organises."""
    if not allows(viewer.role, Permission.EDIT_WORKSHOPS):
        return False
    if viewer.role is Role.DPE_STAFF:
        return True
    return any(item.organisation_id == viewer.organisation_id for item in workshop.organisers)


def can_edit(viewer: User, workshop: Workshop) -> bool:
    """Whoever holds a workshop may change it and its agenda until it is closed or cancelled."""
    return workshop.status in OPEN_STATUSES and can_hold(viewer, workshop)


def can_take_notes(viewer: User, workshop: Workshop) -> bool:
    """Whoever holds the workshop, and whom they named as note taker."""
    if not allows(viewer.role, Permission.TAKE_NOTES):
        return False
    named = any(item.user_id == viewer.id and item.takes_notes for item in workshop.helpers)
    return named or can_hold(viewer, workshop)


def can_check_in(viewer: User, workshop: Workshop) -> bool:
    """Whoever holds the workshop, and whom they named for the door."""
    if not allows(viewer.role, Permission.CHECK_IN_PEOPLE):
        return False
    named = any(item.user_id == viewer.id and item.checks_in for item in workshop.helpers)
    return named or can_hold(viewer, workshop)


def only_visible_workshops(viewer: User, query: S) -> S:
    """Of workshops still planned, a person sees those that their office holds or at which they help."""
    if viewer.role in _SEE_PLANS:
        return query
    holds = Workshop.organisers.any(WorkshopOrganiser.organisation_id == viewer.organisation_id)
    helps = Workshop.helpers.any(WorkshopHelper.user_id == viewer.id)
    return query.where(or_(Workshop.status != WorkshopStatus.PLANNED, holds, helps))
