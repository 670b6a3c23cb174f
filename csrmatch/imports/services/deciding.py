"""Decides on what a file leaves open: rows that were held back, and names that nobody knows."""

from collections.abc import Mapping

from sqlalchemy.orm import attributes

from csrmatch.accounts.models import User
from csrmatch.audit.recording import note_event
from csrmatch.db import db, now
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import lazy_
from csrmatch.imports.models import DataImport, ImportName, ImportRow
from csrmatch.imports.rules import Decision, ImportState, Outcome
from csrmatch.imports.services.asking import require_idle
from csrmatch.imports.services.checking import require_kind
from csrmatch.places.models import ConfirmedName, District
from csrmatch.places.reconciling import name_keys

__all__ = ["choose_name", "decide_row"]

_OPEN = frozenset({ImportState.READ, ImportState.CHECKED, ImportState.APPLIED})


def decide_row(
    *,
    record: DataImport,
    row: ImportRow,
    by: User,
    version: int | None,
    decision: Decision,
    reason: str,
    corrected: Mapping[str, object] | None = None,
) -> None:
    """Says what shall be done with a row that was held back or that somebody changed meanwhile, and why.

    A corrected row brings the values that replace those of the file. A row taken over a change made
    meanwhile is taken over the change that was shown, not over a later one.
    """
    require_idle(record)
    record.expect_version(version)
    is_decidable = row.outcome in {Outcome.HELD, Outcome.CONFLICT} or row.decision is not None
    if record.state not in _OPEN or row.version_after is not None or not is_decidable:
        raise Conflict
    if not reason:
        raise DomainError(lazy_("Give the reason: it stays on record."))
    if decision is Decision.CORRECT:
        row.values = {**row.values, **(corrected or {})}
    if row.outcome is Outcome.CONFLICT and decision is not Decision.DROP and row.record_id is not None:
        present = require_kind(record).find_stored(by, [row.record_id]).get(row.record_id)
        if present is None or row.before != {name: present.values.get(name) for name in row.before or {}}:
            raise Conflict
        row.record_version = present.version
    row.decision, row.decided_reason = decision, reason
    row.decided_by_id, row.decided_at = by.id, now()
    note_event("decide_row", "import_row", row.id, row=row.number, decision=decision, reason=reason)
    _touch(record)


def choose_name(
    *, record: DataImport, name: ImportName, by: User, version: int | None, district: District | None
) -> None:
    """Says which district a name means, or with None that it is a place outside the register.

    What was said is kept: the same name beside the same state is known from now on.
    """
    require_idle(record)
    record.expect_version(version)
    if record.state not in _OPEN:
        raise Conflict
    name.chosen_lgd = district.lgd if district else None
    name.is_elsewhere = district is None
    name.chosen_by_id, name.chosen_at = by.id, now()
    _confirm(name, by, district)
    _touch(record)


def _confirm(name: ImportName, by: User, district: District | None) -> None:
    keys = name_keys(name.name, name.state)
    known = (
        db.session.query(ConfirmedName).filter_by(name_key=keys[0], state_key=keys[1]).order_by("id").first()
    )
    if known is None:
        known = ConfirmedName(
            name_key=keys[0], state_key=keys[1], name=name.name, state_name=name.state, confirmed_by_id=by.id
        )
        db.session.add(known)
    known.district_id = district.id if district else None
    known.confirmed_by_id, known.confirmed_at = by.id, now()


def _touch(record: DataImport) -> None:
    """Raises the version, so that two people who decide at once are told."""
    attributes.flag_modified(record, "counts")
    db.session.flush()
