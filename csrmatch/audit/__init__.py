"""The log: every change, old to new, in one hash-chained table that only grows."""
