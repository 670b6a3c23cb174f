"""How files of a kind are laid out, and the rows that come out of them: plain values, no database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from csrmatch.imports.rules import ReadRow

__all__ = ["KnownPlaces", "Layout", "SheetRow"]


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet as it stands in the file, counted as a person counts it."""

    sheet: str
    number: int
    cells: Sequence[object]


class KnownPlaces(Protocol):
    """Finds the LGD code that a name of a district means, beside the name of its state or without one."""

    def __call__(self, name: str, state: str = "") -> int | None:
        """The code, or None where the name is not known or not the only one of its kind."""


@dataclass(frozen=True)
class Layout:
    """One way in which files of a kind are laid out.

    `recognises` is given the cells of the first row that is not blank. `read` is given that row and all
    that follow, in order, and says of each what it understood: it never raises for what a file says.
    `owner` is a text by which the layout knows the office, as a CPSE's code.
    """

    code: str
    recognises: Callable[[Sequence[object]], bool]
    read: Callable[[Iterable[SheetRow], KnownPlaces, str], Iterator[ReadRow]]
