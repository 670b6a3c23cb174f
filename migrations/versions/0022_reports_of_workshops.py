"""The report of a workshop: what is written by hand for it, and every issue that was made."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("format", sa.String(32), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("input_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("language in ('en', 'hi')", name="ck_report_issue_language_known"),
        sa.CheckConstraint("number > 0", name="ck_report_issue_number_positive"),
        sa.ForeignKeyConstraint(["made_by_id"], ["app_user.id"], name="fk_report_issue_made_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_report_issue_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_issue"),
        sa.UniqueConstraint(
            "workshop_id",
            "number",
            "language",
            "format",
            name="uq_report_issue_workshop_id_number_language_format",
        ),
    )
    op.create_table(
        "workshop_report",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("foreword_en", sa.Text()),
        sa.Column("foreword_hi", sa.Text()),
        sa.Column("participants_en", sa.Text()),
        sa.Column("participants_hi", sa.Text()),
        sa.Column("thanks_en", sa.Text()),
        sa.Column("thanks_hi", sa.Text()),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_workshop_report_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_workshop_report_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("workshop_id", name="pk_workshop_report"),
    )


def downgrade() -> None:
    op.drop_table("workshop_report")
    op.drop_table("report_issue")
