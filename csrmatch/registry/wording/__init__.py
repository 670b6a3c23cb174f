"""The words of the registry's codes, one room per kind of record."""
