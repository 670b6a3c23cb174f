"""Workshops: agenda, people, what was said, and the report."""
