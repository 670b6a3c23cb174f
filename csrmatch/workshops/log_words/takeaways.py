"""The words the log uses for the tables of takeaways and of what became of them."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.takeaways import HANDING_STATES, KINDS

__all__: list[str] = []

register_words(
    "takeaway",
    lazy_("Takeaway"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "uuid": lazy_("Mark of the note"),
        "kind": lazy_("Kind"),
        "text": lazy_("Note"),
        "language": lazy_("Language"),
        "text_en": lazy_("Wording for the report in English"),
        "text_hi": lazy_("Wording for the report in Hindi"),
        "session_id": lazy_("Session"),
        "talk_id": lazy_("Talk"),
        "theme_code": lazy_("Theme"),
        "district_id": lazy_("District"),
        "organisation_id": lazy_("Office"),
        "cpse_id": lazy_("CPSE"),
        "organisation_name": lazy_("Organisation as written"),
        "speaker_name": lazy_("Speaker"),
        "by_whom": lazy_("Commitment: by whom"),
        "due_on": lazy_("By when"),
        "asked_of": lazy_("Asked of"),
        "taken_by_id": lazy_("Taken down by"),
        "taken_at": lazy_("Taken down"),
        "received_at": lazy_("Received"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "struck_by_id": lazy_("Struck by"),
        "struck_at": lazy_("Struck"),
        "struck_reason": lazy_("Why it was struck"),
        "version": lazy_("Version"),
    },
    values={"kind": {code.value: words for code, words in KINDS.items()}},
)
register_words(
    "takeaway_wording",
    lazy_("Wording of a takeaway"),
    columns={
        "takeaway_id": lazy_("Takeaway"),
        "number": lazy_("Running number"),
        "text": lazy_("Note"),
        "written_by_id": lazy_("Written by"),
        "written_at": lazy_("Written"),
    },
)
register_words(
    "takeaway_work",
    lazy_("What became of a takeaway"),
    columns={
        "id": lazy_("Number"),
        "takeaway_id": lazy_("Takeaway"),
        "kind": lazy_("Kind"),
        "record_id": lazy_("Record"),
        "made_by_id": lazy_("Made by"),
        "made_at": lazy_("Made"),
    },
)
register_words(
    "takeaway_handing",
    lazy_("Handing on of a takeaway"),
    columns={
        "id": lazy_("Number"),
        "takeaway_id": lazy_("Takeaway"),
        "kind": lazy_("Kind"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "state": lazy_("Stage"),
        "note": lazy_("Note"),
        "handed_by_id": lazy_("Handed on by"),
        "handed_at": lazy_("Handed on"),
        "answered_by_id": lazy_("Answered by"),
        "answered_at": lazy_("Answered on"),
        "answered_reason": lazy_("Reason"),
        "version": lazy_("Version"),
    },
    values={"state": {code.value: words for code, (words, _kind) in HANDING_STATES.items()}},
)
