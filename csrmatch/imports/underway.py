"""What a page says of the work that a worker does on an import: where it stands, or why it failed."""

from collections.abc import Mapping
from dataclasses import dataclass

from csrmatch.db import now
from csrmatch.i18n import LazyText, _, format_ist, format_number, lazy_
from csrmatch.imports.models import DataImport
from csrmatch.imports.rules import ImportState
from csrmatch.imports.services import ImportTask, is_at_work
from csrmatch.jobs import Job, JobState, is_worker_busy
from csrmatch.jobs.rules import LEASE, SOON
from csrmatch.jobs.transport import find_sign

__all__ = ["Underway", "is_withdrawable", "tell_failure", "tell_work"]

_WAITING: Mapping[str, LazyText] = {
    ImportTask.READ: lazy_("The file waits to be read"),
    ImportTask.CHECK: lazy_("The file waits to be tried"),
    ImportTask.APPLY: lazy_("The rows wait to be applied"),
    ImportTask.UNDO: lazy_("The import waits to be taken back"),
}
_STAGES: Mapping[str, LazyText] = {
    "read": lazy_("The file is being read"),
    "try": lazy_("The rows are being tried"),
    "apply": lazy_("The rows are being applied"),
    "undo": lazy_("The import is being taken back"),
}
_CLOSED = frozenset({ImportState.DROPPED, ImportState.UNDONE, ImportState.REFUSED})
_STOPPED = lazy_("It was begun several times and stopped each time. Nothing of it was saved.")
_BROKEN = lazy_("Something went wrong on our side. Nothing of it was saved.")


@dataclass(frozen=True)
class Underway:
    """Where the work stands: in words, from 0 to 1 or None if nobody can say, and what else is to be known.

    `is_stuck` says that nobody seems to be at it and a person should look after the service.
    """

    words: str
    share: float | None
    note: str
    is_stuck: bool = False


def tell_work(record: DataImport) -> Underway | None:
    """What is said of the work on an import; None where nobody is at it."""
    job = record.job
    if job is None or not is_at_work(record):
        return None
    return _tell_running(job) if job.state is JobState.RUNNING else _tell_waiting(job)


def is_withdrawable(record: DataImport) -> bool:
    """Whether no worker has begun on an import yet."""
    return record.job is None or record.job.state is not JobState.RUNNING


def _tell_running(job: Job) -> Underway:
    sign = find_sign(job.id)
    words = _STAGES.get(sign.stage if sign else "", _WAITING[job.kind])
    # While a worker writes, its row is locked and the lease is not renewed.
    seen = max(job.heartbeat_at.timestamp() if job.heartbeat_at else 0.0, sign.at if sign else 0.0)
    if now().timestamp() - seen > LEASE.total_seconds():
        note = _("Its worker has given no sign for more than a minute. Another one takes it over.")
        return Underway(str(words), None, note)
    if sign is None or not sign.done:
        return Underway(str(words), None, "")
    row = format_number(sign.done)
    if not sign.total:
        return Underway(str(words), None, _("Row %(row)s", row=row))
    note = _("Row %(row)s of %(rows)s", row=row, rows=format_number(sign.total))
    return Underway(str(words), sign.share, note)


def _tell_waiting(job: Job) -> Underway:
    words, moment = str(_WAITING[job.kind]), now()
    if job.attempts and job.not_before > moment:
        note = _("It did not work and is tried again at %(moment)s.", moment=format_ist(job.not_before))
        return Underway(words, None, note)
    if is_worker_busy(moment):
        return Underway(words, None, _("Other work is done first."))
    since = max(job.created_at, job.not_before)
    if moment - since < SOON:
        return Underway(words, None, _("It begins in a moment."))
    note = _(
        "No worker has taken it up since %(moment)s. Tell whoever runs this service: work behind the pages "
        "is not being done. Nothing is lost; it begins as soon as a worker runs.",
        moment=format_ist(since),
    )
    return Underway(words, None, note, is_stuck=True)


def tell_failure(record: DataImport) -> str:
    """Why the last work on an import failed, in the language in force; empty where it did not."""
    job = record.job
    if job is None or job.state is not JobState.FAILED or record.state in _CLOSED:
        return ""
    error = job.error or ""
    if error == "stopped":
        return str(_STOPPED)
    # The name of an unexpected error says nothing to a reader; what is meant for people is a sentence.
    return _(error) if " " in error else str(_BROKEN)
