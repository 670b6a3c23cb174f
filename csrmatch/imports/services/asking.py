"""Does what is small at once and asks a worker for what would keep a page waiting; one of them at a time."""

from enum import StrEnum

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.db import db, lock_row
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.imports.files import AT_ONCE
from csrmatch.imports.models import DataImport
from csrmatch.imports.rules import Counts, ImportState
from csrmatch.imports.services.applying import apply_import, drop_import, require_ready, undo_import
from csrmatch.imports.services.checking import check_import

__all__ = [
    "AtWork",
    "ImportTask",
    "apply_soon",
    "check_soon",
    "drop_waiting",
    "is_at_work",
    "is_large",
    "require_idle",
    "undo_soon",
]


class ImportTask(StrEnum):
    """What a worker does to an import."""

    READ = "read_import"
    CHECK = "check_import"
    APPLY = "apply_import"
    UNDO = "undo_import"


class AtWork(DomainError):
    """A worker is at the import, or will be: nobody else acts on it until that is over."""

    def __init__(self) -> None:
        super().__init__(lazy_("This file is being worked on. You can go on when that is done."))


def is_at_work(record: DataImport) -> bool:
    """Whether a worker is at the import, or will be."""
    job = record.job
    return job is not None and job.state in {jobs.JobState.QUEUED, jobs.JobState.RUNNING}


def is_large(record: DataImport) -> bool:
    """Whether the import is too large to be tried, applied or taken back while a page waits."""
    return record.state is ImportState.RECEIVED or Counts(record.counts).total > AT_ONCE


def check_soon(*, record: DataImport, by: User) -> bool:
    """Tries a file, reading it first where that was not done; whether that is done by now."""
    if not is_large(record):
        require_idle(record)
        check_import(record=record, by=by)
        return True
    _ask(record, by, ImportTask.READ if record.state is ImportState.RECEIVED else ImportTask.CHECK)
    return False


def apply_soon(*, record: DataImport, by: User, version: int | None) -> bool:
    """Applies an import; whether that is done by now. What refuses it refuses it here."""
    if not is_large(record):
        require_idle(record)
        apply_import(record=record, by=by, version=version)
        return True
    require_idle(record)
    require_ready(record, version)
    _ask(record, by, ImportTask.APPLY)
    return False


def undo_soon(*, record: DataImport, by: User, version: int | None, reason: str, kept: int) -> int | None:
    """Takes an import back: how many records stay, or None where a worker will see to it.

    Of a large one the records that stay are not counted beforehand: whoever asks agrees that some may.
    """
    if not is_large(record):
        require_idle(record)
        return undo_import(record=record, by=by, version=version, reason=reason, kept=kept)
    require_idle(record)
    record.expect_version(version)
    if record.state is not ImportState.APPLIED:
        raise Conflict
    _ask(record, by, ImportTask.UNDO, reason=reason)
    return None


def drop_waiting(*, record: DataImport, by: User, version: int | None) -> None:
    """Puts a file aside, also one that a worker has not begun on."""
    if record.job is not None:
        jobs.withdraw(record.job)
    require_idle(record)
    drop_import(record=record, by=by, version=version)


def require_idle(record: DataImport) -> None:
    """Refuses whatever would act on an import beside a worker.

    Raises
    ------
    AtWork
        When a worker is at it, or will be.
    """
    if is_at_work(record):
        raise AtWork


def _ask(record: DataImport, by: User, task: ImportTask, **given: object) -> None:
    lock_row(record)
    require_idle(record)
    record.job = jobs.enqueue(
        task,
        {"import_id": record.id, **given},
        # Whatever is done to an import raises its version.
        f"{task} {record.id} {record.version}",
        by_id=by.id,
        link=f"/imports/{record.id}",
    )
    db.session.flush()
