"""What the parts of a day are, and where a part that is moved comes to stand."""

from collections.abc import Sequence
from enum import StrEnum

__all__ = ["GAP", "SessionKind", "place_between"]

# The positions of parts stand so far apart that others fit between them.
GAP = 1_024


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


def place_between(positions: Sequence[int], index: int) -> int | None:
    """A position for a part that is to stand at an index among others; None where no room is left there.

    `positions` are those of the others, in their order; an index at or past their end means the end.
    """
    if not positions:
        return 0
    if index <= 0:
        return positions[0] - GAP
    if index >= len(positions):
        return positions[-1] + GAP
    before, after = positions[index - 1], positions[index]
    return (before + after) // 2 if after - before > 1 else None
