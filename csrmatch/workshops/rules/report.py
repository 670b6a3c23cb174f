"""What a report of a workshop can be: its files, and when it may be final."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = ["WAS_HELD", "ReportFormat", "can_be_final", "list_files", "next_number"]

WAS_HELD = frozenset({WorkshopStatus.HELD, WorkshopStatus.CLOSED})


class ReportFormat(StrEnum):
    """The kinds of file a report is made as."""

    PDF = "pdf"
    WORD = "docx"


def can_be_final(status: WorkshopStatus) -> bool:
    """What is not over yet has no final report."""
    return status in WAS_HELD


def list_files(languages: Iterable[str], formats: Iterable[ReportFormat]) -> list[tuple[str, ReportFormat]]:
    """Every file of a choice, each once, in one order whatever order was ticked in."""
    return sorted({(language, form) for language in languages for form in formats})


def next_number(
    last: int, *, is_same: bool, has: Collection[object], wants: Collection[object]
) -> int | None:
    """The number of the issue that the wanted files belong to; None where the last one has them all.

    What the last issue says still holds where the record `is_same`: files that it lacks are added to it.
    """
    if last == 0 or not is_same:
        return last + 1
    return None if set(wants) <= set(has) else last
