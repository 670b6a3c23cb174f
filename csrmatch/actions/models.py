"""The tables of action points."""
