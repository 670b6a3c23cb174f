"""Published mappings, sealed but for how each ends."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


_SEALED = (
    "id",
    "scope_key",
    "financial_year",
    "number",
    "exercise_id",
    "proposal_id",
    "title_en",
    "title_hi",
    "order_number",
    "order_on",
    "note",
    "published_at",
    "published_by_id",
    "input_digest",
    "digest",
    "pairs",
    "package_zip",
)
_REFUSE = "begin select raise(abort, 'a publication is sealed'); end"


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_key", sa.String(60), nullable=False),
        sa.Column("financial_year", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.String(160), nullable=False),
        sa.Column("title_hi", sa.String(160)),
        sa.Column("order_number", sa.String(80), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("input_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("package_zip", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Integer()),
        sa.Column("ended_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'current') = (ended_at is null)", name="ck_publication_ended_when_not_current"
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["app_user.id"], name="fk_publication_ended_by_id_app_user"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name="fk_publication_exercise_id_exercise"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_publication_proposal_id_proposal"),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["app_user.id"], name="fk_publication_published_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.UniqueConstraint(
            "scope_key", "financial_year", "number", name="uq_publication_scope_key_financial_year_number"
        ),
    )
    op.create_index(
        "uq_publication_current",
        "publication",
        ["scope_key", "financial_year"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "publication_pair",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(32), nullable=False),
        sa.Column("fit", sa.Float(), nullable=False),
        sa.Column("ask_inr", sa.BigInteger()),
        sa.Column("district_agreed_on", sa.Date()),
        sa.Column("cpse_agreed_on", sa.Date()),
        sa.Column("board_approved_on", sa.Date()),
        sa.Column("resolution", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_publication_pair_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_publication_pair_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name="fk_publication_pair_publication_id_publication"
        ),
        sa.PrimaryKeyConstraint("publication_id", "district_id", name="pk_publication_pair"),
    )
    op.create_index("ix_publication_pair_cpse_id", "publication_pair", ["cpse_id"])
    if op.get_bind().dialect.name == "sqlite":
        _seal_on_sqlite()
    else:
        _seal_on_postgresql()


def _seal_on_sqlite() -> None:
    for table in ("publication", "publication_pair"):
        op.execute(f"create trigger {table}_no_delete before delete on {table} {_REFUSE}")
    op.execute(
        f"create trigger publication_sealed before update of {', '.join(_SEALED)} on publication {_REFUSE}"
    )
    op.execute(
        f"create trigger publication_over before update on publication when old.state <> 'current' {_REFUSE}"
    )
    op.execute(f"create trigger publication_pair_sealed before update on publication_pair {_REFUSE}")
    # "insert or replace" would remove a row without its delete trigger.
    op.execute(
        "create trigger publication_no_replace before insert on publication "
        "when exists (select 1 from publication where id = new.id or (scope_key = new.scope_key "
        "and financial_year = new.financial_year and (number = new.number or state = 'current'))) "
        "begin select raise(abort, 'a publication is sealed'); end"
    )
    op.execute(
        "create trigger publication_pair_no_more before insert on publication_pair "
        "when (select count(*) from publication_pair where publication_id = new.publication_id) >= "
        "(select pairs from publication where id = new.publication_id) "
        "or exists (select 1 from publication_pair where publication_id = new.publication_id "
        "and district_id = new.district_id) "
        "begin select raise(abort, 'a publication is sealed'); end"
    )


def _seal_on_postgresql() -> None:
    changed = " or ".join(f"old.{name} is distinct from new.{name}" for name in _SEALED)
    op.execute(
        "create function refuse_publication_change() returns trigger language plpgsql as "
        "$$ begin raise exception 'a publication is sealed'; end $$"
    )
    op.execute(
        "create function keep_publication_sealed() returns trigger language plpgsql as "
        f"$$ begin if old.state <> 'current' or {changed} "
        "then raise exception 'a publication is sealed'; end if; "
        "return new; end $$"
    )
    # The row of the publication is locked, so that two inserts cannot both count before the other.
    op.execute(
        "create function keep_publication_whole() returns trigger language plpgsql as "
        "$$ declare most integer; begin "
        "select pairs into most from publication where id = new.publication_id for update; "
        "if (select count(*) from publication_pair where publication_id = new.publication_id) >= most "
        "then raise exception 'a publication is sealed'; end if; return new; end $$"
    )
    op.execute(
        "create trigger publication_sealed before update on publication "
        "for each row execute function keep_publication_sealed()"
    )
    op.execute(
        "create trigger publication_pair_sealed before update on publication_pair "
        "for each row execute function refuse_publication_change()"
    )
    op.execute(
        "create trigger publication_pair_no_more before insert on publication_pair "
        "for each row execute function keep_publication_whole()"
    )
    for table in ("publication", "publication_pair"):
        op.execute(
            f"create trigger {table}_no_delete before delete on {table} "
            "for each row execute function refuse_publication_change()"
        )
        op.execute(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_publication_change()"
        )


def downgrade() -> None:
    op.drop_table("publication_pair")
    op.drop_table("publication")
    if op.get_bind().dialect.name == "postgresql":
        for name in ("refuse_publication_change", "keep_publication_sealed", "keep_publication_whole"):
            op.execute(f"drop function {name}()")
