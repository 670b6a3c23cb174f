"""The verbs of indicators: loading the catalogue, telling a figure."""

from csrmatch.indicators.services.loading import load_indicators

__all__ = ["load_indicators"]
