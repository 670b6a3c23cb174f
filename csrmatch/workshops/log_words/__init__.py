"""The words the log uses for the tables of workshops, one room per kind of record."""

from csrmatch.workshops.log_words import agenda, certificates, feedback, participants, report, workshops

__all__ = ["agenda", "certificates", "feedback", "participants", "report", "workshops"]
from csrmatch.workshops.log_words import agenda, room, workshops

__all__ = ["agenda", "room", "workshops"]
