"""The database: the base of all models, column types, and the one way to write."""

import hashlib
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar
from weakref import WeakKeyDictionary

from flask import current_app, has_request_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Enum, Integer, MetaData, TypeDecorator, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from csrmatch.errors import Busy, Conflict
from csrmatch.i18n import IST

__all__ = [
    "Model",
    "TransactionList",
    "UtcDateTime",
    "Versioned",
    "code_enum",
    "db",
    "insert_once",
    "lock_row",
    "now",
    "run_write",
    "take_turn",
    "today",
    "undone_with",
]

T = TypeVar("T")

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_RETRYABLE_STATES = {"40001", "40P01"}
_ATTEMPTS = 5
# SQLite lets whoever asks at the right moment write next; in one process they had better queue.
_sqlite_queue = threading.Lock()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC on every database; a value without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses naive moments and stores UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Gives the zone back that SQLite drops."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def code_enum(kind: type[StrEnum]) -> Enum:
    """A column type that stores the code of an enum as text, checked in Python."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


class Base(DeclarativeBase):
    """The base of all models: constraint names that migrations can rely on, and whole numbers that fit."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    # Facts shipped with the product are versioned with its files, so the log holds one entry for a load of
    # them; every other row is logged change by change.
    __logged__: ClassVar[bool] = True
    # Columns that hold secrets or a person's own data: the log, which is never erased, says that they
    # changed, not from what to what.
    __secret__: ClassVar[frozenset[str]] = frozenset()


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})

if TYPE_CHECKING:

    class Model(Base):
        """The class that models inherit."""

        __abstract__ = True
else:
    Model = db.Model


class Versioned:
    """A row that people edit: an update made on an older version than the stored one is refused."""

    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        """Lets the mapper raise and check the version with every update."""
        return {"version_id_col": cls.version}

    def expect_version(
        self,
        version: int | None,
        *,
        theirs: Mapping[str, object] | None = None,
        mine: Mapping[str, object] | None = None,
    ) -> None:
        """Refuses an edit that was begun on another version than the stored one; None asks nothing.

        Raises
        ------
        Conflict
            When somebody else saved in the meantime; it carries `theirs` and `mine` to be shown.
        """
        if version is not None and version != self.version:
            raise Conflict(theirs, mine, self.version)


def now() -> datetime:
    """The clock: this moment in UTC. Tests turn it with the rest of the process's time."""
    return datetime.now(UTC)


def today() -> date:
    """The civil day in India."""
    return now().astimezone(IST).date()


def run_write(action: Callable[[], T]) -> T:
    """Runs the action in one write transaction: commits when it returns, rolls back when it raises.

    On SQLite the transaction takes the write lock at once, so that it can never fail half way for want of
    it; on PostgreSQL a deadlock or serialisation failure runs the action again, a few times.

    Raises
    ------
    Conflict
        When a row was changed by somebody else since it was read.
    Busy
        When SQLite's one writer is at long work, such as a large import, and a page cannot wait so long.
    """
    if _writing.get():
        raise RuntimeError("a write transaction is already open")
    # Whoever waits in the queue holds no connection meanwhile.
    db.session.rollback()
    with _queue():
        return _attempt(action)


@contextmanager
def _queue() -> Iterator[None]:
    if db.engine.dialect.name != "sqlite":
        yield
        return
    # A job or a command waits for others of its own process as long as they take.
    if not _sqlite_queue.acquire(timeout=_page_wait() if has_request_context() else -1):
        raise Busy
    try:
        yield
    finally:
        _sqlite_queue.release()


def _page_wait() -> float:
    """For how many seconds a page waits for its turn to write."""
    return float(current_app.config["WRITE_WAIT"])


def _attempt(action: Callable[[], T]) -> T:
    for attempt in range(_ATTEMPTS):
        db.session.rollback()
        token = _writing.set(True)
        try:
            result = action()
            db.session.commit()
        except StaleDataError as error:
            db.session.rollback()
            raise Conflict from error
        except DBAPIError as error:
            db.session.rollback()
            if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                raise Busy from error
            if attempt == _ATTEMPTS - 1 or not _is_retryable(error):
                raise
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311
        except BaseException:
            db.session.rollback()
            raise
        else:
            return result
        finally:
            _writing.reset(token)
    raise AssertionError("unreachable")


def insert_once(model: type[Model], **values: Any) -> bool:
    """Adds a row of an unlogged table unless one with its unique value is there; whether it was added."""
    if model.__logged__:
        raise RuntimeError("rows of a logged table are added through the session")
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    added = insert(model).values(**values).on_conflict_do_nothing()
    return db.session.execute(added.returning(*inspect(model).primary_key)).first() is not None


def lock_row(row: Model) -> None:
    """Reads a row anew and keeps other writers from it until this transaction ends."""
    db.session.refresh(row, with_for_update={"of": row.__class__})


def take_turn(name: str) -> None:
    """Lets only one write transaction of that name run at a time, on all workers.

    For what a row's lock cannot guard: a count that must not be passed, a last one that must stay.
    SQLite has one writer at a time anyway.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": key})


def undone_with(transaction: SessionTransaction) -> SessionTransaction:
    """The savepoint or transaction that is lost with one that was rolled back, a flush that failed too."""
    while transaction.parent is not None and not transaction.nested:
        transaction = transaction.parent
    return transaction


class TransactionList(Generic[T]):
    """What a transaction gathers until it ends: told one by one whether it was committed or rolled back.

    What a savepoint gathered is rolled back with it.
    """

    def __init__(
        self,
        name: str,
        *,
        committed: Callable[[T], object] = lambda _item: None,
        rolled_back: Callable[[T], object] = lambda _item: None,
    ) -> None:
        self._name, self._marks = name, f"{name}_marks"
        self._tell_committed, self._tell_rolled_back = committed, rolled_back
        event.listen(Session, "after_transaction_create", self._mark)
        event.listen(Session, "after_commit", self._end)
        event.listen(Session, "after_soft_rollback", self._forget)

    def add(self, item: T) -> None:
        """Gathers one thing in the running transaction."""
        db.session().info.setdefault(self._name, []).append(item)

    def _mark(self, session: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            marks = session.info.setdefault(self._marks, WeakKeyDictionary())
            marks[transaction] = len(session.info.get(self._name, []))

    def _end(self, session: Session) -> None:
        if not session.in_nested_transaction():
            for item in session.info.pop(self._name, []):
                self._tell_committed(item)

    def _forget(self, session: Session, transaction: SessionTransaction) -> None:
        transaction = undone_with(transaction)
        items: list[T] = session.info.get(self._name, [])
        kept = session.info[self._marks][transaction] if transaction.nested else 0
        gone = items[kept:]
        del items[kept:]
        for item in gone:
            self._tell_rolled_back(item)


def _is_retryable(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _RETRYABLE_STATES


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Sets what SQLite needs on each connection; other databases are left alone."""
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    connection.isolation_level = None
    # 64 MB of pages at most: with few, a long transaction writes the same ones to disk again and again.
    kept = "cache_size=-65536"
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "busy_timeout=30000", "synchronous=FULL", kept):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Takes SQLite's write lock at the start of a write transaction."""
    if connection.dialect.name != "sqlite":
        return
    if _writing.get():
        # A job or a command waits for another process three times as long as a page.
        seconds = _page_wait() * (1 if has_request_context() else 3)
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={seconds * 1_000:.0f}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@event.listens_for(Session, "before_commit")
def _refuse_stray_commit(session: Session) -> None:
    """Only `run_write` commits: a commit anywhere else is a defect."""
    if not _writing.get():
        raise RuntimeError("commit outside run_write")
