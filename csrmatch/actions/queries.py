"""The reads of action points."""
