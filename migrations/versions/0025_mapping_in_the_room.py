"""The mapping in the room: the exercise a workshop holds, its pairs, what was said of each."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer()),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("released_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_held_exercise_exercise_id_exercise"
        ),
        sa.ForeignKeyConstraint(["held_by_id"], ["app_user.id"], name="fk_held_exercise_held_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["app_user.id"], name="fk_held_exercise_released_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_held_exercise_workshop_id_workshop"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_held_exercise"),
    )
    op.create_index(
        "uq_held_exercise_exercise_id_now",
        "held_exercise",
        ["exercise_id"],
        unique=True,
        sqlite_where=sa.text("released_at is null"),
        postgresql_where=sa.text("released_at is null"),
    )
    op.create_index(
        "uq_held_exercise_workshop_id_now",
        "held_exercise",
        ["workshop_id"],
        unique=True,
        sqlite_where=sa.text("released_at is null"),
        postgresql_where=sa.text("released_at is null"),
    )
    op.create_table(
        "room_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by_id", sa.Integer()),
        sa.Column("struck_at", sa.DateTime(timezone=True)),
        sa.Column("struck_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_room_pair_cpse_id_cpse"),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name="fk_room_pair_district_id_district"),
        sa.ForeignKeyConstraint(["put_by_id"], ["app_user.id"], name="fk_room_pair_put_by_id_app_user"),
        sa.ForeignKeyConstraint(["run_id"], ["mapping_run.id"], name="fk_room_pair_run_id_mapping_run"),
        sa.ForeignKeyConstraint(["struck_by_id"], ["app_user.id"], name="fk_room_pair_struck_by_id_app_user"),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name="fk_room_pair_workshop_id_workshop"),
        sa.PrimaryKeyConstraint("id", name="pk_room_pair"),
        sa.UniqueConstraint(
            "workshop_id", "district_id", "cpse_id", name="uq_room_pair_workshop_id_district_id_cpse_id"
        ),
    )
    op.create_index("ix_room_pair_cpse_id", "room_pair", ["cpse_id"])
    op.create_index("ix_room_pair_district_id", "room_pair", ["district_id"])
    op.create_index("ix_room_pair_run_id", "room_pair", ["run_id"])
    op.create_table(
        "room_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("stance", sa.String(32), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("designation", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by_id", sa.Integer()),
        sa.Column("struck_at", sa.DateTime(timezone=True)),
        sa.Column("struck_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["room_pair.id"], name="fk_room_voice_pair_id_room_pair"),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name="fk_room_voice_recorded_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["struck_by_id"], ["app_user.id"], name="fk_room_voice_struck_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_room_voice"),
    )
    op.create_index("ix_room_voice_pair_id", "room_voice", ["pair_id"])
    op.create_table(
        "room_wording",
        sa.Column("voice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("stance", sa.String(32), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("designation", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["voice_id"], ["room_voice.id"], name="fk_room_wording_voice_id_room_voice"),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["app_user.id"], name="fk_room_wording_written_by_id_app_user"
        ),
        sa.PrimaryKeyConstraint("voice_id", "number", name="pk_room_wording"),
    )


def downgrade() -> None:
    op.drop_table("room_wording")
    op.drop_table("room_voice")
    op.drop_table("room_pair")
    op.drop_table("held_exercise")
