"""Feedback forms with their answers, and certificates of participation."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_sending"),
    )
    op.create_index("ix_feedback_sending_sender_at", "feedback_sending", ["sender", "at"])
    op.create_table(
        "feedback_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("link_number", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name="ck_feedback_form_closes_after_opening"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["app_user.id"], name="fk_feedback_form_changed_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_feedback_form_created_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_feedback_form_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_form"),
        sa.UniqueConstraint("workshop_id", name="uq_feedback_form_workshop_id"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(32), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name_en", sa.String(160), nullable=False),
        sa.Column("name_hi", sa.String(160), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by_id", sa.Integer()),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("name_en <> '' or name_hi <> ''", name="ck_certificate_has_name"),
        sa.CheckConstraint("issue > 0", name="ck_certificate_issue_positive"),
        sa.ForeignKeyConstraint(["made_by_id"], ["app_user.id"], name="fk_certificate_made_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="fk_certificate_participant_id_participant"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["app_user.id"], name="fk_certificate_withdrawn_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_certificate_workshop_id_workshop"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("code", name="uq_certificate_code"),
        sa.UniqueConstraint("participant_id", "issue", name="uq_certificate_participant_id_issue"),
    )
    op.create_index(
        "ix_certificate_participant_id",
        "certificate",
        ["participant_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at is null"),
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index("ix_certificate_workshop_id", "certificate", ["workshop_id"])
    op.create_table(
        "feedback_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("group_code", sa.String(32)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("name", sa.String(160)),
        sa.Column("organisation", sa.String(200)),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["feedback_form.id"], name="fk_feedback_answer_form_id_feedback_form"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_answer"),
        sa.UniqueConstraint("key", name="uq_feedback_answer_key"),
    )
    op.create_index("ix_feedback_answer_form_id", "feedback_answer", ["form_id"])
    op.create_table(
        "feedback_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32)),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text_en", sa.String(300)),
        sa.Column("text_hi", sa.String(300)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "key is not null or text_en <> '' or text_hi <> ''", name="ck_feedback_question_has_words"
        ),
        sa.ForeignKeyConstraint(
            ["form_id"], ["feedback_form.id"], name="fk_feedback_question_form_id_feedback_form"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_question"),
        sa.UniqueConstraint("form_id", "key", name="uq_feedback_question_form_id_key"),
    )
    op.create_table(
        "feedback_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("choice", sa.String(32)),
        sa.Column("session_id", sa.Integer()),
        sa.Column("text", sa.Text()),
        sa.Column("hidden_at", sa.DateTime(timezone=True)),
        sa.Column("hidden_by_id", sa.Integer()),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["feedback_answer.id"], name="fk_feedback_reply_answer_id_feedback_answer"
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by_id"], ["app_user.id"], name="fk_feedback_reply_hidden_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["feedback_question.id"], name="fk_feedback_reply_question_id_feedback_question"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["workshop_session.id"],
            name="fk_feedback_reply_session_id_workshop_session",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_reply"),
    )
    op.create_index("ix_feedback_reply_answer_id", "feedback_reply", ["answer_id"])
    op.create_index("ix_feedback_reply_question_id", "feedback_reply", ["question_id"])
    op.create_index("ix_feedback_reply_session_id", "feedback_reply", ["session_id"])


def downgrade() -> None:
    op.drop_table("feedback_reply")
    op.drop_table("feedback_question")
    op.drop_table("feedback_answer")
    op.drop_table("certificate")
    op.drop_table("feedback_form")
    op.drop_table("feedback_sending")
