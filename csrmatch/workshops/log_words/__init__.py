"""The words the log uses for the tables of workshops, one room per kind of record."""

from csrmatch.workshops.log_words import agenda, participants, report, workshops

__all__ = ["agenda", "participants", "report", "workshops"]
from csrmatch.workshops.log_words import agenda, certificates, feedback, participants, workshops

__all__ = ["agenda", "certificates", "feedback", "participants", "workshops"]
