"""Who gets which answer from the pages of a workshop's people: their part of the one reviewed table."""

from csrmatch.roles import Role
from tests.faults.expecting import EVERYONE, OFFICES, PUBLIC, Expected

__all__ = ["PARTICIPANTS"]

_HOLDERS = frozenset({Role.DPE_STAFF, Role.UNICEF_OFFICER})
_DPE = frozenset({Role.DPE_STAFF})
_AUDITOR = frozenset({Role.AUDITOR})
_READ = {"own": 200, "closed": 200, "planned": 200, "near": 404, "far": 404, "missing": 404}
_EDIT = {**_READ, "closed": 403}
# A person of another workshop, and one who does not exist.
_PART = {"other": 404, "missing_part": 404}
# The door of a workshop is open to those who hold it and those named for it.
_DOOR = {**_EDIT, "unnamed": 403}


def _edit(get: int | None, post: int | None, part: dict[str, int]) -> dict[str, Expected]:
    found = {}
    for method, status in (("GET", get), ("POST", post)):
        if status is not None:
            answers = {**_EDIT, "own": status, "planned": status, **part}
            found[method] = Expected(_HOLDERS, answers, _DPE)
    return found


def _door(get: int | None, post: int | None) -> dict[str, Expected]:
    found = {}
    for method, status in (("GET", get), ("POST", post)):
        if status is not None:
            found[method] = Expected(OFFICES, {**_DOOR, "own": status, "planned": status}, _DPE)
    return found


_PAGES: dict[str, dict[str, Expected]] = {
    "list_participants": {"GET": Expected(EVERYONE, _READ, _DPE | _AUDITOR)},
    "list_attendance": {"GET": Expected(EVERYONE, _READ, _DPE | _AUDITOR)},
    "new_participant": _edit(200, 422, {}),
    "pick_participants": _edit(200, 422, {}),
    "import_participants": _edit(200, 422, {}),
    "download_participant_template": _edit(200, None, {}),
    "show_participant_list": _edit(200, None, _PART),
    "apply_participants": _edit(None, 302, _PART),
    "edit_participant": _edit(200, 422, _PART),
    "cancel_participant": _edit(200, 422, _PART),
    "restore_participant": _edit(None, 302, _PART),
    "renew_answer_link": _edit(None, 302, _PART),
    # Calling off is told by a workshop that can no longer be changed; a plan is told to nobody.
    "send_invitations": {
        "GET": Expected(_HOLDERS, {**_READ, "planned_far": 200}),
        "POST": Expected(_HOLDERS, {**_READ, "own": 302, "closed": 422, "planned": 422, "planned_far": 422}),
    },
    "answer_invitation": {
        "GET": Expected(PUBLIC, {"open": 200, "renewed": 404, "closed": 404, "missing": 404}),
        "POST": Expected(PUBLIC, {"open": 422, "renewed": 404, "closed": 404, "missing": 404}),
    },
    "check_in_people": _door(200, 302),
    "list_door_people": _door(200, None),
    "record_check_ins": _door(None, 422),
    "download_badges": _door(200, None),
}

PARTICIPANTS: dict[tuple[str, str], Expected] = {
    (f"workshops.{endpoint}", method): expected
    for endpoint, methods in _PAGES.items()
    for method, expected in methods.items()
}
