"""Who gets which answer from the routes of action points, and what each changes: reviewed by people."""

from csrmatch.roles import Permission, Role

__all__ = ["ACTION_ACCESS", "ACTION_CHANGED", "ACTION_MAKERS", "ACTION_OPERATIONS", "ACTION_TABLE"]

_EVERYONE = frozenset(Role)
_OWNERS = _EVERYONE - {Role.AUDITOR}
_ASSIGNERS = frozenset({Role.DPE_STAFF, Role.STATE_OFFICER, Role.UNICEF_OFFICER, Role.CHAIR})

_VIEWED = ("list_actions", "show_action", "download_action_report", "download_action_document")
_OF_OWNER = ("report_on_action", "name_person", "hand_back_action")
_OF_BOTH = ("new_action_document", "strike_action_document")
_OF_ASSIGNER = (
    "edit_action",
    "change_due_date",
    "reassign_action",
    "close_action",
    "return_action",
    "drop_action",
    "reopen_action",
)

# Which permission each route asks for.
ACTION_ACCESS: dict[str, Permission | str] = {
    **{f"actions.{name}": Permission.VIEW_ACTIONS for name in _VIEWED},
    **{f"actions.{name}": Permission.REPORT_ON_ACTIONS for name in (*_OF_OWNER, *_OF_BOTH)},
    **{f"actions.{name}": Permission.ASSIGN_ACTIONS for name in ("new_action", *_OF_ASSIGNER)},
    "api.list_actions": Permission.VIEW_ACTIONS,
    "api.show_action": Permission.VIEW_ACTIONS,
    "api.create_action": Permission.ASSIGN_ACTIONS,
    "api.report_on_action": Permission.REPORT_ON_ACTIONS,
}

_FAR = {"far": 404, "missing": 404}
# One's own, one that can be read but not changed so, one of others, and none.
_ACT = {"elsewhere": 403, **_FAR}
_PAPER = {"other": 404, "missing_part": 404, "struck": 404}

Row = tuple[frozenset[Role], dict[str, int]]
ACTION_TABLE: dict[tuple[str, str], Row] = {
    ("actions.list_actions", "GET"): (_EVERYONE, {"-": 200}),
    ("actions.download_action_report", "GET"): (_EVERYONE, {"pdf": 200, "docx": 200}),
    ("actions.new_action", "GET"): (_ASSIGNERS, {"-": 200}),
    ("actions.new_action", "POST"): (_ASSIGNERS, {"-": 422}),
    ("actions.show_action", "GET"): (_EVERYONE, {"own": 200, "elsewhere": 200, **_FAR}),
    ("actions.download_action_document", "GET"): (_EVERYONE, {"own": 200, **_PAPER, **_FAR}),
    **{
        (f"actions.{name}", method): (who, {"own": status, **_ACT, **(_PAPER if "strike" in name else {})})
        for names, who in ((_OF_OWNER, _OWNERS), (_OF_BOTH, _OWNERS), (_OF_ASSIGNER, _ASSIGNERS))
        for name in names
        for method, status in (("GET", 200), ("POST", 422))
    },
}

ACTION_OPERATIONS: dict[str, Row] = {
    "api.list_actions": (_EVERYONE, {"-": 200}),
    "api.show_action": (_EVERYONE, {"own": 200, "elsewhere": 200, **_FAR}),
    "api.create_action": (_ASSIGNERS, {"-": 201}),
    "api.report_on_action": (_OWNERS, {"own": 201, **_ACT}),
}

_WHO = {"changed_by_id", "changed_at"}
_STRUCK = {"struck_at", "struck_by_id", "struck_reason"}
# Which columns each act may change, in the order in which each finds what it changes.
ACTION_CHANGED: dict[str, dict[str, set[str]]] = {
    "actions.edit_action": {
        "action_point": {
            "title_en",
            "title_hi",
            "asked",
            "file_number",
            "priority",
            "needs_second",
            "district_id",
            "state_id",
            *_WHO,
        }
    },
    "actions.change_due_date": {"action_point": {"due_on", *_WHO}},
    "actions.name_person": {"action_point": {"person_id", *_WHO}},
    "actions.report_on_action": {
        "action_point": {"status", "percent", "reported_by_id", "reported_on", *_WHO}
    },
    "actions.new_action_document": {"action_point": _WHO},
    "actions.strike_action_document": {"action_point": _WHO, "attachment": _STRUCK},
    "actions.return_action": {"action_point": {"status", "percent", "turn", *_WHO}},
    "actions.close_action": {"action_point": {"status", "ended_on", "closing_note", *_WHO}},
    "actions.reopen_action": {"action_point": {"status", "ended_on", "due_on", "turn", *_WHO}},
    "actions.hand_back_action": {"action_point": {"status", *_WHO}},
    "actions.reassign_action": {
        "action_point": {"owner_id", "owner_written", "due_on", "status", "turn", *_WHO}
    },
    "actions.drop_action": {"action_point": {"status", "ended_on", *_WHO}},
}
# What only makes a record.
ACTION_MAKERS = {"actions.new_action"}
