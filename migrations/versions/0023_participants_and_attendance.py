"""Participants, who was there, and mail with a calendar to people without an account."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("name_en", sa.String(160)),
        sa.Column("name_hi", sa.String(160)),
        sa.Column("designation_en", sa.String(200)),
        sa.Column("designation_hi", sa.String(200)),
        sa.Column("group_code", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("organisation_en", sa.String(200)),
        sa.Column("organisation_hi", sa.String(200)),
        sa.Column("user_id", sa.Integer()),
        sa.Column("email", sa.String(254)),
        sa.Column("phone", sa.String(40)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("is_speaker", sa.Boolean(), nullable=False),
        sa.Column("wishes", sa.Text()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer()),
        sa.Column("told", sa.String(64), nullable=False),
        sa.Column("client_key", sa.String(36)),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name_en <> '' or name_hi <> ''", name="ck_participant_has_name"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_participant_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_participant_created_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_participant_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_participant_user_id_app_user"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_participant_workshop_id_workshop"),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
        sa.UniqueConstraint("client_key", name="uq_participant_client_key"),
        sa.UniqueConstraint("workshop_id", "user_id", name="uq_participant_workshop_id_user_id"),
    )
    op.create_index("ix_participant_organisation_id", "participant", ["organisation_id"])
    op.create_index("ix_participant_user_id", "participant", ["user_id"])
    op.create_index("ix_participant_workshop_id", "participant", ["workshop_id"])
    op.create_table(
        "participant_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_participant_list_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_participant_list_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_participant_list"),
    )
    op.create_index("ix_participant_list_by_id", "participant_list", ["by_id"])
    op.create_index("ix_participant_list_workshop_id", "participant_list", ["workshop_id"])
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer()),
        sa.Column("client_key", sa.String(36), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["day_id"], ["workshop_day.id"], name="fk_attendance_day_id_workshop_day"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="fk_attendance_participant_id_participant"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name="fk_attendance_recorded_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["workshop_session.id"], name="fk_attendance_session_id_workshop_session"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["app_user.id"], name="fk_attendance_undone_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("client_key", name="uq_attendance_client_key"),
    )
    op.create_index("ix_attendance_day_id", "attendance", ["day_id"])
    op.create_index(
        "ix_attendance_participant_id_day_id",
        "attendance",
        ["participant_id", "day_id"],
        unique=True,
        sqlite_where=sa.text("session_id is null and undone_at is null"),
        postgresql_where=sa.text("session_id is null and undone_at is null"),
    )
    op.create_index(
        "ix_attendance_participant_id_session_id",
        "attendance",
        ["participant_id", "session_id"],
        unique=True,
        sqlite_where=sa.text("undone_at is null"),
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_index("ix_attendance_session_id", "attendance", ["session_id"])
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(sa.Column("calendar", sa.Text()))
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # Mail to people without an account told of participants, who go with their table.
    op.execute("delete from outgoing_mail where person_id is null")
    with op.batch_alter_table("outgoing_mail") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("calendar")
    op.drop_table("attendance")
    op.drop_table("participant_list")
    op.drop_table("participant")
