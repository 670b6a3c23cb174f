"""The words the log uses for the tables of the registry, one room per kind of record."""

from csrmatch.registry.log_words import cpses, needs, projects

__all__ = ["cpses", "needs", "projects"]
