"""Loads the reference data of every slice, in the order in which they stand on each other."""

from csrmatch.audit.recording import note_event
from csrmatch.db import run_write
from csrmatch.indicators.services import load_indicators
from csrmatch.places.services import load_places
from csrmatch.registry.services import load_organisations, load_registry

__all__ = ["load_reference"]


def load_reference() -> dict[str, int]:
    """Brings the database to what the product's files say; running it again changes nothing."""

    def load() -> dict[str, int]:
        counts = {**load_places(), **load_indicators(), **load_registry()}
        counts["organisations"] = load_organisations()
        note_event("load_reference", "reference", "-", **counts)
        return counts

    return run_write(load)
