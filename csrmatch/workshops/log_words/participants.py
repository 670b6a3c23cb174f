"""The words the log uses for participants and for who was there."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.participants import GROUPS, PARTICIPANT_STATUSES

__all__: list[str] = []

_groups = {code.value: words for code, words in GROUPS.items()}

register_words(
    "participant",
    lazy_("Participant"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "name_en": lazy_("Name in English"),
        "name_hi": lazy_("Name in Hindi"),
        "designation_en": lazy_("Designation in English"),
        "designation_hi": lazy_("Designation in Hindi"),
        "group": lazy_("Group"),
        "group_code": lazy_("Group"),
        "organisation_id": lazy_("Office"),
        "organisation_en": lazy_("Organisation in English"),
        "organisation_hi": lazy_("Organisation in Hindi"),
        "user_id": lazy_("Account"),
        "email": lazy_("E-mail"),
        "phone": lazy_("Phone"),
        "language": lazy_("Language"),
        "is_speaker": lazy_("Speaks at the workshop"),
        "wishes": lazy_("What the person eats or needs"),
        "status": lazy_("Answer"),
        "answered_at": lazy_("Answered on"),
        "cancelled_reason": lazy_("Why the person was taken off the list"),
        "link_number": lazy_("Number of the link"),
        "sequence": lazy_("Number of the last invitation"),
        "told": lazy_("What the last invitation said"),
        "client_key": lazy_("Key from the door"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "group": _groups,
        "group_code": _groups,
        "status": {code.value: words for code, (words, _kind) in PARTICIPANT_STATUSES.items()},
    },
)
register_words(
    "participant_list",
    lazy_("List of people brought in"),
    columns={"people": lazy_("Participants"), "faults": lazy_("Errors")},
)
register_words(
    "workshop_invitations",
    lazy_("Invitations to a workshop"),
    columns={"workshop_id": lazy_("Workshop"), "mails": lazy_("Mail")},
)
register_words(
    "attendance",
    lazy_("Attendance"),
    columns={
        "id": lazy_("Number"),
        "participant_id": lazy_("Participant"),
        "day_id": lazy_("Day"),
        "session_id": lazy_("Session"),
        "client_key": lazy_("Key from the door"),
        "arrived_at": lazy_("Arrived"),
        "recorded_at": lazy_("Written down"),
        "recorded_by_id": lazy_("Checked in by"),
        "undone_at": lazy_("Taken back"),
        "undone_by_id": lazy_("Taken back by"),
    },
)
