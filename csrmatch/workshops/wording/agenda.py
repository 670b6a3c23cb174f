"""The words for the agenda: kinds of sessions, times of the clock."""

from datetime import time

from csrmatch.i18n import LazyText, lazy_
from csrmatch.workshops.rules.agenda import SessionKind

__all__ = ["SESSION_KINDS", "tell_times"]

SESSION_KINDS: dict[SessionKind, LazyText] = {
    SessionKind.INAUGURAL: lazy_("Inaugural"),
    SessionKind.STATE_DEPARTMENTS: lazy_("State departments"),
    SessionKind.DISTRICTS: lazy_("Districts present"),
    SessionKind.CPSES: lazy_("CPSEs present"),
    SessionKind.EXPERTS: lazy_("Experts"),
    SessionKind.DISCUSSION: lazy_("Discussion"),
    SessionKind.MAPPING: lazy_("Mapping"),
    SessionKind.CLOSING: lazy_("Closing"),
    SessionKind.THANKS: lazy_("Vote of thanks"),
    SessionKind.BREAK: lazy_("Break"),
    SessionKind.OTHER: lazy_("Other"),
}


def tell_times(starts_at: time | None, ends_at: time | None) -> str:
    """From when to when, by the clock of 24 hours; nothing where no time is known."""
    if starts_at is None:
        return "" if ends_at is None else f"– {ends_at:%H:%M}"
    return f"{starts_at:%H:%M}" if ends_at is None else f"{starts_at:%H:%M}–{ends_at:%H:%M}"
