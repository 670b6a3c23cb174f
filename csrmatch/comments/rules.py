"""Decisions about comments on plain values: whose turn it is, and who may correct or strike one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

__all__ = ["LONGEST_COMMENT", "Said", "can_correct_comment", "whose_last_word"]

LONGEST_COMMENT = 2_000


@dataclass(frozen=True)
class Said:
    """What decides on whose turn it is: which office spoke, when, and whether it was struck."""

    organisation_id: int
    at: datetime
    is_struck: bool = False


def whose_last_word(said: Sequence[Said], settled_at: datetime | None) -> int | None:
    """The office that spoke last and has not been answered; None where nothing waits for an answer.

    What is struck was not said; whatever was said before the thread was settled waits no longer.
    """
    standing = [item for item in said if not item.is_struck]
    if not standing:
        return None
    last = standing[-1]
    if settled_at is not None and last.at <= settled_at:
        return None
    return last.organisation_id


def can_correct_comment(viewer_id: int, by_id: int, *, is_struck: bool) -> bool:
    """A comment is corrected by its author alone, and not once it is struck."""
    return viewer_id == by_id and not is_struck
