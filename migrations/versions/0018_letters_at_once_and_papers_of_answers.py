"""All letters of a proposal as one file, and the papers of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(60), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("letters > 0", name="ck_letter_bundle_letters_positive"),
        sa.ForeignKeyConstraint(["made_by_id"], ["app_user.id"], name="fk_letter_bundle_made_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_letter_bundle_proposal_id_proposal"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter_bundle"),
        sa.UniqueConstraint("proposal_id", "choice", name="uq_letter_bundle_proposal_id_choice"),
    )
    op.create_table(
        "answer_document",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["pair_answer.id"], name="fk_answer_document_answer_id_pair_answer"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_answer_document_attachment_id_attachment"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_answer_document"),
    )
    op.create_index("ix_answer_document_answer_id", "answer_document", ["answer_id"])


def downgrade() -> None:
    op.drop_table("answer_document")
    op.drop_table("letter_bundle")
