"""The words for participants: their groups, their answers, and how one is named on a page."""

from csrmatch.accounts.access import can_see_names
from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText, _, format_day, lazy_, name_of
from csrmatch.workshops.models import Participant, WorkshopDay, WorkshopSession
from csrmatch.workshops.rules.participants import ParticipantGroup, ParticipantStatus

__all__ = ["ANSWER_WORDS", "GROUPS", "PARTICIPANT_STATUSES", "organisation_of", "tell_door", "told_name"]

GROUPS: dict[ParticipantGroup, LazyText] = {
    ParticipantGroup.DPE: lazy_("Department of Public Enterprises"),
    ParticipantGroup.DISTRICT: lazy_("District"),
    ParticipantGroup.STATE: lazy_("State department"),
    ParticipantGroup.CPSE: lazy_("CPSE"),
    ParticipantGroup.UNICEF: lazy_("UNICEF"),
    ParticipantGroup.AGENCY: lazy_("Implementing agency"),
    ParticipantGroup.EXPERT: lazy_("Expert"),
    ParticipantGroup.OTHER: lazy_("Other"),
}

# Each with the kind of its tag.
PARTICIPANT_STATUSES: dict[ParticipantStatus, tuple[LazyText, str]] = {
    ParticipantStatus.LISTED: (lazy_("not invited yet"), ""),
    ParticipantStatus.INVITED: (lazy_("invited, no answer yet"), "warn"),
    ParticipantStatus.ACCEPTED: (lazy_("comes"), "good"),
    ParticipantStatus.MAYBE: (lazy_("may come"), "here"),
    ParticipantStatus.DECLINED: (lazy_("does not come"), "bad"),
    ParticipantStatus.WALK_IN: (lazy_("came unasked"), "good"),
    ParticipantStatus.CANCELLED: (lazy_("taken off the list"), ""),
}

ANSWER_WORDS: dict[ParticipantStatus, LazyText] = {
    ParticipantStatus.ACCEPTED: lazy_("Yes, I shall come"),
    ParticipantStatus.MAYBE: lazy_("I may come"),
    ParticipantStatus.DECLINED: lazy_("No, I cannot come"),
}


def told_name(row: Participant, viewer: User) -> str:
    """A participant's name as this reader is shown it: the auditor reads numbers."""
    if can_see_names(viewer):
        return name_of(row)
    return _("Participant %(number)s", number=row.code)


def organisation_of(row: Participant) -> str:
    """The organisation as it was on the day, or the office as it is called now."""
    return name_of(row, "organisation") or (name_of(row.organisation) if row.organisation else "")


def tell_door(day: WorkshopDay, session: WorkshopSession | None) -> str:
    """To what people are checked in: a day with its date, or a session with its hour."""
    words = _("Day %(number)s", number=day.number)
    if session is not None:
        hour = f"{session.starts_at:%H:%M} " if session.starts_at else ""
        return f"{words} · {hour}{name_of(session, 'title')}"
    return f"{words} · {format_day(day.held_on)}" if day.held_on else words
