"""The words the log uses for certificates."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.workshops.wording.certificates import CERTIFICATE_LANGUAGES

__all__: list[str] = []

register_words(
    "certificate",
    lazy_("Certificate of participation"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "participant_id": lazy_("Participant"),
        "issue": lazy_("Which of their certificates"),
        "language": lazy_("Language"),
        "code": lazy_("Code on the certificate"),
        "name_en": lazy_("Name in English"),
        "name_hi": lazy_("Name in Hindi"),
        "digest": lazy_("SHA-256 of the file"),
        "content": lazy_("File"),
        "made_at": lazy_("Made"),
        "made_by_id": lazy_("Made by"),
        "withdrawn_at": lazy_("Withdrawn"),
        "withdrawn_by_id": lazy_("Withdrawn by"),
        "withdrawn_reason": lazy_("Why it was withdrawn"),
    },
    values={"language": {code.value: words for code, words in CERTIFICATE_LANGUAGES.items()}},
)
