"""What the registry does each day without being asked."""

from csrmatch.registry.tasks import reminders, support

__all__ = ["reminders", "support"]
