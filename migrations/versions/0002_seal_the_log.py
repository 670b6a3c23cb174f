"""Refuses every change and removal of an entry of the log, whoever asks."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(
                f"create trigger audit_event_no_{act} before {act} on audit_event "
                "begin select raise(abort, 'the log only grows'); end"
            )
        # "insert or replace" would remove an entry without its delete trigger.
        op.execute(
            "create trigger audit_event_no_replace before insert on audit_event "
            "when exists (select 1 from audit_event where id = new.id or hash = new.hash) "
            "begin select raise(abort, 'the log only grows'); end"
        )
        return
    op.execute(
        "create function refuse_change_of_log() returns trigger language plpgsql as "
        "$$ begin raise exception 'the log only grows' using errcode = 'restrict_violation'; end $$"
    )
    op.execute(
        "create trigger audit_event_no_change before update or delete on audit_event "
        "for each row execute function refuse_change_of_log()"
    )
    op.execute(
        "create trigger audit_event_no_truncate before truncate on audit_event "
        "for each statement execute function refuse_change_of_log()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("audit_event_no_replace", "audit_event_no_delete", "audit_event_no_update"):
            op.execute(f"drop trigger {name}")
        return
    op.execute("drop trigger audit_event_no_truncate on audit_event")
    op.execute("drop trigger audit_event_no_change on audit_event")
    op.execute("drop function refuse_change_of_log()")
