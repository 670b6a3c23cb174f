"""How a long act is divided: all in the caller's transaction, or each part in a short one of its own."""

from collections.abc import Callable
from typing import Protocol, TypeVar

__all__ = ["Progress", "Step", "at_once"]

T = TypeVar("T")

# Is told how far an act is, from 0 to 1.
Progress = Callable[[float], None]


class Step(Protocol):
    """Runs one part of an act; a part may be run again from its beginning."""

    def __call__(self, part: Callable[[], T], /) -> T:
        """What the part gives."""


def at_once(part: Callable[[], T], /) -> T:
    """Runs a part where it stands, in the transaction that is open."""
    return part()
