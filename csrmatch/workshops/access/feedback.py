"""Who reads what was answered, and who sees certificates."""

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.roles import Role
from csrmatch.workshops.access.workshops import can_hold
from csrmatch.workshops.models import Certificate, Workshop
from csrmatch.workshops.rules.feedback import FeedbackState

__all__ = [
    "can_see_all_certificates",
    "can_see_certificate",
    "can_see_givers",
    "can_see_summary",
]

_OVERSEES = frozenset({Role.DPE_STAFF, Role.AUDITOR})


def can_see_summary(viewer: User, workshop: Workshop, state: FeedbackState | None) -> bool:
    """Who holds the workshop at any time; all others who see it once no more answers are taken."""
    return state is FeedbackState.OVER or viewer.role in _OVERSEES or can_hold(viewer, workshop)


def can_see_givers(viewer: User, workshop: Workshop) -> bool:
    """A name that somebody gave is for those who hold the workshop."""
    return can_see_names(viewer) and can_hold(viewer, workshop)


def can_see_all_certificates(viewer: User, workshop: Workshop) -> bool:
    """Who holds the workshop, and the auditor, who checks them."""
    return viewer.role in _OVERSEES or can_hold(viewer, workshop)


def can_see_certificate(viewer: User, workshop: Workshop, certificate: Certificate) -> bool:
    """The paper bears a name: it is for those who hold the workshop and for the person."""
    return can_see_givers(viewer, workshop) or certificate.participant.user_id == viewer.id
