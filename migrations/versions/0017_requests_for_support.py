"""What CPSEs ask of each other, and who pledged."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer()),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.Column("title_en", sa.String(200)),
        sa.Column("title_hi", sa.String(200)),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("ask_inr", sa.BigInteger()),
        sa.Column("financial_year", sa.String(7), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("closed_reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ask_inr >= 0", name="ck_support_request_ask_inr_not_negative"),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_support_request_has_title"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_support_request_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_support_request_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_support_request_created_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_support_request_district_id_district"
        ),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_support_request_theme_code_theme"),
        sa.PrimaryKeyConstraint("id", name="pk_support_request"),
    )
    op.create_index("ix_support_request_cpse_id", "support_request", ["cpse_id"])
    op.create_index("ix_support_request_district_id", "support_request", ["district_id"])
    op.create_index("ix_support_request_status", "support_request", ["status"])
    op.create_index("ix_support_request_theme_code", "support_request", ["theme_code"])
    op.create_table(
        "support_pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("amount_inr", sa.BigInteger()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("pledged_on", sa.Date(), nullable=False),
        sa.Column("pledged_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date()),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_inr > 0", name="ck_support_pledge_amount_inr_positive"),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_support_pledge_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["pledged_by_id"], ["app_user.id"], name="fk_support_pledge_pledged_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["support_request.id"], name="fk_support_pledge_request_id_support_request"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_support_pledge"),
        sa.UniqueConstraint("request_id", "cpse_id", name="uq_support_pledge_request_id_cpse_id"),
    )
    op.create_index("ix_support_pledge_cpse_id", "support_pledge", ["cpse_id"])


def downgrade() -> None:
    op.drop_table("support_pledge")
    op.drop_table("support_request")
