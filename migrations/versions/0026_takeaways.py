"""Takeaways of workshops, every wording they had, and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takeaway",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("text_en", sa.Text()),
        sa.Column("text_hi", sa.Text()),
        sa.Column("session_id", sa.Integer()),
        sa.Column("talk_id", sa.Integer()),
        sa.Column("theme_code", sa.String(2)),
        sa.Column("district_id", sa.Integer()),
        sa.Column("organisation_id", sa.Integer()),
        sa.Column("cpse_id", sa.Integer()),
        sa.Column("organisation_name", sa.String(200)),
        sa.Column("speaker_name", sa.String(160)),
        sa.Column("by_whom", sa.String(200)),
        sa.Column("due_on", sa.Date()),
        sa.Column("asked_of", sa.String(200)),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by_id", sa.Integer()),
        sa.Column("struck_at", sa.DateTime(timezone=True)),
        sa.Column("struck_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name="ck_takeaway_has_text"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_takeaway_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_takeaway_cpse_id_cpse"),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name="fk_takeaway_district_id_district"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_takeaway_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["workshop_session.id"], name="fk_takeaway_session_id_workshop_session"
        ),
        sa.ForeignKeyConstraint(["struck_by_id"], ["app_user.id"], name="fk_takeaway_struck_by_id_app_user"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["app_user.id"], name="fk_takeaway_taken_by_id_app_user"),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name="fk_takeaway_talk_id_talk"),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_takeaway_theme_code_theme"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_takeaway_workshop_id_workshop"),
        sa.PrimaryKeyConstraint("id", name="pk_takeaway"),
        sa.UniqueConstraint("uuid", name="uq_takeaway_uuid"),
    )
    op.create_index("ix_takeaway_cpse_id", "takeaway", ["cpse_id"])
    op.create_index("ix_takeaway_district_id", "takeaway", ["district_id"])
    op.create_index("ix_takeaway_organisation_id", "takeaway", ["organisation_id"])
    op.create_index("ix_takeaway_session_id", "takeaway", ["session_id"])
    op.create_index("ix_takeaway_taken_by_id", "takeaway", ["taken_by_id"])
    op.create_index("ix_takeaway_talk_id", "takeaway", ["talk_id"])
    op.create_index("ix_takeaway_theme_code", "takeaway", ["theme_code"])
    op.create_index("ix_takeaway_workshop_id_changed_at", "takeaway", ["workshop_id", "changed_at"])
    op.create_table(
        "takeaway_handing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takeaway_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("district_id", sa.Integer()),
        sa.Column("cpse_id", sa.Integer()),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handed_by_id", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'declined' or answered_reason <> ''", name="ck_takeaway_handing_declined_has_reason"
        ),
        sa.CheckConstraint(
            "(district_id is null) <> (cpse_id is null)", name="ck_takeaway_handing_is_to_one"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["app_user.id"], name="fk_takeaway_handing_answered_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_takeaway_handing_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_takeaway_handing_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["app_user.id"], name="fk_takeaway_handing_handed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["takeaway_id"], ["takeaway.id"], name="fk_takeaway_handing_takeaway_id_takeaway"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_takeaway_handing"),
    )
    op.create_index("ix_takeaway_handing_cpse_id", "takeaway_handing", ["cpse_id"])
    op.create_index("ix_takeaway_handing_district_id", "takeaway_handing", ["district_id"])
    op.create_index("ix_takeaway_handing_state", "takeaway_handing", ["state"])
    op.create_index("ix_takeaway_handing_takeaway_id", "takeaway_handing", ["takeaway_id"])
    op.create_table(
        "takeaway_wording",
        sa.Column("takeaway_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["takeaway_id"], ["takeaway.id"], name="fk_takeaway_wording_takeaway_id_takeaway"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["app_user.id"], name="fk_takeaway_wording_written_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("takeaway_id", "number", name="pk_takeaway_wording"),
    )
    op.create_table(
        "takeaway_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takeaway_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["app_user.id"], name="fk_takeaway_work_made_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["takeaway_id"], ["takeaway.id"], name="fk_takeaway_work_takeaway_id_takeaway"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_takeaway_work"),
        sa.UniqueConstraint(
            "takeaway_id", "kind", "record_id", name="uq_takeaway_work_takeaway_id_kind_record_id"
        ),
    )
    op.create_index("ix_takeaway_work_kind_record_id", "takeaway_work", ["kind", "record_id"])


def downgrade() -> None:
    op.drop_table("takeaway_work")
    op.drop_table("takeaway_wording")
    op.drop_table("takeaway_handing")
    op.drop_table("takeaway")
