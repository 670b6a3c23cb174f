"""What an entry of the log says: values as plain ones, and rows added in bulk with all that they hold."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import count
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
    if isinstance(value, date | time):
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
        # In the order of their names, as the canonical text has them.
        columns = [self._texts(place, name) for name, place in sorted(zip(self.names, count()))]
        for row, texts in zip(self.rows, zip(*columns, strict=True), strict=True):
            changes = ",".join(filter(None, texts))
            yield "insert", self.table, ".".join([str(row[place]) for place in places]), f"{{{changes}}}"

    def _texts(self, place: int, name: str) -> Iterator[str]:
        """What the entry of each row says of a column; empty where it holds nothing."""
        start, hidden = canonical(name), canonical(HIDDEN) if name in self.secret else ""
        last, text = None, ""
        for row in self.rows:
            value = row[place]
            # What stands in row after row, as an act's moment, is put into words once.
            if value is not last:
                last = value
                text = "" if value is None else f"{start}:{hidden or f'[null,{_text_of(value)}]'}"
            yield text


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
