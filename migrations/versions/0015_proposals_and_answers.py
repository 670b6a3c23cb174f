"""Proposals put to both sides, their letters, and the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("input_digest", sa.String(64), nullable=False),
        sa.Column("follows_id", sa.Integer()),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Integer()),
        sa.Column("ended_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ended_by_id"], ["app_user.id"], name="fk_proposal_ended_by_id_app_user"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name="fk_proposal_exercise_id_exercise"),
        sa.ForeignKeyConstraint(["follows_id"], ["proposal.id"], name="fk_proposal_follows_id_proposal"),
        sa.ForeignKeyConstraint(["put_by_id"], ["app_user.id"], name="fk_proposal_put_by_id_app_user"),
        sa.ForeignKeyConstraint(["run_id"], ["mapping_run.id"], name="fk_proposal_run_id_mapping_run"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("exercise_id", "number", name="uq_proposal_exercise_id_number"),
    )
    op.create_index(
        "uq_proposal_exercise_id_open",
        "proposal",
        ["exercise_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "proposed_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("first_put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_proposed_pair_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_proposed_pair_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_proposed_pair_exercise_id_exercise"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposed_pair"),
        sa.UniqueConstraint(
            "exercise_id", "district_id", "cpse_id", name="uq_proposed_pair_exercise_id_district_id_cpse_id"
        ),
    )
    op.create_index("ix_proposed_pair_cpse_id", "proposed_pair", ["cpse_id"])
    op.create_index("ix_proposed_pair_district_id", "proposed_pair", ["district_id"])
    op.create_table(
        "proposal_line",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("fit", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_proposal_line_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["proposed_pair.id"], name="fk_proposal_line_pair_id_proposed_pair"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_proposal_line_proposal_id_proposal"
        ),
        sa.PrimaryKeyConstraint("proposal_id", "district_id", name="pk_proposal_line"),
        sa.UniqueConstraint("proposal_id", "pair_id", name="uq_proposal_line_proposal_id_pair_id"),
    )
    op.create_index("ix_proposal_line_pair_id", "proposal_line", ["pair_id"])
    op.create_table(
        "pair_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("resolution", sa.String(80), nullable=False),
        sa.Column("received_by", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True)),
        sa.Column("superseded_by_id", sa.Integer()),
        sa.Column("superseded_reason", sa.Text()),
        sa.CheckConstraint("answer <> 'declined' or reason <> ''", name="ck_pair_answer_decline_has_reason"),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["proposed_pair.id"], name="fk_pair_answer_pair_id_proposed_pair"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name="fk_pair_answer_recorded_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["app_user.id"], name="fk_pair_answer_superseded_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pair_answer"),
    )
    op.create_index("ix_pair_answer_pair_id", "pair_answer", ["pair_id"])
    op.create_index(
        "uq_pair_answer_standing",
        "pair_answer",
        ["pair_id", "side"],
        unique=True,
        sqlite_where=sa.text("superseded_at is null"),
        postgresql_where=sa.text("superseded_at is null"),
    )
    op.create_table(
        "proposal_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("side in ('district', 'cpse')", name="ck_proposal_letter_side_gets_letters"),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["proposed_pair.id"], name="fk_proposal_letter_pair_id_proposed_pair"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name="fk_proposal_letter_proposal_id_proposal"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["app_user.id"], name="fk_proposal_letter_written_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_letter"),
        sa.UniqueConstraint(
            "proposal_id", "pair_id", "side", name="uq_proposal_letter_proposal_id_pair_id_side"
        ),
        sa.UniqueConstraint("reference", name="uq_proposal_letter_reference"),
    )
    op.create_index("ix_proposal_letter_pair_id", "proposal_letter", ["pair_id"])


def downgrade() -> None:
    op.drop_table("proposal_letter")
    op.drop_table("pair_answer")
    op.drop_table("proposal_line")
    op.drop_table("proposed_pair")
    op.drop_table("proposal")
