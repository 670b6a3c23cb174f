"""The verbs of action points."""
