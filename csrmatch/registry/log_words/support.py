"""The words the log uses for the tables of requests for support."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.registry.wording.support import SUPPORT_STATUSES

__all__: list[str] = []

register_words(
    "support_request",
    lazy_("Request for support"),
    columns={
        "id": lazy_("Number"),
        "cpse_id": lazy_("CPSE that asks"),
        "district_id": lazy_("District"),
        "theme_code": lazy_("Theme"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "asked": lazy_("What is asked"),
        "ask_inr": lazy_("Amount asked for (₹)"),
        "financial_year": lazy_("Year"),
        "status": lazy_("Stage"),
        "closed_reason": lazy_("Why it was closed"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={"status": {code.value: words for code, (words, _kind) in SUPPORT_STATUSES.items()}},
)
register_words(
    "support_pledge",
    lazy_("Pledge of support"),
    columns={
        "id": lazy_("Number"),
        "request_id": lazy_("Request for support"),
        "cpse_id": lazy_("CPSE"),
        "amount_inr": lazy_("Pledged (₹)"),
        "note": lazy_("Note"),
        "pledged_on": lazy_("Pledged on"),
        "pledged_by_id": lazy_("Pledged by"),
        "withdrawn_on": lazy_("Taken back on"),
        "withdrawn_reason": lazy_("Why it was taken back"),
        "version": lazy_("Version"),
    },
)
