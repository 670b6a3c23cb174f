"""The words the log uses for what offices say of a quarter."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_

__all__: list[str] = []

register_words(
    "nothing_to_report",
    lazy_("Nothing to report"),
    columns={
        "id": lazy_("Number"),
        "organisation_id": lazy_("Organisation"),
        "financial_year": lazy_("Financial year"),
        "quarter": lazy_("Quarter"),
        "by_id": lazy_("By"),
        "created_at": lazy_("Made"),
    },
)
