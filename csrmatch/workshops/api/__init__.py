"""The operations of the API on workshops."""

from csrmatch.workshops.api import workshops

__all__ = ["workshops"]
"""Operations of the API on workshops, one room per kind of record."""

from csrmatch.workshops.api import room

__all__ = ["room"]
