"""The words the log uses for the tables of needs."""

from csrmatch.audit.words import register_words
from csrmatch.comments import words as comment_words
from csrmatch.i18n import LazyText, lazy_
from csrmatch.registry.wording.needs import NEED_STATUSES, NEED_TASKS, URGENCIES
from csrmatch.registry.wording.projects import GROUPS

__all__ = ["comment_words"]

_STATUSES: dict[str, LazyText] = {code.value: words for code, (words, _kind) in NEED_STATUSES.items()}
_NEED = {"need_id": lazy_("Need")}

register_words(
    "need",
    lazy_("Need"),
    columns={
        "id": lazy_("Number"),
        "district_id": lazy_("District"),
        "number": lazy_("Running number"),
        "block": lazy_("Block"),
        "theme_code": lazy_("Theme"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "asked": lazy_("What is asked"),
        "status": lazy_("Stage"),
        "urgency": lazy_("Urgency"),
        "urgency_reason": lazy_("Why it is urgent"),
        "cost_inr": lazy_("Cost (₹)"),
        "scheme_code": lazy_("Scheme that covers a part"),
        "covered_inr": lazy_("Covered by the scheme (₹)"),
        "covered_percent": lazy_("Share covered, in per cent"),
        "indicator_id": lazy_("Indicator"),
        "figure_value": lazy_("Figure"),
        "figure_round": lazy_("Round of the survey"),
        "figure_source": lazy_("Source"),
        "figure_taken_on": lazy_("Taken on"),
        "reported_version_id": lazy_("Figure of an office"),
        "benchmark_value": lazy_("Benchmark"),
        "benchmark_is_state": lazy_("Benchmark of the state"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "status": _STATUSES,
        "urgency": {code.value: words for code, (words, _kind) in URGENCIES.items()},
    },
)
register_words(
    "need_group",
    lazy_("Group a need is about"),
    columns={**_NEED, "group": lazy_("Group"), "heads": lazy_("Number of people")},
    values={"group": {code.value: words for code, words in GROUPS.items()}},
)
register_words(
    "need_partner",
    lazy_("Partner of a need"),
    columns={**_NEED, "cpse_id": lazy_("CPSE"), "pledged_inr": lazy_("Pledged (₹)")},
)
register_words(
    "need_step",
    lazy_("Step of a need"),
    columns={
        "id": lazy_("Number"),
        **_NEED,
        "old_status": lazy_("Stage before"),
        "new_status": lazy_("New stage"),
        "reason": lazy_("Reason"),
        "is_alone": lazy_("Verified without a second officer"),
        "by_id": lazy_("By"),
        "created_at": lazy_("Made"),
    },
    values={"old_status": _STATUSES, "new_status": _STATUSES},
)
register_words(
    "need_delegation",
    lazy_("Need handed on"),
    columns={
        "id": lazy_("Number"),
        **_NEED,
        "task": lazy_("What is asked for"),
        "to_id": lazy_("Handed to"),
        "due_on": lazy_("Due on"),
        "note": lazy_("Note"),
        "given_by_id": lazy_("Handed on by"),
        "given_at": lazy_("Handed on"),
        "ended_by_id": lazy_("Ended by"),
        "ended_at": lazy_("Ended"),
        "ended_note": lazy_("Note at the end"),
        "version": lazy_("Version"),
    },
    values={"task": {code.value: words for code, words in NEED_TASKS.items()}},
)
register_words(
    "need_document",
    lazy_("Document of a need"),
    columns={"attachment_id": lazy_("Attached file"), **_NEED},
)
register_words(
    "need_thread",
    lazy_("Comments on a need"),
    columns={"thread_id": lazy_("Thread of comments"), **_NEED, "cpse_id": lazy_("CPSE")},
)
