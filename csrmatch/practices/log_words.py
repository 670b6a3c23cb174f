"""The words the log uses for the tables of practices."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.practices.wording import EVIDENCE, ORIGINS, PART_KINDS, PRACTICE_STATUSES
from csrmatch.registry.wording.projects import GROUPS

__all__: list[str] = []

_STAGES = {code.value: words for code, (words, _kind) in PRACTICE_STATUSES.items()}

register_words(
    "practice",
    lazy_("Practice"),
    columns={
        "id": lazy_("Number"),
        "organisation_id": lazy_("Office that wrote it"),
        "title_en": lazy_("Title in English"),
        "title_hi": lazy_("Title in Hindi"),
        "status": lazy_("Stage"),
        "was_in_library": lazy_("Has been in the library"),
        "problem": lazy_("What problem it answers"),
        "done": lazy_("What was done"),
        "elsewhere": lazy_("Other places"),
        "cost_inr": lazy_("Cost in all (₹)"),
        "unit_cost_inr": lazy_("Cost of one (₹)"),
        "cost_unit": lazy_("For one what"),
        "cost_period": lazy_("Over which time"),
        "cost_note": lazy_("Note on the cost"),
        "evidence": lazy_("Evidence"),
        "evidence_text": lazy_("What the evidence says"),
        "figure_what": lazy_("What was measured"),
        "figure_before": lazy_("Figure before"),
        "figure_after": lazy_("Figure after"),
        "figure_source": lazy_("Source of the figures"),
        "figure_on": lazy_("Day of the later figure"),
        "cpse_id": lazy_("CPSE that runs it"),
        "run_by": lazy_("Who else runs it"),
        "contact_office": lazy_("Office to ask"),
        "contact_designation": lazy_("Post of the person to ask"),
        "contact_mail": lazy_("Mail of the office"),
        "contact_phone": lazy_("Telephone of the office"),
        "origin": lazy_("Where it is known from"),
        "citation": lazy_("Source in full"),
        "reference_number": lazy_("Number in the reference data"),
        "source": lazy_("Source in the reference data"),
        "trust": lazy_("How far the source is trusted"),
        "created_by_id": lazy_("Made by"),
        "created_at": lazy_("Made"),
        "changed_by_id": lazy_("Changed by"),
        "changed_at": lazy_("Changed"),
        "version": lazy_("Version"),
    },
    values={
        "status": _STAGES,
        "evidence": {code.value: words for code, (words, _kind) in EVIDENCE.items()},
        "origin": {code.value: words for code, words in ORIGINS.items()},
    },
)
register_words(
    "practice_theme",
    lazy_("Theme of a practice"),
    columns={"practice_id": lazy_("Practice"), "theme_code": lazy_("Theme")},
)
register_words(
    "practice_group",
    lazy_("For whom a practice is"),
    columns={"practice_id": lazy_("Practice"), "group": lazy_("Group")},
    values={"group": {code.value: words for code, words in GROUPS.items()}},
)
register_words(
    "practice_place",
    lazy_("Where a practice worked"),
    columns={
        "id": lazy_("Number"),
        "practice_id": lazy_("Practice"),
        "state_id": lazy_("State"),
        "district_id": lazy_("District"),
    },
)
register_words(
    "practice_part",
    lazy_("Part of a practice"),
    columns={
        "id": lazy_("Number"),
        "practice_id": lazy_("Practice"),
        "kind": lazy_("Kind"),
        "position": lazy_("Place in the row"),
        "what": lazy_("What"),
        "how": lazy_("How it may change"),
    },
    values={"kind": {code.value: words for code, words in PART_KINDS.items()}},
)
register_words(
    "practice_step",
    lazy_("Step of a practice"),
    columns={
        "id": lazy_("Number"),
        "practice_id": lazy_("Practice"),
        "old_status": lazy_("Stage before"),
        "new_status": lazy_("Stage after"),
        "reason": lazy_("Reason"),
        "by_id": lazy_("By"),
        "created_at": lazy_("Made"),
    },
    values={"old_status": _STAGES, "new_status": _STAGES},
)
register_words(
    "practice_version",
    lazy_("Old wording of a practice"),
    columns={
        "id": lazy_("Number"),
        "practice_id": lazy_("Practice"),
        "number": lazy_("Version"),
        "told": lazy_("What it said"),
        "by_id": lazy_("Changed by"),
        "replaced_at": lazy_("Changed"),
    },
)
register_words(
    "practice_document",
    lazy_("Document of a practice"),
    columns={"attachment_id": lazy_("File"), "practice_id": lazy_("Practice")},
)
register_words(
    "practice_link",
    lazy_("Record a practice was taken from"),
    columns={
        "practice_id": lazy_("Practice"),
        "kind": lazy_("Kind"),
        "record_id": lazy_("Number"),
    },
)
