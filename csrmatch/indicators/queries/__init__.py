"""The reads of indicators: what surveys found, and what offices say."""

from csrmatch.indicators.queries.readings import (
    EARLIER_ROUND,
    LATEST_ROUND,
    Reading,
    Standing,
    list_readings,
    list_standings,
    list_themes,
    pick_worst,
)

__all__ = [
    "EARLIER_ROUND",
    "LATEST_ROUND",
    "Reading",
    "Standing",
    "list_readings",
    "list_standings",
    "list_themes",
    "pick_worst",
]
