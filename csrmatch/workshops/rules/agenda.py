"""What the parts of a day are."""

from enum import StrEnum

__all__ = ["SessionKind"]


class SessionKind(StrEnum):
    """What a session is for; the report tells the sessions by it."""

    INAUGURAL = "inaugural"
    STATE_DEPARTMENTS = "state_departments"
    DISTRICTS = "districts"
    CPSES = "cpses"
    EXPERTS = "experts"
    DISCUSSION = "discussion"
    MAPPING = "mapping"
    CLOSING = "closing"
    THANKS = "thanks"
    BREAK = "break"
    OTHER = "other"
