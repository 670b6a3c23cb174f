"""The operations of the API on workshops, one room per kind of record."""

from csrmatch.workshops.api import outcomes, room, takeaways, workshops

__all__ = ["outcomes", "room", "takeaways", "workshops"]
