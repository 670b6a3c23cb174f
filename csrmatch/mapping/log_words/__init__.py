"""The words the log uses for the tables of the mapping, one room for each kind of record."""

from csrmatch.mapping.log_words import data, exercises, proposals, publications

__all__ = ["data", "exercises", "proposals", "publications"]
