"""What a takeaway can become: each kind of record registers here how it is made and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import url_for
from wtforms import BooleanField

from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText, lazy_
from csrmatch.workshops.models import Takeaway
from csrmatch.workshops.rules.takeaways import TakeawayKind

__all__ = [
    "Receiver",
    "Target",
    "address_of",
    "again_field",
    "find_target",
    "list_targets",
    "register_target",
]


class Receiver(StrEnum):
    """To whom a takeaway is handed who cannot be made work by the reader."""

    DISTRICT = "district"
    CPSE = "cpse"


@dataclass(frozen=True, eq=False)
class Target:
    """One kind of record that takeaways become.

    `open_form` gives the form filled from the takeaway, `make` what it makes: the number of the record, which
    may be one that is there already. `page` is the endpoint that shows the record, and what that calls its
    number; `of_page` names the spot of that page that tells where the record came from. Where a `receiver`
    is named, whoever may not make the record can hand the takeaway to that office.
    """

    kind: str
    word: LazyText
    act: LazyText
    position: int
    from_kinds: frozenset[TakeawayKind]
    can_make: Callable[[User, Takeaway], bool]
    open_form: Callable[[User, Takeaway], Any]
    make: Callable[[User, Takeaway, Any], int]
    lead: LazyText
    page: tuple[str, str]
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


def address_of(kind: str, number: int) -> str:
    """The page of a record of a kind."""
    endpoint, name = _targets[kind].page
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values)


def again_field() -> BooleanField:
    """What is ticked where something was made of the takeaway before and another one is meant."""
    return BooleanField(lazy_("Another one is meant beside what was made of the note before"))
