"""The operations of the API on workshops, one room per kind of record."""

from csrmatch.workshops.api import room, takeaways, workshops

__all__ = ["room", "takeaways", "workshops"]
