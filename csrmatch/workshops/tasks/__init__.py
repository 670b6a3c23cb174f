"""What the worker does for workshops."""

from csrmatch.workshops.tasks import report

__all__ = ["report"]
