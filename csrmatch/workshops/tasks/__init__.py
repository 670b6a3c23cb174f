"""What runs in the worker for workshops."""

from csrmatch.workshops.tasks import invitations, report

__all__ = ["invitations", "report"]
from csrmatch.workshops.tasks import certificates, invitations

__all__ = ["certificates", "invitations"]
