"""Programmes of departments and UNICEF, and the register of overlaps with its verdicts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_programmes()
    _create_cases()


def _create_programmes() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name_en", sa.String(200)),
        sa.Column("name_hi", sa.String(200)),
        sa.Column("what", sa.Text()),
        sa.Column("scheme_code", sa.String(60)),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.Column("reach", sa.String(32), nullable=False),
        sa.Column("state_id", sa.Integer()),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("money_inr", sa.BigInteger()),
        sa.Column("run_by", sa.String(160), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.Column("retired_reason", sa.Text()),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name_en <> '' or name_hi <> ''", name="ck_programme_has_name"),
        sa.CheckConstraint("money_inr >= 0", name="ck_programme_money_inr_not_negative"),
        sa.CheckConstraint("starts_on <= ends_on", name="ck_programme_dates_in_order"),
        sa.CheckConstraint("reach <> 'state' or state_id is not null", name="ck_programme_state_is_named"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name="fk_programme_created_by_id_app_user"
        ),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["organisation.id"], name="fk_programme_keeper_id_organisation"
        ),
        sa.ForeignKeyConstraint(["state_id"], ["state.id"], name="fk_programme_state_id_state"),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_programme_theme_code_theme"),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
    )
    op.create_index("ix_programme_theme_code", "programme", ["theme_code"])
    op.create_index("ix_programme_state_id", "programme", ["state_id"])
    op.create_index("ix_programme_keeper_id", "programme", ["keeper_id"])
    op.create_table(
        "programme_district",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_programme_district_district_id_district"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_programme_district_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("programme_id", "district_id", name="pk_programme_district"),
    )
    op.create_index("ix_programme_district_district_id", "programme_district", ["district_id"])
    op.create_table(
        "programme_group",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_programme_group_programme_id_programme"
        ),
        sa.PrimaryKeyConstraint("programme_id", "target_group", name="pk_programme_group"),
    )


def _create_cases() -> None:
    op.create_table(
        "overlap_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.String(60), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(32)),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("answered_digest", sa.String(64)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("score between 0 and 100", name="ck_overlap_case_score_in_range"),
        sa.CheckConstraint(
            "state <> 'answered' or verdict is not null", name="ck_overlap_case_answered_has_verdict"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_overlap_case"),
        sa.UniqueConstraint("pair", name="uq_overlap_case_pair"),
    )
    op.create_index("ix_overlap_case_state", "overlap_case", ["state"])
    op.create_table(
        "overlap_side",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("need_id", sa.Integer()),
        sa.Column("project_id", sa.Integer()),
        sa.Column("programme_id", sa.Integer()),
        sa.CheckConstraint("place between 1 and 2", name="ck_overlap_side_place_in_range"),
        sa.CheckConstraint(
            "(case when need_id is null then 0 else 1 end) + (case when project_id is null then 0 else 1 end)"
            " + (case when programme_id is null then 0 else 1 end) = 1",
            name="ck_overlap_side_is_one_record",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["overlap_case.id"], name="fk_overlap_side_case_id_overlap_case"
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name="fk_overlap_side_need_id_need"),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name="fk_overlap_side_programme_id_programme"
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name="fk_overlap_side_project_id_project"),
        sa.PrimaryKeyConstraint("case_id", "place", name="pk_overlap_side"),
    )
    for name in ("need_id", "project_id", "programme_id"):
        op.create_index(f"ix_overlap_side_{name}", "overlap_side", [name])
    op.create_table(
        "overlap_district",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["overlap_case.id"], name="fk_overlap_district_case_id_overlap_case"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_overlap_district_district_id_district"
        ),
        sa.PrimaryKeyConstraint("case_id", "district_id", name="pk_overlap_district"),
    )
    op.create_index("ix_overlap_district_district_id", "overlap_district", ["district_id"])
    op.create_table(
        "overlap_theme",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(2), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["overlap_case.id"], name="fk_overlap_theme_case_id_overlap_case"
        ),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name="fk_overlap_theme_theme_code_theme"),
        sa.PrimaryKeyConstraint("case_id", "theme_code", name="pk_overlap_theme"),
    )
    op.create_index("ix_overlap_theme_theme_code", "overlap_theme", ["theme_code"])
    op.create_table(
        "overlap_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(32)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name="fk_overlap_step_by_id_app_user"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["overlap_case.id"], name="fk_overlap_step_case_id_overlap_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_overlap_step"),
    )
    op.create_index("ix_overlap_step_case_id", "overlap_step", ["case_id"])


def downgrade() -> None:
    for table in (
        "overlap_step",
        "overlap_theme",
        "overlap_district",
        "overlap_side",
        "overlap_case",
        "programme_group",
        "programme_district",
        "programme",
    ):
        op.drop_table(table)
