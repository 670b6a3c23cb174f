"""The words the log uses for the tables of workshops, one room per kind of record."""

from csrmatch.workshops.log_words import agenda, report, workshops

__all__ = ["agenda", "report", "workshops"]
from csrmatch.workshops.log_words import agenda, participants, workshops

__all__ = ["agenda", "participants", "workshops"]
