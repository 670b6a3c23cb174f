"""Takes a file in: keeps it, reads its rows once, and asks about the names in it that nobody knows."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any, cast

from sqlalchemy import Table, delete

from csrmatch.accounts.models import User
from csrmatch.attachments.queries import read_attachment
from csrmatch.attachments.rules import FileKind, FileProblem, inspect_file
from csrmatch.attachments.services import keep_file
from csrmatch.attachments.words import FILE_PROBLEMS
from csrmatch.bulk import insert_many
from csrmatch.db import db, now, take_turn
from csrmatch.documents.reading import Finding, Limits, Unreadable
from csrmatch.errors import DomainError, Missing
from csrmatch.i18n import lazy_
from csrmatch.imports.files import BY_PAGE, IN_BULK, LARGE_WORKBOOK, is_workbook, read_sheet
from csrmatch.imports.kinds import ImportKind, find_kind
from csrmatch.imports.layouts import Layout, SheetRow
from csrmatch.imports.models import DataImport, ImportName, ImportRow
from csrmatch.imports.queries import find_by_claim, load_gazetteer
from csrmatch.imports.rules import ImportState, Outcome, ReadRow, UnknownName, plain_finding
from csrmatch.imports.services.checking import refusal_of, require_kind
from csrmatch.imports.services.steps import Step, at_once
from csrmatch.imports.words import tell_unreadable
from csrmatch.places.reconciling import Gazetteer

__all__ = ["read_import", "receive_file", "refuse_import"]

_AT_ONCE = 1_000
_LONGEST_TITLE = 200
_MOST_FILE_ERRORS = 200
_ROWS = cast(Table, ImportRow.__table__)
_COLUMNS = (
    "sheet",
    "number",
    "record_id",
    "record_version",
    "title",
    "given_values",
    "outcome",
    "errors",
    "flags",
)
# What is too much for a page may still be read by a worker.
_HEAVY = frozenset({"too_large", "file_too_large", "workbook_too_heavy"})


def receive_file(
    *,
    by: User,
    kind_code: str,
    file_name: str,
    content: bytes,
    limits: Limits = BY_PAGE,
    most_at_once: int | None = None,
) -> tuple[DataImport, bool]:
    """The import of a file, with its rows as read, and whether it is a new one.

    The very same file, of the same office and kind, is one import: sent again it is found again, until it
    was dropped or undone. A file with more rows than `most_at_once` is only received: `read_import` reads it.

    Raises
    ------
    DomainError
        When the file as a whole cannot be read; nothing of it is kept.
    """
    kind = find_kind(kind_code)
    owner = kind.owner_of(by) if kind else ""
    if kind is None or not owner:
        raise Missing
    sha256 = hashlib.sha256(content).hexdigest()
    claim = hashlib.sha256(f"{by.organisation_id}:{kind.code}:{sha256}".encode()).hexdigest()
    # Two who send the same file at once must come to the same import.
    take_turn(f"import {claim}")
    if known := find_by_claim(claim):
        return known, False
    gazetteer = load_gazetteer()
    found = _open(kind, content, limits) if most_at_once is None else _open_few(kind, content, most_at_once)
    attachment = keep_file(
        by=by, title=str(kind.label), file_name=file_name, content=content, kind=_judge(content)
    )
    record = DataImport(
        kind=kind.code,
        organisation_id=by.organisation_id,
        attachment=attachment,
        sha256=sha256,
        claim=claim,
        state=ImportState.RECEIVED if found is None else ImportState.READ,
        counts={},
        errors=[],
        added_by_id=by.id,
        added_at=now(),
    )
    db.session.add(record)
    db.session.flush()
    if found is not None:
        try:
            _read(record, kind, found, gazetteer, owner)
        except Unreadable as error:
            raise DomainError(tell_unreadable(error, limits)) from error
    return record, True


def read_import(
    *,
    record: DataImport,
    by: User,
    progress: Callable[[int], None] = lambda _rows: None,
    step: Step = at_once,
) -> None:
    """Reads the rows of an import that was only received, a thousand in each step, and tells how many.

    It begins anew where somebody began it before and did not come to the end.

    Raises
    ------
    DomainError
        When the file as a whole cannot be read.
    """
    kind = require_kind(record)
    owner, number = kind.owner_of(by), record.id
    gazetteer = load_gazetteer()
    found = _open(kind, read_attachment(record.attachment), IN_BULK)
    step(lambda: db.session.execute(delete(ImportRow).where(ImportRow.import_id == number)))
    try:
        _read(record, kind, found, gazetteer, owner, progress, step)
    except Unreadable as error:
        raise DomainError(tell_unreadable(error, IN_BULK)) from error


def refuse_import(*, record: DataImport, refusal: DomainError) -> None:
    """Closes an import whose file cannot be read, with the reason; the file may be sent again."""
    cause = refusal.__cause__
    why, row = plain_finding(refusal_of(refusal)), None
    if isinstance(cause, Unreadable):
        params = {"megabytes": IN_BULK.megabytes, "rows": IN_BULK.rows, "columns": IN_BULK.columns}
        why, row = {"column": "", "code": cause.code, "value": "", "params": params}, cause.row
    record.state, record.claim = ImportState.REFUSED, None
    record.errors = [{**why, "sheet": record.attachment.file_name, "row": row}]
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == record.id))
    db.session.flush()


def _judge(content: bytes) -> FileKind:
    """The kind of a file that is going to be read; one with macros is refused like any attached file."""
    if not is_workbook(content):
        return FileKind.CSV
    kind = inspect_file(content, largest=IN_BULK.megabytes * 1_000_000, unpacked=IN_BULK.unpacked)
    if kind is FileKind.XLSX:
        return kind
    raise DomainError(FILE_PROBLEMS[kind if isinstance(kind, FileProblem) else FileProblem.UNKNOWN_KIND])


def _open(kind: ImportKind, content: bytes, limits: Limits) -> Iterator[SheetRow | Finding]:
    """The rows of the file from the first that is not blank; a file that cannot be opened is refused here."""
    rows = read_sheet(content, kind.sheet, limits)
    try:
        return _from_first_row(kind, rows)
    except Unreadable as error:
        raise DomainError(tell_unreadable(error, limits)) from error


def _open_few(kind: ImportKind, content: bytes, most: int) -> Iterator[SheetRow | Finding] | None:
    """The same of a file with at most so many rows; None where it has more or is too heavy for a page."""
    if len(content) > IN_BULK.megabytes * 1_000_000:
        raise DomainError(tell_unreadable(Unreadable("file_too_large"), IN_BULK))
    if is_workbook(content) and len(content) > LARGE_WORKBOOK:
        return None
    rows = read_sheet(content, kind.sheet, BY_PAGE)
    try:
        head = list(islice(rows, most + 1))
    except Unreadable as error:
        if error.code in _HEAVY:
            return None
        raise DomainError(tell_unreadable(error, BY_PAGE)) from error
    if len(head) > most:
        rows.close()
        return None
    return _from_first_row(kind, iter(head))


def _from_first_row(kind: ImportKind, rows: Iterator[SheetRow | Finding]) -> Iterator[SheetRow | Finding]:
    """The rows from the first that is not blank; where that names no columns the file is refused here."""
    first = next((item for item in rows if isinstance(item, SheetRow)), None)
    if first is None:
        raise DomainError(lazy_("There is no row in the file: fill in the sheet and send it again."))
    _find_layout(kind, first)
    return chain([first], rows)


def _read(
    record: DataImport,
    kind: ImportKind,
    found: Iterator[SheetRow | Finding],
    gazetteer: Gazetteer,
    owner: str,
    progress: Callable[[int], None] = lambda _rows: None,
    step: Step = at_once,
) -> None:
    """Stores every row as it was understood, and each name that nobody knows once."""
    first = next(found)
    if not isinstance(first, SheetRow):
        raise AssertionError("the first item is a row")
    layout, number, count = _find_layout(kind, first), record.id, 0
    wrong: list[Finding] = []
    names: dict[UnknownName, int] = {}
    rows = layout.read(chain([first], _only_rows(found, wrong)), gazetteer, owner)
    while batch := list(islice(rows, _AT_ONCE)):
        for row in batch:
            for name in set(row.names):
                names[name] = names.get(name, 0) + 1
        step(partial(_keep_rows, [(number, *_stored(kind, row)) for row in batch]))
        count += len(batch)
        progress(count)
    step(lambda: _conclude(record, layout, names, wrong, gazetteer))


def _keep_rows(rows: list[tuple[Any, ...]]) -> None:
    insert_many(db.session.connection(), _ROWS, ("import_id", *_COLUMNS), rows)


def _conclude(
    record: DataImport,
    layout: Layout,
    names: dict[UnknownName, int],
    wrong: list[Finding],
    gazetteer: Gazetteer,
) -> None:
    """Notes that all rows were read, which names nobody knows, and what is wrong beside the rows."""
    _add_names(record, names, gazetteer)
    record.state, record.layout = ImportState.READ, layout.code
    record.errors = [
        {
            "sheet": item.sheet,
            "row": item.row,
            "column": item.column,
            "code": item.code,
            "value": "",
            **({"params": {"rows": IN_BULK.rows}} if item.code == "too_large" else {}),
        }
        for item in wrong[:_MOST_FILE_ERRORS]
    ]
    db.session.flush()


def _find_layout(kind: ImportKind, first: SheetRow) -> Layout:
    for layout in kind.layouts:
        if layout.recognises(first.cells):
            return layout
    raise DomainError(
        lazy_(
            "The first row does not name the columns. Download the workbook from here, and keep its first "
            "row as it is."
        )
    )


def _only_rows(found: Iterable[SheetRow | Finding], wrong: list[Finding]) -> Iterator[SheetRow]:
    for item in found:
        if isinstance(item, SheetRow):
            yield item
        else:
            wrong.append(item)


def _stored(kind: ImportKind, row: ReadRow) -> tuple[Any, ...]:
    """A row as it was read, in the order of the columns it fills."""
    return (
        row.sheet[:60],
        row.number,
        row.record_id,
        row.version,
        kind.title_of(row.values)[:_LONGEST_TITLE],
        row.values,
        Outcome.ERROR if row.errors else None,
        tuple({**plain_finding(error), "by": "reading"} for error in row.errors),
        tuple({**plain_finding(flag), "by": "reading"} for flag in row.flags),
    )


def _add_names(record: DataImport, names: dict[UnknownName, int], gazetteer: Gazetteer) -> None:
    for name, count in sorted(names.items(), key=lambda item: (item[0].name, item[0].state)):
        suggestions = gazetteer.read(name.name, name.state).suggestions
        db.session.add(
            ImportName(
                import_id=record.id,
                name=name.name[:200],
                state=name.state[:120],
                row_count=count,
                suggestions=[[item.place.lgd, item.score] for item in suggestions],
            )
        )
    db.session.flush()
