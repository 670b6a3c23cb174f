"""Who gets which answer from which page of workshops: their part of the one table that people review."""

from csrmatch.roles import Role
from tests.faults.expecting import EVERYONE, Expected

__all__ = ["WORKSHOPS"]

_HOLDERS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER})
_DPE = frozenset({Role.DPE_STAFF})
_AUDITOR = frozenset({Role.AUDITOR})
# A workshop that is closed can be read, not changed; a plan is seen by who holds it, DPE and the auditor.
_READ = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
_EDIT = {"own": 200, "closed": 403, "planned": 200, "far": 404, "missing": 404}

WORKSHOPS: dict[tuple[str, str], Expected] = {
    ("workshops.list_workshops", "GET"): Expected(EVERYONE),
    ("workshops.show_workshop", "GET"): Expected(EVERYONE, _READ, _DPE | _AUDITOR),
    ("workshops.new_workshop", "GET"): Expected(_HOLDERS),
    ("workshops.new_workshop", "POST"): Expected(_HOLDERS, {"-": 422}),
    **{
        (f"workshops.{endpoint}", method): Expected(
            _HOLDERS, {**_EDIT, "own": status, "planned": status}, _DPE
        )
        for endpoint in ("edit_workshop", "edit_organisers")
        for method, status in (("GET", 200), ("POST", 422))
    },
}
