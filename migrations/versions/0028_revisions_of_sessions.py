"""How often the sessions of agendas were changed, for calendars to know."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_revision",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["workshop_session.id"], name="fk_session_revision_session_id_workshop_session"
        ),
        sa.PrimaryKeyConstraint("session_id", name="pk_session_revision"),
    )
    op.execute(
        "insert into session_revision (session_id, number, changed_at)"
        " select workshop_session.id, workshop_session.version, workshop.changed_at"
        " from workshop_session join workshop_day on workshop_day.id = workshop_session.day_id"
        " join workshop on workshop.id = workshop_day.workshop_id"
    )


def downgrade() -> None:
    op.drop_table("session_revision")
