"""When a mapping may be published and how a published one ends; plain values only."""

from enum import StrEnum

__all__ = ["PublicationState"]


class PublicationState(StrEnum):
    """Whether a published version is in force; one that ended never comes back."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
