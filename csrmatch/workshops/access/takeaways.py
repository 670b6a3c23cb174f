"""Who takes notes at a workshop, corrects them, and hands them on; who sees the workshop reads them all."""

from csrmatch.accounts.models import User
from csrmatch.workshops.access.workshops import can_take_notes
from csrmatch.workshops.models import TakeawayHanding, Workshop
from csrmatch.workshops.rules.takeaways import TAKES_NOTES, HandingState

__all__ = ["can_answer_handing", "can_hand_on", "can_write_notes"]


def can_write_notes(viewer: User, workshop: Workshop) -> bool:
    """Note takers write and correct while the workshop is announced or held."""
    return workshop.status in TAKES_NOTES and can_take_notes(viewer, workshop)


def can_hand_on(viewer: User, workshop: Workshop) -> bool:
    """Note takers and organisers hand a takeaway to an office, also long after the workshop."""
    return can_take_notes(viewer, workshop)


def can_answer_handing(viewer: User, handing: TakeawayHanding) -> bool:
    """The office it was handed to answers while it waits: the collector's own, or the company's."""
    if handing.state is not HandingState.WAITING:
        return False
    if handing.district_id is not None:
        return viewer.organisation.district_id == handing.district_id and not viewer.scope
    return handing.cpse is not None and handing.cpse.organisation_id == viewer.organisation_id
