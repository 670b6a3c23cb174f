"""What is wrong or missing in an input: a code with parameters and the cell it stands in, without words."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Issue", "Level", "sort_issues"]


class Level(StrEnum):
    """An error stops the mapping; a warning says what is not known and travels with the result."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """One finding: file (or sheet), row as a person counts it (the header is row 1), column, code, params."""

    code: str
    file: str = ""
    row: int | None = None
    column: str = ""
    params: tuple[tuple[str, str], ...] = ()
    level: Level = Level.ERROR


def sort_issues(issues: list[Issue]) -> list[Issue]:
    """The findings without repeats, in the order of file, row and column."""
    return sorted(set(issues), key=lambda i: (i.level, i.file, i.row or 0, i.column, i.code, i.params))
