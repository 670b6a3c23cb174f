"""The verbs of action points."""

from csrmatch.actions.services.ending import close_action, drop_action, reopen_action, return_action
from csrmatch.actions.services.giving import (
    assign_action,
    change_action,
    change_due_date,
    reassign_action,
)
from csrmatch.actions.services.reporting import (
    attach_action_document,
    hand_back_action,
    name_person,
    report_on_action,
    strike_action_document,
)

__all__ = [
    "assign_action",
    "attach_action_document",
    "change_action",
    "change_due_date",
    "close_action",
    "drop_action",
    "hand_back_action",
    "name_person",
    "reassign_action",
    "reopen_action",
    "report_on_action",
    "return_action",
    "strike_action_document",
]
