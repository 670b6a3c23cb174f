"""Action points: their history, what they are about, their files and the reminders sent."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_number", sa.String(60)),
        sa.Column("title_en", sa.String(200)),
        sa.Column("title_hi", sa.String(200)),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("owner_written", sa.String(160), nullable=False),
        sa.Column("assigner_id", sa.Integer(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("priority", sa.String(32), nullable=False),
        sa.Column("needs_second", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state_id", sa.Integer()),
        sa.Column("district_id", sa.Integer()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("percent", sa.Integer()),
        sa.Column("turn", sa.Integer(), server_default="1", nullable=False),
        sa.Column("reported_by_id", sa.Integer()),
        sa.Column("reported_on", sa.Date()),
        sa.Column("closing_by_id", sa.Integer()),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_action_point_has_title"),
        sa.CheckConstraint("due_on >= assigned_on", name="ck_action_point_due_after_assigned"),
        sa.CheckConstraint("percent between 0 and 100", name="ck_action_point_percent_is_share"),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["app_user.id"], name="fk_action_point_assigned_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["assigner_id"], ["organisation.id"], name="fk_action_point_assigner_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_action_point_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["closing_by_id"], ["app_user.id"], name="fk_action_point_closing_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_action_point_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name="fk_action_point_owner_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["app_user.id"], name="fk_action_point_person_id_app_user"),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["app_user.id"], name="fk_action_point_reported_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name="fk_action_point_state_id_state"),
        sa.PrimaryKeyConstraint("id", name="pk_action_point"),
    )
    op.create_index("ix_action_point_assigner_id", "action_point", ["assigner_id"])
    op.create_index("ix_action_point_district_id", "action_point", ["district_id"])
    op.create_index("ix_action_point_due_on", "action_point", ["due_on"])
    op.create_index("ix_action_point_owner_id", "action_point", ["owner_id"])
    op.create_index("ix_action_point_person_id", "action_point", ["person_id"])
    op.create_index("ix_action_point_state_id", "action_point", ["state_id"])
    op.create_index("ix_action_point_status", "action_point", ["status"])
    op.create_table(
        "action_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_point.id"], name="fk_action_link_action_id_action_point"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_link"),
        sa.UniqueConstraint("action_id", "kind", "record_id", name="uq_action_link_action_id_kind_record_id"),
    )
    op.create_index("ix_action_link_record_id", "action_link", ["record_id"])
    op.create_table(
        "action_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_point.id"], name="fk_action_reminder_action_id_action_point"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_reminder"),
        sa.UniqueConstraint(
            "action_id", "turn", "rung", "due_on", name="uq_action_reminder_action_id_turn_rung_due_on"
        ),
    )
    op.create_table(
        "action_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(32), nullable=False),
        sa.Column("old_status", sa.String(32)),
        sa.Column("new_status", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer()),
        sa.Column("old_due_on", sa.Date()),
        sa.Column("new_due_on", sa.Date()),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_point.id"], name="fk_action_step_action_id_action_point"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_action_step_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["office_id"], ["organisation.id"], name="fk_action_step_office_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name="fk_action_step_owner_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_step"),
    )
    op.create_index("ix_action_step_action_id", "action_step", ["action_id"])
    op.create_table(
        "action_document",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_point.id"], name="fk_action_document_action_id_action_point"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_action_document_attachment_id_attachment"
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["action_step.id"], name="fk_action_document_step_id_action_step"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_action_document"),
    )
    op.create_index("ix_action_document_action_id", "action_document", ["action_id"])
    op.create_index("ix_action_document_step_id", "action_document", ["step_id"])


def downgrade() -> None:
    op.drop_table("action_document")
    op.drop_table("action_step")
    op.drop_table("action_reminder")
    op.drop_table("action_link")
    op.drop_table("action_point")
