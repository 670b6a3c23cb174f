"""The verbs of workshops."""
