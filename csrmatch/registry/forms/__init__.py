"""The forms of the registry."""

from csrmatch.registry.forms.filters import CpseFilter, DistrictFilter

__all__ = ["CpseFilter", "DistrictFilter"]
