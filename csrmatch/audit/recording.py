"""Hangs the log on the session, so that no verb can forget it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Delete, Insert, Table, Update, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, attributes
from sqlalchemy.orm.state import InstanceState

from csrmatch.audit.models import AuditEvent
from csrmatch.audit.rules import GENESIS, SEALED_FIELDS, Sealer, canonical
from csrmatch.audit.telling import HIDDEN, Added, Changes, Told, plain
from csrmatch.bulk import insert_many, reserve_ids
from csrmatch.db import Model, db, now, take_turn, undone_with

__all__ = [
    "Actor",
    "acting",
    "acting_for",
    "insert_rows",
    "note_event",
    "seal_so_far",
    "set_actor",
    "set_reason",
]

_PENDING = "audit_pending"
_REASON = "audit_reason"
_MARKS = "audit_marks"


@dataclass(frozen=True)
class Actor:
    """Who acts: a person's id and a stable label, and the request or command it happens in."""

    id: int | None
    label: str
    request_id: str


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def set_actor(actor: Actor) -> None:
    """Names who acts for the rest of this request or command."""
    _actor.set(actor)


@contextmanager
def acting(label: str, *, request_id: str = "-") -> Iterator[None]:
    """Names who acts for one block: a command, a job."""
    token = _actor.set(Actor(None, label, request_id))
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def acting_for(person_id: int | None, label: str) -> Iterator[None]:
    """Names a job as what acts for one block, in the name of the person who asked for it."""
    token = _actor.set(Actor(person_id, label, label))
    try:
        yield
    finally:
        _actor.reset(token)


def set_reason(reason: str) -> None:
    """Gives the reason that the entries of this transaction carry."""
    db.session().info[_REASON] = reason


def note_event(action: str, object_type: str, object_id: object, **facts: object) -> None:
    """Adds an entry that no single row's change would tell: a load, a sign-in, a download."""
    db.session().info.setdefault(_PENDING, []).append(
        (action, object_type, str(object_id), {key: plain(value) for key, value in facts.items()})
    )


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[object]]) -> list[Any]:
    """Adds rows of a logged table in one statement, each with its own entry, as if the session had added it.

    A row holds values in the order of these names of attributes; what is not named is null, and a version
    is 1. Gives the generated ids in the order of the rows; nothing where keys are given.
    """
    session, mapper = db.session(), inspect(model)
    session.flush()
    if not rows:
        return []
    connection = session.connection()
    table = cast(Table, mapper.local_table)
    columns = {attribute.key: attribute.columns[0].key for attribute in mapper.column_attrs}
    keys = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
    version = mapper.version_id_col
    if version is not None and (name := mapper.get_property_by_column(version).key) not in names:
        names, rows = (*names, name), [(*row, 1) for row in rows]
    ids: list[Any] = []
    if len(keys) == 1 and keys[0] not in names:
        ids = list(reserve_ids(connection, table, len(rows)))
        names = (*names, keys[0])
        rows = [(*row, number) for row, number in zip(rows, ids, strict=True)]
    insert_many(connection, table, [columns[name] for name in names], rows)
    added = Added(str(table.name), names, keys, model.__secret__, rows)
    session.info.setdefault(_PENDING, []).append(added)
    return ids


def _is_logged(instance: object) -> bool:
    return isinstance(instance, Model) and type(instance).__logged__


def _changes(state: InstanceState[Any], kind: str) -> dict[str, list[object]]:
    """Old and new of each column that changed."""
    secret = state.class_.__secret__
    found: dict[str, list[object]] = {}
    for column in state.mapper.column_attrs:
        old, new = _old_and_new(state, column.key, kind)
        # What goes is told whole; of what comes or changes only what is there and differs.
        if kind != "delete" and old == new:
            continue
        found[column.key] = list(HIDDEN) if column.key in secret else [plain(old), plain(new)]
    return found


def _old_and_new(state: InstanceState[Any], key: str, kind: str) -> tuple[object, object]:
    """What a column held before this flush and what it holds after it; None where there is nothing."""
    if kind == "insert":
        return None, getattr(state.obj(), key)
    history = state.attrs[key].load_history()
    if kind == "delete":
        return (history.unchanged or history.deleted or [None])[0], None
    return (history.deleted or [None])[0], (history.added or [None])[0]


def _identity(instance: object) -> str:
    return ".".join(str(part) for part in inspect(instance).mapper.primary_key_from_instance(instance))


@event.listens_for(Session, "before_flush")
def _load_what_goes(session: Session, _context: object, _instances: object) -> None:
    """Reads every column of a row before it is removed; afterwards its old values could not be told."""
    # What is taken out of its whole and cannot be without it would be removed past the session's own list.
    for orphan in _list_orphans(session):
        session.delete(orphan)
    for instance in session.deleted:
        if _is_logged(instance):
            for column in inspect(instance).mapper.column_attrs:
                getattr(instance, column.key)


def _list_orphans(session: Session) -> list[object]:
    """The rows that this flush removes because nothing holds them any more."""
    found = []
    for whole in session.dirty:
        state = attributes.instance_state(whole)
        for relation in state.mapper.relationships:
            if not relation.cascade.delete_orphan:
                continue
            holds = getattr(type(whole), relation.key).impl.hasparent
            for part in state.attrs[relation.key].history.deleted or ():
                own = attributes.instance_state(part)
                if own.persistent and not holds(own, optimistic=True):
                    found.append(part)
    return found


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: object) -> None:
    """Writes down what this flush changed; ids are known by now."""
    pending = session.info.setdefault(_PENDING, [])
    for kind, instances in (("insert", session.new), ("update", session.dirty), ("delete", session.deleted)):
        for instance in instances:
            if not _is_logged(instance):
                continue
            changes = _changes(attributes.instance_state(instance), kind)
            if changes:
                table = inspect(type(instance)).local_table.name
                pending.append((kind, table, _identity(instance), changes))


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Seals the entries into the chain, in the same transaction as the changes."""
    if session.in_nested_transaction():
        return
    session.flush()
    _seal_pending(session)
    session.info.pop(_REASON, None)


def seal_so_far() -> None:
    """Seals what this transaction changed until now, so that a long one need not keep its entries in memory.

    The chain is this transaction's until it ends; if it is rolled back its entries go with it. Inside a
    savepoint nothing is sealed: what came before it would be lost with it.
    """
    session = db.session()
    session.flush()
    if not session.in_nested_transaction():
        _seal_pending(session)


def _seal_pending(session: Session) -> None:
    pending = session.info.pop(_PENDING, [])
    reason = session.info.get(_REASON, "")
    if not pending:
        return
    # One chain: only one transaction at a time may read its head and add to it.
    take_turn("audit chain")
    connection = session.connection()
    last = connection.execute(
        select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    ).first()
    count, head = (last.id, last.hash) if last else (0, GENESIS)
    actor = _actor.get() or Actor(None, "system", "-")
    moment = now()
    sealer = Sealer(
        at=moment, actor_id=actor.id, actor=actor.label, request_id=actor.request_id, reason=reason
    )
    who, rows = (moment, actor.id, actor.label, actor.request_id), []
    for number, told in enumerate(_tell(pending), start=count + 1):
        previous, head = head, sealer.seal(number, *told, head)
        rows.append((number, *who, *told, reason, previous, head))
    insert_many(connection, cast(Table, AuditEvent.__table__), (*SEALED_FIELDS, "hash"), rows)


def _tell(pending: Iterable[Added | tuple[str, str, str, Changes]]) -> Iterator[Told]:
    for item in pending:
        if isinstance(item, Added):
            yield from item.tell()
        else:
            yield *item[:3], canonical(item[3])


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    """Remembers how many entries there were when a savepoint was set, and the reason given until then."""
    if transaction.nested:
        marks = session.info.setdefault(_MARKS, WeakKeyDictionary())
        marks[transaction] = (len(session.info.get(_PENDING, [])), session.info.get(_REASON, ""))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """What was rolled back leaves no entry; what came before its savepoint stays."""
    transaction = undone_with(transaction)
    if transaction.nested:
        kept, session.info[_REASON] = session.info[_MARKS][transaction]
        del session.info.get(_PENDING, [])[kept:]
        return
    session.info.pop(_PENDING, None)
    session.info.pop(_REASON, None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(execution: ORMExecuteState) -> None:
    """Statements that write to a logged table would go round the log."""
    statement = execution.statement
    if not isinstance(statement, Insert | Update | Delete) or not isinstance(statement.table, Table):
        return
    if statement.table in _logged_tables():
        raise RuntimeError(f"a statement on {statement.table.name} goes round the log")


def _logged_tables() -> set[Table]:
    return {
        mapper.local_table
        for mapper in Model.registry.mappers
        if mapper.class_.__logged__ and isinstance(mapper.local_table, Table)
    }


@event.listens_for(AuditEvent, "before_insert")
@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse_by_hand(_mapper: object, _connection: object, _entry: AuditEvent) -> None:
    """Entries come only from what a transaction changed; nobody writes, changes or removes one."""
    raise RuntimeError("the log is written by the session alone")


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _keep_old_values(_class: type, key: str, attribute: Any) -> None:
    """Makes the session remember the old value of every column, also after a commit expired it."""
    if not attribute.impl.uses_objects:
        attribute.impl.active_history = True
