"""The verbs of the registry."""

from csrmatch.registry.services.loading import load_organisations, load_registry

__all__ = ["load_organisations", "load_registry"]
