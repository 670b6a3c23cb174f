"""Striking what was written down: it counts no more, and who, when and why stay on record."""

from csrmatch.accounts.models import User
from csrmatch.audit.recording import set_reason
from csrmatch.db import db, now
from csrmatch.errors import DomainError
from csrmatch.i18n import lazy_
from csrmatch.workshops.models import RoomPair, RoomVoice, Takeaway

__all__ = ["strike"]


def strike(row: RoomPair | RoomVoice | Takeaway, by: User, reason: str) -> None:
    """Strikes a row for a reason, which the log keeps too; without one nothing is struck."""
    if not reason.strip():
        raise DomainError(lazy_("Give the reason: it stays on record."))
    set_reason(reason)
    row.struck_by_id, row.struck_at, row.struck_reason = by.id, now(), reason
    db.session.flush()
