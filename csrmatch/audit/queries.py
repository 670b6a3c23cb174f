"""Reading the log."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Select, select

from csrmatch.audit.models import AuditEvent
from csrmatch.audit.rules import GENESIS, Anchor, Verdict, verify_chain
from csrmatch.db import db

__all__ = ["find_anchor", "iterate_entries", "select_events", "verify_log"]

_BATCH = 2_000


def select_events() -> Select[AuditEvent]:
    """All entries, the newest first."""
    return select(AuditEvent).order_by(AuditEvent.id.desc())


def iterate_entries() -> Iterator[Mapping[str, object]]:
    """Every entry in order, as plain mappings, in batches so that memory stays flat."""
    table = AuditEvent.__table__
    result = (
        db.session.connection()
        .execution_options(yield_per=_BATCH)
        .execute(select(table).order_by(table.c.id))
    )
    for row in result:
        yield dict(row._mapping)


def verify_log(anchor: Anchor | None = None) -> Verdict:
    """Checks the whole chain, and against the anchor kept outside when one is given."""
    return verify_chain(iterate_entries(), anchor)


def find_anchor() -> Anchor:
    """How many entries the log has and the hash of the last: what is kept outside."""
    last = db.session.execute(
        select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    ).first()
    return Anchor(last.id, last.hash) if last else Anchor(0, GENESIS)
