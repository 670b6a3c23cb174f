"""Who may call the pages of what came of workshops."""

from csrmatch.roles import Permission

__all__ = ["OUTCOME_ROUTES"]

OUTCOME_ROUTES: dict[str, object] = {
    "workshops.show_outcomes": Permission.VIEW_WORKSHOPS,
    "workshops.show_series_outcomes": Permission.VIEW_WORKSHOPS,
}
