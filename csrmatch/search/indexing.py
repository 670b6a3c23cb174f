"""Keeps the index equal to the records: with each change, in its transaction; or all of it, when told to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, Table, bindparam, delete, event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from csrmatch.bulk import insert_many
from csrmatch.db import db, take_turn
from csrmatch.search.kinds import Entry, Kind, Touch, list_kinds
from csrmatch.search.matching import holds_word
from csrmatch.search.models import SearchEntry, SearchWord
from csrmatch.search.rules import is_vocabulary, whole_name, words_of

__all__ = ["index_later", "index_records", "rebuild_index"]

_TOUCHED = "search_touched"
_BEFORE = "search_touched_before"
# For each so many the names of all places, themes and companies are read.
_CHUNK = 2_000
_ENTRIES = cast(Table, SearchEntry.__table__)
_WORDS = cast(Table, SearchWord.__table__)
_COLUMNS = ("title_en", "title_hi", "text", "title_words", "text_words", "whole_names", "title_length")
_FILLED = ("kind", "record_id", *_COLUMNS)


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: object) -> None:
    """Notes which records this flush was about, so that no verb can forget the index."""
    touched: dict[str, dict[object, None]] = session.info.setdefault(_TOUCHED, {})
    kinds = list_kinds()
    touching: dict[type, list[tuple[str, Touch]]] = {}
    for instance in (*session.new, *session.dirty, *session.deleted):
        model = type(instance)
        if model not in touching:
            touching[model] = [(kind.code, kind.touches[model]) for kind in kinds if model in kind.touches]
        for code, touch in touching[model]:
            about = touch(instance)
            keys = touched.setdefault(code, {})
            keys.update(dict.fromkeys([about] if isinstance(about, Select) else about))


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Makes the entries of the records anew, in the same transaction as the changes."""
    if session.in_nested_transaction():
        return
    session.flush()
    touched = session.info.pop(_TOUCHED, {})
    for kind in list_kinds():
        if kind.code in touched:
            index_records(kind, _numbers(session, touched[kind.code]))


@event.listens_for(Session, "after_transaction_create")
def _set_aside(session: Session, transaction: SessionTransaction) -> None:
    """Counts what a savepoint is about apart, until it is known whether it stays."""
    if transaction.nested:
        before = session.info.setdefault(_BEFORE, WeakKeyDictionary())
        before[transaction] = session.info.pop(_TOUCHED, {})


@event.listens_for(Session, "after_transaction_end")
def _add_to_before(session: Session, transaction: SessionTransaction) -> None:
    """Adds what a savepoint was about to what was touched before it."""
    if transaction.nested:
        before, within = session.info[_BEFORE][transaction], session.info.pop(_TOUCHED, {})
        codes = {**before, **within}
        session.info[_TOUCHED] = {code: {**before.get(code, {}), **within.get(code, {})} for code in codes}


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """What was rolled back needs no new entries; it comes after the end of what is rolled back."""
    session.info.pop(_TOUCHED, None)
    if transaction.nested:
        session.info[_TOUCHED] = session.info[_BEFORE].pop(transaction)


def index_later(code: str, record_ids: Iterable[int]) -> None:
    """Makes the entries of records of a kind anew at the end of this transaction: for rows added in bulk."""
    touched: dict[str, dict[object, None]] = db.session().info.setdefault(_TOUCHED, {})
    touched.setdefault(code, {}).update(dict.fromkeys(record_ids))


def _numbers(session: Session, keys: Mapping[object, None]) -> list[int]:
    """The ids that rows were about; queries for them are asked now, when everything is written."""
    found: set[int] = set()
    for key in keys:
        if isinstance(key, Select):
            found.update(session.scalars(key))
        elif isinstance(key, int):
            found.add(key)
    return sorted(found)


def index_records(kind: Kind, record_ids: Sequence[int]) -> int:
    """Makes the entries of these records equal to what the records say; gives how many were not.

    Changes made through the session come here by themselves; whoever writes past it calls this in the same
    transaction. Records that are no more lose their entries.
    """
    if not record_ids:
        return 0
    # One at a time, so that a word is not given up while another transaction begins to use it.
    take_turn("search index")
    return sum(_index_chunk(kind, chunk) for chunk in _chunks(record_ids))


def rebuild_index() -> dict[str, int]:
    """Makes the whole index equal to the records; gives how many entries of each kind had to be mended."""
    mended = {}
    for kind in list_kinds():
        stored = db.session.scalars(select(SearchEntry.record_id).where(SearchEntry.kind == kind.code))
        mended[kind.code] = index_records(kind, sorted({*kind.list_ids(), *stored}))
    known = [kind.code for kind in list_kinds()]
    strays = select(SearchEntry).where(SearchEntry.kind.not_in(known)).order_by(SearchEntry.id)
    gone = [dict(row) for row in db.session.connection().execute(strays).mappings()]
    if gone:
        _change(db.session.connection(), [], [], gone)
    return mended


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _index_chunk(kind: Kind, record_ids: Sequence[int]) -> int:
    connection = db.session.connection()
    query = select(_ENTRIES).where(_ENTRIES.c.kind == kind.code, _ENTRIES.c.record_id.in_(record_ids))
    stored = {row["record_id"]: dict(row) for row in connection.execute(query).mappings()}
    wanted = {entry.record_id: _row(kind, entry) for entry in kind.read(record_ids)}
    new = [row for key, row in wanted.items() if key not in stored]
    changed = [
        {**row, "row_id": stored[key]["id"], "old": stored[key]}
        for key, row in wanted.items()
        if key in stored and any(stored[key][name] != row[name] for name in _COLUMNS)
    ]
    gone = [row for key, row in stored.items() if key not in wanted]
    _change(connection, new, changed, gone)
    return len(new) + len(changed) + len(gone)


def _row(kind: Kind, entry: Entry) -> dict[str, Any]:
    title = entry.title_en or entry.title_hi
    also = [text for text in entry.also if text]
    rest = tuple(text for text in entry.text if text)
    names = [text for text in (entry.title_en, entry.title_hi, *also) if text]
    return {
        "kind": kind.code,
        "record_id": entry.record_id,
        "title_en": entry.title_en,
        "title_hi": entry.title_hi,
        "text": "\n".join((*also, *rest)),
        "title_words": words_of(*names).indexed,
        "text_words": _indexed(rest),
        "whole_names": "".join(whole_name(name) for name in names),
        "title_length": len(words_of(title).plain),
    }


# Records of one office in one place, about one thing, have all of these words alike.
@lru_cache(maxsize=2_000)
def _indexed(texts: tuple[str, ...]) -> str:
    return words_of(*texts).indexed


def _change(
    connection: Connection,
    new: Sequence[dict[str, Any]],
    changed: Sequence[dict[str, Any]],
    gone: Sequence[dict[str, Any]],
) -> None:
    """Writes the entries, and keeps the vocabulary to the words that some entry holds."""
    before = _vocabulary(row["old"] for row in changed) | _vocabulary(gone)
    after = _vocabulary(new) | _vocabulary(changed)
    insert_many(connection, _ENTRIES, _FILLED, [tuple(row[name] for name in _FILLED) for row in new])
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in _COLUMNS}
        statement = update(_ENTRIES).where(_ENTRIES.c.id == bindparam("row_id")).values(values)
        connection.execute(statement, [{key: row[key] for key in ("row_id", *_COLUMNS)} for row in changed])
    if gone:
        ids = [row["id"] for row in gone]
        connection.execute(delete(_ENTRIES).where(_ENTRIES.c.id.in_(ids)))
    _add_words(connection, sorted(after - before))
    for word in sorted(before - after):
        if not holds_word(word):
            connection.execute(delete(_WORDS).where(_WORDS.c.word == word))


def _vocabulary(rows: Any) -> set[str]:
    # Many entries have all of their words alike but those of their titles.
    texts = {row[name] for row in rows for name in ("title_words", "text_words")}
    words = {word for text in texts for word in text.split()}
    return {word for word in words if word.isascii() and is_vocabulary(word)}


def _add_words(connection: Connection, words: Sequence[str]) -> None:
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = kind.insert(_WORDS).on_conflict_do_nothing(index_elements=["word"])
    if words:
        connection.execute(statement, [{"word": word, "length": len(word)} for word in words])
