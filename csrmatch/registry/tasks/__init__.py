"""What the registry does each day without being asked."""

from csrmatch.registry.tasks import reminders

__all__ = ["reminders"]
