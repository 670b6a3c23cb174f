"""The jobs of imports: a large file is read and tried, applied, taken back."""

from collections.abc import Callable

from csrmatch import jobs
from csrmatch.accounts.models import User
from csrmatch.attachments.queries import read_attachment
from csrmatch.db import db
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.imports import queries
from csrmatch.imports import services as verbs
from csrmatch.imports.files import count_lines
from csrmatch.imports.models import DataImport
from csrmatch.imports.rules import Counts, ImportState
from csrmatch.imports.services import ImportTask

__all__ = ["apply_file", "read_and_try", "take_back"]

# Reading takes about a fifth of reading and trying.
_READING = 0.2
_CHANGED = lazy_(
    "Nothing was saved: a record was changed since the file was tried. Try the file again and look at what "
    "has changed."
)
_NOT_NOW = lazy_("Nothing was done: somebody acted on this file meanwhile. Try it again.")
_NOBODY = lazy_("Nothing was done: the account of the person who asked for it is closed.")


def _find(work: jobs.Work) -> tuple[DataImport, User]:
    """The import as it is now and the person who asked, if both are still what they were."""
    by = db.session.get(User, work.by_id)
    if by is None or not by.is_enabled:
        raise jobs.JobFailed(_NOBODY.text)
    record = queries.get_import(by, int(work.payload["import_id"]))
    if record.job_id != work.id:
        raise jobs.JobFailed(_NOT_NOW.text)
    return record, by


@jobs.task(ImportTask.READ)
@jobs.task(ImportTask.CHECK)
def read_and_try(work: jobs.Work) -> jobs.Effect:
    """Reads a file and tries its rows, both in short steps; what was read once is not read again."""
    record, by = _find(work)
    begins_at = 0.0
    if record.state is ImportState.RECEIVED:
        begins_at = _READING
        try:
            _read(work, record, by)
        except DomainError as refusal:
            if type(refusal) is not DomainError:
                raise
            why = refusal
            return lambda: verbs.refuse_import(record=_find(work)[0], refusal=why)
    total = queries.count_open_rows(record)

    def tell(share: float) -> None:
        work.progress(begins_at + share * (1 - begins_at), "try", round(share * total), total)

    tell(0.0)
    verbs.try_rows(record=record, by=by, progress=tell, step=work.save)
    return lambda: verbs.conclude_check(record=_find(work)[0])


def _read(work: jobs.Work, record: DataImport, by: User) -> None:
    total = count_lines(read_attachment(record.attachment))

    def tell(rows: int) -> None:
        share = min(1.0, rows / total) if total else 0.0
        work.progress(_READING * share, "read", rows, max(total, rows) if total else 0)

    tell(0)
    verbs.read_import(record=record, by=by, progress=tell, step=work.save)


@jobs.task(ImportTask.APPLY)
def apply_file(work: jobs.Work) -> jobs.Effect:
    """Applies an import in one transaction: all of its rows or none."""
    return _at_once(
        work,
        "apply",
        lambda counts: counts.waiting,
        lambda record, by, tell: verbs.apply_import(record=record, by=by, version=None, progress=tell),
    )


@jobs.task(ImportTask.UNDO)
def take_back(work: jobs.Work) -> jobs.Effect:
    """Takes an import back in one transaction; records that were changed since stay."""
    reason = str(work.payload["reason"])
    return _at_once(
        work,
        "undo",
        lambda counts: counts.done,
        lambda record, by, tell: verbs.undo_import(
            record=record, by=by, version=None, reason=reason, kept=None, progress=tell
        ),
    )


def _at_once(
    work: jobs.Work,
    stage: str,
    count: Callable[[Counts], int],
    act: Callable[[DataImport, User, verbs.Progress], object],
) -> jobs.Effect:
    """What acts on all rows that `count` tells of in one transaction, and tells how far it is."""
    work.progress(0.0, stage)

    def write() -> None:
        record, by = _find(work)
        total = count(Counts(record.counts))
        try:
            act(record, by, lambda share: work.progress(share, stage, round(share * total), total))
        except Conflict as clash:
            raise _told(clash) from clash

    return write


def _told(clash: Conflict) -> Exception:
    """Why nothing was saved, in words: what the rules refuse by now, or that something changed."""
    if isinstance(clash.__cause__, DomainError):
        return DomainError(clash.__cause__.text)
    return jobs.JobFailed(_CHANGED.text)
