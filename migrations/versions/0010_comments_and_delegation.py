"""Comments on needs, needs handed on inside a district, their documents, and figures told by offices."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    _add_comments()
    _add_figures()
    _add_to_needs()
    for table in ("app_user", "invitation"):
        op.add_column(table, sa.Column("scope", sa.String(120)))


def _add_comments() -> None:
    op.create_table(
        "comment_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("settled_by_id", sa.Integer()),
        sa.Column("settled_at", _MOMENT),
        _key("comment_thread", "settled_by_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_comment_thread"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("corrected_at", _MOMENT),
        sa.Column("struck_by_id", sa.Integer()),
        sa.Column("struck_at", _MOMENT),
        sa.Column("struck_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("comment", "thread_id", "comment_thread"),
        _key("comment", "organisation_id", "organisation"),
        _key("comment", "by_id", "app_user"),
        _key("comment", "struck_by_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_thread_id", "comment", ["thread_id"])
    op.create_table(
        "comment_wording",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", _MOMENT, nullable=False),
        _key("comment_wording", "comment_id", "comment"),
        sa.PrimaryKeyConstraint("comment_id", "number", name="pk_comment_wording"),
    )


def _add_figures() -> None:
    op.create_table(
        "reported_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name="ck_reported_figure_starts_before_it_ends"),
        _key("reported_figure", "district_id", "district"),
        _key("reported_figure", "indicator_id", "indicator"),
        _key("reported_figure", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_reported_figure"),
        sa.UniqueConstraint(
            "district_id",
            "indicator_id",
            "organisation_id",
            "starts_on",
            "ends_on",
            name="uq_reported_figure_one_for_an_office_and_period",
        ),
    )
    op.create_index("ix_reported_figure_indicator_id", "reported_figure", ["indicator_id"])
    op.create_table(
        "reported_figure_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("numerator", sa.Integer()),
        sa.Column("denominator", sa.Integer()),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("doubts", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.CheckConstraint("numerator >= 0", name="ck_reported_figure_version_numerator_not_negative"),
        sa.CheckConstraint("denominator > 0", name="ck_reported_figure_version_denominator_positive"),
        sa.CheckConstraint(
            "numerator <= denominator", name="ck_reported_figure_version_part_not_above_whole"
        ),
        _key("reported_figure_version", "figure_id", "reported_figure"),
        _key("reported_figure_version", "by_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_reported_figure_version"),
        sa.UniqueConstraint("figure_id", "number", name="uq_reported_figure_version_figure_id_number"),
    )


def _add_to_needs() -> None:
    # In one statement each, which both databases understand; a batch change would copy the whole table.
    op.execute(
        "alter table need add column covered_percent integer"
        " constraint ck_need_covered_percent_in_range check (covered_percent between 1 and 100)"
    )
    op.execute(
        "alter table need add column reported_version_id integer"
        " constraint fk_need_reported_version_id_reported_figure_version"
        " references reported_figure_version (id)"
    )
    op.create_table(
        "need_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(32), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.Column("ended_by_id", sa.Integer()),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("need_delegation", "need_id", "need"),
        _key("need_delegation", "to_id", "app_user"),
        _key("need_delegation", "given_by_id", "app_user"),
        _key("need_delegation", "ended_by_id", "app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_need_delegation"),
    )
    op.create_index("ix_need_delegation_need_id", "need_delegation", ["need_id"])
    op.create_index("ix_need_delegation_to_id", "need_delegation", ["to_id"])
    op.create_table(
        "need_document",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        _key("need_document", "attachment_id", "attachment"),
        _key("need_document", "need_id", "need"),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_need_document"),
    )
    op.create_index("ix_need_document_need_id", "need_document", ["need_id"])
    op.create_table(
        "need_thread",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        _key("need_thread", "thread_id", "comment_thread"),
        _key("need_thread", "need_id", "need"),
        _key("need_thread", "cpse_id", "cpse"),
        sa.PrimaryKeyConstraint("thread_id", name="pk_need_thread"),
        sa.UniqueConstraint("need_id", "cpse_id", name="uq_need_thread_need_id_cpse_id"),
    )
    op.create_index("ix_need_thread_cpse_id", "need_thread", ["cpse_id"])


def downgrade() -> None:
    for table in ("app_user", "invitation"):
        op.drop_column(table, "scope")
    for table in ("need_thread", "need_document", "need_delegation"):
        op.drop_table(table)
    # SQLite drops no column that points to another table, so there the table is copied without it.
    with op.batch_alter_table("need") as batch:
        batch.drop_constraint(op.f("ck_need_covered_percent_in_range"), type_="check")
        batch.drop_column("reported_version_id")
        batch.drop_column("covered_percent")
    for table in (
        "reported_figure_version",
        "reported_figure",
        "comment_wording",
        "comment",
        "comment_thread",
    ):
        op.drop_table(table)
