"""Changes several parts of a record at once: all of them, or on another version than the stored one none."""

from collections.abc import Callable, Sequence

from csrmatch.db import Versioned
from csrmatch.errors import Conflict

__all__ = ["change_parts"]

# Changes one part of a record that was read in a version; None asks nothing.
Change = Callable[[int | None], None]


def change_parts(record: Versioned, version: int, changes: Sequence[Change]) -> None:
    """Runs each change; where the record is another version by now, tells both texts of every part.

    Raises
    ------
    Conflict
        When somebody else saved first; it carries what is stored and what was sent of all the parts.
    """
    if record.version == version:
        for change in changes:
            change(None)
        return
    theirs: dict[str, object] = {}
    mine: dict[str, object] = {}
    for change in changes:
        try:
            change(version)
        except Conflict as conflict:
            theirs |= conflict.theirs
            mine |= conflict.mine
    raise Conflict(theirs, mine, record.version)
