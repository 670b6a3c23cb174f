"""The words the log uses for what offices were asked to supply."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_

__all__: list[str] = []

register_words(
    "fact_request",
    lazy_("Request for facts"),
    columns={
        "id": lazy_("Number"),
        "exercise_id": lazy_("Exercise"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "facts": lazy_("What is missing or old"),
        "note": lazy_("Note"),
        "recipients": lazy_("People written to"),
        "asked_at": lazy_("Asked"),
        "asked_by_id": lazy_("Asked by"),
    },
)
