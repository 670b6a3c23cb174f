"""The tables of the search index: what can be found, and the words that a misspelt one is compared with."""

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csrmatch.db import Model
from csrmatch.search.rules import LONGEST_WORD

__all__ = ["FULL_TEXT_TABLE", "SearchEntry", "SearchWord"]

# Each database's own kind of full-text table beside these, kept equal to `search_entry` by its triggers: the
# models do not know it. On SQLite it has a few tables of its own, named after it.
FULL_TEXT_TABLE = "search_text"


class SearchEntry(Model):
    """One record that can be found, with its words; who may see it is asked of the record, never kept here.

    Everything in it may be known to whoever may see the record. It is made from the record again with each
    change, so nothing is lost with it.
    """

    __tablename__ = "search_entry"
    __logged__ = False
    __table_args__ = (UniqueConstraint("kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int] = mapped_column(Integer)
    title_en: Mapped[str | None] = mapped_column(Text)
    title_hi: Mapped[str | None] = mapped_column(Text)
    # Other names, codes and words as they are written, to show by what a record was found.
    text: Mapped[str] = mapped_column(Text)
    # The words of the titles and codes, and those of the rest, each as written and as folded.
    title_words: Mapped[str] = mapped_column(Text)
    text_words: Mapped[str] = mapped_column(Text)
    # Each title, other name and code in one piece, for whoever typed the whole of it.
    whole_names: Mapped[str] = mapped_column(Text)
    title_length: Mapped[int] = mapped_column(Integer)


class SearchWord(Model):
    """A folded word that some entry holds: what a misspelt word is compared with."""

    __tablename__ = "search_word"
    __logged__ = False

    word: Mapped[str] = mapped_column(String(LONGEST_WORD), primary_key=True)
    length: Mapped[int] = mapped_column(Integer, index=True)
