"""Who gets which answer from the pages of feedback and certificates: their part of the one reviewed table."""

from csrmatch.roles import Role
from tests.faults.expecting import EVERYONE, PUBLIC, Expected

__all__ = ["FEEDBACK"]

_HOLDERS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER})
_DPE = frozenset({Role.DPE_STAFF})
_AUDITOR = frozenset({Role.AUDITOR})
_READ = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
# A remark or certificate of another workshop, and one that does not exist.
_PART = {"other": 404, "missing_part": 404}
_LINK = {"open": 200, "closed": 200, "missing": 404}


def _hold(get: int | None, post: int | None, closed: int | None = None, **part: int) -> dict[str, Expected]:
    """Pages of those who hold the workshop; `closed` is the answer once its record is closed."""
    found = {}
    for method, status in (("GET", get), ("POST", post)):
        if status is not None:
            answers = {**_READ, "own": status, "planned": status, "closed": closed or status, **part}
            found[method] = Expected(_HOLDERS, answers, _DPE)
    return found


_ENDPOINTS: dict[str, dict[str, Expected]] = {
    "show_feedback": {"GET": Expected(EVERYONE, _READ, _DPE | _AUDITOR)},
    "edit_feedback": _hold(200, 422, 403),
    "show_feedback_link": _hold(200, None),
    "renew_feedback_link": _hold(None, 302, 403),
    "hide_remark": _hold(200, 422, **_PART),
    "show_remark": _hold(None, 302, **_PART),
    "give_feedback": {
        "GET": Expected(PUBLIC, _LINK),
        "POST": Expected(PUBLIC, {**_LINK, "open": 422, "closed": 422}),
    },
    "thank_for_feedback": {"GET": Expected(PUBLIC, _LINK)},
    "list_certificates": {"GET": Expected(EVERYONE, _READ, _DPE | _AUDITOR)},
    # The form stands filled: sent as it is, it asks for all. A plan has nobody to certify yet.
    "make_certificates": {
        "GET": Expected(_HOLDERS, {**_READ, "planned_far": 200}),
        "POST": Expected(_HOLDERS, {**_READ, "own": 302, "closed": 302, "planned": 422, "planned_far": 422}),
    },
    # Who does not hold the workshop opens no paper but their own.
    "download_certificate": {"GET": Expected(EVERYONE, {**_READ, **_PART, "foreign": 404}, _DPE)},
    "download_certificates": _hold(200, None),
    "withdraw_certificate": _hold(200, 422, **_PART),
    "check_certificate": {"GET": Expected(PUBLIC, {"blank": 200, "own": 200, "missing": 404})},
}

FEEDBACK: dict[tuple[str, str], Expected] = {
    (f"workshops.{endpoint}", method): expected
    for endpoint, methods in _ENDPOINTS.items()
    for method, expected in methods.items()
}
