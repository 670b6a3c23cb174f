"""The life of a request for support between CPSEs."""

from enum import StrEnum

__all__ = ["SupportStatus"]


class SupportStatus(StrEnum):
    """Where a request stands; only an open one takes pledges."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"
