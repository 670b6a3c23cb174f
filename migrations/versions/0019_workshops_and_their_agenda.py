"""Workshops: series, organisers, helpers, and the agenda with its speakers and files."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshop_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("name_hi", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_series"),
        sa.UniqueConstraint("name_en", name="uq_workshop_series_name_en"),
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer()),
        sa.Column("ordinal", sa.Integer()),
        sa.Column("title_en", sa.String(300)),
        sa.Column("title_hi", sa.String(300)),
        sa.Column("objective_en", sa.Text()),
        sa.Column("objective_hi", sa.Text()),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("state_id", sa.Integer()),
        sa.Column("city_en", sa.String(120)),
        sa.Column("city_hi", sa.String(120)),
        sa.Column("venue_en", sa.String(300)),
        sa.Column("venue_hi", sa.String(300)),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("participants_told", sa.Integer()),
        sa.Column("is_about", sa.Boolean(), nullable=False),
        sa.Column("copied_from_id", sa.Integer()),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_workshop_has_title"),
        sa.CheckConstraint("ordinal > 0", name="ck_workshop_ordinal_positive"),
        sa.CheckConstraint("participants_told >= 0", name="ck_workshop_participants_told_not_negative"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_workshop_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["workshop.id"], name="fk_workshop_copied_from_id_workshop"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_workshop_created_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["workshop_series.id"], name="fk_workshop_series_id_workshop_series"
        ),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name="fk_workshop_state_id_state"),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
    )
    op.create_index(
        "ix_workshop_series_id_ordinal",
        "workshop",
        ["series_id", "ordinal"],
        unique=True,
        sqlite_where=sa.text("status <> 'cancelled'"),
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    op.create_index("ix_workshop_starts_on", "workshop", ["starts_on"])
    op.create_index("ix_workshop_state_id", "workshop", ["state_id"])
    op.create_index("ix_workshop_status", "workshop", ["status"])
    op.create_table(
        "workshop_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_day_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_day"),
        sa.UniqueConstraint("workshop_id", "number", name="uq_workshop_day_workshop_id_number"),
    )
    op.create_table(
        "workshop_district",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_workshop_district_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_district_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("workshop_id", "district_id", name="pk_workshop_district"),
    )
    op.create_table(
        "workshop_helper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("takes_notes", sa.Boolean(), nullable=False),
        sa.Column("checks_in", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_workshop_helper_user_id_app_user"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_helper_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_helper"),
        sa.UniqueConstraint("workshop_id", "user_id", name="uq_workshop_helper_workshop_id_user_id"),
    )
    op.create_index("ix_workshop_helper_user_id", "workshop_helper", ["user_id"])
    op.create_table(
        "workshop_organiser",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_workshop_organiser_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_organiser_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("workshop_id", "organisation_id", name="pk_workshop_organiser"),
    )
    op.create_table(
        "workshop_theme",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_workshop_theme_theme_code_theme"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_theme_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("workshop_id", "theme_code", name="pk_workshop_theme"),
    )
    op.create_table(
        "workshop_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title_en", sa.String(300)),
        sa.Column("title_hi", sa.String(300)),
        sa.Column("starts_at", sa.Time()),
        sa.Column("ends_at", sa.Time()),
        sa.Column("room_en", sa.String(120)),
        sa.Column("room_hi", sa.String(120)),
        sa.Column("said_en", sa.Text()),
        sa.Column("said_hi", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("title_en <> '' or title_hi <> ''", name="ck_workshop_session_has_title"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_workshop_session_ends_after_start"),
        sa.ForeignKeyConstraint(
            ["day_id"], ["workshop_day.id"], name="fk_workshop_session_day_id_workshop_day"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_session"),
    )
    op.create_index("ix_workshop_session_day_id", "workshop_session", ["day_id"])
    op.create_table(
        "talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic_en", sa.String(300)),
        sa.Column("topic_hi", sa.String(300)),
        sa.Column("starts_at", sa.Time()),
        sa.Column("minutes", sa.Integer()),
        sa.Column("theme_code", sa.String(2)),
        sa.Column("district_id", sa.Integer()),
        sa.Column("cpse_id", sa.Integer()),
        sa.Column("said_en", sa.Text()),
        sa.Column("said_hi", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_talk_cpse_id_cpse"),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name="fk_talk_district_id_district"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["workshop_session.id"], name="fk_talk_session_id_workshop_session"
        ),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_talk_theme_code_theme"),
        sa.PrimaryKeyConstraint("id", name="pk_talk"),
    )
    op.create_index("ix_talk_cpse_id", "talk", ["cpse_id"])
    op.create_index("ix_talk_district_id", "talk", ["district_id"])
    op.create_index("ix_talk_session_id", "talk", ["session_id"])
    op.create_index("ix_talk_theme_code", "talk", ["theme_code"])
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_en", sa.String(160)),
        sa.Column("name_hi", sa.String(160)),
        sa.Column("designation_en", sa.String(200)),
        sa.Column("designation_hi", sa.String(200)),
        sa.Column("organisation_en", sa.String(200)),
        sa.Column("organisation_hi", sa.String(200)),
        sa.Column("organisation_id", sa.Integer()),
        sa.CheckConstraint("name_en <> '' or name_hi <> ''", name="ck_speaker_has_name"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_speaker_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name="fk_speaker_talk_id_talk"),
        sa.PrimaryKeyConstraint("id", name="pk_speaker"),
    )
    op.create_index("ix_speaker_organisation_id", "speaker", ["organisation_id"])
    op.create_index("ix_speaker_talk_id", "speaker", ["talk_id"])
    op.create_table(
        "workshop_document",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_workshop_document_attachment_id_attachment"
        ),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name="fk_workshop_document_talk_id_talk"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_document_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_workshop_document"),
    )
    op.create_index("ix_workshop_document_talk_id", "workshop_document", ["talk_id"])
    op.create_index("ix_workshop_document_workshop_id", "workshop_document", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("workshop_document")
    op.drop_table("speaker")
    op.drop_table("talk")
    op.drop_table("workshop_session")
    op.drop_table("workshop_theme")
    op.drop_table("workshop_organiser")
    op.drop_table("workshop_helper")
    op.drop_table("workshop_district")
    op.drop_table("workshop_day")
    op.drop_table("workshop")
    op.drop_table("workshop_series")
