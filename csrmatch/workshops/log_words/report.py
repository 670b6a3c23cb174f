"""The words the log uses for the report of a workshop."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import LANGUAGES, lazy_
from csrmatch.workshops.wording.report import REPORT_FORMATS

__all__: list[str] = []

register_words(
    "workshop_report",
    lazy_("Report of a workshop"),
    columns={
        "workshop_id": lazy_("Workshop"),
        "left_out": lazy_("Sections left out"),
        "foreword_en": lazy_("Foreword in English"),
        "foreword_hi": lazy_("Foreword in Hindi"),
        "participants_en": lazy_("Who took part, in English"),
        "participants_hi": lazy_("Who took part, in Hindi"),
        "thanks_en": lazy_("Word of thanks in English"),
        "thanks_hi": lazy_("Word of thanks in Hindi"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
)
register_words(
    "report_issue",
    lazy_("Issue of a report"),
    columns={
        "id": lazy_("Number"),
        "workshop_id": lazy_("Workshop"),
        "number": lazy_("Issue"),
        "language": lazy_("Language"),
        "format": lazy_("Kind of file"),
        "is_draft": lazy_("Draft"),
        "input_digest": lazy_("Digest of the record"),
        "digest": lazy_("Digest"),
        "size": lazy_("Bytes"),
        "made_at": lazy_("Made"),
        "made_by_id": lazy_("Made by"),
        "content": lazy_("File"),
    },
    values={
        "language": dict(LANGUAGES),
        "format": {form.value: words for form, words in REPORT_FORMATS.items()},
    },
)
