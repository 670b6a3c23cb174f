"""What the mapping does in the worker: each day without being asked, and after a page has answered."""

from csrmatch.mapping.tasks import funding, letters, proposals, runs

__all__ = ["funding", "letters", "proposals", "runs"]
