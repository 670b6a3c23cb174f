"""What was changed of an action point, in its history."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action_step", sa.Column("changes", sa.JSON()))


def downgrade() -> None:
    # Lines of a move that the code before this does not know.
    op.execute("delete from action_step where move = 'edit'")
    op.drop_column("action_step", "changes")
