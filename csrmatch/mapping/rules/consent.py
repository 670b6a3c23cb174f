"""Who must agree to a pair, what they can say, and how the pair then stands; plain values only."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["SOON_DAYS", "Answer", "Due", "ProposalState", "Side", "Standing", "standing_of"]

# A last day that is no further away is told apart in lists.
SOON_DAYS = 7


class ProposalState(StrEnum):
    """Whether a proposal is before its sides; only an open one can be answered."""

    OPEN = "open"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who says yes or no to a pair: both sides, and in the end the board of the CPSE."""

    DISTRICT = "district"
    CPSE = "cpse"
    BOARD = "board"


class Answer(StrEnum):
    """What was said; silence is no answer, and is kept apart from a decline."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class Due(StrEnum):
    """Where the last day for an answer stands that has not come."""

    SOON = "soon"
    OVER = "over"


class Standing(StrEnum):
    """How far a pair has come; before `approved` it is a proposal, whatever else was agreed."""

    WAITING = "waiting"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    APPROVED = "approved"


def standing_of(answers: Mapping[Side, Answer]) -> Standing:
    """How a pair stands by the answers in force: one decline is enough, approval takes all three."""
    if Answer.DECLINED in answers.values():
        return Standing.DECLINED
    if not {Side.DISTRICT, Side.CPSE} <= answers.keys():
        return Standing.WAITING
    return Standing.APPROVED if Side.BOARD in answers else Standing.ACCEPTED
