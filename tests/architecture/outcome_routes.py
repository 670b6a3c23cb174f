"""Who may call the pages of what came of workshops, and their one operation."""

from csrmatch.roles import Permission

__all__ = ["OUTCOME_ROUTES"]

OUTCOME_ROUTES: dict[str, object] = {
    "api.list_follow_up": Permission.VIEW_WORKSHOPS,
    "workshops.show_outcomes": Permission.VIEW_WORKSHOPS,
    "workshops.show_series_outcomes": Permission.VIEW_WORKSHOPS,
}
