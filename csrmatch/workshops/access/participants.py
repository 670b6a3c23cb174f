"""Who reads of a participant what: names are for all who see the workshop, addresses for very few."""

from typing import Any, TypeVar

from sqlalchemy import Select, false, select

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.workshops.access.workshops import can_check_in, can_hold, only_visible_workshops
from csrmatch.workshops.models import Participant, Workshop
from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["can_open_door", "can_see_address", "can_see_addresses", "only_named_participants"]

# Whoever is checked in before that came early; whoever comes after it came to no workshop.
_DOOR_IS_SHUT = frozenset({WorkshopStatus.CLOSED, WorkshopStatus.CANCELLED})
S = TypeVar("S", bound=Select[Any])


def can_open_door(viewer: User, workshop: Workshop) -> bool:
    """Whoever holds the workshop or was named for the door, until its record is closed."""
    return workshop.status not in _DOOR_IS_SHUT and can_check_in(viewer, workshop)


def can_see_address(viewer: User, workshop: Workshop, row: Participant) -> bool:
    """Mail and phone: for those who hold the workshop, and for the office of the person's own."""
    if not can_see_names(viewer):
        return False
    is_own = row.organisation_id is not None and row.organisation_id == viewer.organisation_id
    return is_own or can_hold(viewer, workshop)


def can_see_addresses(viewer: User) -> bool:
    """Whether a list has columns for mail and phone at all; whose are filled, `can_see_address` says."""
    return can_see_names(viewer)


def only_named_participants(viewer: User, query: S) -> S:
    """The participants whom a person may find by name: of workshops they see, and none for the auditor."""
    if not can_see_names(viewer):
        return query.where(false())
    seen: Any = select(Workshop.id)
    return query.where(Participant.workshop_id.in_(only_visible_workshops(viewer, seen)))
