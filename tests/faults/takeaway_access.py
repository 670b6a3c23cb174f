"""Who gets which answer from which page of notes: their part of the one table that people review."""

from csrmatch.roles import Role
from tests.faults.expecting import EVERYONE, OFFICES, Expected

__all__ = ["SEND_TAKEAWAYS", "TAKEAWAYS"]

_DPE = frozenset({Role.DPE_STAFF})
_AUDITOR = frozenset({Role.AUDITOR})
_READ = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
# Who takes no notes there is refused where they see the workshop; what was never there is missing.
_SEEN = {"seen": 403, "seen_closed": 403, "seen_planned": 403, "near": 404, "missing": 404}
_NOTE = {"foreign_note": 404, "no_note": 404, "no_kind": 404, "no_handing": 404, "far_handing": 403}


def _take(own: int, closed: int = 403, planned: int = 403) -> Expected:
    """What note takers alone do, while the workshop is announced or held."""
    return Expected(OFFICES, {**_SEEN, **_NOTE, "own": own, "closed": closed, "planned": planned})


def _make(own: int) -> Expected:
    """What the collector's office alone does."""
    return Expected(EVERYONE, {**_SEEN, **_NOTE, "own": own})


# A program is answered note by note, also where all are refused.
SEND_TAKEAWAYS = _take(200, 200, 200)

TAKEAWAYS: dict[tuple[str, str], Expected] = {
    ("workshops.list_takeaways", "GET"): Expected(EVERYONE, _READ, _DPE | _AUDITOR),
    ("workshops.list_new_notes", "GET"): Expected(
        EVERYONE, {**_READ, "own": 400, "closed": 400, "planned": 400}, _DPE | _AUDITOR
    ),
    ("workshops.show_notes_worker", "GET"): Expected(None),
    ("workshops.take_notes", "GET"): _take(200, 200, 200),
    ("workshops.take_notes", "POST"): _take(422, 422, 422),
    ("workshops.show_offline_notes", "GET"): _take(200, 200, 200),
    ("workshops.send_notes", "POST"): _take(400, 400, 400),
    ("workshops.show_takeaway", "GET"): Expected(EVERYONE, {**_READ, **_NOTE}, _DPE | _AUDITOR),
    ("workshops.edit_takeaway", "GET"): _take(200),
    ("workshops.edit_takeaway", "POST"): _take(422),
    ("workshops.strike_takeaway", "GET"): _take(200),
    ("workshops.strike_takeaway", "POST"): _take(422),
    ("workshops.restore_takeaway", "POST"): _take(302),
    ("workshops.hand_on_takeaway", "GET"): _take(200, 200, 200),
    ("workshops.hand_on_takeaway", "POST"): _take(422, 422, 422),
    ("workshops.convert_takeaway", "GET"): _make(200),
    ("workshops.convert_takeaway", "POST"): _make(422),
    ("workshops.decline_handing", "GET"): _make(200),
    ("workshops.decline_handing", "POST"): _make(422),
}
