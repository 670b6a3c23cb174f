"""The reads of workshops."""
