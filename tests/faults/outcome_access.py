"""What came of workshops as others see it: who gets which answer, and what each page is asked about."""

from csrmatch.db import db
from csrmatch.workshops.models import Workshop
from tests.faults.expecting import EVERYONE, Expected
from tests.faults.workshop_access import SHOW_WORKSHOP

__all__ = ["OUTCOMES", "is_series", "series_targets"]

_MISSING = 987_654_321

OUTCOMES: dict[tuple[str, str], Expected] = {
    ("workshops.show_outcomes", "GET"): SHOW_WORKSHOP,
    ("workshops.show_series_outcomes", "GET"): Expected(EVERYONE, {"there": 200, "missing": 404}),
}


def is_series(endpoint: str) -> bool:
    """Whether the endpoint is asked for a series."""
    return endpoint == "workshops.show_series_outcomes"


def series_targets(workshops: dict[str, int]) -> dict[str, dict[str, object]]:
    """The series of the workshops, of which everybody sees one, and one that does not exist."""
    own = db.session.get_one(Workshop, workshops["own"])
    return {"there": {"series_id": own.series_id}, "missing": {"series_id": _MISSING}}
