"""The operations of the API on workshops, one room per kind of record."""

from csrmatch.workshops.api import room, workshops

__all__ = ["room", "workshops"]
from csrmatch.workshops.api import takeaways, workshops

__all__ = ["takeaways", "workshops"]
