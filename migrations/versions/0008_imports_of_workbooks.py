"""Imports of workbooks and files, row by row, and the names people have confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["app_user.id"], name=f"fk_{table}_{column}_app_user")


def _import_id(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["import_id"], ["data_import.id"], name=f"fk_{table}_import_id_data_import"
    )


def upgrade() -> None:
    op.create_table(
        "data_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("layout", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("claim", sa.String(64)),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by_id", sa.Integer()),
        sa.Column("applied_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Integer()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_reason", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        _user("data_import", "added_by_id"),
        _user("data_import", "applied_by_id"),
        _user("data_import", "ended_by_id"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_data_import_attachment_id_attachment"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_data_import_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_data_import"),
        sa.UniqueConstraint("claim", name="uq_data_import_claim"),
    )
    for column in ("kind", "organisation_id", "state"):
        op.create_index(f"ix_data_import_{column}", "data_import", [column])
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer()),
        sa.Column("record_version", sa.Integer()),
        sa.Column("version_after", sa.Integer()),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("given_values", sa.JSON(), nullable=False),
        sa.Column("stored_values", sa.JSON()),
        sa.Column("outcome", sa.String(32)),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(32)),
        sa.Column("decided_by_id", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_reason", sa.Text()),
        _import_id("import_row"),
        _user("import_row", "decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_row"),
        sa.UniqueConstraint("import_id", "sheet", "number", name="uq_import_row_import_id_sheet_number"),
    )
    op.create_index("ix_import_row_outcome", "import_row", ["import_id", "outcome"])
    op.create_table(
        "import_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("state", sa.String(120), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("suggestions", sa.JSON(), nullable=False),
        sa.Column("chosen_lgd", sa.Integer()),
        sa.Column("is_elsewhere", sa.Boolean(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer()),
        sa.Column("chosen_at", sa.DateTime(timezone=True)),
        _import_id("import_name"),
        _user("import_name", "chosen_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_name"),
        sa.UniqueConstraint("import_id", "name", "state", name="uq_import_name_import_id_name_state"),
    )
    op.create_table(
        "confirmed_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("state_key", sa.String(120), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("state_name", sa.String(120), nullable=False),
        sa.Column("district_id", sa.Integer()),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        _user("confirmed_name", "confirmed_by_id"),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name="fk_confirmed_name_district_id_district"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_confirmed_name"),
        sa.UniqueConstraint("name_key", "state_key", name="uq_confirmed_name_name_key_state_key"),
    )


def downgrade() -> None:
    for table in ("confirmed_name", "import_name", "import_row", "data_import"):
        op.drop_table(table)
