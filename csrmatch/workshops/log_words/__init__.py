"""The words the log uses for the tables of workshops, one room per kind of record."""

from csrmatch.workshops.log_words import (
    agenda,
    certificates,
    feedback,
    participants,
    report,
    room,
    takeaways,
    workshops,
)

__all__ = [
    "agenda",
    "certificates",
    "feedback",
    "participants",
    "report",
    "room",
    "takeaways",
    "workshops",
]
