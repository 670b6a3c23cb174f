"""Who gets which answer from which page of workshops: their part of the one table that people review."""

from csrmatch.roles import Role
from tests.faults.expecting import EVERYONE, Expected

__all__ = ["SHOW_WORKSHOP", "WORKSHOPS"]

_HOLDERS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER})
_DPE = frozenset({Role.DPE_STAFF})
_AUDITOR = frozenset({Role.AUDITOR})
# A workshop that is closed can be read, not changed; a plan is seen by who holds it, DPE and the auditor.
_READ = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
_EDIT = {"own": 200, "closed": 403, "planned": 200, "far": 404, "missing": 404}
_NO_PART = {"missing_part": 404, "other": 404}

SHOW_WORKSHOP = Expected(EVERYONE, _READ, _DPE | _AUDITOR)

WORKSHOPS: dict[tuple[str, str], Expected] = {
    ("workshops.list_workshops", "GET"): Expected(EVERYONE),
    ("workshops.show_workshop", "GET"): SHOW_WORKSHOP,
    ("workshops.new_workshop", "GET"): Expected(_HOLDERS),
    ("workshops.new_workshop", "POST"): Expected(_HOLDERS, {"-": 422}),
    **{
        (f"workshops.{endpoint}", method): Expected(
            _HOLDERS, {**_EDIT, "own": status, "planned": status}, _DPE
        )
        for endpoint in ("edit_workshop", "edit_organisers", "cancel_workshop", "edit_helpers", "edit_days")
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        ("workshops.copy_workshop", method): Expected(
            _HOLDERS, {**_READ, "own": status, "closed": status, "planned": status}, _DPE
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    # Its own is one that was held; what is only planned cannot be marked as not held.
    **{
        ("workshops.unmark_workshop", method): Expected(
            _HOLDERS, {**_EDIT, "own": status, "planned": 403, "planned_far": 403}, _DPE
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    ("workshops.step_workshop", "POST"): Expected(
        _HOLDERS, {"own": 400, "closed": 400, "planned": 400, "far": 404, "missing": 404}, _DPE
    ),
    ("workshops.show_agenda", "GET"): Expected(EVERYONE, _READ, _DPE | _AUDITOR),
    ("workshops.download_agenda", "GET"): Expected(EVERYONE, {**_READ, "no_kind": 404}, _DPE | _AUDITOR),
    ("workshops.download_workshop_document", "GET"): Expected(
        EVERYONE, {**_READ, **_NO_PART, "struck": 404}, _DPE | _AUDITOR
    ),
    **{
        ("workshops.new_workshop_document", method): Expected(
            _HOLDERS, {**_EDIT, "own": status, "planned": status}, _DPE
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        (f"workshops.{endpoint}", method): Expected(
            _HOLDERS, {**_EDIT, **_NO_PART, "own": status, "planned": status}, _DPE
        )
        for endpoint in ("new_session", "edit_session", "new_talk", "edit_talk")
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        ("workshops.strike_workshop_document", method): Expected(
            _HOLDERS, {**_EDIT, **_NO_PART, "struck": 404, "own": status, "planned": status}, _DPE
        )
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        (f"workshops.{endpoint}", "POST"): Expected(
            _HOLDERS, {**_EDIT, **_NO_PART, "own": 400, "planned": 400}, _DPE
        )
        for endpoint in ("remove_session", "move_session", "remove_talk", "move_talk")
    },
    **{
        (f"workshops.{endpoint}", "POST"): Expected(_HOLDERS, {**_EDIT, "own": 302, "planned": 302}, _DPE)
        for endpoint in ("add_day", "remove_day")
    },
    ("workshops.remove_helper", "POST"): Expected(
        _HOLDERS, {**_EDIT, **_NO_PART, "own": 302, "planned": 302}, _DPE
    ),
}
