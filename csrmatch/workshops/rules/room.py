"""What is said of a pair in the room, and what it comes to: plain values only.

It is a record of what was said. The consent of both sides and the approval of the CPSE's board come after,
in the mapping, and nothing here stands for them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

__all__ = ["GROUP_OF", "OutcomeGroup", "RoomOutcome", "RoomSide", "Stance", "count_groups", "outcome_of"]


class RoomSide(StrEnum):
    """For whom somebody speaks in the room."""

    DISTRICT = "district"
    CPSE = "cpse"
    STATE = "state"
    OTHER = "other"


class Stance(StrEnum):
    """What somebody says of a pair; conditions and what is to be settled later are told in the note."""

    AGREED = "agreed"
    CONDITIONS = "conditions"
    NOT_AGREED = "not_agreed"
    LATER = "later"


class RoomOutcome(StrEnum):
    """What the voices on a pair come to, from nothing said to agreed by both sides."""

    SILENT = "silent"
    ONE_SIDE = "one_side"
    LATER = "later"
    NOT_AGREED = "not_agreed"
    DISPUTED = "disputed"
    CONDITIONS = "conditions"
    AGREED = "agreed"


class OutcomeGroup(StrEnum):
    """The three counts of the room; each pair is in one of them."""

    AGREED = "agreed"
    OPEN = "open"
    DISSENT = "dissent"


GROUP_OF: Mapping[RoomOutcome, OutcomeGroup] = {
    RoomOutcome.SILENT: OutcomeGroup.OPEN,
    RoomOutcome.ONE_SIDE: OutcomeGroup.OPEN,
    RoomOutcome.LATER: OutcomeGroup.OPEN,
    RoomOutcome.NOT_AGREED: OutcomeGroup.DISSENT,
    RoomOutcome.DISPUTED: OutcomeGroup.DISSENT,
    RoomOutcome.CONDITIONS: OutcomeGroup.AGREED,
    RoomOutcome.AGREED: OutcomeGroup.AGREED,
}
_SIDES = (RoomSide.DISTRICT, RoomSide.CPSE)
_YES = frozenset({Stance.AGREED, Stance.CONDITIONS})


def outcome_of(voices: Iterable[tuple[RoomSide, Stance]]) -> RoomOutcome:
    """What the voices that stand come to.

    Only the district and the CPSE can agree to their pair; one "not agreed" of either side is enough for
    the pair not to be agreed. Anybody else's dissent, or wish to settle it later, stays in sight.
    """
    said = list(voices)
    if not said:
        return RoomOutcome.SILENT
    of_sides = [[stance for side, stance in said if side is one] for one in _SIDES]
    if any(Stance.NOT_AGREED in stances for stances in of_sides):
        return RoomOutcome.NOT_AGREED
    all_said = {stance for _side, stance in said}
    both_agree = all(stances and set(stances) <= _YES for stances in of_sides)
    if Stance.NOT_AGREED in all_said:
        return RoomOutcome.DISPUTED if both_agree else RoomOutcome.NOT_AGREED
    if Stance.LATER in all_said:
        return RoomOutcome.LATER
    if not both_agree:
        return RoomOutcome.ONE_SIDE
    return RoomOutcome.CONDITIONS if Stance.CONDITIONS in all_said else RoomOutcome.AGREED


def count_groups(outcomes: Iterable[RoomOutcome]) -> dict[OutcomeGroup, int]:
    """How many pairs are agreed, open, and with dissent; every pair is counted once."""
    found = Counter(GROUP_OF[outcome] for outcome in outcomes)
    return {group: found[group] for group in OutcomeGroup}
