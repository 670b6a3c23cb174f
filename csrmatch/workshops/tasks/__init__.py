"""What the worker does for workshops."""

from csrmatch.workshops.tasks import report

__all__ = ["report"]
"""What runs in the worker for workshops."""

from csrmatch.workshops.tasks import invitations

__all__ = ["invitations"]
