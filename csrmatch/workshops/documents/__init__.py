"""The files of a workshop: its agenda, its papers, and its report with the sections that it can have."""

from csrmatch.workshops.documents import objective, told

__all__ = ["objective", "told"]
