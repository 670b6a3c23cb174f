"""Decisions about programmes on plain values: whose they are and where they reach."""

from enum import StrEnum

__all__ = ["ProgrammeKind", "ProgrammeReach"]


class ProgrammeKind(StrEnum):
    """Whose programme it is: a ministry's scheme, UNICEF's, or one of a department of a state."""

    SCHEME = "scheme"
    UNICEF = "unicef"
    DEPARTMENT = "department"


class ProgrammeReach(StrEnum):
    """Where a programme works: in some districts, in a whole state, in all aspirational districts."""

    DISTRICTS = "districts"
    STATE = "state"
    ALL = "all"
