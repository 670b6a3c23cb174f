"""Applies an import as a whole, drops one that is not wanted, and takes back one that was applied."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Table, update
from sqlalchemy.exc import IntegrityError

from csrmatch.accounts.models import User
from csrmatch.audit.recording import seal_so_far, set_reason
from csrmatch.bulk import update_many
from csrmatch.db import db, lock_row, now, take_turn
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.imports.kinds import ImportKind
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.queries import AppliedRow, PlainRow, count_rows, list_applied_rows, walk_rows
from csrmatch.imports.rules import Counts, ImportState, Outcome, is_ready
from csrmatch.imports.services.checking import CHUNK, require_kind, source_of
from csrmatch.imports.services.steps import Progress

__all__ = ["apply_import", "drop_import", "list_untouchable", "require_ready", "undo_import"]

_ROWS = cast(Table, ImportRow.__table__)


def apply_import(
    *, record: DataImport, by: User, version: int | None, progress: Progress = lambda _share: None
) -> None:
    """Saves every row that is new or changed, in the caller's one transaction: all of them or none.

    Rows that are held back stay for later. A record that was changed since the trial stops everything.

    Raises
    ------
    Conflict
        When the import was applied, dropped or decided on since the page was opened, or a record it
        changes was.
    DomainError
        When the import is not ready: errors, names nobody knows, nothing to do.
    """
    require_ready(record, version)
    kind, source = require_kind(record), source_of(record)
    set_reason(source)
    waiting, done = Counts(record.counts).waiting, 0
    for rows in walk_rows(record, size=CHUNK, outcomes=(Outcome.NEW, Outcome.CHANGED)):
        with _all_or_nothing():
            _apply_rows(kind, by, rows, source)
            seal_so_far()
        done += len(rows)
        progress(done / max(waiting, 1))
    record.state = ImportState.APPLIED
    record.applied_by_id, record.applied_at = by.id, now()
    record.counts = count_rows(record)
    db.session.flush()


def require_ready(record: DataImport, version: int | None) -> None:
    """Refuses an import that is not ready to be applied, or was acted on since the page was opened."""
    _take(record, version)
    if record.errors:
        raise DomainError(lazy_("The file holds what cannot be read. Correct it and send it again."))
    if not is_ready(record.state, Counts(record.counts)):
        raise DomainError(lazy_("There is nothing to apply until what is open is settled."))


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """A refusal after the first row was written stops everything: what the trial allowed is so no longer."""
    try:
        yield
    except Conflict:
        raise
    except (DomainError, IntegrityError) as error:
        text = error.text if isinstance(error, DomainError) else lazy_("The database does not take this row.")
        raise Conflict(mine={str(lazy_("Why it was refused")): text}) from error


def _apply_rows(kind: ImportKind, by: User, rows: Sequence[PlainRow], source: str) -> None:
    new = [row for row in rows if row.outcome is Outcome.NEW]
    made = kind.create(by, [row.values for row in new], source) if new else ()
    after = [(row.id, record_id, version) for row, (record_id, version) in zip(new, made, strict=True)]
    for row in rows:
        if row.outcome is Outcome.CHANGED and row.record_id is not None and row.record_version is not None:
            version = kind.change(by, row.record_id, row.record_version, row.values, source)
            after.append((row.id, row.record_id, version))
    update_many(db.session.connection(), _ROWS, "id", ("record_id", "version_after"), after)


def drop_import(*, record: DataImport, by: User, version: int | None) -> None:
    """Puts a file aside that was not applied; the same file can be sent again."""
    _take(record, version)
    if record.state not in {ImportState.RECEIVED, ImportState.READ, ImportState.CHECKED}:
        raise Conflict
    record.state, record.claim = ImportState.DROPPED, None
    record.ended_by_id, record.ended_at = by.id, now()
    db.session.flush()


def undo_import(
    *,
    record: DataImport,
    by: User,
    version: int | None,
    reason: str,
    kept: int | None = 0,
    progress: Progress = lambda _share: None,
) -> int:
    """Takes back what an import did, in one transaction, and gives how many records stay as they are.

    A record that somebody changed since, or to which something was added, stays; `kept` says how many of
    those the person was shown, and if there are others by now nothing is taken back; None agrees to any.

    Raises
    ------
    Conflict
        When the import was taken back meanwhile, or other records would stay than were shown.
    """
    _take(record, version)
    if record.state is not ImportState.APPLIED:
        raise Conflict
    if not reason:
        raise DomainError(lazy_("Give the reason: it stays on record."))
    kind = require_kind(record)
    set_reason(reason)
    total, stay, done = Counts(record.counts).done, 0, 0
    for rows in walk_rows(record, size=CHUNK, is_applied=True, backwards=True):
        with _all_or_nothing():
            stay += len(rows) - _take_back(kind, by, rows, source_of(record))
            seal_so_far()
        done += len(rows)
        progress(done / max(total, 1))
    if kept is not None and stay != kept:
        raise Conflict
    record.state, record.claim = ImportState.UNDONE, None
    record.ended_by_id, record.ended_at, record.ended_reason = by.id, now(), reason
    record.counts = count_rows(record)
    db.session.flush()
    return stay


def _take_back(kind: ImportKind, by: User, rows: Sequence[PlainRow], source: str) -> int:
    """Takes back those of some rows whose records are as the import left them."""
    # The records of these rows are read together, not each by itself when it is put back.
    stored = kind.find_stored(by, [row.record_id for row in rows if row.record_id is not None])
    free = _free(kind, by, rows, {key: record.version for key, record in stored.items()})
    for row in rows:
        if row.id not in free or row.record_id is None or row.version_after is None:
            continue
        if row.outcome is Outcome.NEW:
            kind.remove(by, row.record_id, row.version_after)
        else:
            kind.restore(by, row.record_id, row.version_after, row.before or {}, source)
    db.session.flush()
    if free:
        query = update(ImportRow).where(ImportRow.id.in_(sorted(free))).values(version_after=None)
        db.session.execute(query, execution_options={"synchronize_session": False})
    return len(free)


def _free(
    kind: ImportKind, by: User, rows: Sequence[PlainRow] | Sequence[AppliedRow], versions: Mapping[int, int]
) -> set[int]:
    """The rows whose records nobody touched since the import, given the versions at which these stand."""
    untouched = kind.is_untouched(by, [row.record_id for row in rows if row.record_id is not None])
    return {
        row.id
        for row in rows
        if row.record_id is not None
        and row.version_after is not None
        and versions.get(row.record_id) == row.version_after
        and (row.outcome is Outcome.CHANGED or row.record_id in untouched)
    }


def list_untouchable(record: DataImport, by: User) -> list[AppliedRow]:
    """The rows of an applied import whose records would stay if it were taken back."""
    kind = require_kind(record)
    found: list[AppliedRow] = []
    applied = list_applied_rows(record)
    for first in range(0, len(applied), CHUNK):
        rows = applied[first : first + CHUNK]
        ids = [row.record_id for row in rows if row.record_id is not None]
        free = _free(kind, by, rows, kind.find_versions(by, ids))
        found += [row for row in rows if row.id not in free]
    return found


def _take(record: DataImport, version: int | None) -> None:
    """Lets one act on the files of an office and kind run at a time, on the version that was shown."""
    take_turn(f"import {record.organisation_id} {record.kind}")
    lock_row(record)
    record.expect_version(version)
