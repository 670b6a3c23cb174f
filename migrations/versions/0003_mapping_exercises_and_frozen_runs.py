"""Mapping exercises with their rules, and runs that no statement can change."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.String(160), nullable=False),
        sa.Column("title_hi", sa.String(160)),
        sa.Column("financial_year", sa.String(7), nullable=False),
        sa.Column("scope", sa.String(32), nullable=False),
        sa.Column("state_id", sa.Integer()),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exercise"),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name="fk_exercise_state_id_state"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_exercise_created_by_id_app_user"
        ),
    )
    op.create_table(
        "exercise_district",
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("exercise_id", "district_id", name="pk_exercise_district"),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_exercise_district_exercise_id_exercise"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_exercise_district_district_id_district"
        ),
    )
    op.create_table(
        "exercise_cpse",
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("free_inr", sa.BigInteger()),
        sa.Column("note", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("exercise_id", "cpse_id", name="pk_exercise_cpse"),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_exercise_cpse_exercise_id_exercise"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_exercise_cpse_cpse_id_cpse"),
        sa.CheckConstraint("capacity >= 0", name="ck_exercise_cpse_capacity_not_negative"),
        sa.CheckConstraint(
            "free_inr is null or free_inr >= 0", name="ck_exercise_cpse_free_inr_not_negative"
        ),
    )
    op.create_table(
        "mapping_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("cpse_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.Column("lifted_by_id", sa.Integer()),
        sa.Column("lifted_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mapping_rule"),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_mapping_rule_exercise_id_exercise"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_mapping_rule_district_id_district"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_mapping_rule_cpse_id_cpse"),
        sa.ForeignKeyConstraint(["author_id"], ["app_user.id"], name="fk_mapping_rule_author_id_app_user"),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["app_user.id"], name="fk_mapping_rule_lifted_by_id_app_user"
        ),
    )
    op.create_index("ix_mapping_rule_exercise_id", "mapping_rule", ["exercise_id"])
    op.create_index(
        "uq_mapping_rule_cell_in_force",
        "mapping_rule",
        ["exercise_id", "district_id", "cpse_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at is null"),
        postgresql_where=sa.text("lifted_at is null"),
    )
    op.create_index(
        "uq_mapping_rule_pin_in_force",
        "mapping_rule",
        ["exercise_id", "district_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at is null and kind = 'pin'"),
        postgresql_where=sa.text("lifted_at is null and kind = 'pin'"),
    )
    op.create_table(
        "mapping_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("software_version", sa.String(20), nullable=False),
        sa.Column("input_digest", sa.String(64), nullable=False),
        sa.Column("result_digest", sa.String(64)),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("input_zip", sa.LargeBinary(), nullable=False),
        sa.Column("result_zip", sa.LargeBinary()),
        sa.Column("unknown_cells", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_mapping_run"),
        sa.UniqueConstraint("exercise_id", "number", name="uq_mapping_run_exercise_id_number"),
        sa.ForeignKeyConstraint(["exercise_id"], ["exercise.id"], name="fk_mapping_run_exercise_id_exercise"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_mapping_run_created_by_id_app_user"
        ),
    )
    _freeze_runs()


def _freeze_runs() -> None:
    """Makes the database itself refuse to change or delete a run."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger mapping_run_no_{act} before {act} on mapping_run "
                "begin select raise(abort, 'a run is frozen'); end"
            )
        # "insert or replace" would remove a run without its delete trigger.
        op.execute(
            "create trigger mapping_run_no_replace before insert on mapping_run "
            "when exists (select 1 from mapping_run where id = new.id "
            "or (exercise_id = new.exercise_id and number = new.number)) "
            "begin select raise(abort, 'a run is frozen'); end"
        )
        return
    op.execute(
        "create function refuse_mapping_run_change() returns trigger language plpgsql as "
        "$$ begin raise exception 'a run is frozen'; end $$"
    )
    op.execute(
        "create trigger mapping_run_frozen before update or delete on mapping_run "
        "for each row execute function refuse_mapping_run_change()"
    )
    op.execute(
        "create trigger mapping_run_no_truncate before truncate on mapping_run "
        "for each statement execute function refuse_mapping_run_change()"
    )


def downgrade() -> None:
    op.drop_table("mapping_run")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_mapping_run_change()")
    op.drop_table("mapping_rule")
    op.drop_table("exercise_cpse")
    op.drop_table("exercise_district")
    op.drop_table("exercise")
