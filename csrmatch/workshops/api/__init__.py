"""The operations of the API on workshops."""

from csrmatch.workshops.api import workshops

__all__ = ["workshops"]
