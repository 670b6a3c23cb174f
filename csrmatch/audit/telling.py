"""What an entry of the log says: values as plain ones, and rows added in bulk with all that they hold."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from csrmatch.audit.rules import canonical, quoted

__all__ = ["HIDDEN", "Added", "Changes", "Told", "plain"]

Changes = Mapping[str, Sequence[object]]
# What was done, to which table and row, and the canonical text of the changes.
Told = tuple[str, str, str, str]
HIDDEN = ("***", "***")
_PLAIN = frozenset({str, int, bool, float, list, dict})


def plain(value: object) -> object:
    """A value as the log holds it."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return "sha256:" + hashlib.sha256(value).hexdigest()
    return value


@dataclass(frozen=True)
class Added:
    """Rows of one table that were added at once; what they say is put into words only when it is sealed."""

    table: str
    names: Sequence[str]
    keys: Sequence[str]
    secret: Collection[str]
    rows: Sequence[Sequence[Any]]

    def tell(self) -> Iterator[Told]:
        """An entry for each row: every column that holds something, as one that came from nothing."""
        places = [self.names.index(key) for key in self.keys]
        hidden = canonical(HIDDEN)
        # In the order of their names, as the canonical text has them.
        columns = [
            (place, f"{canonical(name)}:{hidden if name in self.secret else '[null,'}", name in self.secret)
            for name, place in sorted((name, place) for place, name in enumerate(self.names))
        ]
        for row in self.rows:
            changes = ",".join(
                [
                    start if is_secret else f"{start}{_text_of(row[place])}]"
                    for place, start, is_secret in columns
                    if row[place] is not None
                ]
            )
            yield "insert", self.table, ".".join([str(row[place]) for place in places]), f"{{{changes}}}"


def _text_of(value: object) -> str:
    """The canonical text of a value as the log holds it."""
    kind = type(value)
    if kind is int:
        return repr(value)
    if isinstance(value, str) and kind is str:
        return quoted(value)
    return canonical(plain(value)) if kind in _PLAIN else _remembered(value)


@lru_cache(maxsize=10_000, typed=True)
def _remembered(value: object) -> str:
    """The text of what stands in many rows: a code, a day, the moment of an act."""
    return canonical(plain(value))
