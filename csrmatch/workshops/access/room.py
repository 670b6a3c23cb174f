"""Who brings an exercise into the room, and who writes down what is said there."""

from csrmatch.accounts.models import User
from csrmatch.mapping.access.exercises import can_edit_exercise
from csrmatch.workshops.access.workshops import can_edit, can_take_notes
from csrmatch.workshops.models import Workshop
from csrmatch.workshops.rules.workshops import OPEN_STATUSES, WorkshopStatus

__all__ = ["can_bring_exercise", "can_print_sheet", "can_record"]


def can_bring_exercise(viewer: User, workshop: Workshop) -> bool:
    """Whoever holds the workshop and may change exercises: what a draft says is shown to the whole room."""
    return can_edit(viewer, workshop) and can_edit_exercise(viewer)


def can_record(viewer: User, workshop: Workshop) -> bool:
    """Whoever takes notes at the workshop, until its record is closed."""
    return workshop.status in OPEN_STATUSES and can_take_notes(viewer, workshop)


def can_print_sheet(viewer: User, workshop: Workshop) -> bool:
    """Whoever takes notes prints the sheet to be signed, also once the record is closed."""
    return workshop.status is not WorkshopStatus.CANCELLED and can_take_notes(viewer, workshop)
