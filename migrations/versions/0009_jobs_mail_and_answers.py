"""Jobs, the outbox of mail, what a person wishes to be written to, and who has answered for which quarter."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("app_user", sa.Column("digest", sa.String(32), nullable=False, server_default="weekly"))
    op.add_column(
        "app_user", sa.Column("early_reminders", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("link", sa.String(200)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("error", sa.String(300)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messaged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True)),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("progress between 0 and 1", name="ck_job_progress_is_share"),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_job_by_id_app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
    )
    op.create_index("ix_job_by_id", "job", ["by_id"])
    op.create_index("ix_job_state_not_before", "job", ["state", "not_before"])
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(120)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["app_user.id"], name="fk_outgoing_mail_person_id_app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_mail"),
        sa.UniqueConstraint("key", name="uq_outgoing_mail_key"),
        sa.UniqueConstraint("message_id", name="uq_outgoing_mail_message_id"),
    )
    op.create_index("ix_outgoing_mail_person_id", "outgoing_mail", ["person_id"])
    op.create_index("ix_outgoing_mail_state_created_at", "outgoing_mail", ["state", "created_at"])
    op.create_table(
        "nothing_to_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quarter between 1 and 4", name="ck_nothing_to_report_quarter_in_range"),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_nothing_to_report_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_nothing_to_report_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_nothing_to_report"),
        sa.UniqueConstraint(
            "organisation_id",
            "financial_year",
            "quarter",
            name="uq_nothing_to_report_organisation_id_financial_year_quarter",
        ),
    )
    op.create_index("ix_nothing_to_report_financial_year", "nothing_to_report", ["financial_year"])


def downgrade() -> None:
    for table in ("nothing_to_report", "outgoing_mail", "job"):
        op.drop_table(table)
    op.drop_column("app_user", "early_reminders")
    op.drop_column("app_user", "digest")
