"""Looking for words among 100,000 entries, against a plain scan of the same rows with LIKE."""

import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy import func, insert, or_, select

from bench.measure import Row, medians
from csrmatch.db import db, run_write
from csrmatch.migrating import upgrade_database
from csrmatch.search.kinds import list_kinds
from csrmatch.search.models import SearchEntry
from csrmatch.search.queries import _choose_stage, _order, _rank
from csrmatch.search.rules import parse_query, whole_name, words_of

ENTRIES = 100_000
REPEATS = 7
_THINGS = ("school", "pump", "clinic", "road", "hostel", "well", "library", "nursery", "workshop", "bridge")
_PLACES = ("Dantewada", "Bastar", "Korba", "Gumla", "Koraput", "Araria", "Wayanad", "Damoh", "Baran", "Moga")
# What is looked for: a rare word, two words, a misspelt rare word, a word of every tenth entry.
QUERIES = ("hamlet4711", "clinic Bastar hamlet471", "Kuwakonda", "hostel")


def _entries() -> Iterator[dict[str, object]]:
    """Made entries: a thing, a place, a number of its own, and in one of them a rare name."""
    pairs = islice(zip(cycle(_THINGS), cycle(_PLACES[:9]), range(ENTRIES), strict=False), ENTRIES)
    for thing, place, number in pairs:
        rare = "Kuakonda" if number == ENTRIES // 2 else "hamlet"
        title = f"{thing} in {place}"
        text = f"{rare} hamlet{number} health and nutrition, work of the year {2000 + number % 25}"
        yield {
            "kind": "made",
            "record_id": number,
            "title_en": title,
            "title_hi": None,
            "text": text,
            "title_words": words_of(title).indexed,
            "text_words": words_of(text).indexed,
            "whole_names": whole_name(title),
            "title_length": 3,
        }


def _search(text: str) -> object:
    """The first twenty, and how many there are, as the page asks for them."""
    may_see = SearchEntry.kind == "made"
    stage, _counts = _choose_stage(parse_query(text), may_see)
    if stage is None:
        return []
    ranked = _rank(stage, list_kinds(), may_see)
    return db.session.execute(select(ranked).order_by(*_order(ranked)).limit(20)).all()


def _scan(text: str) -> object:
    """The same by a scan that forgives no spelling: a count, and the first twenty."""
    held = [
        or_(SearchEntry.title_en.icontains(word), SearchEntry.text.icontains(word)) for word in text.split()
    ]
    db.session.execute(select(func.count()).select_from(SearchEntry).where(*held)).all()
    query = select(SearchEntry.id, SearchEntry.title_en).where(*held)
    return db.session.execute(query.order_by(SearchEntry.title_en, SearchEntry.id).limit(20)).all()


def rows() -> Iterator[Row]:
    """One row for each way of looking, on SQLite."""
    import config
    from csrmatch.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'search.sqlite'}"
        app = create_app(type("Settings", (config.Testing,), {"SQLALCHEMY_DATABASE_URI": url}))
        with app.app_context():
            upgrade_database()
            run_write(_fill)
            for text in QUERIES:
                ours, scan = medians(lambda: _search(text), lambda: _scan(text), repeats=REPEATS)  # noqa: B023
                yield Row(
                    f"looking for “{text}”",
                    f"{ENTRIES:,} entries, SQLite",
                    "a scan with LIKE, which forgives no spelling",
                    ours / scan,
                    1,
                    note=f"{ours * 1000:.0f} ms",
                )
            db.session.remove()
            db.engine.dispose()


def _fill() -> None:
    from csrmatch.search.indexing import _add_words, _vocabulary

    entries = list(_entries())
    connection = db.session.connection()
    connection.execute(insert(SearchEntry), entries)
    _add_words(connection, sorted(_vocabulary(entries)))
