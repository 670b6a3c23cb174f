"""The job that reads, tries, applies or takes back a large import."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement, which both databases understand; a batch change would copy the whole table.
    op.execute(
        "alter table data_import add column job_id integer"
        " constraint fk_data_import_job_id_job references job (id)"
    )


def downgrade() -> None:
    # What nobody has read, or nobody can read, is put aside: the stages before knew neither.
    op.execute(
        "update data_import set state = 'dropped', claim = null where state in ('received', 'refused')"
    )
    # SQLite drops no column that points to another table, so there the table is copied without it.
    with op.batch_alter_table("data_import") as batch:
        batch.drop_column("job_id")
