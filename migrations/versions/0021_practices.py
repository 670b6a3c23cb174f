"""Adds the library of practices: what worked where, its steps, old wordings, documents and origins."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("title_en", sa.String(200)),
        sa.Column("title_hi", sa.String(200)),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("was_in_library", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("elsewhere", sa.String(300), nullable=False),
        sa.Column("cost_inr", sa.BigInteger()),
        sa.Column("unit_cost_inr", sa.BigInteger()),
        sa.Column("cost_unit", sa.String(80), nullable=False),
        sa.Column("cost_period", sa.String(80), nullable=False),
        sa.Column("cost_note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(32)),
        sa.Column("evidence_text", sa.Text(), nullable=False),
        sa.Column("figure_what", sa.String(200), nullable=False),
        sa.Column("figure_before", sa.Float()),
        sa.Column("figure_after", sa.Float()),
        sa.Column("figure_source", sa.String(200), nullable=False),
        sa.Column("figure_on", sa.Date()),
        sa.Column("cpse_id", sa.Integer()),
        sa.Column("run_by", sa.String(200), nullable=False),
        sa.Column("contact_office", sa.String(200), nullable=False),
        sa.Column("contact_designation", sa.String(120), nullable=False),
        sa.Column("contact_mail", sa.String(120), nullable=False),
        sa.Column("contact_phone", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("citation", sa.String(400), nullable=False),
        sa.Column("reference_number", sa.Integer()),
        sa.Column("source", sa.String(40)),
        sa.Column("trust", sa.String(1)),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_practice_has_title"),
        sa.CheckConstraint("cost_inr >= 0", name="ck_practice_cost_inr_not_negative"),
        sa.CheckConstraint("unit_cost_inr >= 0", name="ck_practice_unit_cost_inr_not_negative"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_practice_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_practice_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_practice_created_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_practice_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice"),
        sa.UniqueConstraint("reference_number", name="uq_practice_reference_number"),
    )
    op.create_index("ix_practice_cpse_id", "practice", ["cpse_id"])
    op.create_index("ix_practice_evidence", "practice", ["evidence"])
    op.create_index("ix_practice_organisation_id", "practice", ["organisation_id"])
    op.create_index("ix_practice_origin", "practice", ["origin"])
    op.create_index("ix_practice_status", "practice", ["status"])
    op.create_table(
        "practice_document",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_practice_document_attachment_id_attachment"
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_document_practice_id_practice"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_practice_document"),
    )
    op.create_index("ix_practice_document_practice_id", "practice_document", ["practice_id"])
    op.create_table(
        "practice_group",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_group_practice_id_practice"
        ),
        sa.PrimaryKeyConstraint("practice_id", "target_group", name="pk_practice_group"),
    )
    op.create_table(
        "practice_link",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_link_practice_id_practice"
        ),
        sa.PrimaryKeyConstraint("practice_id", name="pk_practice_link"),
        sa.UniqueConstraint("kind", "record_id", name="uq_practice_link_kind_record_id"),
    )
    op.create_table(
        "practice_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("how", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_part_practice_id_practice"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_part"),
    )
    op.create_index("ix_practice_part_practice_id", "practice_part", ["practice_id"])
    op.create_table(
        "practice_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_practice_place_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_place_practice_id_practice"
        ),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name="fk_practice_place_state_id_state"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_place"),
        sa.UniqueConstraint(
            "practice_id",
            "state_id",
            "district_id",
            name="uq_practice_place_practice_id_state_id_district_id",
        ),
    )
    op.create_index("ix_practice_place_district_id", "practice_place", ["district_id"])
    op.create_index("ix_practice_place_state_id", "practice_place", ["state_id"])
    op.create_table(
        "practice_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("old_status", sa.String(32)),
        sa.Column("new_status", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_practice_step_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_step_practice_id_practice"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_step"),
    )
    op.create_index("ix_practice_step_practice_id", "practice_step", ["practice_id"])
    op.create_table(
        "practice_theme",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_theme_practice_id_practice"
        ),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_practice_theme_theme_code_theme"),
        sa.PrimaryKeyConstraint("practice_id", "theme_code", name="pk_practice_theme"),
    )
    op.create_index("ix_practice_theme_theme_code", "practice_theme", ["theme_code"])
    op.create_table(
        "practice_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_practice_version_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_version_practice_id_practice"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_version"),
        sa.UniqueConstraint("practice_id", "number", name="uq_practice_version_practice_id_number"),
    )


def downgrade() -> None:
    op.drop_table("practice_version")
    op.drop_table("practice_theme")
    op.drop_table("practice_step")
    op.drop_table("practice_place")
    op.drop_table("practice_part")
    op.drop_table("practice_link")
    op.drop_table("practice_group")
    op.drop_table("practice_document")
    op.drop_table("practice")
