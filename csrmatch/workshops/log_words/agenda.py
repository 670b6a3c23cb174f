"""The words the log uses for the tables of the agenda."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.agenda import SESSION_KINDS

__all__: list[str] = []

register_words(
    "workshop_day",
    lazy_("Day of a workshop"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "number": lazy_("Day"),
        "held_on": lazy_("Date"),
    },
)
register_words(
    "workshop_session",
    lazy_("Session"),
    columns={
        "id": lazy_("Number"),
        "day_id": lazy_("Day"),
        "position": lazy_("Place in the order"),
        "kind": lazy_("Kind"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "starts_at": lazy_("Begins at"),
        "ends_at": lazy_("Ends at"),
        "room_en": lazy_("Room in English"),
        "room_hi": lazy_("Room in Hindi"),
        "said_en": lazy_("What was said, in English"),
        "said_hi": lazy_("What was said, in Hindi"),
        "version": lazy_("Version"),
    },
    values={"kind": {code.value: words for code, words in SESSION_KINDS.items()}},
)
register_words(
    "talk",
    lazy_("Talk"),
    columns={
        "id": lazy_("Number"),
        "session_id": lazy_("Session"),
        "position": lazy_("Place in the order"),
        "topic_en": lazy_("Topic in English"),
        "topic_hi": lazy_("Topic in Hindi"),
        "starts_at": lazy_("Begins at"),
        "minutes": lazy_("Minutes"),
        "theme_code": lazy_("Theme"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "said_en": lazy_("What was said, in English"),
        "said_hi": lazy_("What was said, in Hindi"),
        "version": lazy_("Version"),
    },
)
register_words(
    "speaker",
    lazy_("Speaker"),
    columns={
        "id": lazy_("Number"),
        "talk_id": lazy_("Talk"),
        "position": lazy_("Place in the order"),
        "name_en": lazy_("Name in English"),
        "name_hi": lazy_("Name in Hindi"),
        "designation_en": lazy_("Designation in English"),
        "designation_hi": lazy_("Designation in Hindi"),
        "organisation_en": lazy_("Organisation in English"),
        "organisation_hi": lazy_("Organisation in Hindi"),
        "organisation_id": lazy_("Office"),
    },
)
register_words(
    "workshop_document",
    lazy_("File of a workshop"),
    columns={
        "attachment_id": lazy_("Attached file"),
        "workshop_id": lazy_("Workshop"),
        "talk_id": lazy_("Talk"),
    },
)
