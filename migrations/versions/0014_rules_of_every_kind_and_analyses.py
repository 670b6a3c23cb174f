"""Rules of every kind, scenarios, what is worked out of a run, and facts that offices were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exercise") as batch:
        batch.add_column(sa.Column("comparisons", sa.JSON()))
        batch.add_column(sa.Column("copied_from_id", sa.Integer()))
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key(
            "fk_exercise_copied_from_id_exercise", "exercise", ["copied_from_id"], ["id"]
        )
    with op.batch_alter_table("exercise") as batch:
        batch.alter_column("note", server_default=None)
    _drop_rule_indexes()
    with op.batch_alter_table("mapping_rule") as batch:
        batch.alter_column("district_id", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("cpse_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("state_id", sa.Integer()))
        batch.add_column(sa.Column("ministry", sa.String(160)))
        batch.add_column(sa.Column("value", sa.BigInteger()))
        batch.create_foreign_key("fk_mapping_rule_state_id_state", "state", ["state_id"], ["id"])
        batch.create_check_constraint(
            "ck_mapping_rule_pair_is_named",
            "kind not in ('pin', 'ban') or (district_id is not null and cpse_id is not null)",
        )
        batch.create_check_constraint(
            "ck_mapping_rule_bound_has_value",
            "kind not in ('minimum', 'group_min', 'group_max') or value >= 0 and value is not null",
        )
    _index_rules()
    op.create_table(
        "run_analysis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("software_version", sa.String(20), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("payload_zip", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["mapping_run.id"], name="fk_run_analysis_run_id_mapping_run"),
        sa.PrimaryKeyConstraint("id", name="pk_run_analysis"),
        sa.UniqueConstraint("run_id", "kind", "variant", name="uq_run_analysis_run_id_kind_variant"),
    )
    op.create_table(
        "fact_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer()),
        sa.Column("cpse_id", sa.Integer()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(district_id is null) <> (cpse_id is null)", name="ck_fact_request_asks_one_office"
        ),
        sa.CheckConstraint("recipients >= 0", name="ck_fact_request_recipients_not_negative"),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["app_user.id"], name="fk_fact_request_asked_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(["cpse_id"], ["cpse.id"], name="fk_fact_request_cpse_id_cpse"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_fact_request_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name="fk_fact_request_exercise_id_exercise"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fact_request"),
    )
    op.create_index("ix_fact_request_cpse_id", "fact_request", ["cpse_id"])
    op.create_index("ix_fact_request_district_id", "fact_request", ["district_id"])
    op.create_index("ix_fact_request_exercise_id", "fact_request", ["exercise_id"])
    _freeze_analyses()


def _index_rules() -> None:
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


def _drop_rule_indexes() -> None:
    """A batch change copies the table, and would not copy what an index is limited to."""
    op.drop_index("uq_mapping_rule_cell_in_force", "mapping_rule")
    op.drop_index("uq_mapping_rule_pin_in_force", "mapping_rule")


def _freeze_analyses() -> None:
    """Makes the database itself refuse to change or delete what was worked out of a run."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger run_analysis_no_{act} before {act} on run_analysis "
                "begin select raise(abort, 'a run is frozen'); end"
            )
        op.execute(
            "create trigger run_analysis_no_replace before insert on run_analysis "
            "when exists (select 1 from run_analysis where id = new.id "
            "or (run_id = new.run_id and kind = new.kind and variant = new.variant)) "
            "begin select raise(abort, 'a run is frozen'); end"
        )
        return
    op.execute(
        "create trigger run_analysis_frozen before update or delete on run_analysis "
        "for each row execute function refuse_mapping_run_change()"
    )
    op.execute(
        "create trigger run_analysis_no_truncate before truncate on run_analysis "
        "for each statement execute function refuse_mapping_run_change()"
    )


def downgrade() -> None:
    op.drop_table("fact_request")
    op.drop_table("run_analysis")
    # The pages before know pins and bans alone.
    op.execute("delete from mapping_rule where kind not in ('pin', 'ban')")
    _drop_rule_indexes()
    with op.batch_alter_table("mapping_rule") as batch:
        batch.drop_constraint("ck_mapping_rule_pair_is_named", type_="check")
        batch.drop_constraint("ck_mapping_rule_bound_has_value", type_="check")
        batch.drop_constraint("fk_mapping_rule_state_id_state", type_="foreignkey")
        batch.drop_column("value")
        batch.drop_column("ministry")
        batch.drop_column("state_id")
        batch.alter_column("cpse_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("district_id", existing_type=sa.Integer(), nullable=False)
    _index_rules()
    with op.batch_alter_table("exercise") as batch:
        batch.drop_constraint("fk_exercise_copied_from_id_exercise", type_="foreignkey")
        batch.drop_column("note")
        batch.drop_column("copied_from_id")
        batch.drop_column("comparisons")
