"""Loads the reference data of every slice, in the order in which they stand on each other."""

import hashlib
import json
from pathlib import Path

from sqlalchemy import select, text

from csrmatch.audit.models import AuditEvent
from csrmatch.audit.recording import note_event
from csrmatch.db import db, run_write
from csrmatch.indicators.services import load_indicators
from csrmatch.places.services import load_places
from csrmatch.practices.services import load_practices
from csrmatch.registry.services import load_organisations, load_registry
from csrmatch.search.indexing import rebuild_index

__all__ = ["load_new_reference", "load_reference"]

_ACTION = "load_reference"
_FOLDERS = (Path(__file__).parent / "reference", Path(__file__).parent / "places")


def load_reference() -> dict[str, int]:
    """Brings the database to what the product's files say; running it again changes nothing."""

    def load() -> dict[str, int]:
        counts = {**load_places(), **load_indicators(), **load_registry()}
        counts["organisations"] = load_organisations()
        counts |= load_practices()
        note_event(_ACTION, "reference", "-", digest=_digest(), counts=counts)
        # A load goes past the session, and its names stand in the entries of other records too.
        rebuild_index()
        return counts

    return run_write(load)


def load_new_reference() -> dict[str, int]:
    """As `load_reference`, but only where files or schema differ from those of the last load."""
    query = select(AuditEvent.changes).where(AuditEvent.action == _ACTION)
    last = db.session.scalar(query.order_by(AuditEvent.id.desc()).limit(1))
    facts = json.loads(last) if last else {}
    if facts.get("digest") == _digest():
        return {str(name): int(count) for name, count in facts["counts"].items()}
    return load_reference()


def _digest() -> str:
    """One text for the files and the schema they were loaded into."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in _FOLDERS for path in folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    revision = db.session.execute(text("select version_num from alembic_version")).scalar_one()
    return f"{revision}:{digest.hexdigest()}"
