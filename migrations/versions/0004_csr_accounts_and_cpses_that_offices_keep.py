"""CSR accounts by year; what offices say of their CPSE and its places beside what the product ships."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEVER_NEGATIVE = (
    "turnover_inr",
    "set_off_1_inr",
    "set_off_2_inr",
    "set_off_3_inr",
    "set_off_used_inr",
    "committed_inr",
    "spent_inr",
    "theme_inr",
    "overheads_inr",
    "impact_cost_inr",
    "unspent_ongoing_inr",
    "account_spent_inr",
    "unspent_other_inr",
    "surplus_inr",
    "surplus_spent_inr",
)


def upgrade() -> None:
    op.create_table(
        "csr_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(7), nullable=False),
        sa.Column("profit_years", sa.Integer(), nullable=False),
        sa.Column("net_worth_inr", sa.BigInteger()),
        sa.Column("net_profit_1_inr", sa.BigInteger()),
        sa.Column("net_profit_2_inr", sa.BigInteger()),
        sa.Column("net_profit_3_inr", sa.BigInteger()),
        sa.Column("average_net_profit_inr", sa.BigInteger()),
        *(sa.Column(name, sa.BigInteger()) for name in _NEVER_NEGATIVE),
        sa.Column("set_off_resolved_on", sa.Date()),
        sa.Column("ongoing_transferred_on", sa.Date()),
        sa.Column("account_fund_on", sa.Date()),
        sa.Column("other_transferred_on", sa.Date()),
        sa.Column("surplus_transferred_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("published_by_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_csr_account"),
        sa.UniqueConstraint("cpse_id", "financial_year", name="uq_csr_account_cpse_id_financial_year"),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_csr_account_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_csr_account_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["app_user.id"], name="fk_csr_account_published_by_id_app_user"
        ),
        sa.CheckConstraint("profit_years between 1 and 3", name="ck_csr_account_profit_years_of_three"),
        sa.CheckConstraint(
            " and ".join(f"{column} >= 0" for column in _NEVER_NEGATIVE),
            name="ck_csr_account_amounts_not_negative",
        ),
    )
    op.create_index("ix_csr_account_financial_year", "csr_account", ["financial_year"])
    # The shipped rows were never edited, so all of them are at their first version.
    op.add_column("cpse", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cpse", sa.Column("website", sa.String(200)))
    op.add_column("cpse", sa.Column("headquarters_hi", sa.String(80)))
    op.add_column("cpse", sa.Column("entered", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("cpse_place", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cpse_place", sa.Column("shipped_name", sa.String(120)))
    op.add_column("cpse_place", sa.Column("entered_on", sa.Date()))
    op.add_column("cpse_place", sa.Column("retired_on", sa.Date()))
    op.add_column("cpse_place", sa.Column("retired_reason", sa.Text()))


def downgrade() -> None:
    # What offices entered goes with the columns that tell it from what is shipped.
    op.execute("delete from cpse_place where entered_on is not null or retired_on is not null")
    for column in ("retired_reason", "retired_on", "entered_on", "shipped_name", "version"):
        op.drop_column("cpse_place", column)
    for column in ("entered", "headquarters_hi", "website", "version"):
        op.drop_column("cpse", column)
    op.drop_table("csr_account")
