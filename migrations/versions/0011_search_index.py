"""The search index: what can be found, its words, and each database's own full-text table beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Whole words of Devanagari too: marks belong to words, which is not SQLite's usual way. Its words are made
# ready beforehand, so nothing is to be taken off them here.
_SQLITE = (
    """create virtual table search_text using fts5(
        title_words, text_words, content='search_entry', content_rowid='id', prefix='2 3',
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
    )""",
    """create trigger search_entry_added after insert on search_entry begin
        insert into search_text (rowid, title_words, text_words)
        values (new.id, new.title_words, new.text_words);
    end""",
    """create trigger search_entry_removed after delete on search_entry begin
        insert into search_text (search_text, rowid, title_words, text_words)
        values ('delete', old.id, old.title_words, old.text_words);
    end""",
    """create trigger search_entry_changed after update on search_entry begin
        insert into search_text (search_text, rowid, title_words, text_words)
        values ('delete', old.id, old.title_words, old.text_words);
        insert into search_text (rowid, title_words, text_words)
        values (new.id, new.title_words, new.text_words);
    end""",
)

# Words go in as they are: the parser would take numbers and codes for something else.
_POSTGRESQL = (
    """create table search_text (
        id integer primary key references search_entry (id) on delete cascade,
        title_words tsvector not null,
        all_words tsvector not null
    )""",
    "create index ix_search_text_title_words on search_text using gin (title_words)",
    "create index ix_search_text_all_words on search_text using gin (all_words)",
    """create function keep_search_text() returns trigger language plpgsql as $$
    declare
        of_title tsvector := array_to_tsvector(array_remove(string_to_array(new.title_words, ' '), ''));
        of_text tsvector := array_to_tsvector(array_remove(string_to_array(new.text_words, ' '), ''));
    begin
        insert into search_text (id, title_words, all_words) values (new.id, of_title, of_title || of_text)
        on conflict (id) do update
        set title_words = excluded.title_words, all_words = excluded.all_words;
        return null;
    end $$""",
    """create trigger search_entry_kept after insert or update on search_entry
    for each row execute function keep_search_text()""",
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.Text()),
        sa.Column("title_hi", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("text_words", sa.Text(), nullable=False),
        sa.Column("whole_names", sa.Text(), nullable=False),
        sa.Column("title_length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_entry"),
        sa.UniqueConstraint("kind", "record_id", name="uq_search_entry_kind_record_id"),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_search_word"),
    )
    op.create_index("ix_search_word_length", "search_word", ["length"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop trigger search_entry_kept on search_entry")
        op.execute("drop function keep_search_text()")
    op.drop_table("search_text")
    op.drop_table("search_word")
    op.drop_table("search_entry")
