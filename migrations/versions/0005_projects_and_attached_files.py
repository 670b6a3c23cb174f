"""CSR projects with their splits, money, history, milestones and results, and the files attached to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by_id", sa.Integer()),
        sa.Column("struck_at", sa.DateTime(timezone=True)),
        sa.Column("struck_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["app_user.id"], name="fk_attachment_added_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["struck_by_id"], ["app_user.id"], name="fk_attachment_struck_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sa.UniqueConstraint("key", name="uq_attachment_key"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(60)),
        sa.Column("title_en", sa.String(200)),
        sa.Column("title_hi", sa.String(200)),
        sa.Column("summary_en", sa.Text()),
        sa.Column("summary_hi", sa.Text()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("schedule_items", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("is_ongoing", sa.Boolean()),
        sa.Column("reach", sa.String(32)),
        sa.Column("elsewhere_percent", sa.Integer(), nullable=False),
        sa.Column("implementer", sa.String(32)),
        sa.Column("agency_name", sa.String(160)),
        sa.Column("agency_csr1", sa.String(11)),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("creates_asset", sa.Boolean()),
        sa.Column("asset_holder", sa.String(32)),
        sa.Column("asset_holder_name", sa.String(160)),
        sa.Column("asset_holder_csr1", sa.String(11)),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_project_has_title"),
        sa.CheckConstraint(
            "elsewhere_percent between 0 and 100", name="ck_project_elsewhere_percent_in_range"
        ),
        sa.CheckConstraint("starts_on <= ends_on", name="ck_project_dates_in_order"),
        sa.ForeignKeyConstraint(["agency_id"], ["organisation.id"], name="fk_project_agency_id_organisation"),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_project_cpse_id_cpse"),
        sa.ForeignKeyConstraint(["created_by_id"], ["app_user.id"], name="fk_project_created_by_id_app_user"),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("cpse_id", "number", name="uq_project_cpse_id_number"),
    )
    op.create_index("ix_project_agency_id", "project", ["agency_id"])
    op.create_index("ix_project_status", "project", ["status"])
    op.create_table(
        "project_district",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent between 1 and 100", name="ck_project_district_percent_in_range"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_project_district_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_district_project_id_project"
        ),
        sa.PrimaryKeyConstraint("project_id", "district_id", name="pk_project_district"),
    )
    op.create_index("ix_project_district_district_id", "project_district", ["district_id"])
    op.create_table(
        "project_group",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(32), nullable=False),
        sa.Column("heads", sa.Integer()),
        sa.CheckConstraint("heads >= 0", name="ck_project_group_heads_not_negative"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_group_project_id_project"),
        sa.PrimaryKeyConstraint("project_id", "target_group", name="pk_project_group"),
    )
    op.create_table(
        "project_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("note", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_milestone_project_id_project"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_milestone"),
    )
    op.create_index("ix_project_milestone_project_id", "project_milestone", ["project_id"])
    op.create_table(
        "project_quarter",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("financial_year", sa.String(7), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("outlay_inr", sa.BigInteger()),
        sa.Column("spent_inr", sa.BigInteger()),
        sa.CheckConstraint("outlay_inr >= 0", name="ck_project_quarter_outlay_inr_not_negative"),
        sa.CheckConstraint("quarter between 1 and 4", name="ck_project_quarter_quarter_in_range"),
        sa.CheckConstraint("spent_inr >= 0", name="ck_project_quarter_spent_inr_not_negative"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_quarter_project_id_project"),
        sa.PrimaryKeyConstraint("project_id", "financial_year", "quarter", name="pk_project_quarter"),
    )
    op.create_table(
        "project_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("baseline", sa.Float()),
        sa.Column("target", sa.Float()),
        sa.Column("actual", sa.Float()),
        sa.Column("measured_on", sa.Date()),
        sa.Column("evidence", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_result_project_id_project"),
        sa.PrimaryKeyConstraint("id", name="pk_project_result"),
    )
    op.create_index("ix_project_result_project_id", "project_result", ["project_id"])
    op.create_table(
        "project_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("old_status", sa.String(32)),
        sa.Column("new_status", sa.String(32), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_project_step_by_id_app_user"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_step_project_id_project"),
        sa.PrimaryKeyConstraint("id", name="pk_project_step"),
    )
    op.create_index("ix_project_step_project_id", "project_step", ["project_id"])
    op.create_table(
        "project_theme",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.CheckConstraint("percent between 1 and 100", name="ck_project_theme_percent_in_range"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_project_theme_project_id_project"),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_project_theme_theme_code_theme"),
        sa.PrimaryKeyConstraint("project_id", "theme_code", name="pk_project_theme"),
    )
    op.create_table(
        "project_document",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_project_document_attachment_id_attachment"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name="fk_project_document_project_id_project"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["project_result.id"], name="fk_project_document_result_id_project_result"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_project_document"),
    )
    op.create_index("ix_project_document_project_id", "project_document", ["project_id"])


def downgrade() -> None:
    op.drop_table("project_document")
    op.drop_table("project_theme")
    op.drop_table("project_step")
    op.drop_table("project_result")
    op.drop_table("project_quarter")
    op.drop_table("project_milestone")
    op.drop_table("project_group")
    op.drop_table("project_district")
    op.drop_table("project")
    op.drop_table("attachment")
