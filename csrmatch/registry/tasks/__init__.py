"""What the registry does in the worker: each day without being asked, and after a page has answered."""

from csrmatch.registry.tasks import reminders, support

__all__ = ["reminders", "support"]
