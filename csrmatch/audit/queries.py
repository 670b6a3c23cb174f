"""Reading the log."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from csrmatch.audit.models import AuditEvent
from csrmatch.audit.rules import GENESIS, Anchor, Verdict, verify_chain
from csrmatch.db import db
from csrmatch.i18n import IST

__all__ = ["find_anchor", "iterate_entries", "select_events", "verify_log"]

_BATCH = 2_000


def select_events(
    *,
    object_type: str | None = None,
    actor_ids: Sequence[int] | None = None,
    actor: str | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Select[Any]:
    """The entries about one kind of record, by some people or a label, between two days in India."""
    query = select(AuditEvent)
    if object_type:
        query = query.where(AuditEvent.object_type == object_type)
    if actor:
        query = query.where(
            or_(AuditEvent.actor_id.in_(actor_ids or []), AuditEvent.actor.icontains(actor, autoescape=True))
        )
    if start:
        query = query.where(AuditEvent.at >= datetime.combine(start, time(), IST))
    if end:
        query = query.where(AuditEvent.at < datetime.combine(end + timedelta(days=1), time(), IST))
    return query


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
