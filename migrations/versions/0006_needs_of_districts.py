"""Needs of districts with the people reached, the partners who pledged, and the steps of their life."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(80)),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.Column("title_en", sa.String(200)),
        sa.Column("title_hi", sa.String(200)),
        sa.Column("asked", sa.Text()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("urgency_reason", sa.Text(), nullable=False),
        sa.Column("cost_inr", sa.BigInteger()),
        sa.Column("scheme_code", sa.String(60)),
        sa.Column("covered_inr", sa.BigInteger()),
        sa.Column("indicator_id", sa.Integer()),
        sa.Column("figure_value", sa.Float()),
        sa.Column("figure_round", sa.String(20)),
        sa.Column("figure_source", sa.String(40)),
        sa.Column("figure_taken_on", sa.Date()),
        sa.Column("benchmark_value", sa.Float()),
        sa.Column("benchmark_is_state", sa.Boolean()),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_need_has_title"),
        sa.CheckConstraint("cost_inr >= 0", name="ck_need_cost_inr_not_negative"),
        sa.CheckConstraint("covered_inr >= 0", name="ck_need_covered_inr_not_negative"),
        sa.CheckConstraint("urgency <> 'high' or urgency_reason <> ''", name="ck_need_urgency_has_reason"),
        sa.ForeignKeyConstraint(["changed_by_id"], ["app_user.id"], name="fk_need_changed_by_id_app_user"),
        sa.ForeignKeyConstraint(["created_by_id"], ["app_user.id"], name="fk_need_created_by_id_app_user"),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name="fk_need_district_id_district"),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_need_indicator_id_indicator"),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_need_theme_code_theme"),
        sa.PrimaryKeyConstraint("id", name="pk_need"),
        sa.UniqueConstraint("district_id", "number", name="uq_need_district_id_number"),
    )
    op.create_index("ix_need_status", "need", ["status"])
    op.create_index("ix_need_theme_code", "need", ["theme_code"])
    op.create_table(
        "need_group",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(32), nullable=False),
        sa.Column("heads", sa.Integer()),
        sa.CheckConstraint("heads >= 0", name="ck_need_group_heads_not_negative"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name="fk_need_group_need_id_need"),
        sa.PrimaryKeyConstraint("need_id", "target_group", name="pk_need_group"),
    )
    op.create_table(
        "need_partner",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("pledged_inr", sa.BigInteger()),
        sa.CheckConstraint("pledged_inr >= 0", name="ck_need_partner_pledged_inr_not_negative"),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_need_partner_cpse_id_cpse"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name="fk_need_partner_need_id_need"),
        sa.PrimaryKeyConstraint("need_id", "cpse_id", name="pk_need_partner"),
    )
    op.create_index("ix_need_partner_cpse_id", "need_partner", ["cpse_id"])
    op.create_table(
        "need_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("old_status", sa.String(32)),
        sa.Column("new_status", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_need_step_by_id_app_user"),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name="fk_need_step_need_id_need"),
        sa.PrimaryKeyConstraint("id", name="pk_need_step"),
    )
    op.create_index("ix_need_step_need_id", "need_step", ["need_id"])


def downgrade() -> None:
    op.drop_table("need_step")
    op.drop_table("need_partner")
    op.drop_table("need_group")
    op.drop_table("need")
