"""Tries an import: each row through the verbs of the forms, in a transaction that is rolled back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, StatementError

from csrmatch.accounts.models import User
from csrmatch.audit.recording import note_event
from csrmatch.db import db
from csrmatch.errors import Conflict, DomainError, Missing
from csrmatch.i18n import LazyText, lazy_
from csrmatch.imports.kinds import Checker, ImportKind, Stored, find_kind, trying
from csrmatch.imports.models import DataImport, ImportRow
from csrmatch.imports.queries import PlainRow, chosen_names, count_open_rows, count_rows, list_next_rows
from csrmatch.imports.rules import (
    Decision,
    ImportState,
    Outcome,
    RowError,
    RowFlag,
    UnknownName,
    as_params,
    differing,
    outcome_of,
    plain_finding,
)
from csrmatch.imports.services.steps import Progress, Step, at_once

__all__ = [
    "CHUNK",
    "check_import",
    "check_row",
    "conclude_check",
    "refusal_of",
    "require_kind",
    "source_of",
    "try_rows",
]

CHUNK = 500


@dataclass
class _Trial:
    """What is known of the whole file while its rows are tried one after the other."""

    kind: ImportKind
    by: User
    source: str
    chosen: Mapping[UnknownName, int]
    likenesses: Mapping[str, str]
    check: Checker
    seen_ids: set[int] = field(default_factory=set)
    seen_likenesses: dict[str, int] = field(default_factory=dict)


def require_kind(record: DataImport) -> ImportKind:
    """The kind of an import."""
    kind = find_kind(record.kind)
    if kind is None:
        raise Missing
    return kind


def source_of(record: DataImport) -> str:
    """What an import is called in the log and in the steps it takes."""
    return f"Import {record.id}: {record.attachment.file_name}"


def check_import(*, record: DataImport, by: User, progress: Progress = lambda _share: None) -> None:
    """Says of every row what would become of it; nothing of it is saved but the answer.

    Each row that is new or changed goes through the same verbs as when it is applied, in a savepoint that
    is rolled back. Rows that were applied already are left as they are.
    """
    try_rows(record=record, by=by, progress=progress)
    conclude_check(record=record)


def try_rows(
    *, record: DataImport, by: User, progress: Progress = lambda _share: None, step: Step = at_once
) -> None:
    """Tries the rows a few hundred at a time, each time as one step; nobody else may act on the import."""
    if record.state not in {ImportState.READ, ImportState.CHECKED, ImportState.APPLIED}:
        raise Conflict
    kind = require_kind(record)
    likenesses = kind.find_likenesses(by)
    trial = _Trial(kind, by, source_of(record), chosen_names(record), likenesses, kind.checker(by))
    total = count_open_rows(record) or 1
    done = last = 0
    while (found := step(partial(_check_next, trial, record, last))) is not None:
        trial, last, count = found
        done += count
        progress(done / total)


def _check_next(trial: _Trial, record: DataImport, last: int) -> tuple[_Trial, int, int] | None:
    """Tries the rows after the last; what is known of the file then, and how far that was."""
    rows = list_next_rows(record, after=last, size=CHUNK)
    if not rows:
        return None
    # A step that is run again must not find what its first run noted.
    trial = replace(trial, seen_ids=set(trial.seen_ids), seen_likenesses=dict(trial.seen_likenesses))
    last = rows[-1].id
    _check_rows(trial, rows)
    return trial, last, len(rows)


def conclude_check(*, record: DataImport) -> None:
    """Notes that all rows were tried, and what became of them."""
    if record.state is ImportState.READ:
        record.state = ImportState.CHECKED
    record.counts = count_rows(record)
    note_event("check", "data_import", record.id, **record.counts)
    db.session.flush()


def check_row(*, record: DataImport, row: ImportRow, by: User) -> None:
    """Tries one row again after it was decided on; the others stay as they were tried."""
    kind = require_kind(record)
    _check_rows(_Trial(kind, by, source_of(record), chosen_names(record), {}, kind.checker(by)), [row])
    db.session.refresh(row)
    record.counts = count_rows(record)
    db.session.flush()


def _check_rows(trial: _Trial, rows: Sequence[PlainRow | ImportRow]) -> None:
    """Judges some rows and tries those that would be saved."""
    ids = [row.record_id for row in rows if row.record_id is not None]
    stored = trial.kind.find_stored(trial.by, ids)
    answers = [_judge(trial, row, stored.get(row.record_id or 0)) for row in rows]
    _try_new(trial, [item for item in answers if item["outcome"] is Outcome.NEW])
    for item in answers:
        if item["outcome"] is Outcome.CHANGED:
            _try_change(trial, item, stored[item["record_id"]])
    _keep(rows, answers)


def _keep(rows: Sequence[PlainRow | ImportRow], answers: Sequence[dict[str, Any]]) -> None:
    """Stores what the answers say anew: of most rows it is no more than what becomes of them."""
    ids: dict[Outcome, list[int]] = {}
    others = []
    for row, answer in zip(rows, answers, strict=True):
        if all(getattr(row, name) == value for name, value in answer.items() if name != "outcome"):
            ids.setdefault(answer["outcome"], []).append(row.id)
        else:
            others.append(answer)
    for outcome, same in ids.items():
        query = update(ImportRow).where(ImportRow.id.in_(same)).values(outcome=outcome)
        db.session.execute(query, execution_options={"synchronize_session": False})
    if others:
        db.session.execute(update(ImportRow), others)


def _judge(trial: _Trial, row: PlainRow | ImportRow, present: Stored | None) -> dict[str, Any]:
    """What a row would do, before it is tried: its new columns by name."""
    errors = [item for item in row.errors if item.get("by") == "reading"]
    misread = {trial.kind.field_of(str(item["column"])) for item in errors}
    flags = [item for item in row.flags if item.get("by") == "reading"]
    values, is_named = trial.kind.resolve(row.values, trial.chosen)
    link_errors = _link_errors(trial, row, present) if row.decision is not Decision.DROP else []
    before = present.values if present else None
    changes = differing(before, values) if before is not None else list(values)
    if is_named and not link_errors and changes and row.decision is not Decision.DROP:
        found = trial.check(values, present)
        # What could not be read is told as that alone, not also as missing.
        told = [item for item in found if trial.kind.field_of(item.column) not in misread]
        errors += [{**plain_finding(item), "by": "rules"} for item in told]
        flags += _likeness_flags(trial, row, values) if present is None and not errors else []
    errors += link_errors
    outcome = outcome_of(
        has_errors=bool(errors),
        has_flags=bool(flags),
        has_unknown_names=not is_named,
        decision=row.decision,
        before=before,
        changes=changes,
        is_stale=present is not None and row.record_version != present.version,
    )
    kept = {name: before.get(name) for name in values} if before is not None else None
    return {
        "id": row.id,
        "record_id": row.record_id,
        "values": dict(values),
        "before": kept,
        "title": trial.kind.title_of({**(before or {}), **values})[:200],
        "outcome": outcome,
        "errors": errors,
        "flags": flags,
    }


def _link_errors(trial: _Trial, row: PlainRow | ImportRow, present: Stored | None) -> list[dict[str, object]]:
    """What is wrong with the record a row names: not the office's own, named twice, without version."""
    if row.record_id is None:
        return []
    if present is None:
        code = "unknown_record"
    elif row.record_id in trial.seen_ids:
        code = "repeated_record"
    elif row.record_version is None:
        code = "version_missing"
    else:
        trial.seen_ids.add(row.record_id)
        return []
    error = RowError(row.sheet, row.number, "id", code, str(row.record_id))
    return [{**plain_finding(error), "by": "rules"}]


def _likeness_flags(
    trial: _Trial, row: PlainRow | ImportRow, values: Mapping[str, object]
) -> list[dict[str, object]]:
    """Whether a new row seems to repeat a record, or a row above it."""
    key = trial.kind.likeness(values)
    if not key:
        return []
    if key in trial.likenesses:
        params = as_params(record=trial.likenesses[key])
        flag = RowFlag(row.sheet, row.number, "", "repeats_record", params=params)
    elif key in trial.seen_likenesses:
        params = as_params(row=trial.seen_likenesses[key])
        flag = RowFlag(row.sheet, row.number, "", "repeats_row", params=params)
    else:
        trial.seen_likenesses[key] = row.number
        return []
    return [{**plain_finding(flag), "by": "rules"}]


def _try_new(trial: _Trial, items: Sequence[dict[str, Any]]) -> None:
    """Makes the records at once and takes them back; where that is refused, halves until it is known why."""
    if not items:
        return
    refusal = _refused(lambda: trial.kind.create(trial.by, [item["values"] for item in items], trial.source))
    if refusal is None:
        return
    if len(items) == 1:
        _refuse(items[0], refusal)
        return
    middle = len(items) // 2
    _try_new(trial, items[:middle])
    _try_new(trial, items[middle:])


def _try_change(trial: _Trial, item: dict[str, Any], present: Stored) -> None:
    refusal = _refused(
        lambda: trial.kind.change(trial.by, item["record_id"], present.version, item["values"], trial.source)
    )
    if refusal is not None:
        _refuse(item, refusal)


def _refused(act: Callable[[], object]) -> RowError | None:
    """Runs an act in a savepoint that is rolled back, and gives why it was refused, or None."""
    savepoint = db.session.begin_nested()
    try:
        with trying():
            act()
            db.session.flush()
    except (DomainError, IntegrityError, StatementError) as error:
        return refusal_of(error)
    finally:
        savepoint.rollback()
    return None


def refusal_of(error: Exception) -> RowError:
    """A refusal as it is kept with a row: the text as it was written, to be said in any language."""
    text = error.text if isinstance(error, DomainError) else lazy_("The database does not take this row.")
    if isinstance(text, LazyText):
        return RowError("", None, "", "refused", params=as_params(text=text.text, **text.params))
    return RowError("", None, "", "refused", params=as_params(text=text))


def _refuse(item: dict[str, Any], refusal: RowError) -> None:
    item["outcome"] = Outcome.ERROR
    item["errors"] = [*item["errors"], {**plain_finding(refusal), "by": "rules"}]
