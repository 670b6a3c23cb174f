"""The tables of the registry."""

from csrmatch.registry.models.cpses import Cpse, CpsePlace, CpseSpending

__all__ = ["Cpse", "CpsePlace", "CpseSpending"]
