"""Who takes part: the groups people are counted by, and how they answered."""

from enum import StrEnum

__all__ = ["EXPECTED", "ParticipantGroup", "ParticipantStatus", "fold_name"]


class ParticipantGroup(StrEnum):
    """For which side a person takes part."""

    DPE = "dpe"
    DISTRICT = "district"
    STATE = "state"
    CPSE = "cpse"
    UNICEF = "unicef"
    AGENCY = "agency"
    EXPERT = "expert"
    OTHER = "other"


class ParticipantStatus(StrEnum):
    """On the list, invited and silent, what was answered, came unasked, or taken off the list."""

    LISTED = "listed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    MAYBE = "maybe"
    DECLINED = "declined"
    WALK_IN = "walk_in"
    CANCELLED = "cancelled"


# Who may still come, so that a badge is made and the door is told of them.
EXPECTED = frozenset(ParticipantStatus) - {ParticipantStatus.CANCELLED, ParticipantStatus.DECLINED}


def fold_name(name: str) -> str:
    """A name without what two ways to write it differ in: case, dots, doubled blanks."""
    return " ".join(name.casefold().replace(".", " ").split())
