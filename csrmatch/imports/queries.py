"""Reading imports, their rows and names, and the register of names as people have confirmed it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from csrmatch.accounts.models import User
from csrmatch.db import db
from csrmatch.errors import Missing
from csrmatch.imports.access import only_visible_imports
from csrmatch.imports.models import DataImport, ImportName, ImportRow
from csrmatch.imports.rules import DONE, Decision, Outcome, UnknownName
from csrmatch.places.models import ConfirmedName, District
from csrmatch.places.reconciling import Gazetteer, shipped_gazetteer

__all__ = [
    "AppliedRow",
    "PlainRow",
    "chosen_names",
    "count_open_rows",
    "count_rows",
    "find_by_claim",
    "find_undecided",
    "get_import",
    "get_name",
    "get_row",
    "list_applied_rows",
    "list_names",
    "list_next_rows",
    "load_gazetteer",
    "search_imports",
    "select_errors",
    "select_rows",
    "walk_rows",
]

_MOST_MARKED = 1_000


class PlainRow(NamedTuple):
    """A row of an import as it is read where many are; nothing that is done to it is kept."""

    id: int
    sheet: str
    number: int
    record_id: int | None
    record_version: int | None
    version_after: int | None
    title: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] | None
    outcome: Outcome | None
    errors: list[dict[str, object]]
    flags: list[dict[str, object]]
    decision: Decision | None


def search_imports(viewer: User, kind: str | None, state: str | None) -> Select[DataImport]:
    """The imports the viewer may see, narrowed."""
    query = only_visible_imports(viewer, select(DataImport)).options(joinedload(DataImport.added_by))
    if kind:
        query = query.where(DataImport.kind == kind)
    if state:
        query = query.where(DataImport.state == state)
    return query


def get_import(viewer: User, import_id: int, *, for_change: bool = False) -> DataImport:
    """An import the viewer may see; `for_change` keeps others from it until this one is done."""
    query = only_visible_imports(viewer, select(DataImport)).where(DataImport.id == import_id)
    if for_change:
        query = query.with_for_update(of=DataImport).execution_options(populate_existing=True)
    record = db.session.scalar(query)
    if record is None:
        raise Missing
    return record


def find_by_claim(claim: str) -> DataImport | None:
    """The import that holds a claim."""
    return db.session.scalar(select(DataImport).where(DataImport.claim == claim))


def select_rows(record: DataImport, outcomes: Sequence[Outcome] = ()) -> Select[ImportRow]:
    """The rows of an import, or those with one of some outcomes, in the order of the file."""
    query = (
        select(ImportRow).where(ImportRow.import_id == record.id).options(joinedload(ImportRow.decided_by))
    )
    if outcomes:
        query = query.where(ImportRow.outcome.in_(outcomes))
    return query.order_by(ImportRow.id)


def select_errors(record: DataImport) -> list[ImportRow]:
    """The rows of an import that are in error, the first thousand in the order of the file."""
    query = select_rows(record, [Outcome.ERROR]).limit(_MOST_MARKED)
    return list(db.session.scalars(query))


def find_undecided(record: DataImport) -> ImportRow | None:
    """The first row that waits for a decision."""
    query = select_rows(record, [Outcome.HELD, Outcome.CONFLICT]).where(ImportRow.decision.is_(None))
    return db.session.scalar(query.limit(1))


def get_row(record: DataImport, row_id: int) -> ImportRow:
    """A row of an import."""
    row = db.session.get(ImportRow, row_id)
    if row is None or row.import_id != record.id:
        raise Missing
    return row


class AppliedRow(NamedTuple):
    """What of a row that was applied tells whether its record can be taken back, without what it said."""

    id: int
    number: int
    record_id: int | None
    version_after: int | None
    title: str
    outcome: Outcome | None


def list_applied_rows(record: DataImport) -> list[AppliedRow]:
    """All rows of an import that were applied, in the order of the file."""
    columns = [getattr(ImportRow, name) for name in AppliedRow._fields]
    query = select(*columns).where(ImportRow.import_id == record.id, ImportRow.version_after.is_not(None))
    return [AppliedRow(*row) for row in db.session.execute(query.order_by(ImportRow.id))]


def walk_rows(
    record: DataImport,
    *,
    size: int,
    outcomes: Sequence[Outcome] = (),
    is_applied: bool = False,
    backwards: bool = False,
) -> Iterator[Sequence[PlainRow]]:
    """Rows that were applied, or those that were not, a few hundred at a time; memory holds no more."""
    key, last = ImportRow.id, None
    while True:
        has_version = ImportRow.version_after.is_not(None)
        query = _of_import(record).where(has_version if is_applied else ~has_version)
        if outcomes:
            query = query.where(ImportRow.outcome.in_(outcomes))
        if last is not None:
            query = query.where(key < last if backwards else key > last)
        rows = _plain_rows(query.order_by(key.desc() if backwards else key.asc()).limit(size))
        if not rows:
            return
        last = rows[-1].id
        yield rows


def list_next_rows(record: DataImport, *, after: int, size: int) -> Sequence[PlainRow]:
    """So many rows that were not applied, from the one after that id on."""
    query = _of_import(record).where(ImportRow.version_after.is_(None), ImportRow.id > after)
    return _plain_rows(query.order_by(ImportRow.id).limit(size))


def _of_import(record: DataImport) -> Select[Any]:
    """The rows of an import, to be read on by their ids, which stand together.

    The sum keeps the databases from looking up all rows by the import, and sorting them, for each few.
    """
    columns = [getattr(ImportRow, name) for name in PlainRow._fields]
    return select(*columns).where(ImportRow.import_id + 0 == record.id)


def _plain_rows(query: Select[Any]) -> list[PlainRow]:
    return [PlainRow(*row) for row in db.session.execute(query)]


def count_open_rows(record: DataImport) -> int:
    """How many rows of an import were not applied."""
    query = select(func.count()).where(ImportRow.import_id == record.id, ImportRow.version_after.is_(None))
    return db.session.scalar(query) or 0


def count_rows(record: DataImport) -> dict[str, int]:
    """How many rows have each outcome, and how many were applied."""
    query = (
        select(ImportRow.outcome, func.count(), func.count(ImportRow.version_after))
        .where(ImportRow.import_id == record.id)
        .group_by(ImportRow.outcome)
        .order_by(ImportRow.outcome)
    )
    counts: dict[str, int] = {}
    for outcome, count, done in db.session.execute(query):
        if outcome is not None:
            counts[outcome.value] = count
        counts[DONE] = counts.get(DONE, 0) + done
    return counts


def list_names(record: DataImport) -> list[ImportName]:
    """The names of a file that the register does not know, those in most rows first."""
    query = select(ImportName).where(ImportName.import_id == record.id)
    order = (ImportName.row_count.desc(), ImportName.name, ImportName.state)
    return list(db.session.scalars(query.order_by(*order)))


def get_name(record: DataImport, name_id: int) -> ImportName:
    """A name of an import."""
    name = db.session.get(ImportName, name_id)
    if name is None or name.import_id != record.id:
        raise Missing
    return name


def chosen_names(record: DataImport) -> dict[UnknownName, int]:
    """What was said of the names of a file: the LGD code meant, 0 for a place outside the register."""
    listed = set(db.session.scalars(select(District.lgd).order_by(District.lgd)))
    chosen: dict[UnknownName, int] = {}
    for name in list_names(record):
        if name.chosen_at is not None:
            lgd = name.chosen_lgd or 0
            chosen[UnknownName(name.name, name.state)] = lgd if lgd in listed else 0
    return chosen


def load_gazetteer() -> Gazetteer:
    """All names of districts there are, with those that people have confirmed."""
    query = select(ConfirmedName).options(joinedload(ConfirmedName.district)).order_by(ConfirmedName.id)
    confirmed: Mapping[tuple[str, str], int | None] = {
        (row.name_key, row.state_key): row.district.lgd if row.district else None
        for row in db.session.scalars(query)
    }
    return shipped_gazetteer().with_confirmed(confirmed)
