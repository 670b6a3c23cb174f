"""The life of a workshop, from the first plan to the closed record."""

from enum import StrEnum

__all__ = ["WorkshopStatus"]


class WorkshopStatus(StrEnum):
    """Where a workshop stands: planned by its organisers, announced to all, held, closed, or cancelled."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"
