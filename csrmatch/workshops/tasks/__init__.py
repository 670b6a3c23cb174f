"""What runs in the worker for workshops."""

from csrmatch.workshops.tasks import certificates, invitations, report

__all__ = ["certificates", "invitations", "report"]
