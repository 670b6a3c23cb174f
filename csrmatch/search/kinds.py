"""What can be found: the slices above register their kinds of records here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select

from csrmatch.db import Model
from csrmatch.i18n import LazyText
from csrmatch.roles import Permission

__all__ = ["Entry", "Kind", "Shown", "Touch", "find_kind", "list_kinds", "register_kind"]


@dataclass(frozen=True)
class Entry:
    """What is to be found of one record: its titles, its other names and codes, and the rest of its words.

    It holds only what everybody who may see the record may know of it.
    """

    record_id: int
    title_en: str | None
    title_hi: str | None
    also: Sequence[str | None] = ()
    text: Sequence[str | None] = ()


@dataclass(frozen=True)
class Shown:
    """A record among the results: its title, a line that says what and where it is, and its page."""

    title: str
    context: Sequence[str]
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


# Which records of a kind a changed row is about: their ids, or the query that reads these.
Touch = Callable[[Any], Iterable[int | None] | Select[Any]]


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of record that can be found.

    `list_ids` gives the ids of all of them, `read` the entries of some. `only_visible` narrows the query of
    ids to what a person may see, with the very function that narrows the kind's own lists; `show` says how
    records appear that were narrowed already. `touches` names the tables whose changes change an entry.
    """

    code: str
    label: LazyText
    position: int
    permission: Permission
    list_ids: Callable[[], Sequence[int]]
    read: Callable[[Sequence[int]], Iterable[Entry]]
    only_visible: Callable[[Any], Select[Any] | None]
    show: Callable[[Sequence[int]], Mapping[int, Shown]]
    touches: Mapping[type[Model], Touch] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Makes a kind of record findable; registering the same kind again replaces it."""
    _kinds[kind.code] = kind


def list_kinds() -> list[Kind]:
    """All kinds, in the order in which equal results are shown."""
    return sorted(_kinds.values(), key=lambda kind: kind.position)


def find_kind(code: str | None) -> Kind | None:
    """The kind of this code, if there is one."""
    return _kinds.get(code or "")
