"""What runs in the worker for workshops."""

from csrmatch.workshops.tasks import invitations, report

__all__ = ["invitations", "report"]
