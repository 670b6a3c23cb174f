"""The words the log uses for the tables of action points."""

from csrmatch.actions.wording import ACTION_STATUSES, MOVES, PRIORITIES
from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_

__all__: list[str] = []

_STATUSES = {code.value: words for code, (words, _kind) in ACTION_STATUSES.items()}

register_words(
    "action_point",
    lazy_("Action point"),
    columns={
        "id": lazy_("Number"),
        "file_number": lazy_("The office's own file number"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "asked": lazy_("What is to be done"),
        "owner_id": lazy_("Office that is to do it"),
        "person_id": lazy_("Who has it in hand"),
        "owner_written": lazy_("Designation or person, as written down"),
        "assigner_id": lazy_("Given out by"),
        "assigned_by_id": lazy_("Given out by the person"),
        "assigned_on": lazy_("Given out on"),
        "due_on": lazy_("Last day"),
        "priority": lazy_("Priority"),
        "needs_second": lazy_("Closed by two persons"),
        "state_id": lazy_("State"),
        "district_id": lazy_("District"),
        "status": lazy_("Stage"),
        "percent": lazy_("Done (per cent)"),
        "turn": lazy_("How often it was put into its owner's hands"),
        "reported_by_id": lazy_("Last report by"),
        "reported_on": lazy_("Reported on"),
        "closing_by_id": lazy_("Closing asked for by"),
        "closing_note": lazy_("What came of it"),
        "ended_on": lazy_("Ended on"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "status": _STATUSES,
        "priority": {code.value: words for code, (words, _kind) in PRIORITIES.items()},
    },
)
register_words(
    "action_step",
    lazy_("Line in the history of an action point"),
    columns={
        "id": lazy_("Number"),
        "action_id": lazy_("Action point"),
        "move": lazy_("What was done"),
        "old_status": lazy_("Stage before"),
        "new_status": lazy_("Stage after"),
        "note": lazy_("Text"),
        "percent": lazy_("Done (per cent)"),
        "old_due_on": lazy_("Last day before"),
        "new_due_on": lazy_("Last day"),
        "changes": lazy_("What else was changed"),
        "owner_id": lazy_("Office that is to do it"),
        "by_id": lazy_("Person"),
        "office_id": lazy_("Office"),
        "created_at": lazy_("Made"),
    },
    values={
        "old_status": _STATUSES,
        "new_status": _STATUSES,
        "move": {code.value: words for code, words in MOVES.items()},
    },
)
register_words(
    "action_link",
    lazy_("What an action point is about"),
    columns={
        "id": lazy_("Number"),
        "action_id": lazy_("Action point"),
        "kind": lazy_("Kind"),
        "record_id": lazy_("Number of the record"),
    },
)
register_words(
    "action_document",
    lazy_("Document of an action point"),
    columns={
        "attachment_id": lazy_("Attached file"),
        "action_id": lazy_("Action point"),
        "step_id": lazy_("Line in the history of an action point"),
    },
)
