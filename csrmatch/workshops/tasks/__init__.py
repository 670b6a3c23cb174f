"""What runs in the worker for workshops."""

from csrmatch.workshops.tasks import certificates, forgetting, invitations, report

__all__ = ["certificates", "forgetting", "invitations", "report"]
