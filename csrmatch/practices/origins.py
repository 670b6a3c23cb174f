"""The records that a practice can be taken from: slices above register their kinds here."""

from collections.abc import Callable
from dataclasses import dataclass

from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText

__all__ = ["Origin", "OriginRecord", "find_origin", "is_registered", "register_origin"]


@dataclass(frozen=True)
class OriginRecord:
    """Which record a practice was taken from: a registered kind, as `workshops.takeaway`, and its id."""

    kind: str
    record_id: int


@dataclass(frozen=True)
class Origin:
    """The record as a reader is shown it: the words of its kind, its title, and its page."""

    label: LazyText
    title: str
    url: str


# Gives title and address of a record, or None where there is none for this reader.
Find = Callable[[User, int], tuple[str, str] | None]
_kinds: dict[str, tuple[LazyText, Find]] = {}


def register_origin(kind: str, label: LazyText, find: Find) -> None:
    """Makes a kind of record one that practices can be taken from; the same kind again replaces it.

    `find` is asked for the reader and the id, and decides alone whether the reader may know of the record.
    """
    _kinds[kind] = label, find


def is_registered(kind: str) -> bool:
    """Whether some slice answers for this kind."""
    return kind in _kinds


def find_origin(viewer: User, record: OriginRecord) -> Origin | None:
    """The record a practice was taken from, if the reader may know of it."""
    label, find = _kinds.get(record.kind, (None, None))
    found = find(viewer, record.record_id) if find else None
    return Origin(label, *found) if found and label is not None else None
