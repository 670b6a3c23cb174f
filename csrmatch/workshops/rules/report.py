"""What a report of a workshop can be: its files, and when it may be final."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from csrmatch.workshops.rules.workshops import WorkshopStatus

__all__ = [
    "WAS_HELD",
    "IssueState",
    "ReportFormat",
    "can_be_final",
    "judge_final",
    "list_files",
    "next_number",
    "was_reopened",
]

WAS_HELD = frozenset({WorkshopStatus.HELD, WorkshopStatus.CLOSED})


class ReportFormat(StrEnum):
    """The kinds of file a report is made as."""

    PDF = "pdf"
    WORD = "docx"


class IssueState(StrEnum):
    """What an issue is: a draft, the final one that counts, or one that no longer says the last word."""

    DRAFT = "draft"
    FINAL = "final"
    REPLACED = "replaced"
    REOPENED = "reopened"


def can_be_final(status: WorkshopStatus) -> bool:
    """What may still change has no final report: its record is closed before."""
    return status is WorkshopStatus.CLOSED


def was_reopened(status: WorkshopStatus, made_at: datetime, changed_at: datetime) -> bool:
    """Whether the record was opened again after a final issue was made of it.

    Nothing changes a closed record, so that it was changed last when it was closed.
    """
    return not can_be_final(status) or made_at < changed_at


def judge_final(
    number: int, last: int, *, status: WorkshopStatus, made_at: datetime, changed_at: datetime
) -> IssueState:
    """What a final issue is when `last` is the number of the last final one."""
    if number < last:
        return IssueState.REPLACED
    return IssueState.REOPENED if was_reopened(status, made_at, changed_at) else IssueState.FINAL


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
