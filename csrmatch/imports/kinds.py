"""The kinds of record that can be brought in by file: what each slice registers, and what it promises."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from csrmatch.accounts.models import User
from csrmatch.i18n import LazyText
from csrmatch.imports.layouts import Layout
from csrmatch.imports.rules import RowError, UnknownName
from csrmatch.roles import Permission

__all__ = [
    "Checker",
    "ImportKind",
    "Stored",
    "find_kind",
    "is_trial",
    "kinds_for",
    "register_kind",
    "trying",
]

_trying: ContextVar[bool] = ContextVar("trying", default=False)


@contextmanager
def trying() -> Iterator[None]:
    """Marks what is done within as a trial that is rolled back: a kind need not do what follows from it.

    Nor need it ask again what its `checker` was asked of every row just before.
    """
    token = _trying.set(True)
    try:
        yield
    finally:
        _trying.reset(token)


def is_trial() -> bool:
    """Whether what is done now is only tried."""
    return _trying.get()


@dataclass(frozen=True)
class Stored:
    """A record as it is stored now: its version, what people call it, and its values as a file says them."""

    version: int
    title: str
    values: Mapping[str, object]


# Given a record's values as a file says them, and the record as it is stored if there is one.
Checker = Callable[[Mapping[str, object], Stored | None], list[RowError]]


class ImportKind(Protocol):
    """All that the imports need of a kind of record; the verbs behind it are those of the forms."""

    code: str
    label: LazyText
    permission: Permission
    sheet: str
    layouts: Sequence[Layout]

    def owner_of(self, by: User) -> str:
        """The text by which layouts know the person's office; empty where it brings none of this kind in."""

    def template(self, by: User) -> bytes:
        """A workbook with the office's records of today, to be changed and sent back."""

    def resolve(
        self, values: Mapping[str, object], chosen: Mapping[UnknownName, int]
    ) -> tuple[Mapping[str, object], bool]:
        """The values with chosen names as codes (0: outside the register), and whether no name is open."""

    def checker(self, by: User) -> Checker:
        """Says what the rules of the field refuse in a record; sheet and row are filled in by the caller."""

    def find_stored(self, by: User, ids: Iterable[int]) -> dict[int, Stored]:
        """The office's own records of these ids as they are now; those of others are not among them."""

    def likeness(self, values: Mapping[str, object]) -> str:
        """What two records that are likely one have in common; empty where nothing can be said."""

    def find_likenesses(self, by: User) -> Mapping[str, str]:
        """The likeness of each record of the office, with what people call it."""

    def create(
        self, by: User, rows: Sequence[Mapping[str, object]], source: str
    ) -> Sequence[tuple[int, int]]:
        """Makes a record of each row: its id and version. Refuses all where the rules refuse one."""

    def change(
        self, by: User, record_id: int, version: int, values: Mapping[str, object], source: str
    ) -> int:
        """Changes a record that stands at this version, by the forms' verbs; gives its version after."""

    def restore(
        self, by: User, record_id: int, version: int, before: Mapping[str, object], source: str
    ) -> None:
        """Puts back what a record said before the import of that source, also what no form would put back."""

    def remove(self, by: User, record_id: int, version: int) -> None:
        """Removes a record that the import made; the log keeps it."""

    def find_versions(self, by: User, ids: Iterable[int]) -> dict[int, int]:
        """The versions of the office's own records of these ids, without what they say."""

    def is_untouched(self, by: User, ids: Iterable[int]) -> set[int]:
        """Those of the records to which nothing was added that hangs on them: reports, files, cases."""

    def cells_to_correct(self, values: Mapping[str, object]) -> dict[str, tuple[str, str]]:
        """The cells of a doubtful row that an officer may correct: by code, their label and what they say."""

    def correct(
        self, values: Mapping[str, object], given: Mapping[str, str]
    ) -> tuple[Mapping[str, object], list[RowError]]:
        """The values with some cells as an officer typed them, and what is wrong with what was typed."""

    def title_of(self, values: Mapping[str, object]) -> str:
        """What people call a record with these values."""

    def field_of(self, column: str) -> str:
        """The part of a record that a column or a finding of the rules is about."""

    def field_label(self, name: str) -> str:
        """What people call a field or a column."""

    def tell(self, values: Mapping[str, object]) -> dict[str, str]:
        """Values in words by the name of their field, for those that are given."""


@dataclass
class _Register:
    kinds: dict[str, ImportKind] = field(default_factory=dict)


_register = _Register()


def register_kind(kind: ImportKind) -> None:
    """Adds a kind; registering the same code again replaces it."""
    _register.kinds[kind.code] = kind


def find_kind(code: str) -> ImportKind | None:
    """The kind of a code."""
    return _register.kinds.get(code)


def kinds_for(user: User) -> list[ImportKind]:
    """The kinds that a person's office brings in, in the order in which they were registered."""
    return [kind for kind in _register.kinds.values() if kind.owner_of(user)]
