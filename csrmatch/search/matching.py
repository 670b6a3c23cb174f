"""How each database is asked for words: the one place where SQLite and PostgreSQL differ."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, String, bindparam, cast, column, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from csrmatch.db import db
from csrmatch.search.models import FULL_TEXT_TABLE
from csrmatch.search.rules import Alternative

__all__ = ["holds_word", "select_matches"]

_SQLITE = table(FULL_TEXT_TABLE, column("rowid"))
_POSTGRESQL = table(FULL_TEXT_TABLE, column("id"), column("title_words"), column("all_words"))


def select_matches(
    groups: Sequence[Sequence[Alternative]], *, in_title: bool = False, any_group: bool = False
) -> Select[Any]:
    """The ids of the entries that hold a word of every group, or with `any_group` of one of them.

    Words consist of letters, digits and marks alone, so that none can be read as an operator.
    """
    if db.session.connection().dialect.name == "postgresql":
        asked = (" | " if any_group else " & ").join(_in_postgresql(group) for group in groups)
        words = _POSTGRESQL.c.title_words if in_title else _POSTGRESQL.c.all_words
        return select(_POSTGRESQL.c.id).where(words.op("@@")(cast(_given(asked), TSQUERY)))
    asked = (" OR " if any_group else " AND ").join(_in_sqlite(group) for group in groups)
    if in_title:
        asked = f"{{title_words}} : ({asked})"
    return select(_SQLITE.c.rowid).where(literal_column(FULL_TEXT_TABLE).op("match")(_given(asked)))


def _given(value: str) -> BindParameter[str]:
    return bindparam(None, value, type_=String(), unique=True)


def _in_sqlite(group: Sequence[Alternative]) -> str:
    return "(" + " OR ".join(f'"{one.word}"' + ("*" if one.is_prefix else "") for one in group) + ")"


def _in_postgresql(group: Sequence[Alternative]) -> str:
    return "(" + " | ".join(f"'{one.word}'" + (":*" if one.is_prefix else "") for one in group) + ")"


def holds_word(word: str) -> bool:
    """Whether any entry holds this very word."""
    return db.session.connection().execute(select_matches([[Alternative(word)]]).limit(1)).first() is not None
