"""What a takeaway can become: each kind of record registers here how it is made and how it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wtforms import BooleanField

from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText, lazy_
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind

__all__ = ["Receiver", "Target", "WorkTold", "again_field", "find_target", "list_targets", "register_target"]


class Receiver(StrEnum):
    """To whom a takeaway is handed who cannot be made work by the reader."""

    DISTRICT = "district"
    CPSE = "cpse"


@dataclass(frozen=True)
class WorkTold:
    """A record made of a takeaway as its reader sees it: what it is called, where it stands, its page."""

    title: str
    state: object
    tag: str
    endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Target:
    """One kind of record that takeaways become.

    `open_form` gives the form filled from the takeaway, `make` what it makes: the number of the record, which
    may be one that is there already. `describe` tells those of some records that a person may see. Where a
    `receiver` is named, whoever may not make the record can hand the takeaway to that office. `of_page`
    names the spot of the record's page that tells where it came from.
    """

    kind: str
    word: LazyText
    act: LazyText
    position: int
    from_kinds: frozenset[TakeawayKind]
    can_make: Callable[[User, Takeaway], bool]
    open_form: Callable[[User, Takeaway], Any]
    make: Callable[[User, Takeaway, Any], int]
    describe: Callable[[User, Sequence[int]], Mapping[int, WorkTold]]
    lead: LazyText
    of_page: str
    receiver: Receiver | None = None
    hand: LazyText | None = None


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Adds a kind of record; registering the same kind again replaces it."""
    _targets[target.kind] = target


def list_targets() -> list[Target]:
    """All of them in their order."""
    return sorted(_targets.values(), key=lambda target: (target.position, target.kind))


def find_target(kind: str) -> Target | None:
    """The target of this kind, if there is one."""
    return _targets.get(kind)


def again_field() -> BooleanField:
    """What is ticked where something was made of the takeaway before and another one is meant."""
    return BooleanField(lazy_("Another one is meant beside what was made of the note before"))
