"""The words the log uses for the tables of the registry, one room per kind of record."""

from csrmatch.registry.log_words import answers, cpses, needs, overlaps, projects, support

__all__ = ["answers", "cpses", "needs", "overlaps", "projects", "support"]
